/**
 * The routes under `/inbox`, for professionals: the list, one conversation, what can be done with it, and the stream
 * that keeps an open page true. Everything works with plain forms; scripts get the same, in pieces.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import type { Child } from 'hono/jsx';
import type { Professional } from '../../domain/handoff.ts';
import type {
  Actor,
  Done,
  Inbox,
  InboxConversation,
  InboxItem,
  Refused as NotDone,
} from '../../run/inbox.ts';
import type { Log, World } from '../../run/ports.ts';
import { requireRole, type StaffMember, type WhoIs } from '../../staff/who.ts';
import type { Assets } from '../assets.ts';
import { filled } from '../client/talk/page-data.ts';
import { pageHeaders } from '../headers.ts';
import type { PageTexts } from '../texts.ts';
import type { Typed } from './acts.tsx';
import { Conversation } from './conversation.tsx';
import { sendEvents } from './events.ts';
import {
  isSure,
  keyOf,
  LARGEST_FORM,
  phraseOf,
  type Receivers,
  reasonOf,
  receiverOf,
  typed as typedIn,
  weeksOf,
  wordsOf,
} from './forms.ts';
import { type InboxFrame, InboxPage } from './frame.tsx';
import { List, markOf, unreadIn } from './list.tsx';
import { createOnce } from './once.ts';
import { type Notice, Refused } from './refused.tsx';
import { ACTS, type Act } from './texts.ts';

export interface InboxPagesDeps {
  inbox: Inbox;
  whoIs: WhoIs;
  /** Those to which something may be handed over. */
  organisations(): Promise<{ id: string; name: string }[]>;
  /** Professionals of one organisation. */
  colleagues(organisation: string): Promise<Professional[]>;
  texts: Pick<PageTexts, 'frame' | 'inbox'>;
  assets: Assets;
  world: World;
  /** Where staff reach this server, without a slash at the end. */
  baseUrl(): string;
  log: Log;
  /** Aborted when the server stops: ends the open streams, which it would wait for otherwise. */
  stopping?: AbortSignal;
  /** Milliseconds; for tests. */
  heartbeatMs?: number;
}

export type InboxApp = Hono<{ Variables: { staff: StaffMember } }>;
type C = Context<{ Variables: { staff: StaffMember } }>;
type Status = 200 | 403 | 404 | 409 | 410 | 413 | 422 | 500 | 503;

const HEARTBEAT_MS = 20_000;
/** Seconds after which another try makes sense. */
const RETRY_SECONDS = 3;
const STATUS_OF: Record<NotDone['status'], 409 | 410 | 503> = { gone: 410, taken: 409, busy: 503 };
const ROLE = 'professional';

/** An id that can be one: anything else is gone, as is what never was. */
const ID = ':id{[0-9A-Za-z-]{1,64}}';

