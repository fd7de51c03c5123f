/**
 * Professionals in random conversations: what they do with what was sent, and that what they can read is what its
 * client sees that they can.
 */
import { expect } from 'vitest';
import { OPEN_HANDOFF_STATES } from '../../src/domain/handoff.ts';
import { type ClientState, readState } from '../../src/engine/state.ts';
import type { Actor } from '../../src/run/inbox.ts';
import type { TurnCommit } from '../../src/run/ports.ts';
import { ORGANISATIONS, PROFESSIONALS } from '../../src/transcript/organisations.ts';
import type { Assistant } from '../promises/assistant.ts';
import type { Doing } from './doings.ts';

const [MARJAN, AD] = PROFESSIONALS as [Actor, Actor];
const JET: Actor = { id: 'worker-3', name: 'Jet', function: 'sociaal werker', organisation: 'buurtteam' };
/** Two of one organisation, and one of another. */
const STAFF = [MARJAN, JET, AD] as const;

type Serve = Extract<Doing, { kind: 'serve' }>;

/** What all commits left, for each client that is still there. */
function documentsOf(commits: readonly TurnCommit[]): Map<string, ClientState> {
  const documents = new Map<string, ClientState>();
  for (const { client, wipes } of commits) {
    if (wipes !== undefined) documents.delete(wipes);
    documents.set(client.id, client.document as ClientState);
  }
  return documents;
}

/** Does it, and gives what was committed. */
export async function doServe(
  { inbox, commits }: Assistant,
  sent: readonly string[],
  { by, act, back }: Serve,
): Promise<readonly TurnCommit[]> {
  const id = sent.at(-1 - back) ?? 'nothing was sent';
  const actor = STAFF[by] ?? MARJAN;
  const from = commits.length;
  const before = documentsOf(commits);
  const key = `${act}-${commits.length}`;
  const does = {
    open: () => inbox.open(actor, id),
    accept: () => inbox.accept(actor, id),
    decline: () => inbox.decline(actor, id, 'full'),
    say: () => inbox.say(actor, id, `woorden van ${actor.name}`, key),
    follow_up: () => inbox.askFollowUp(actor, id, 4),
    propose: () => inbox.propose(actor, id, { organisation: actor === AD ? 'buurtteam' : 'luisterhuis' }),
    propose_staff: () => inbox.propose(actor, id, { organisation: actor.organisation, staff: JET }),
    close: () => inbox.close(actor, id),
  };
  const { status } = await does[act]();
  const done = commits.slice(from);
  const handoff = [...before.values()].flatMap(({ handoffs }) => handoffs).find((each) => each.id === id);
  const isTheirs = handoff?.organisation === actor.organisation;
  const isOpen = handoff !== undefined && OPEN_HANDOFF_STATES.includes(handoff.state);
  const isOthers = handoff?.who !== undefined && handoff.who.id !== actor.id;
  if (!isTheirs || !isOpen || isOthers) expect(['gone', 'taken']).toContain(status);
  if (status === 'gone' || status === 'taken') expect(done).toEqual([]);
  for (const { cause, handoffs, client } of done) {
    expect(cause).toBe('contact');
    // Nothing is sent by it, and nothing of the client's goes along.
    expect(handoffs.filter((change) => change.kind === 'request')).toEqual([]);
    for (const change of handoffs) if (change.kind === 'said') expect(change.from).toBe('professional');
    const [was, is] = [before.get(client.id), readState(client.document)];
    expect(was?.lastAt).toBe(is.lastAt);
    expect(is.handoffs.map(({ id: each }) => each)).toEqual(was?.handoffs.map(({ id: each }) => each));
  }
  return done;
}

/** What is in the lists is what the clients' own documents say; and of the rest nobody reads a word. */
export async function staffReadsWhatClientsSee(
  { inbox, store, commits, at }: Assistant,
  sent: readonly string[],
): Promise<void> {
  if (sent.length === 0) return;
  const seen = new Map(
    [...documentsOf(commits).values()].flatMap(({ handoffs }) => handoffs).map((each) => [each.id, each]),
  );
  const rows = (await Promise.all(ORGANISATIONS.map(({ id }) => store.handoffs(id)))).flat();
  for (const row of rows) {
    const handoff = seen.get(row.id);
    expect(row.organisation).toBe(handoff?.organisation);
    expect(row.state).toBe(handoff?.state);
    if (row.staff !== undefined) expect(row.staff).toBe(handoff?.who?.id ?? handoff?.content?.staff);
    expect((await store.handoffContent(row.id))?.content).toEqual(handoff?.content);
    expect(row.expiresAt).toBe(handoff?.until);
    expect(Date.parse(row.expiresAt)).toBeGreaterThan(Date.parse(at()) - 10 * 60_000);
  }
  const open = new Set(rows.map(({ id }) => id));
  for (const id of sent.filter((each) => !open.has(each))) {
    expect(await store.handoffContent(id)).toBeUndefined();
    for (const actor of STAFF) expect((await inbox.open(actor, id)).status).toBe('gone');
  }
}
