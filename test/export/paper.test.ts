/**
 * Plans on paper, read back: all words are there, in order, with tags; whatever someone typed.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import { newClient } from '../../src/engine/state.ts';
import { makeFile } from '../../src/export/files.ts';
import { printable, readLetters } from '../../src/export/letters.ts';
import { loadLetters } from '../../src/export/node_letters.ts';
import { client, content, MADE_AT, wholeClient } from './client.ts';
import { readPdf } from './read-pdf.ts';

// The first PDF loads its letters and two libraries, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const made = (file: 'plan' | 'wmo', state: ClientState = wholeClient) =>
  makeFile(file, { content, state, madeAt: MADE_AT, letters: loadLetters });
const read = async (file: 'plan' | 'wmo', state?: ClientState) => readPdf((await made(file, state)).body);
const item = (text: string): string[] => ['L LI Lbl •', `L LI LBody P ${text}`];

describe('Mijn plan', () => {
  it('has all of the plan, with headings and lists, in their own words', async () => {
    const { outline, pages } = await read('plan');
    expect(outline).toEqual([
      'H1 Mijn plan',
      'H2 Wat ik wil',
      ...item('rust in mijn hoofd'),
      ...item('meer mensen zien'),
      'H2 Wat al helpt',
      'P koken',
      'H2 Wie er is',
      'P mijn zus Ayşe en buurvrouw Łucja',
      'H2 Mijn stappen',
      ...item('Geldfit bellen'),
      `L LI LBody P ${Object.values(content.services).find(({ name }) => name === 'Geldfit')?.phone}`,
      'L LI LBody P dinsdag 3 november 14:30',
      'L LI LBody P wie doet mee: mijn zus',
      'L LI LBody P hoe zeker: 8',
      ...item('de post op stapels leggen'),
      'L LI LBody P zondag 1 november',
      'L LI LBody P gelukt',
      'L LI LBody P wie hielp: Iemand die ik ken',
      'L LI LBody P "het viel mee"',
      ...item('wandelen; met "de buren", elke week'),
      'L LI LBody P donderdag 5 november in de avond',
      ...item('brief schrijven'),
      'L LI LBody P gestopt',
      'H2 Als het tegenzit',
      'P dan bel ik mijn zus',
      'P Gemaakt op 2 november 2026',
    ]);
    expect(pages).toBe(2);
  });

  it('says its title and language, and nothing of who made it or for whom', async () => {
    const { title, language, marked, info, untold } = await read('plan');
    expect({ title, language, marked }).toEqual({ title: 'Mijn plan', language: 'nl-NL', marked: true });
    expect(JSON.stringify(info)).not.toMatch(/stuur|wmo|hulp/i);
    expect(untold).toEqual(['1 / 2', '2 / 2']);
    const text = Buffer.from((await made('plan')).body).toString('latin1');
    expect(text).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(text).toContain('/DisplayDocTitle true');
  });

  it('is the same bytes for the same plan, on any day it is made again', async () => {
    expect((await made('plan')).body).toEqual((await made('plan')).body);
  });

  it('says so when there is no plan', async () => {
    const { outline } = await read('plan', newClient('client-1', MADE_AT, 'hello'));
    expect(outline).toEqual(['H1 Mijn plan', 'P Je hebt nog geen plan.', 'P Gemaakt op 2 november 2026']);
  });

  it('runs on over pages with a very long plan, and leaves no heading alone', async () => {
    const steps = Array.from({ length: 30 }, (_, index) => ({
      id: `step-${index}`,
      text: `${'lang '.repeat(190)}${index}`,
      state: 'open' as const,
    }));
    const { outline, pages } = await read('plan', client({ plan: { goals: [], steps } }));
    expect(pages).toBeGreaterThan(10);
    // A step that runs on is told in two pieces, on two pages.
    const told = outline.filter((line) => line.startsWith('L LI LBody P')).map((line) => line.slice(13));
    expect(told.join(' ').split(' ')).toEqual(steps.flatMap(({ text }) => text.split(' ')));
  });
});

describe('what a client typed', () => {
  const goal = (text: string) => client({ plan: { goals: [{ id: 'goal-1', text, topics: [] }], steps: [] } });

  it.each([
    ['één café, naïef, € 12,50', 'één café, naïef, € 12,50'],
    ['naïef, Çağrı', 'naïef, Çağrı'],
    ['los geschreven: cafe\u0301', 'los geschreven: café'],
    ['Łukasz, Ayşe, Çağrı, Ștefan, Олена, Ελένη', 'Łukasz, Ayşe, Çağrı, Ștefan, Олена, Ελένη'],
    ['“aanhaling” – en … ’s avonds', '“aanhaling” – en … ’s avonds'],
    ['lief ❤️ en 😀', 'lief ❤ en 😀'],
    ['duim 👍🏽👍 omhoog', 'duim □ omhoog'],
    ['gezin 👨‍👩‍👧', 'gezin □'],
    ['dank شكرا جزيلا', 'dank □ □'],
    ['中文', '□'],
    ['een\ttab en \u0007 bel', 'een tab en bel'],
    ['twee\r\nregels', 'twee regels'],
  ])('%j is read as %j', async (typed, told) => {
    const { outline } = await read('plan', goal(typed));
    expect(outline.join('\n')).toContain(`L LI LBody P ${told}`);
    expect(
      outline.includes('P Het teken □ staat op de plek van een letter of plaatje dat hier niet past.'),
    ).toBe(told.includes('□'));
  });

  it('never stops a file from being made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const { name, body } = await made('plan', goal(text));
        expect([name, Buffer.from(body.slice(0, 5)).toString()]).toEqual(['plan.pdf', '%PDF-']);
      }),
      { numRuns: 12, seed: 20261124 },
    );
  });

  it('of any kind comes out as characters that the letters have', async () => {
    const { regular } = await readLetters(await loadLetters());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const character of printable(text, regular).replaceAll('\n', '')) {
          expect(regular.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).toBe(true);
        }
      }),
      { seed: 20261124 },
    );
  });
});

describe('Persoonlijk plan (Wmo)', () => {
  const HEADINGS = [
    'H2 Wat is er aan de hand?',
    'H2 Wat wil ik bereiken?',
    'H2 Wat doe ik zelf?',
    'H2 Wie in mijn omgeving helpt?',
    'H2 Wat hebben zij nodig om te kunnen helpen?',
    'H2 Wat heb ik nodig?',
    'H2 Zo gaat het verder',
  ];
  const headings = (outline: string[]) => outline.filter((line) => line.startsWith('H2'));

  it('has what a municipality needs, and a place for a name and dates', async () => {
    const { outline, title } = await read('wmo');
    expect(title).toBe('Persoonlijk plan');
    expect(headings(outline)).toEqual(HEADINGS);
    expect(outline.slice(0, 19)).toEqual([
      'H1 Persoonlijk plan',
      'P Voor de gemeente, bij mijn melding voor hulp uit de Wmo 2015 (artikel 2.3.2, lid 2).',
      'P Mijn naam:',
      'P Datum van vandaag:',
      'P Datum van mijn melding:',
      'H2 Wat is er aan de hand?',
      'P Ik heb schulden en maak de post niet meer open.',
      'P Mijn zus Ayşe weet het.',
      'H2 Wat wil ik bereiken?',
      ...item('rust in mijn hoofd'),
      ...item('meer mensen zien'),
      'H2 Wat doe ik zelf?',
      'P Wat al helpt: koken',
      ...item('Geldfit bellen'),
      'L LI LBody P dinsdag 3 november 14:30',
      'L LI LBody P wie doet mee: mijn zus',
    ]);
  });

  it('says the terms in plain words, in je and in u, and promises nothing', async () => {
    const terms = (outline: string[]) =>
      outline.slice(outline.indexOf('H2 Zo gaat het verder') + 1, -1).join(' ');
    const je = terms((await read('wmo')).outline);
    expect(je).toContain('binnen 7 dagen na je melding');
    expect(je).toContain('hoogstens 6 weken, vanaf je melding');
    expect(je).toContain('Dit plan is nog geen aanvraag. De gemeente beslist later over de hulp.');
    const u = terms((await read('wmo', client({ form: 'u' }))).outline);
    expect(u).toContain('binnen 7 dagen na uw melding');
    expect(u).not.toMatch(/\bje\b|\bjouw\b/);
    expect(je + u).not.toMatch(/recht op|moet/);
  });

  it('leaves room to write where nothing was told, and then says what it is about', async () => {
    const nothing = await read('wmo', newClient('client-1', MADE_AT, 'hello'));
    expect(headings(nothing.outline)).toEqual(HEADINGS);
    const topics = await read('wmo', {
      ...newClient('client-1', MADE_AT, 'hello'),
      topics: ['money', 'care'],
    });
    expect(topics.outline.join('\n')).toMatch(/aan de hand\?\nP Waar het over gaat: geld, /);
  });

  it('says nothing of safety, handoffs or what else was answered', async () => {
    const text = (await read('wmo')).outline.join(' ');
    expect(text).not.toMatch(/veilig|Welzijn Noord|Bel mij niet|Mijn huis/);
  });
});
