/** The directory's answer to a turn, on the national directory that ships with it. */
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/directory/load.ts';
import { TOPICS, type Topic } from '../../src/domain/vocabulary.ts';
import type { ServiceLookup } from '../../src/engine/result.ts';
import { lookupIn } from '../../src/run/lookup.ts';

const lookup = lookupIn(loadDirectory());
const NOW = '2026-11-02T18:30:00.000Z';
const query = (changes: Partial<ServiceLookup>): ServiceLookup => ({
  of: 'services',
  topics: [],
  perspective: 'self',
  talk: false,
  peers: false,
  exclude: [],
  words: '',
  ...changes,
});

/** Topics of which the directory has nothing national yet; take a topic away here once it has. */
const NOTHING_YET: readonly Topic[] = ['language'];

describe('a lookup', () => {
  it.each(NOTHING_YET)('about %s finds nothing yet', async (topic) => {
    expect(await lookup(query({ topics: [topic] }), NOW)).toEqual([]);
  });

  it.each(TOPICS.filter((topic) => !NOTHING_YET.includes(topic)))(
    'about %s finds at most three, each ready to be read',
    async (topic) => {
      const found = await lookup(query({ topics: [topic] }), NOW);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(3);
      for (const service of found) {
        for (const value of Object.values(service)) expect(value).toMatch(/\S/);
        expect(service.checkedOn).toMatch(/^\d{1,2} \p{L}+ \d{4}$/u);
        expect(service.website ?? '').not.toMatch(/^https?:/);
      }
    },
  );

  it('finds others when these were shown', async () => {
    const first = await lookup(query({ topics: ['money'] }), NOW);
    const exclude = first.map(({ id }) => id);
    const second = await lookup(query({ topics: ['money'], exclude }), NOW);
    expect(second.filter(({ id }) => exclude.includes(id))).toEqual([]);
  });

  it('finds nothing when everything was shown, and ends', async () => {
    const exclude: string[] = [];
    for (let round = 0; round < 200; round++) {
      const found = await lookup(query({ topics: ['money'], exclude }), NOW);
      if (found.length === 0) break;
      exclude.push(...found.map(({ id }) => id));
    }
    expect(await lookup(query({ topics: ['money'], exclude }), NOW)).toEqual([]);
    expect(new Set(exclude).size).toBe(exclude.length);
  });

  it('for a talk finds lines with a number', async () => {
    const found = await lookup(query({ topics: ['loneliness'], talk: true }), NOW);
    expect(found.length).toBeGreaterThan(0);
    for (const { phone } of found) expect(phone).toMatch(/\d/);
  });
});
