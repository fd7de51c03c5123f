/**
 * Clients and the professionals of two organisations on one database: what each does, hears and sees, with a clock
 * that the test moves.
 */
import { expect, onTestFinished } from 'vitest';
import { type ClientState, stateSchema } from '../../src/engine/state.ts';
import { settleHandoffs } from '../../src/run/handoffs_due.ts';
import type { Actor, InboxChange } from '../../src/run/inbox.ts';
import type { HandoffChange, Incoming, Message, Outgoing, TurnCommit } from '../../src/run/ports.ts';
import { createReceive } from '../../src/run/receive.ts';
import { createInbox, type InboxDeps } from '../../src/run/serve.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { openStore } from '../../src/store/open.ts';
import { openSqliteRunner } from '../../src/store/sqlite.ts';
import { duration } from '../../src/transcript/transcript.ts';
import { search, searchOrganisations, smallContent, smallOrganisations } from '../engine/world.ts';
import { organisationRow } from '../store/organisations.ts';

const keys = await keyringFrom(newKey());
const content = smallContent();
/** Monday evening, half past seven on Dutch clocks. */
const BEGIN = '2026-11-02T18:30:00.000Z';

const member = (id: string, name: string, organisation: string): Actor => ({
  id,
  name,
  function: 'maatschappelijk werker',
  organisation,
});
/** Two of one organisation, one of another. */
export const MARJAN = member('w1', 'Marjan', 'noord');
export const BRAM = member('w2', 'Bram', 'noord');
export const AD = member('w3', 'Ad', 'zuid');

/** Up to the yes, to Welzijn Noord; `when` they may be written to. */
export const asking = (when = 'Altijd', words = 'bel mij'): string[] => [
  ...['hoi', 'ja', 'mens', 'Welzijn Noord', words],
  ...['zo is het goed', when, 'ja, verstuur'],
];

const textsOf = (messages: readonly Message[]): string[] =>
  messages.flatMap((message) => (message.kind === 'say' ? [message.text] : []));

export async function open() {
  const runner = openSqliteRunner(':memory:');
  const store = await openStore(runner, nodeCipher, keys);
  onTestFinished(() => store.close());
  await runner.batch(smallOrganisations.map((each) => organisationRow(each)));

  let [now, ids, activities] = [Date.parse(BEGIN), 0, 0];
  const commits: TurnCommit[] = [];
  const logged: string[] = [];
  /** What came to clients that they did not ask for at that moment. */
  const came: string[] = [];
  const deps = {
    content,
    store: {
      ...store,
      async commit(turn: TurnCommit) {
        const result = await store.commit(turn);
        if (result.status === 'committed') commits.push(turn);
        return result;
      },
    },
    world: {
      now: () => new Date(now),
      id: () => `00000000-0000-4000-8000-${String(++ids * 7919).padStart(12, '0')}`,
    },
    committed: (_to: unknown, outgoing: Outgoing[]) =>
      void came.push(...textsOf(outgoing.map(({ message }) => message))),
    log: (event: string) => void logged.push(event),
  };
  const inbox = createInbox(deps);
  const receive = createReceive({
    ...deps,
    handoffsChanged: inbox.changed,
    mayTryCode: () => true,
    lookup: async (query) => search(query),
    organisations: async (query) => searchOrganisations(query),
    committed: () => undefined,
  });

  const pass = (time: string): void => {
    now += duration(time);
  };

  async function say(
    where: string,
    texts: readonly string[],
    more: Partial<Incoming> = {},
  ): Promise<string[]> {
    let said: string[] = [];
    for (const text of texts) {
      now += 20_000;
      const received = await receive({
        channel: 'test',
        conversation: where,
        activity: `a${++activities}`,
        kind: 'message',
        text,
        attachments: [],
        pulled: true,
        ...more,
      });
      if (received.status === 'refused') throw new Error(received.text);
      said = textsOf(received.outgoing.map(({ message }) => message));
    }
    return said;
  }

  const state = async (where = 'one'): Promise<ClientState> =>
    stateSchema.parse((await store.load({ channel: 'test', conversation: where })).client?.document);

  return {
    store,
    runner,
    inbox,
    /** The inbox once more, with something else under it. */
    over: (changes: Partial<InboxDeps['store']>) =>
      createInbox({ ...deps, store: { ...deps.store, ...changes } }),
    commits,
    logged,
    came,
    pass,
    say: (...texts: string[]) => say('one', texts),
    sayIn: say,
    state,
    /** What came since the last look. */
    heard: (): string[] => came.splice(0),
    /** Somebody asked Welzijn Noord; gives the id of what was sent. */
    async asked(where = 'one', when = 'Altijd', words = 'bel mij'): Promise<string> {
      await say(where, asking(when, words));
      const { handoffs } = await state(where);
      expect(handoffs.at(-1)).toMatchObject({ state: 'requested', organisation: 'noord' });
      return handoffs.at(-1)?.id ?? '';
    },
    settle: () => settleHandoffs({ ...deps, handoffsChanged: inbox.changed }),
    /** Everything that was changed in handoffs since this many commits. */
    changes: (from = 0): HandoffChange[] => commits.slice(from).flatMap(({ handoffs }) => handoffs),
    watch(actor: Actor): InboxChange[] {
      const seen: InboxChange[] = [];
      onTestFinished(inbox.watch(actor, (change) => void seen.push(change)));
      return seen;
    },
    async read(actor: Actor, id: string) {
      const opened = await inbox.open(actor, id);
      if (opened.status !== 'open') throw new Error(`not opened: ${opened.status}`);
      return opened.conversation;
    },
  };
}
export type Served = Awaited<ReturnType<typeof open>>;
