/**
 * A client whose document cannot be read any more: damaged bytes, or a state that this version does not understand.
 * It is said plainly, nothing is made up, and they can still destroy it.
 */
import type { Content } from '../content/content.ts';
import { phrase } from '../content/speak.ts';
import { firstStep } from '../engine/facts.ts';
import { type ClientState, FIRST_DIALOG, newClient, readState } from '../engine/state.ts';
import type { Incoming, Loaded, Message, TurnCommit, World } from './ports.ts';

/** The state of who was loaded, a stranger's when nobody was; undefined when it cannot be read. */
export function stateOf({ client }: Loaded, fresh: () => ClientState): ClientState | undefined {
  if (!client) return fresh();
  if (client.damaged) return undefined;
  try {
    return readState(client.document);
  } catch {
    return undefined;
  }
}

/** Did they ask to destroy it? Asked once more it would be the same question, so the word alone is enough here. */
export const asksToWipe = ({ reader }: Content, { text }: Incoming): boolean => {
  const { intent } = reader(text);
  return intent.name === 'wipe' && intent.score >= 0.8;
};

/** The turn that destroys them. A stranger goes on in the conversation. */
export function wipeDamaged(
  content: Content,
  world: World,
  incoming: Incoming,
  { client, lastNumber }: Loaded,
  sessionHours: number,
): TurnCommit {
  const now = world.now();
  const at = now.toISOString();
  const until = new Date(now.getTime() + sessionHours * 3_600_000).toISOString();
  const stranger = newClient(world.id(), at, firstStep(content, FIRST_DIALOG));
  const messages: Message[] = [
    ...(incoming.echo ? [{ kind: 'echo', activity: incoming.echo } as const] : []),
    { kind: 'event', name: 'wiped' },
    { kind: 'say', text: phrase(content, 'repair.damaged_wiped', 'je'), choices: [] },
  ];
  return {
    address: incoming,
    ...(incoming.reference ? { reference: incoming.reference } : {}),
    activity: incoming.activity,
    cause: 'client',
    at,
    client: { id: stranger.id, seq: 1, document: stranger, keepUntil: until },
    ...(client ? { wipes: client.id, takenFrom: client.id } : {}),
    lastNumber,
    messages,
    pulled: incoming.pulled ?? false,
    textUntil: until,
    handoffs: [],
    demand: [],
  };
}
