/**
 * The way of every client activity: load -> turn -> commit -> hand back what was committed.
 */
import type { Content } from '../content/content.ts';
import { phrase } from '../content/speak.ts';
import { firstStep, openHandoffs } from '../engine/facts.ts';
import type { ClientInput, FoundService, Input } from '../engine/input.ts';
import type { CodeLookup, Effect, OrganisationLookup, ServiceLookup, TurnResult } from '../engine/result.ts';
import { type ClientState, FIRST_DIALOG, newClient, readState } from '../engine/state.ts';
import { turn } from '../engine/turn.ts';
import { asksToWipe, stateOf, wipeDamaged } from './damaged.ts';
import { goneNews, type HandoffNews, newsOf } from './handoff_news.ts';
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
import type { FoundOrganisations } from './organisations.ts';
import type { CommitResult, Incoming, Loaded, Log, Outgoing, Store, World } from './ports.ts';
import { serially } from './serial.ts';

/** `refused` carries a sentence for the person who wrote. */
export type Received =
  | { status: 'answered' | 'duplicate'; outgoing: Outgoing[] }
  | { status: 'refused'; reason: 'busy' | 'too_long' | 'damaged'; text: string; retryAfterSeconds?: number };

/** The one entrance that channels use. Rejects only when the store fails; then nothing was acknowledged. */
export type Receive = (incoming: Incoming) => Promise<Received>;

export interface ReceiveDeps {
  content: Content;
  store: Store;
  world: World;
  /** Answers a turn's question to the directory. */
  lookup(query: ServiceLookup, now: string): Promise<FoundService[]>;
  /** Who can be asked for a person. */
  organisations(query: OrganisationLookup, now: string): Promise<FoundOrganisations>;
  /** May this sender try another return code now? Counts the try. */
  mayTryCode(sender: string): boolean;
  /** Told after each commit, so that live connections and the outbox sender can act at once. */
  committed(incoming: Incoming, outgoing: Outgoing[]): void;
  /** Something changed in what was sent to organisations: who has it on a screen is told. */
  handoffsChanged?(changes: readonly HandoffNews[]): void;
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
  const { content, world, store, log } = deps;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const loaded = await store.load(incoming);
    const fresh = () => newClient(world.id(), world.now().toISOString(), firstStep(content, FIRST_DIALOG));
    const before = stateOf(loaded, fresh);
    if (!before) {
      log('turn.damaged');
      if (!asksToWipe(content, incoming)) {
        return { status: 'refused', reason: 'damaged', text: phrase(content, 'repair.damaged', 'je') };
      }
    }
    const result = before
      ? await attemptTurn(deps, incoming, loaded, before)
      : await store.commit(wipeDamaged(content, world, incoming, loaded, content.retention.sessionHours));
    if (result.status === 'conflict') continue;
    if (result.status === 'duplicate') return { status: 'duplicate', outgoing: result.outgoing };
    tell(deps, incoming, result.outgoing);
    return { status: 'answered', outgoing: result.outgoing };
  }
  log('turn.conflict', { tries: TRIES });
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

async function attemptTurn(
  deps: ReceiveDeps,
  incoming: Incoming,
  loaded: Loaded,
  before: ClientState,
): Promise<CommitResult> {
  const { content, world } = deps;
  const { retention } = content;
  const at = world.now().toISOString();
  const { before: state, seq, result } = await wholeTurn(deps, incoming, loaded, before, at);
  const next = result.client;
  const stranger = next.id !== state.id;
  const once = result.effects.some(({ kind }) => kind === 'show_once');
  const wipes = destroyed(result.effects) ?? (state === before ? undefined : leftBehind(loaded, before));
  const handoffs = result.effects.flatMap((effect) => handoffChange(effect, at));
  const committed = await deps.store.commit({
    address: incoming,
    ...(incoming.reference ? { reference: incoming.reference } : {}),
    activity: incoming.activity,
    cause: 'client',
    at,
    client: {
      id: next.id,
      seq: stranger ? 1 : seq + 1,
      document: next,
      keepUntil: keptUntil(retention, next),
      restAt: restsAt(next, at),
    },
    ...(wipes !== undefined && loaded.client ? { wipes } : {}),
    ...(loaded.client && loaded.client.id !== next.id ? { takenFrom: loaded.client.id } : {}),
    lastNumber: loaded.lastNumber,
    // Compared with what this page has shown: who came back with a code sees their plan appear.
    messages: messagesOf(content, before, result, incoming.echo),
    pulled: incoming.pulled ?? false,
    textUntil: once ? at : later(at, hours(retention.chatHours)),
    handoffs,
    ...(isHere(next) ? { answeredHere: true } : {}),
    arrangements: [
      ...result.effects.flatMap((effect) => arrangementOf(effect, at)),
      ...keptBriefly(content, [state, next], at),
    ],
    demand: result.demand,
  });
  if (committed.status === 'committed') {
    const gone = wipes === undefined ? [] : openHandoffs(wipes === state.id ? state : before);
    const changes = [...handoffs.flatMap(newsOf), ...gone.map(goneNews)];
    if (changes.length > 0) deps.handoffsChanged?.(changes);
  }
  return committed;
}

