/**
 * The inbox at work: each act of a professional is a turn of that client, taken and committed like any other. Who may
 * do what is decided here, from what is stored, and once more within the turn.
 */
import { TAKEN_HANDOFF_STATES } from '../domain/handoff.ts';
import { handoffWith, isLogged } from '../engine/handoff.ts';
import type { ContactAct } from '../engine/input.ts';
import { readState } from '../engine/state.ts';
import type { HandoffNews } from './handoff_news.ts';
import { type HandoffTurnDeps, takeHandoffTurn } from './handoff_turn.ts';
import {
  type Actor,
  type Done,
  type Inbox,
  type InboxChange,
  type InboxItem,
  type InboxMessage,
  LONGEST_WORDS,
  type Refused,
} from './inbox.ts';
import { shownOrganisation } from './organisations.ts';
import type { HandoffRow, OpenHandoff, Store } from './ports.ts';

export interface InboxDeps extends HandoffTurnDeps {
  store: Pick<
    Store,
    'openHandoff' | 'handoffs' | 'handoffContent' | 'handoffRead' | 'commit' | 'organisations'
  >;
}

export interface InboxAtWork extends Inbox {
  /** What clients changed: for who has it on a screen. */
  changed(news: readonly HandoffNews[]): void;
}

const TRIES = 5;

export function createInbox(deps: InboxDeps): InboxAtWork {
  const { store, world } = deps;
  const watchers = new Set<{ actor: Actor; listener: (change: InboxChange) => void }>();

  function changed(news: readonly HandoffNews[]): void {
    for (const { id, organisation, staff, ended } of news) {
      for (const { actor, listener } of [...watchers]) {
        if (actor.organisation !== organisation || (staff !== undefined && staff !== actor.id)) continue;
        listener({ kind: ended ? 'gone' : 'changed', id });
        listener({ kind: 'list' });
      }
    }
  }

  /** One act as one turn. `mine`: only by who has taken it on. `key`: the same act again is not done twice. */
  async function act(actor: Actor, id: string, done: ContactAct, key: string, mine: boolean): Promise<Done> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const open = await store.openHandoff(id);
      const refused = refusal(actor, open, mine);
      if (refused || !open) return refused ?? { status: 'gone' };
      // Pressed twice.
      if (done.did === 'accepted' && TAKEN_HANDOFF_STATES.includes(open.state)) return { status: 'done' };
      const who = { id: actor.id, name: actor.name, function: actor.function };
      const activity = `contact|${id}|${done.did}|${actor.id}|${key}`;
      const input = { kind: 'contact', handoff: id, who, ...done } as const;
      const { status, news } = await takeHandoffTurn(deps, open, input, activity);
      if (status === 'conflict') continue;
      changed(news);
      return { status: status === 'none' ? 'gone' : 'done' };
    }
    deps.log('inbox.conflict', { tries: TRIES });
    return { status: 'busy' };
  }

  /** The client sees who looked: a look is written down before anything is shown. */
  async function look(actor: Actor, open: OpenHandoff): Promise<Done> {
    const handoff = handoffWith(readState(open.client.document), open.id);
    const now = world.now().toISOString();
    if (handoff && isLogged(handoff, now, actor, 'opened')) return { status: 'done' };
    // Within one's own talk, reading is no news.
    if (handoff?.who?.id === actor.id) return { status: 'done' };
    return act(actor, open.id, { did: 'opened' }, world.id(), false);
  }

  return {
    async list(actor) {
      const rows = (await store.handoffs(actor.organisation)).filter((row) => mayRead(actor, row));
      const items = rows.map((row) => itemOf(actor, row));
      return [
        ...items.filter(({ place }) => place === 'open'),
        ...items.filter(({ place }) => place === 'mine').reverse(),
      ];
    },

    async open(actor, id) {
      const open = await store.openHandoff(id);
      const refused = refusal(actor, open, false);
      if (refused || !open) return refused ?? { status: 'gone' };
      const looked = await look(actor, open);
      if (looked.status !== 'done') return looked;
      const [found, now] = [await store.handoffContent(id), await store.openHandoff(id)];
      // Taken back, or taken on by a colleague, while it was being read.
      const late = refusal(actor, now, false);
      if (late || !found || !now) return late ?? { status: 'gone' };
      const last = found.messages.at(-1)?.number ?? 0;
      if (now.unread > 0) await store.handoffRead(id, last);
      const waiting = waitingOf(now);
      const messages = found.messages.map(
        (message): InboxMessage => (waiting.has(message.number) ? { ...message, waiting: true } : message),
      );
      const { content } = found;
      return { status: 'open', conversation: { ...itemOf(actor, now), unread: 0, content, messages } };
    },

    accept: (actor, id, how) => act(actor, id, { did: 'accepted', ...how }, world.id(), false),
    decline: (actor, id, reason) => act(actor, id, { did: 'declined', reason }, world.id(), false),
    say: (actor, id, text, key) => {
      // Pages say so before; whoever else calls this has to as well.
      if (text.length > LONGEST_WORDS)
        throw new RangeError(`a message has at most ${LONGEST_WORDS} characters`);
      return act(actor, id, { did: 'said', text }, key, true);
    },
    askFollowUp: (actor, id, weeks) => act(actor, id, { did: 'asked_follow_up', weeks }, world.id(), true),
    close: (actor, id) => act(actor, id, { did: 'closed' }, world.id(), true),

    async propose(actor, id, { organisation, staff }) {
      const found = (await store.organisations()).find((each) => each.id === organisation);
      if (!found) return { status: 'gone' };
      const shown = shownOrganisation(found, world.now().toISOString());
      const to = staff ? { staff: { id: staff.id, name: staff.name, function: staff.function } } : {};
      return act(actor, id, { did: 'proposed', organisation: shown, ...to }, world.id(), true);
    },

    watch(actor, listener) {
      const watcher = { actor, listener };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },

    changed,
  };
}

/** Numbers of the messages that wait until their client is there. */
const waitingOf = ({ id, client }: OpenHandoff): Set<number | undefined> => {
  const { held = [] } = readState(client.document);
  return new Set(held.filter(({ handoff }) => handoff === id).map(({ number }) => number));
};

/** Theirs, or nobody's yet. */
const mayRead = (actor: Actor, { organisation, staff }: HandoffRow): boolean =>
  organisation === actor.organisation && (staff === undefined || staff === actor.id);

function refusal(actor: Actor, open: OpenHandoff | undefined, mine: boolean): Refused | undefined {
  if (!open || open.organisation !== actor.organisation) return { status: 'gone' };
  const taken = TAKEN_HANDOFF_STATES.includes(open.state);
  if (!mayRead(actor, open)) return { status: taken ? 'taken' : 'gone' };
  return mine && !taken ? { status: 'gone' } : undefined;
}

const itemOf = (actor: Actor, row: HandoffRow): InboxItem => {
  const { id, state, askedAt, answerBy, expiresAt, unread, staff } = row;
  const place = staff === actor.id ? 'mine' : 'open';
  return { id, state, place, askedAt, expiresAt, unread, ...(answerBy === undefined ? {} : { answerBy }) };
};
