/**
 * Direct Line 3.0 over HTTP: tokens, conversations, activities, uploads and the stream.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference
 */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { UpgradeWebSocket } from 'hono/ws';
import { type Limits, type Rules, senderOf } from '../../run/limits.ts';
import type { Incoming, Log, Outgoing, Store, World } from '../../run/ports.ts';
import type { Receive } from '../../run/receive.ts';
import { bodyText, jsonOf } from '../body.ts';
import {
  activityId,
  activitySchema,
  activitySet,
  CHANNEL,
  type ClientActivity,
  incomingOf,
  opening,
  startSchema,
  watermarkNumber,
} from './activities.ts';
import type { Live } from './live.ts';
import { problem } from './problem.ts';
import { createSockets } from './sockets.ts';
import {
  type Checked,
  createTokens,
  newConversation,
  REFRESH_GRACE_SECONDS,
  type Ticket,
  TOKEN_SECONDS,
} from './tokens.ts';
import { readUpload } from './upload.ts';

/** Bytes of a request that is read whole. */
const MAX_BODY = 256 * 1024;
/** Rows in one fetch; who has more to come sees it by the watermark and asks again. */
const PAGE = 500;

export interface DirectLineOptions {
  receive: Receive;
  history: Store['history'];
  live: Live;
  /** Signs tokens: at least 32 random characters, kept over restarts (else every open chat must start anew). */
  secret: string;
  /** Secrets that signed before this one; tokens of open chats are still good. */
  formerSecrets?: readonly string[];
  world: World;
  limits: Limits;
  /** The network address of who asks. */
  addressOf(c: Context): string;
  /** How this runtime opens a WebSocket. Without it clients poll. */
  // biome-ignore lint/suspicious/noExplicitAny: each runtime has its own socket type, of which nothing is used
  upgrade?: UpgradeWebSocket<any>;
  /** `https://chat.example.nl`, when clients reach the server by another address than it sees itself. */
  publicUrl?: string;
  /** Web origins that may embed the chat. Default: any; nothing here rides on a cookie. */
  origins?: string[];
  log?: Log;
}