/** Whom a professional answers, is answered where they are: but not at a door that nobody opened yet. */
const isHere = (client: ClientState): boolean => openHandoffs(client).length > 0 && !client.codeWord?.closed;

/** The client whose rows and key go with this turn, because they asked or because nobody could find them again. */
function destroyed(effects: readonly Effect[]): string | undefined {
  for (const effect of effects) {
    if (effect.kind === 'wipe' || (effect.kind === 'hand_over' && effect.destroy)) return effect.client;
  }
  return undefined;
}

/** Who was in this conversation before its owner came back with a code, and has no code of their own. */
const leftBehind = ({ client }: Loaded, before: ClientState): string | undefined =>
  client && !before.hasCode ? client.id : undefined;

/** A turn with all that it asked of the outside, and whose state it was taken on. */
interface WholeTurn {
  before: ClientState;
  seq: number;
  result: TurnResult;
}

/** The turn, and the answers to what it looked up, as one result. */
async function wholeTurn(
  deps: ReceiveDeps,
  incoming: Incoming,
  loaded: Loaded,
  before: ClientState,
  at: string,
): Promise<WholeTurn> {
  const { content, world, lookup, organisations } = deps;
  const here = turnWorld(world, at);
  const place = {
    place: placeOf(incoming),
    ...(incoming.session ? { session: true } : {}),
    ...(incoming.pulled ? {} : { reachable: true }),
  };
  const input: ClientInput = {
    kind: 'client',
    event: incoming.kind,
    text: incoming.text,
    attachments: incoming.attachments,
    ...(incoming.choice === undefined ? {} : { choice: incoming.choice }),
    ...place,
  };
  let whole: WholeTurn = {
    before,
    seq: loaded.client?.seq ?? 0,
    result: turn(content, before, input, here),
  };
  for (let asked = 0; whole.result.lookup; asked++) {
    if (asked === MOST_LOOKUPS) throw new Error('dialogs: a turn keeps asking the outside');
    const { lookup: query, client } = whole.result;
    if (query.of === 'services') {
      const found = await lookup(query, at);
      whole = goOn(whole, turn(content, client, { kind: 'lookup', of: 'services', found }, here));
      continue;
    }
    if (query.of === 'organisations') {
      const answer = await organisations(query, at);
      whole = goOn(whole, turn(content, client, { kind: 'lookup', of: 'organisations', ...answer }, here));
      continue;
    }
    const found = await ownerOf(deps, incoming, query);
    // In front of a conversation with a code word only its own code opens: another's would let them read or destroy it.
    const strange = typeof found === 'object' && client.codeWord?.closed && found.id !== client.id;
    const owner = strange ? 'unknown' : found;
    if (owner === 'unknown' || owner === 'too_often') {
      const refused: Input = { kind: 'lookup', of: 'return_code', refused: owner };
      whole = goOn(whole, turn(content, client, refused, here));
    } else if (owner.id === client.id) {
      // Their own code, in their own conversation: nothing to take over.
      whole = goOn(whole, turn(content, client, { kind: 'returned', ...place }, here));
    } else {
      const theirs = readState(owner.document);
      const told = before.hasCode ? {} : { told: client };
      const result = turn(content, theirs, { kind: 'returned', ...told, ...place }, here);
      whole = { before: theirs, seq: owner.seq, result };
    }
    // The code stands in what was typed, and may be shown to the client by their own page.
    whole.result.effects.push({ kind: 'show_once' });
  }
  return whole;
}

const goOn = (whole: WholeTurn, next: TurnResult): WholeTurn => ({
  ...whole,
  result: {
    ...next,
    replies: [...whole.result.replies, ...next.replies],
    effects: [...whole.result.effects, ...next.effects],
    demand: [...whole.result.demand, ...next.demand],
  },
});

async function ownerOf(
  { store, mayTryCode }: ReceiveDeps,
  { sender, channel, conversation }: Incoming,
  { code }: CodeLookup,
): Promise<NonNullable<Loaded['client']> | 'unknown' | 'too_often'> {
  if (!mayTryCode(sender ?? `${channel}\n${conversation}`)) return 'too_often';
  return (await store.byReturnCode(code)) ?? 'unknown';
}
