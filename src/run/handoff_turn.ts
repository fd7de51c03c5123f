/** A turn that a professional or the clock causes, on what a client sent to an organisation: taken and committed. */
import type { Content } from '../content/content.ts';
import type { ClockInput, ContactInput } from '../engine/input.ts';
import type { TurnResult } from '../engine/result.ts';
import { type ClientState, readState } from '../engine/state.ts';
import { turn } from '../engine/turn.ts';
import { type HandoffNews, newsOf } from './handoff_news.ts';
import {
  arrangementOf,
  handoffChange,
  hours,
  keptBriefly,
  keptUntil,
  later,
  placeOf,
  restsAt,
  turnWorld,
} from './kept.ts';
import { messagesOf } from './messages.ts';
import type { Address, Log, OpenHandoff, Outgoing, Store, TurnCommit, World } from './ports.ts';

export interface HandoffTurnDeps {
  content: Content;
  store: Pick<Store, 'commit'>;
  world: World;
  /** Told after each commit, so that an open page and the outbox can act at once. */
  committed(to: Address & { pulled: boolean }, outgoing: Outgoing[]): void;
  log: Log;
}

export interface HandoffTurn {
  /** `none`: in the client's own document it has ended already; nothing was done. */
  status: 'committed' | 'duplicate' | 'conflict' | 'none';
  news: HandoffNews[];
}

/** @param activity the same again is the same act: it is not done twice. */
export async function takeHandoffTurn(
  { content, store, world, committed, log }: HandoffTurnDeps,
  open: OpenHandoff,
  caused: ContactInput | ClockInput,
  activity: string,
): Promise<HandoffTurn> {
  const now = world.now().toISOString();
  const before = readState(open.client.document);
  const input = { ...caused, ...(isUnheard(open) ? { unheard: true as const } : {}), place: placeOf(open) };
  const result = turn(content, before, input, turnWorld(world, now));
  if (result.effects.length === 0 && JSON.stringify(result.client) === JSON.stringify(before)) {
    return { status: 'none', news: [] };
  }
  const commit = commitFor(content, open, { before, result, now }, caused.kind, activity);
  const outcome = await store.commit(commit);
  if (outcome.status !== 'committed') return { status: outcome.status, news: [] };
  try {
    committed(open, outcome.outgoing);
  } catch (error) {
    // It is committed: who could not be told finds it by themselves.
    log('handoff.not_told', { error: error instanceof Error ? error.name : 'unknown' });
  }
  return { status: 'committed', news: commit.handoffs.flatMap(newsOf) };
}

/** A channel that answers only within the request of its client: what is said at any other moment reaches nobody. */
const isUnheard = ({ pulled, reference }: OpenHandoff): boolean => pulled && reference !== undefined;

interface Taken {
  before: ClientState;
  result: TurnResult;
  /** ISO instant. */
  now: string;
}

function commitFor(
  content: Content,
  { channel, conversation, reference, pulled, client, lastNumber }: OpenHandoff,
  { before, result, now }: Taken,
  cause: 'contact' | 'clock',
  activity: string,
): TurnCommit {
  const next = result.client;
  return {
    address: { channel, conversation },
    ...(reference ? { reference } : {}),
    activity,
    cause,
    at: now,
    client: {
      id: client.id,
      seq: client.seq + 1,
      document: next,
      // Being written to is no use of it.
      keepUntil: keptUntil(content.retention, next),
      restAt: restsAt(next, now),
    },
    lastNumber,
    messages: messagesOf(content, before, result, undefined),
    pulled,
    textUntil: later(now, hours(content.retention.chatHours)),
    handoffs: result.effects.flatMap((effect) => handoffChange(effect, now)),
    arrangements: [
      ...result.effects.flatMap((effect) => arrangementOf(effect, now)),
      ...keptBriefly(content, [before, next], now),
    ],
    demand: result.demand,
  };
}
