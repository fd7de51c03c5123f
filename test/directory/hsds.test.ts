/** The HSDS 3.0 view: required fields, formats and pages. */
import { describe, expect, test } from 'vitest';
import { toHsdsList, toHsdsService } from '../../src/directory/hsds.ts';
import { loadDirectory } from '../../src/directory/load.ts';

const directory = loadDirectory();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Every `id` and `..._id` in a value, at any depth. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'id' || key.endsWith('_id') ? [String(inner)] : idsIn(inner),
  );
}

describe('a service in full', () => {
  test.each(directory.services.map(({ slug, id }) => [slug, id]))('%s has what HSDS requires', (_, id) => {
    const service = toHsdsService(directory, id as string);
    expect(service).toMatchObject({
      id,
      name: expect.any(String),
      status: 'active',
      assured_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      organization: { id: expect.any(String), name: expect.any(String), description: expect.any(String) },
    });
    for (const phone of service?.phones ?? []) expect(phone.number).not.toBe('');
    for (const { location } of service?.service_at_locations ?? [])
      expect(location.location_type).toBe('virtual');
    for (const { taxonomy_term: term } of service?.attributes ?? [])
      expect([term.code, term.name, term.description, term.taxonomy].every(Boolean)).toBe(true);
    for (const found of idsIn(service)) expect(found).toMatch(UUID);
    expect(service).not.toHaveProperty('stuur');
    expect(JSON.parse(JSON.stringify(service))).toEqual(service);
  });

  test('attribute ids differ, and stay the same', () => {
    const all = directory.services.flatMap(({ id }) => toHsdsService(directory, id)?.attributes ?? []);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const code = (wanted: string) =>
      all.find(({ taxonomy_term }) => taxonomy_term.code === wanted)?.taxonomy_term_id;
    expect(code('loneliness')).toBe(code('loneliness'));
    expect(
      new Set(all.map(({ taxonomy_term }) => `${taxonomy_term.taxonomy} ${taxonomy_term.code}`)).size,
    ).toBe(new Set(all.map(({ taxonomy_term_id }) => taxonomy_term_id)).size);
  });

  test('an unknown id is none', () => {
    expect(toHsdsService(directory, '00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });
});

describe('the list', () => {
  test('pages through every service once', () => {
    const pages = [1, 2, 3, 4].map((page) => toHsdsList(directory, { page, perPage: 10 }));
    expect(pages.map(({ size, first_page, last_page }) => [size, first_page, last_page])).toEqual([
      [10, true, false],
      [10, false, false],
      [10, false, false],
      [2, false, true],
    ]);
    expect(new Set(pages.flatMap(({ contents }) => contents.map(({ id }) => id))).size).toBe(32);
    expect(pages[0]).toMatchObject({ total_items: 32, total_pages: 4, page_number: 1, empty: false });
    expect(pages[0]?.contents[0]).not.toHaveProperty('phones');
  });

  test('past the end is empty; full has the phones', () => {
    expect(toHsdsList(directory, { page: 9 })).toMatchObject({ size: 0, empty: true, contents: [] });
    expect(toHsdsList(directory, { full: true }).contents[0]).toHaveProperty('phones');
  });
});