export function directLine(options: DirectLineOptions): Hono {
  const { receive, history, live, world, limits, addressOf } = options;
  const tokens = createTokens(options.secret, world.now, options.formerSecrets);
  const app = new Hono();
  const root = '/v3/directline';

  const inConversation = async (c: Context, graceSeconds = 0): Promise<Ticket | Response> => {
    const checked = await bearer(c, graceSeconds);
    if (!checked) return problem(c, 'MissingToken');
    if (!checked.ok) return problem(c, checked.because === 'expired' ? 'TokenExpired' : 'InvalidToken');
    const id = c.req.param('id');
    if (id !== undefined && id !== checked.ticket.conversation) return problem(c, 'OtherConversation');
    return checked.ticket;
  };
  const bearer = async (c: Context, graceSeconds: number): Promise<Checked | undefined> => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    return token === undefined ? undefined : tokens.check('chat', token, graceSeconds);
  };

  const tooFast = (c: Context, ...buckets: [keyof Rules, string][]): Response | undefined => {
    for (const [rule, key] of buckets) {
      const wait = limits.take(rule, key);
      if (wait > 0) return problem(c, 'Throttled', { retryAfter: wait });
    }
    return undefined;
  };
  const startsTooFast = (c: Context) =>
    tooFast(c, ['startsPerAddress', senderOf(addressOf(c))], ['startsInAll', '']);
  const writesTooFast = (c: Context, { conversation }: Ticket) =>
    tooFast(c, ['messagesPerConversation', conversation], ['messagesPerAddress', senderOf(addressOf(c))]);
  const readsTooFast = (c: Context, { conversation }: Ticket) =>
    tooFast(c, ['readsPerConversation', conversation]);

  const streamUrl = async (c: Context, ticket: Ticket, watermark: string) => {
    if (!options.upgrade) return {};
    const url = new URL(options.publicUrl ?? c.req.url);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.pathname = `${root}/conversations/${ticket.conversation}/stream`;
    url.search = new URLSearchParams({ watermark, t: await tokens.issue('stream', ticket) }).toString();
    return { streamUrl: url.href };
  };
  const ticketAnswer = async (ticket: Ticket) => ({
    conversationId: ticket.conversation,
    token: await tokens.issue('chat', ticket),
    expires_in: TOKEN_SECONDS,
  });

  /** A turn, and its answer in Direct Line's terms. */
  const take = async (
    c: Context,
    incoming: Incoming,
  ): Promise<Response | { fresh: boolean; id: string; rows: Outgoing[] }> => {
    const sender = senderOf(addressOf(c));
    const received = await receive({ ...incoming, sender, session: true });
    if (received.status === 'refused') {
      const { reason, text: message, retryAfterSeconds: retryAfter = 1 } = received;
      return reason === 'too_long'
        ? problem(c, 'MessageSizeTooBig', { message })
        : problem(c, 'Throttled', { message, retryAfter });
    }
    live.publish(incoming.conversation, received.outgoing);
    const own = received.outgoing.find((row) => row.message.kind === 'echo') ?? received.outgoing[0];
    return {
      fresh: received.status === 'answered',
      id: activityId(incoming.conversation, own?.number ?? 0),
      rows: received.outgoing,
    };
  };

  const takeActivity = async (c: Context, ticket: Ticket, activity: ClientActivity, uploads?: string[]) => {
    // Typing signs, events and kinds of a later version: nothing to answer, and no reason to complain.
    if (activity.type !== 'message') return c.json({ id: activityId(ticket.conversation, 0) });
    const taken = await take(
      c,
      incomingOf({
        ticket,
        activity,
        key: c.req.header('Idempotency-Key')?.slice(0, 200),
        freshId: world.id(),
        ...(uploads ? { uploads } : {}),
      }),
    );
    return taken instanceof Response ? taken : c.json({ id: taken.id });
  };

  app.use(
    `${root}/*`,
    cors({
      origin: options.origins ?? '*',
      allowMethods: ['GET', 'POST'],
      allowHeaders: [
        'Authorization',
        'Content-Type',
        'Idempotency-Key',
        'X-Requested-With',
        'x-ms-bot-agent',
      ],
      exposeHeaders: ['Retry-After'],
      maxAge: 86_400,
    }),
    async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    },
  );
  /** Reads the body first: an answer before it would leave the connection in the middle of a request. */
  const posted = (path: string, answer: (c: Context, body: string) => Promise<Response>) =>
    app.post(root + path, async (c) => {
      const body = await bodyText(c, MAX_BODY);
      return body === undefined ? problem(c, 'MessageSizeTooBig') : answer(c, body);
    });

  posted('/tokens/generate', async (c, body) => {
    const refused = startsTooFast(c);
    if (refused) return refused;
    const user = userOf(body);
    if (user === undefined) return problem(c, 'BadArgument');
    return c.json(await ticketAnswer({ conversation: newConversation(), ...user }));
  });

  posted('/tokens/refresh', async (c) => {
    const ticket = await inConversation(c, REFRESH_GRACE_SECONDS);
    if (ticket instanceof Response) return ticket;
    return readsTooFast(c, ticket) ?? c.json(await ticketAnswer(ticket));
  });

  // Without a token it makes the conversation too: on a slow phone that saves a round trip.
  posted('/conversations', async (c, body) => {
    const given = c.req.header('Authorization') === undefined ? undefined : await inConversation(c);
    if (given instanceof Response) return given;
    const refused = startsTooFast(c);
    if (refused) return refused;
    const user = userOf(body);
    if (user === undefined) return problem(c, 'BadArgument');
    const ticket = { conversation: newConversation(), ...user, ...given };
    const taken = await take(c, opening(ticket.conversation));
    if (taken instanceof Response) return taken;
    return c.json(
      {
        ...(await ticketAnswer(ticket)),
        ...(await streamUrl(c, ticket, '-')),
        // Beyond Direct Line: what was said already. On a slow phone that saves the round trip to fetch it.
        ...activitySet(ticket.conversation, taken.rows, 0),
      },
      taken.fresh ? 201 : 200,
    );
  });

  app.get(`${root}/conversations/:id`, async (c) => {
    const ticket = await inConversation(c);
    if (ticket instanceof Response) return ticket;
    const after = watermarkNumber(c.req.query('watermark'));
    if (after === undefined) return problem(c, 'BadArgument');
    const refused = readsTooFast(c, ticket);
    if (refused) return refused;
    return c.json({ ...(await ticketAnswer(ticket)), ...(await streamUrl(c, ticket, String(after))) });
  });

  app.get(`${root}/conversations/:id/activities`, async (c) => {
    const ticket = await inConversation(c);
    if (ticket instanceof Response) return ticket;
    const after = watermarkNumber(c.req.query('watermark'));
    if (after === undefined) return problem(c, 'BadArgument');
    const refused = readsTooFast(c, ticket);
    if (refused) return refused;
    const rows = await history({ channel: CHANNEL, conversation: ticket.conversation }, after, PAGE);
    return c.json(activitySet(ticket.conversation, rows, after));
  });

  posted('/conversations/:id/activities', async (c, body) => {
    const ticket = await inConversation(c);
    if (ticket instanceof Response) return ticket;
    const refused = writesTooFast(c, ticket);
    if (refused) return refused;
    const activity = activitySchema.safeParse(jsonOf(body));
    if (!activity.success) return problem(c, 'BadArgument');
    return takeActivity(c, ticket, activity.data);
  });

  app.post(`${root}/conversations/:id/upload`, async (c) => {
    // Refused before it was read: the connection then ends with the answer.
    c.header('Connection', 'close');
    const ticket = await inConversation(c);
    if (ticket instanceof Response) return ticket;
    const refused = writesTooFast(c, ticket);
    if (refused) return refused;
    const upload = await readUpload(c.req.raw);
    if (upload === 'too_big') return problem(c, 'MessageSizeTooBig');
    const activity = activitySchema.safeParse(upload === 'malformed' ? undefined : upload.activity);
    if (upload === 'malformed' || !activity.success) return problem(c, 'BadArgument');
    c.header('Connection', undefined);
    return takeActivity(c, ticket, activity.data, upload.mediaTypes);
  });

  if (options.upgrade) {
    const sockets = createSockets({ history, live });
    const upgrade = options.upgrade((c) => {
      const conversation = c.req.param('id') ?? '';
      return sockets.open(conversation, watermarkNumber(c.req.query('watermark')) ?? 0);
    });
    app.get(`${root}/conversations/:id/stream`, async (c, next) => {
      const checked = await tokens.check('stream', c.req.query('t') ?? '');
      if (!checked.ok) return problem(c, checked.because === 'expired' ? 'TokenExpired' : 'InvalidToken');
      if (checked.ticket.conversation !== c.req.param('id')) return problem(c, 'OtherConversation');
      const refused = readsTooFast(c, checked.ticket);
      if (refused) return refused;
      return (await upgrade(c, next)) ?? problem(c, 'NoStream');
    });
  }

  app.all(`${root}/*`, (c) => problem(c, 'NotFound'));
  app.onError((error, c) => {
    options.log?.('channel.failed', { channel: CHANNEL, error: error.name });
    return problem(c, 'ServiceUnavailable', { retryAfter: 2 });
  });
  return app;
}

/** The optional `{user: {id}}` of a start; undefined when what came is not that. */
function userOf(body: string): { user?: string } | undefined {
  if (body.trim() === '') return {};
  const parsed = startSchema.safeParse(jsonOf(body));
  if (!parsed.success) return undefined;
  const id = parsed.data.user?.id;
  return id ? { user: id } : {};
}
