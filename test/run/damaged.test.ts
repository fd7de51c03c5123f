/** A client whose document cannot be read any more is told so, and can still destroy it. */
import { expect, it } from 'vitest';
import type { Incoming, Loaded } from '../../src/run/ports.ts';
import { createReceive } from '../../src/run/receive.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { search, searchOrganisations, smallContent } from '../engine/world.ts';

const DAMAGES: [string, (client: NonNullable<Loaded['client']>) => Loaded['client']][] = [
  ['damaged bytes', ({ id, seq }) => ({ id, seq, document: undefined, damaged: true })],
  ['a state of no known version', (client) => ({ ...client, document: { version: 99 } })],
];

function open(damage: (typeof DAMAGES)[number][1]) {
  const store = openMemoryStore();
  let [ids, activities, damaged] = [0, 0, false];
  const receive = createReceive({
    content: smallContent(),
    store: {
      ...store,
      load: async (address) => {
        const loaded = await store.load(address);
        return loaded.client && damaged ? { ...loaded, client: damage(loaded.client) } : loaded;
      },
    },
    world: { now: () => new Date('2026-11-02T18:30:00.000Z'), id: () => `id-${++ids}` },
    lookup: async (query) => search(query),
    organisations: async (query) => searchOrganisations(query),
    mayTryCode: () => true,
    committed: () => undefined,
    log: () => undefined,
  });
  const incoming = (text: string): Incoming => ({
    channel: 'test',
    conversation: 'one',
    activity: `activity-${++activities}`,
    kind: 'message',
    text,
    attachments: [],
  });
  return {
    store,
    say: (text: string) => receive(incoming(text)),
    breakIt: () => {
      damaged = true;
    },
    mendIt: () => {
      damaged = false;
    },
  };
}

it.each(DAMAGES)('%s: said plainly, and nothing is written over it', async (_, damage) => {
  const { store, say, breakIt } = open(damage);
  await say('hoi');
  breakIt();
  expect(await say('ik heb schulden')).toMatchObject({
    status: 'refused',
    reason: 'damaged',
    text: 'Dat kan ik niet meer lezen.',
  });
  expect(store.commits).toHaveLength(1);
});

it.each(DAMAGES)('%s: wis destroys it, and a stranger goes on', async (_, damage) => {
  const { store, say, breakIt, mendIt } = open(damage);
  await say('hoi');
  const before = store.commits[0]?.client.id;
  breakIt();
  expect(await say('wis')).toMatchObject({ status: 'answered' });
  expect(store.commits.at(-1)).toMatchObject({ wipes: before, client: { seq: 1 } });
  mendIt();
  expect(await say('hoi')).toMatchObject({ status: 'answered' });
});
