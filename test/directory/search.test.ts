/** What is offered to whom, on a fixed day. */
import { describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/directory/load.ts';
import { findServices, type ServiceQuery } from '../../src/directory/search.ts';
import { TOPICS } from '../../src/domain/vocabulary.ts';

const directory = loadDirectory();
/** A Tuesday morning. */
const now = '2026-11-24T09:00:00Z';
const find = (query: Partial<ServiceQuery>) => findServices(directory, { topics: [], now, ...query });
const slugs = (query: Partial<ServiceQuery>) => find(query).map(({ service }) => service.slug);

describe('a search', () => {
  test.each(TOPICS)('for %s gives at most three, without a professional first', (topic) => {
    const found = find({ topics: [topic] });
    expect(found.length).toBeLessThanOrEqual(3);
    if (topic === 'language') expect(found).toEqual([]);
    else expect(found.length).toBeGreaterThan(0);
    if (topic !== 'violence' && found[0]) expect(found[0].service.by).not.toBe('professionals');
    expect(found.some(({ service }) => service.role === 'emergency' || service.onRequest)).toBe(false);
    for (const { why } of found) expect(why.length).toBeGreaterThan(0);
  });

  test('per topic, as it stands today', () => {
    expect(slugs({ topics: ['loneliness'] })).toEqual(['luisterlijn', 'humanitas', 'join-us']);
    expect(slugs({ topics: ['money'] })).toEqual(['geldfit', 'nibud', 'schuldhulpmaatje']);
    expect(slugs({ topics: ['violence'] })).toEqual(['veilig-thuis', 'slachtofferhulp', 'chat-met-fier']);
    expect(slugs({ topics: ['addiction'] })).toEqual(['aa', 'naast', 'alcoholinfo']);
    expect(slugs({ topics: ['work'] })).toEqual(['luisterlijn', 'juridisch-loket', 'clientondersteuning']);
  });

  test('with two topics covers both and has a group', () => {
    const found = find({
      topics: ['money', 'loneliness'],
      words: 'ik heb geldproblemen en zit de hele dag alleen',
    });
    expect(found.some(({ service }) => service.topics.includes('money'))).toBe(true);
    expect(found.some(({ service }) => service.topics.includes('loneliness'))).toBe(true);
    expect(found.some(({ service }) => service.group)).toBe(true);
  });

  test('never gives more than three, gives fewer when asked, and not what was shown before', () => {
    expect(find({ topics: ['money'], limit: 9 })).toHaveLength(3);
    expect(find({ topics: ['money'], limit: 1 })).toHaveLength(1);
    const exclude = find({ topics: ['money'] }).map(({ service }) => service.id);
    const more = find({ topics: ['money'], exclude });
    expect(more.length).toBeGreaterThan(0);
    expect(more.some(({ service }) => exclude.includes(service.id))).toBe(false);
  });

  test('is the same twice', () => {
    const query = { topics: ['mind', 'grief'], words: 'somber sinds mijn vader dood is' } as const;
    expect(find(query)).toEqual(find(query));
  });

  test('finds nothing without topics or telling words', () => {
    expect(find({})).toEqual([]);
    expect(find({ words: 'de lucht is blauw' })).toEqual([]);
  });
});

describe('the own words', () => {
  test.each([
    ['ik ben opgelicht via een nepbericht', 'fraudehelpdesk'],
    ['ik ben vorige week verkracht', 'centrum-seksueel-geweld'],
    ['ik ben homo en durf het niet te zeggen', 'switchboard'],
    ['er ligt een huurschuld', 'geldfit'],
    ['mijn autistische zoon', 'autisme-advieslijn'],
    ['wat is het nummer van het meldpunt zorgwekkend gedrag', 'meldpunt-zorgwekkend-gedrag'],
  ])('%s: %s', (words, slug) => {
    expect(slugs({ words })).toContain(slug);
  });

  test.each(['ik voel me schuldig over zijn dood', 'de burgemeester was er ook'])(
    '%s: no false friend',
    (words) => {
      const found = slugs({ topics: ['grief'], words });
      expect(found).not.toContain('geldfit');
      expect(found).not.toContain('kindertelefoon');
    },
  );

  test('drugs are not answered with alcohol', () => {
    const found = slugs({
      topics: ['addiction'],
      situation: { perspective: 'self' },
      words: 'elke dag wiet',
    });
    expect(found).toContain('drugs-infolijn');
    expect(found).not.toContain('aa');
    expect(found).not.toContain('alcoholinfo');
  });
});

describe('the situation', () => {
  test('age opens what is made for it and closes the rest', () => {
    expect(slugs({ topics: ['loneliness'], situation: { age: 72 } })).toContain('zilverlijn');
    expect(slugs({ topics: ['loneliness'], situation: { age: 19 } })).toEqual([
      'in-je-bol',
      'join-us',
      'luisterlijn',
    ]);
    expect(slugs({ topics: ['loneliness'], situation: { age: 45 } })).toEqual(['luisterlijn', 'humanitas']);
    expect(slugs({ topics: ['violence'], situation: { age: 12 } })[0]).toBe('kindertelefoon');
    expect(slugs({ topics: ['mind'], situation: { age: 12 } })).not.toContain('luisterlijn');
  });

  test('worry about someone else goes to who is there for relatives', () => {
    const found = find({
      topics: ['addiction'],
      situation: { perspective: 'other' },
      words: 'mijn man drinkt',
    });
    expect(found[0]?.service.slug).toBe('naast');
    expect(found[0]?.why).toContain('relatives');
    expect(found.map(({ service }) => service.slug)).not.toContain('aa');
  });

  test('talk: only where one talks or chats with a person', () => {
    for (const topic of TOPICS)
      for (const { service } of find({ topics: [topic], talk: true }))
        expect(service.phone !== undefined || service.chatUrl !== undefined).toBe(true);
    expect(slugs({ topics: ['money'], talk: true })).not.toContain('nibud');
  });
});

describe('danger', () => {
  test.each([
    ['suicide', ['113', '112']],
    ['violence', ['112', 'veilig-thuis']],
    ['child', ['112', 'veilig-thuis', 'kindertelefoon']],
  ] as const)('%s: its own numbers first', (danger, first) => {
    const found = find({ topics: ['mind'], situation: { danger } });
    expect(found.slice(0, first.length).map(({ service }) => service.slug)).toEqual(first);
    expect(found.length).toBeLessThanOrEqual(3);
  });

  test('an old number is still given, and marked', () => {
    const [first] = findServices(directory, {
      topics: [],
      situation: { danger: 'suicide' },
      now: '2036-01-01T00:00:00Z',
    });
    expect(first).toMatchObject({ stale: true, open: 'open', service: { phone: '113' } });
    const [fresh] = findServices(directory, {
      topics: [],
      situation: { danger: 'suicide' },
      now: '2025-11-01T00:00:00Z',
    });
    expect(fresh).toMatchObject({ stale: false });
  });
});
