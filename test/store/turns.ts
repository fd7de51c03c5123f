/** Turns as the run makes them, for the store's tests: short to write, complete in what they hold. */
import type { HandoffContent, HandoffState } from '../../src/domain/handoff.ts';
import type { Address, HandoffChange, Loaded, Message, Store, TurnCommit } from '../../src/run/ports.ts';

export const NOW = '2026-11-24T10:00:00.000Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const later = (ms: number, from = NOW): string => new Date(Date.parse(from) + ms).toISOString();
export const hours = (count: number, from = NOW): string => later(count * HOUR, from);
export const days = (count: number, from = NOW): string => later(count * DAY, from);

export const say = (text: string): Message => ({ kind: 'say', text, choices: [{ id: 'ja', label: 'Ja' }] });

let addresses = 0;
/** A conversation that no other test knows. */
export const somewhere = (channel = 'directline'): Address => ({
  channel,
  conversation: `conversation-${++addresses}`,
});

export const nobody: Loaded = { client: undefined, lastNumber: 0 };

let activities = 0;
/** The turn that follows on what was loaded: says one sentence, remembers it in the document. */
export function turnAfter(address: Address, loaded: Loaded, changes: Partial<TurnCommit> = {}): TurnCommit {
  const at = changes.at ?? NOW;
  const seq = (loaded.client?.seq ?? 0) + 1;
  return {
    address,
    activity: `activity-${++activities}`,
    cause: 'client',
    at,
    client: {
      id: loaded.client?.id ?? crypto.randomUUID(),
      seq,
      document: { story: `turn ${seq}` },
      keepUntil: days(90, at),
    },
    lastNumber: loaded.lastNumber,
    messages: [say(`answer ${seq}`)],
    pulled: true,
    textUntil: hours(24, at),
    handoffs: [],
    demand: [],
    ...changes,
  };
}

/** Loads, takes a turn, and expects it to be committed. */
export async function take(
  store: Store,
  address: Address,
  changes: Partial<TurnCommit> = {},
): Promise<TurnCommit> {
  const turn = turnAfter(address, await store.load(address), changes);
  const result = await store.commit(turn);
  if (result.status !== 'committed') throw new Error(`the turn was not committed: ${result.status}`);
  return turn;
}

export function wipeAfter(address: Address, loaded: Loaded, changes: Partial<TurnCommit> = {}): TurnCommit {
  const wiped = loaded.client?.id;
  const turn = turnAfter(address, { client: undefined, lastNumber: loaded.lastNumber }, changes);
  return { ...turn, ...(wiped === undefined ? {} : { wipes: wiped }), messages: [say('Alles is weg.')] };
}

export const content = (changes: Partial<HandoffContent> = {}): HandoffContent => ({
  organisation: 'org-1',
  name: 'Welzijn Noord',
  message: 'Ik wil graag hulp',
  goals: ['rust'],
  steps: ['bellen'],
  answers: [{ label: 'wie er is', text: 'mijn zus' }],
  contact: { how: 'in_chat', when: 'here' },
  days: 30,
  ...changes,
});

export const handoff = (
  id: string,
  offer = `offer-${id}`,
  expiresAt = days(30),
  changes: Partial<HandoffContent> = {},
): Extract<HandoffChange, { kind: 'request' }> => ({
  kind: 'request',
  id,
  offer,
  content: content(changes),
  answerBy: hours(8),
  expiresAt,
});

export const moved = (id: string, to: HandoffState, staff?: string): HandoffChange => ({
  kind: 'move',
  id,
  organisation: 'org-1',
  to,
  ...(staff === undefined ? {} : { staff }),
});

export const said = (
  id: string,
  number: number,
  from: 'client' | 'professional',
  text: string,
): HandoffChange => ({ kind: 'said', id, organisation: 'org-1', number, from, text });
