/**
 * The way of every client activity: load -> turn -> commit -> hand back what was committed.
 */
import type { Content } from '../content/content.ts';
import { phrase } from '../content/speak.ts';
import { firstStep } from '../engine/facts.ts';
import type { ClientInput, FoundService } from '../engine/input.ts';
import type { Effect, Lookup, TurnResult } from '../engine/result.ts';
import { type ClientState, FIRST_DIALOG, newClient, readState } from '../engine/state.ts';
import { turn } from '../engine/turn.ts';
import { messagesOf } from './messages.ts';
import type { CommitResult, HandoffChange, Incoming, Loaded, Log, Outgoing, Store, World } from './ports.ts';
import { serially } from './serial.ts';

/** `refused` carries a sentence for the person who wrote. */
export type Received =
  | { status: 'answered' | 'duplicate'; outgoing: Outgoing[] }
  | { status: 'refused'; reason: 'busy' | 'too_long'; text: string; retryAfterSeconds?: number };

/** The one entrance that channels use. Rejects only when the store fails; then nothing was acknowledged. */
export type Receive = (incoming: Incoming) => Promise<Received>;

/** How long things are kept, from their last use. */
export interface Retention {
  chatHours: number;
  planDays: number;
  handoffDays: number;
}

export interface ReceiveDeps {
  content: Content;
  store: Store;
  world: World;
  retention: Retention;
  /** Answers a turn's question to the directory. */
  lookup(query: Lookup, now: string): Promise<FoundService[]>;
  /** Told after each commit, so that live connections and the outbox sender can act at once. */
  committed(incoming: Incoming, outgoing: Outgoing[]): void;
  log: Log;
}

/** Characters. Longer than any story people type in one go; a longer one is asked for in pieces. */
export const LONGEST_TEXT = 4000;
/** Waiting messages of one conversation; more than this is not a person typing. */
const MOST_WAITING = 20;
/** Turns of one client can only meet when two processes share a store; each try loads anew. */
const TRIES = 5;
/** 'meer' may ask the directory again, but a turn that keeps asking is a mistake in the dialogs. */
const MOST_LOOKUPS = 5;

const hours = (count: number): number => count * 3_600_000;
const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

export function createReceive(deps: ReceiveDeps): Receive {
  const queue = serially(MOST_WAITING);
  return async (incoming) => {
    if (incoming.text.length > LONGEST_TEXT) {
      return { status: 'refused', reason: 'too_long', text: phrase(deps.content, 'repair.too_long', 'je') };
    }
    const key = `${incoming.channel}\n${incoming.conversation}`;
    const answered = queue(key, () => receiveOne(deps, incoming));
    if (!answered) {
      const text = phrase(deps.content, 'repair.too_fast', 'je');
      return { status: 'refused', reason: 'busy', text, retryAfterSeconds: 5 };
    }
    return answered;
  };
}

async function receiveOne(deps: ReceiveDeps, incoming: Incoming): Promise<Received> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const result = await attemptTurn(deps, incoming, await deps.store.load(incoming));
    if (result.status === 'conflict') continue;
    if (result.status === 'duplicate') return { status: 'duplicate', outgoing: result.outgoing };
    tell(deps, incoming, result.outgoing);
    return { status: 'answered', outgoing: result.outgoing };
  }
  deps.log('turn.conflict', { tries: TRIES });
  throw new Error('another process keeps answering this conversation; try again');
}

/** What was committed is answered, also when nobody could be told of it: the outbox still has it. */
function tell({ committed, log }: ReceiveDeps, incoming: Incoming, outgoing: Outgoing[]): void {
  try {
    committed(incoming, outgoing);
  } catch (error) {
    log('turn.not_told', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

async function attemptTurn(deps: ReceiveDeps, incoming: Incoming, loaded: Loaded): Promise<CommitResult> {
  const { content, world, retention } = deps;
  const now = world.now();
  const at = now.toISOString();
  const before = loaded.client
    ? readState(loaded.client.document)
    : newClient(world.id(), at, firstStep(content, FIRST_DIALOG));
  const input: ClientInput = {
    kind: 'client',
    event: incoming.kind,
    text: incoming.text,
    attachments: incoming.attachments,
    ...(incoming.choice === undefined ? {} : { choice: incoming.choice }),
  };
  const result = await wholeTurn(deps, before, input, at);
  const wipes = result.effects.some((effect) => effect.kind === 'wipe');
  return deps.store.commit({
    address: incoming,
    ...(incoming.reference ? { reference: incoming.reference } : {}),
    activity: incoming.activity,
    cause: 'client',
    at,
    client: {
      id: result.client.id,
      seq: wipes ? 1 : (loaded.client?.seq ?? 0) + 1,
      document: result.client,
      keepUntil: later(now, hours(retention.planDays * 24)),
    },
    ...(wipes && loaded.client ? { wipes: loaded.client.id } : {}),
    lastNumber: loaded.lastNumber,
    messages: messagesOf(content, before, result, incoming.echo),
    pulled: incoming.pulled ?? false,
    textUntil: later(now, hours(retention.chatHours)),
    handoffs: result.effects.flatMap((effect) => handoffChange(effect, now, retention)),
    demand: result.demand,
  });
}

/** The turn, and the directory's answers to what it asked, as one result. */
async function wholeTurn(
  { content, world, lookup }: ReceiveDeps,
  before: ClientState,
  input: ClientInput,
  at: string,
): Promise<TurnResult> {
  const turnWorld = { now: at, id: () => world.id() };
  let result = turn(content, before, input, turnWorld);
  for (let asked = 0; result.lookup; asked++) {
    if (asked === MOST_LOOKUPS) throw new Error('dialogs: a turn keeps asking the directory');
    const found = await lookup(result.lookup, at);
    const next = turn(content, result.client, { kind: 'lookup', found }, turnWorld);
    result = {
      ...next,
      replies: [...result.replies, ...next.replies],
      effects: [...result.effects, ...next.effects],
      demand: [...result.demand, ...next.demand],
    };
  }
  return result;
}

function handoffChange(effect: Effect, now: Date, { handoffDays }: Retention): HandoffChange[] {
  if (effect.kind === 'withdraw_handoff') return [{ kind: 'withdraw', id: effect.id }];
  if (effect.kind !== 'request_handoff') return [];
  const { id, consent, content } = effect;
  const expiresAt = later(now, hours(handoffDays * 24));
  return [{ kind: 'request', id, offer: consent.offer, content, expiresAt }];
}
