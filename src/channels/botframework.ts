/**
 * `/api/messages`: the channels of Azure Bot Service (Teams, Telegram, SMS ...) and whoever speaks its protocol.
 * Answers stand in the response where the channel expects them there; otherwise the outbox posts them.
 */
import type { Context } from 'hono';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Limits } from '../run/limits.ts';
import type { Address, Log, Outgoing, Sender, World } from '../run/ports.ts';
import type { Receive } from '../run/receive.ts';
import { bodyText, jsonOf } from './body.ts';
import {
  activitySchema,
  expectsReplies,
  type HandoffStatus,
  handoffStatusOf,
  incomingOf,
  type OutgoingActivity,
  outgoingActivities,
  referenceSchema,
} from './botframework/activities.ts';
import { capabilitiesOf } from './botframework/capabilities.ts';
import { isLoopback, isLoopbackUrl } from './botframework/loopback.ts';
import { loadSdk, type Sdk, type SdkSettings } from './botframework/sdk.ts';

const MAX_BODY = 256 * 1024;

const PROBLEMS = {
  BadArgument: [
    400,
    'Deze activiteit is niet volledig: er is een type, channelId, serviceUrl en conversation nodig.',
  ],
  MissingToken: [401, 'Er is geen token meegestuurd.'],
  InvalidToken: [403, 'Dit token is niet geldig voor deze bot.'],
  LocalOnly: [403, 'Zonder app-id werkt dit adres alleen op deze computer zelf.'],
  MessageSizeTooBig: [413, 'Dit bericht is te groot.'],
  ServiceUnavailable: [503, 'Het lukt nu even niet. Probeer het zo opnieuw.'],
} as const satisfies Record<string, [ContentfulStatusCode, string]>;

const TOO_FAST = 'Dat gaat even te snel voor mij. Wacht een paar tellen en stuur het dan nog een keer.';

export interface BotFrameworkOptions {
  receive: Receive;
  world: World;
  limits: Limits;
  /** The network address of who asks; matters only without an app id. */
  addressOf(c: Context): string;
  /** A contact centre on the channel said how a handoff stands. Absent: there is none. */
  handoffStatus?(conversation: Address, state: HandoffStatus): Promise<void>;
  settings: SdkSettings & { production: boolean };
  log?: Log;
}

export interface BotFramework {
  app: Hono;
  /** For the outbox: every channel that has no sender of its own. */
  sender: Sender;
}

/** Throws when the settings would leave the door open. */
export function botFramework(options: BotFrameworkOptions): BotFramework {
  const { settings } = options;
  const local = !settings.appId;
  if (local && settings.production) {
    throw new Error(
      'the Bot Framework endpoint has no app id: anyone could speak through it. Set the app id, or leave it off',
    );
  }
  let loading: Promise<Sdk> | undefined;
  const sdk = (): Promise<Sdk> => {
    loading ??= loadSdk(settings);
    return loading;
  };

  const app = new Hono();
  app.post('/api/messages', async (c) => {
    const body = await bodyText(c, MAX_BODY);
    if (body === undefined) return problem(c, 'MessageSizeTooBig');
    const parsed = activitySchema.safeParse(jsonOf(body));
    if (!parsed.success) return problem(c, 'BadArgument');
    const activity = parsed.data;
    // Another kind of host, whose tokens the SDK would check against keys that are not set up here.
    if (activity.channelId.toLowerCase() === 'asechannel') return problem(c, 'InvalidToken');
    if (local && !(isLoopback(options.addressOf(c)) && isLoopbackUrl(activity.serviceUrl))) {
      return problem(c, 'LocalOnly');
    }
    const bot = await sdk();
    const verified = await bot.verify(activity, c.req.header('Authorization') ?? '');
    if (verified.status === 'missing') return problem(c, 'MissingToken');
    if (verified.status === 'unavailable') return problem(c, 'ServiceUnavailable');
    if (verified.status !== 'ok') return problem(c, 'InvalidToken');

    const status = handoffStatusOf(activity);
    if (status && options.handoffStatus) {
      await options.handoffStatus(
        { channel: activity.channelId, conversation: activity.conversation.id },
        status,
      );
      return c.json(expectsReplies(activity) ? { activities: [] } : {});
    }
    const incoming = incomingOf(activity, options.world.id());
    if (incoming === 'malformed') return problem(c, 'BadArgument');
    if (incoming === 'ignored') return c.json(expectsReplies(activity) ? { activities: [] } : {});
    const inline = expectsReplies(activity);
    const bucket = `${incoming.channel}\n${incoming.conversation}`;

    const activities = await bot.turn(activity, verified.identity, async (reply) => {
      const sayNow = (text: string) =>
        reply(outgoingActivities(incoming.channel, { kind: 'say', text, choices: [] }));
      const refuse = async (text: string) => {
        // Not committed, so not sent again either: a sentence about a message, not an answer to it.
        if (inline) return sayNow(text);
        if (options.limits.take('noticesPerConversation', bucket) === 0) await sayNow(text).catch(() => {});
      };
      if (options.limits.take('messagesPerConversation', bucket) > 0) return refuse(TOO_FAST);
      const received = await options.receive(incoming);
      if (received.status === 'refused') return refuse(received.text);
      const replies = inline ? activitiesOf(incoming.channel, received.outgoing) : [];
      if (replies.length > 0) await reply(replies);
    });
    return c.json(inline ? { activities } : {});
  });
  app.onError((error, c) => {
    options.log?.('channel.failed', { channel: 'botframework', error: error.name });
    return problem(c, 'ServiceUnavailable');
  });

  const sender: Sender = {
    channel: '*',
    async send({ message, channel, reference: kept }) {
      const reference = referenceSchema.safeParse(kept);
      if (!reference.success) return 'gone';
      if (local && !isLoopbackUrl(reference.data.serviceUrl)) return 'gone';
      const activities = outgoingActivities(channel, message);
      if (activities.length === 0) return 'sent';
      const typing: OutgoingActivity[] =
        message.kind === 'say' && capabilitiesOf(channel).typing ? [{ type: 'typing' }] : [];
      return (await sdk()).post(reference.data, [...typing, ...activities]);
    },
  };
  return { app, sender };
}

const activitiesOf = (channel: string, rows: Outgoing[]): OutgoingActivity[] =>
  rows.flatMap(({ message }) => outgoingActivities(channel, message));

function problem(c: Context, code: keyof typeof PROBLEMS): Response {
  const [status, message] = PROBLEMS[code];
  return c.json({ error: { code, message } }, status);
}