export function inboxPages(deps: InboxPagesDeps): InboxApp {
  const { inbox, whoIs, world, log, baseUrl } = deps;
  const texts = deps.texts.inbox;
  const frame: InboxFrame = { assets: deps.assets, name: deps.texts.frame.name, texts };
  const once = createOnce(() => world.now().getTime());
  const app: InboxApp = new Hono();

  app.use('/inbox/*', pageHeaders({ forms: true, referrer: 'same-origin' }));
  app.use('/inbox/*', requireRole(whoIs, ROLE));
  app.use(
    '/inbox/*',
    csrf({
      origin: (origin, c) => origin === new URL(c.req.url).origin || origin === new URL(baseUrl()).origin,
    }),
    bodyLimit({ maxSize: LARGEST_FORM }),
  );

  const page = (c: C, content: Child, status: Status = 200): Response =>
    c.html(`<!doctype html>${String(content)}`, status) as Response;
  const piece = (c: C, content: Child): Response => c.html(String(content)) as Response;

  /** A page that says what was not done. A script gets it as one sentence. */
  const refuse = (
    c: C,
    status: Status,
    notice: Notice,
    more: Pick<Parameters<typeof Refused>[0], 'kept' | 'again'> = {},
  ): Response => {
    if (status === 503) c.header('Retry-After', String(RETRY_SECONDS));
    if (forScript(c)) return c.json(problem(notice, texts.refused[notice].text.join(' ')), status);
    return page(
      c,
      <InboxPage frame={frame} staff={c.var.staff} title={texts.title} shows="chosen">
        <Refused texts={texts} notice={notice} {...more} />
      </InboxPage>,
      status,
    );
  };

  const receivers = async ({ id, organisation }: StaffMember): Promise<Receivers> => {
    const [colleagues, organisations] = await Promise.all([
      deps.colleagues(organisation),
      deps.organisations(),
    ]);
    return {
      organisation,
      colleagues: colleagues.filter((one) => one.id !== id),
      organisations: organisations.filter((one) => one.id !== organisation),
    };
  };

  const listOf = (items: readonly InboxItem[], chosen?: string) => (
    <List texts={texts} items={items} now={world.now()} {...(chosen ? { chosen } : {})} />
  );

  /** One conversation, as a page or as the piece of it that changes. */
  const show = async (
    c: C,
    conversation: InboxConversation,
    { whole, typed, status }: { whole: boolean; typed?: Typed; status?: Status },
  ): Promise<Response> => {
    const [items, { colleagues, organisations }] = await Promise.all([
      inbox.list(actorOf(c.var.staff)),
      receivers(c.var.staff),
    ]);
    const unread = unreadIn(items);
    const content = (
      <Conversation
        texts={texts}
        conversation={conversation}
        now={world.now()}
        formKey={world.id()}
        unread={unread}
        colleagues={colleagues}
        organisations={organisations}
        typed={typed}
      />
    );
    if (!whole) return piece(c, content);
    return page(
      c,
      <InboxPage
        frame={frame}
        staff={c.var.staff}
        title={`${filled(texts.conversation.title, { mark: markOf(conversation.id) })} · ${texts.title}`}
        unread={unread}
        list={listOf(items, conversation.id)}
        shows="chosen"
        said={saidOf(c)}
      >
        {content}
      </InboxPage>,
      status,
    );
  };
  const saidOf = (c: C): string | undefined => {
    const act = ACTS.find((one) => one === c.req.query('done'));
    return act && texts.done[act];
  };

  app.get('/inbox', async (c) => {
    const items = await inbox.list(actorOf(c.var.staff));
    return page(
      c,
      <InboxPage
        frame={frame}
        staff={c.var.staff}
        title={texts.title}
        unread={unreadIn(items)}
        list={listOf(items)}
        shows="list"
        said={saidOf(c)}
      />,
    );
  });

  app.get('/inbox/fragment', async (c) => {
    const chosen = c.req.query('chosen');
    return piece(c, listOf(await inbox.list(actorOf(c.var.staff)), chosen));
  });

  app.get('/inbox/events', (c) =>
    sendEvents(c, actorOf(c.var.staff), {
      inbox,
      mayRead: async (request) => (await whoIs(request))?.roles.includes(ROLE) ?? false,
      heartbeatMs: deps.heartbeatMs ?? HEARTBEAT_MS,
      ...(deps.stopping ? { stopping: deps.stopping } : {}),
    }),
  );

  const read = async (c: C, id: string, whole: boolean): Promise<Response> => {
    const opened = await inbox.open(actorOf(c.var.staff), id);
    if (opened.status !== 'open') return refuse(c, STATUS_OF[opened.status], opened.status);
    return show(c, opened.conversation, { whole });
  };
  app.get(`/inbox/${ID}`, (c) => read(c, c.req.param('id'), true));
  app.get(`/inbox/${ID}/fragment`, (c) => read(c, c.req.param('id'), false));

  /** The same page again, with what was typed and what is wrong with it. */
  const again = async (c: C, id: string, typed: Typed): Promise<Response> => {
    const status = typed.problem === undefined ? 200 : 422;
    if (forScript(c) && typed.problem !== undefined) return c.json(problem('wrong', typed.problem), status);
    const opened = await inbox.open(actorOf(c.var.staff), id);
    if (opened.status === 'open') return show(c, opened.conversation, { whole: true, typed, status });
    const kept = opened.status === 'gone' ? undefined : typed.text;
    return refuse(c, STATUS_OF[opened.status], opened.status, { kept });
  };

  type Asked = { ask: (actor: Actor, id: string, key: string) => Promise<Done> } | Typed;
  const wrong = (act: Act, sentence: string): Typed => ({ act, problem: sentence });

  /** What each form asks for; or what is wrong with it. */
  const reading: Record<Act, (form: FormData, staff: StaffMember) => Asked | Promise<Asked>> = {
    accept: () => ({ ask: (actor, id) => inbox.accept(actor, id) }),
    decline: (form) => {
      const reason = reasonOf(form);
      return reason
        ? { ask: (actor, id) => inbox.decline(actor, id, reason) }
        : wrong('decline', texts.wrong.pick);
    },
    reply: (form) => {
      const phrase = phraseOf(form, texts.quick);
      if (phrase !== undefined)
        return { act: 'reply', text: [typedIn(form).trimEnd(), phrase].filter(Boolean).join('\n\n') };
      const words = wordsOf(form);
      if (words.kind === 'words') return { ask: (actor, id, key) => inbox.say(actor, id, words.text, key) };
      return words.kind === 'empty'
        ? wrong('reply', texts.wrong.empty)
        : { act: 'reply', text: words.text, problem: filled(texts.wrong.long, { number: words.over }) };
    },
    follow_up: (form) => {
      const weeks = weeksOf(form);
      return weeks
        ? { ask: (actor, id) => inbox.askFollowUp(actor, id, weeks) }
        : wrong('follow_up', texts.wrong.pick);
    },
    transfer: async (form, staff) => {
      const to = receiverOf(form, await receivers(staff));
      if (!to) return wrong('transfer', texts.wrong.pick);
      return isSure(form)
        ? { ask: (actor, id) => inbox.propose(actor, id, to) }
        : wrong('transfer', texts.wrong.sure);
    },
    close: (form) =>
      isSure(form) ? { ask: (actor, id) => inbox.close(actor, id) } : wrong('close', texts.wrong.sure),
  };

  for (const act of ACTS) {
    app.post(`/inbox/${ID}/${act.replace('_', '-')}`, async (c) => {
      const id = c.req.param('id');
      const form = await c.req.formData();
      const asked = await reading[act](form, c.var.staff);
      if (!('ask' in asked)) return again(c, id, asked);
      const actor = actorOf(c.var.staff);
      const key = keyOf(form) ?? world.id();
      const task = (): Promise<Done> => asked.ask(actor, id, key);
      // What is said is said once by the inbox, which also knows after a restart.
      const done = act === 'reply' ? await task() : await once([actor.id, act, id, key].join(' '), task);
      if (done.status === 'done') {
        if (forScript(c)) return c.body(null, 204);
        const to = act === 'decline' || act === 'close' ? '/inbox' : `/inbox/${id}`;
        return c.redirect(`${to}?done=${act}${act === 'reply' ? '#reply' : ''}`, 303);
      }
      const kept = act === 'reply' && done.status !== 'gone' ? typedIn(form) : undefined;
      const fields = [...form].flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
      return refuse(c, STATUS_OF[done.status], done.status, {
        kept,
        again: done.status === 'busy' ? { action: c.req.path, fields } : undefined,
      });
    });
  }

  app.all('/inbox/*', (c) => refuse(c, 404, 'missing'));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 403) return refuse(c, 403, 'foreign');
    if (error instanceof HTTPException && error.status === 413) return refuse(c, 413, 'failed');
    // The kind of error only: its message may hold what someone typed.
    log('inbox.failed', { error: error.name });
    if (!c.var.staff) return c.text(`${texts.refused.failed.title}\n`, 500);
    return refuse(c, 500, 'failed');
  });
  return app;
}

const actorOf = ({ id, name, function: work, organisation }: StaffMember): Actor => ({
  id,
  name,
  function: work,
  organisation,
});

/** A browser that goes somewhere asks for a page; our script does not. */
const forScript = (c: Context): boolean => !(c.req.header('Accept') ?? '').includes('text/html');

const problem = (code: string, message: string) => ({ error: { code, message } });
