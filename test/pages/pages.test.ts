/** What the server sends: pages that work without script, keep to themselves, and are small. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { serviceFacts } from '../../src/content/services.ts';
import { loadDirectory } from '../../src/directory/load.ts';
import type { Asset } from '../../src/pages/assets.ts';
import { loadPageTextFiles, precompress } from '../../src/pages/node-assets.ts';
import { type PagesDeps, pages } from '../../src/pages/pages.tsx';
import { type PageFacts, READING_PAGES, readPageTexts } from '../../src/pages/texts.ts';
import { projectFolder } from '../project/imports.ts';

const services = serviceFacts(loadDirectory(`${projectFolder}/data`).services);
const facts: PageFacts = {
  services,
  chatHours: 24,
  planDays: 90,
  handoffDays: 30,
  sessionHours: 24,
  coverMinutes: 5,
  organisation: 'Welzijn Voorbeeld',
  contact: 'mailto:privacy@example.nl',
};
const script: Asset = {
  body: new Uint8Array(new TextEncoder().encode('"use strict";'.repeat(50))),
  type: 'text/javascript; charset=utf-8',
  version: 'abc123',
};
const asset: Asset = { ...script, encoded: precompress(script.body) };
const texts = loadPageTextFiles(projectFolder);
const app = (more: Partial<PagesDeps> = {}) =>
  pages({
    exitUrl: 'https://neutraal.example/',
    texts,
    facts,
    assets: (path) => (path === 'chat.js' ? asset : undefined),
    ...more,
  });

describe('the chat page', () => {
  it('has a neutral title and icon, and no inline script or style', async () => {
    const html = await (await app().request('/')).text();
    expect(html).toMatch(/^<!doctype html><html lang="nl">/);
    expect(html).toContain('<title>Gesprek</title>');
    expect(html.match(/<script[^>]*>/g)?.every((tag) => tag.includes(' src="/assets/'))).toBe(true);
    expect(html).not.toMatch(/<style|style=|\son\w+=|javascript:/);
    expect(html).not.toMatch(/https?:\/\/(?!neutraal\.example)/);
  });

  it('says in words what to do without script, with numbers from the directory', async () => {
    const html = await (await app().request('/')).text();
    const without = /<noscript>(.*?)<\/noscript>/s.exec(html)?.[1] ?? '';
    expect(without).toContain(services.luisterlijn?.phone);
    expect(without).toContain('<a href="tel:112">112</a>');
  });

  it('is never kept, framed, indexed, or told to other sites', async () => {
    const { headers } = await app().request('/');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Content-Security-Policy')).toContain(`default-src 'none'`);
    expect(headers.get('Content-Security-Policy')).toContain(`frame-ancestors 'none'`);
    expect(headers.get('Content-Security-Policy')).not.toContain('unsafe');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Robots-Tag')).toContain('noindex');
  });

  it('says before the first message that history stays, and leads to how to clear it', async () => {
    const html = await (await app().request('/')).text();
    const note = /<div class="note">(.*?)<\/div>/s.exec(html)?.[1] ?? '';
    expect(note).toContain('Je browser onthoudt dat je hier was');
    expect(note).toContain('<a href="/uitleg">');
    expect(note).toContain('<a href="/privacy">');
    expect(html.indexOf(note)).toBeLessThan(html.indexOf('id="log"'));
  });

  it('gives no browser a reason to send what is typed to its maker', async () => {
    const html = await (await app().request('/')).text();
    const field = /<textarea[^>]*>/.exec(html)?.[0];
    expect(field).toContain('spellcheck="false"');
    expect(field).toContain('writingsuggestions="false"');
    expect(field).toContain('autocomplete="off"');
    expect(html).toMatch(/<form id="compose"[^>]* action="\/search"/);
  });

  it('may be framed by whom the settings name', async () => {
    const { headers } = await app({ frameAncestors: ['https://gemeente.example'] }).request('/');
    expect(headers.get('Content-Security-Policy')).toContain('frame-ancestors https://gemeente.example');
    expect(headers.has('X-Frame-Options')).toBe(false);
  });

  it('is sent compressed to who can read that', async () => {
    const compressed = await app({ precompress }).request('/', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(compressed.headers.get('Content-Encoding')).toBe('gzip');
    const plain = await (await app().request('/')).text();
    expect(gunzipSync(await compressed.arrayBuffer()).toString()).toBe(plain);
    const refused = await app({ precompress }).request('/', { headers: { 'Accept-Encoding': 'br;q=0' } });
    expect(refused.headers.has('Content-Encoding')).toBe(false);
  });
});

describe('the other pages', () => {
  it('/weg clears what it can and goes to the neutral site', async () => {
    const response = await app().request('/weg');
    expect(response.status).toBe(303);
    expect(response.headers.get('Location')).toBe('https://neutraal.example/');
    expect(response.headers.get('Clear-Site-Data')).toBe('"cache", "storage"');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
  });

  it('a script that left tells so, and keeps what covers the page for the back button', async () => {
    const response = await app().request('/weg', { method: 'POST', body: '' });
    expect(response.status).toBe(204);
    expect(response.headers.get('Clear-Site-Data')).toBe('"cache"');
  });

  const read = async (path: string, more: Partial<PageFacts> = {}) =>
    (await (await app({ facts: { ...facts, ...more } }).request(path)).text()).replaceAll('&#39;', "'");
  const without = (...names: ('organisation' | 'contact')[]): PageFacts => {
    const rest = { ...facts };
    for (const name of names) delete rest[name];
    return rest;
  };

  it('/uitleg tells what is kept, by the settings', async () => {
    expect(await read('/uitleg')).toContain('bewaart Stuur 24 uur');
    const nothing = await read('/uitleg', { chatHours: 0 });
    expect(nothing).toContain('bewaart Stuur niet');
    expect(nothing).not.toContain('0 uur');
  });

  it('/uitleg says what the cover does, and that it is no lock', async () => {
    const html = await read('/uitleg', { coverMinutes: 7 });
    expect(html).toContain('Doe je 7 minuten niets?');
    expect(html).toContain('Het lege scherm is geen slot.');
    expect(html).toContain('De knop wist je geschiedenis niet.');
  });

  it('/privacy has its numbers and names from the settings', async () => {
    const html = await read('/privacy', { chatHours: 12, planDays: 60, handoffDays: 14, sessionHours: 36 });
    for (const words of [
      'antwoordt: 12 uur',
      'met een code: 60 dagen na je laatste bericht',
      'zonder code: 36 uur na je laatste bericht',
      'stuurt: hooguit 14 dagen',
      'na 36 uur zonder gebruik',
    ])
      expect(html).toContain(words);
    expect(html).toContain('Welzijn Voorbeeld biedt Stuur hier aan');
    expect(html).toContain(
      '<a href="mailto:privacy@example.nl" rel="noreferrer nofollow">privacy@example.nl</a>',
    );
    expect(html).toContain('Autoriteit Persoonsgegevens');
  });

  it('/privacy does not make up an organisation or a contact', async () => {
    const html = await (await app({ facts: without('organisation', 'contact') }).request('/privacy')).text();
    expect(html).toContain('Haar naam is nog niet ingevuld');
    expect(html).toContain('nog geen adres ingevuld');
    expect(html).not.toMatch(/mailto:|\{\w+\}|undefined/);
  });

  it.each(READING_PAGES)('/%s has no gap where a value belongs, and links to the others', async (name) => {
    for (const some of [facts, without('organisation'), without('contact'), { ...facts, chatHours: 0 }]) {
      const response = await app({ facts: some }).request(`/${name}`);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('Content-Security-Policy')).toContain(`default-src 'none'`);
      const html = await response.text();
      expect(html.replace(/data-\w+="[^"]*"/g, '')).not.toMatch(/\{[\w.]+\}|undefined|\]\(/);
      expect(html).not.toMatch(/<style|style=|\son\w+=|javascript:/);
      expect(html).toContain('<a class="back" href="/">');
      for (const other of READING_PAGES) expect(html).toContain(`<a href="/${other}"`);
      expect(html).toContain(`<a href="/${name}" aria-current="page">`);
    }
  });

  it('/.well-known/security.txt is there with a contact only, and never promises for long', async () => {
    const path = '/.well-known/security.txt';
    expect((await app().request(path)).status).toBe(404);
    const security = {
      contact: 'mailto:security@example.nl',
      now: () => new Date('2026-11-24T13:14:15Z'),
      publicUrl: 'https://stuur.example.nl',
    };
    const response = await app({ security }).request(path);
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain; ?charset=utf-8$/i);
    expect(await response.text()).toBe(
      [
        'Contact: mailto:security@example.nl',
        'Expires: 2027-02-22T00:00:00.000Z',
        'Preferred-Languages: nl, en',
        'Canonical: https://stuur.example.nl/.well-known/security.txt',
        '',
      ].join('\n'),
    );
  });

  it('files are kept by the browser as long as their address names this content', async () => {
    const exact = await app().request('/assets/chat.js?v=abc123');
    expect(exact.headers.get('Cache-Control')).toContain('immutable');
    expect(exact.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    const other = await app().request('/assets/chat.js?v=old');
    expect(other.headers.get('Cache-Control')).toBe('public, max-age=300');
    const again = await app().request('/assets/chat.js', { headers: { 'If-None-Match': '"abc123"' } });
    expect(again.status).toBe(304);
    expect((await app().request('/assets/missing.js')).status).toBe(404);
  });
});

describe('the texts of the pages', () => {
  const sentences = (value: unknown): string[] =>
    typeof value === 'string'
      ? value.split(/(?<=[.?!:])\s+/)
      : Object.values((value ?? {}) as object).flatMap(sentences);
  const all = texts.flatMap(({ text }) => sentences(parse(text)));

  it('have short sentences without an exclamation mark', () => {
    expect(all.filter((sentence) => sentence.split(/\s+/).length > 20 || sentence.includes('!'))).toEqual([]);
  });

  it('keep to the words that Stuur uses', () => {
    const avoid = parse(readFileSync(`${projectFolder}/locales/nl/language/avoid.yaml`, 'utf8')) as {
      words: string;
    }[];
    // Professionals read the inbox, and call themselves and those they serve as their field does.
    const theirs = ['hulpverlen(er|ers|ing)', 'cliënt(en)?'];
    const inbox = sentences(parse(texts.find(({ path }) => path.endsWith('/inbox.yaml'))?.text ?? ''));
    const wrong = avoid.flatMap(({ words }) =>
      (theirs.includes(words) ? all.filter((sentence) => !inbox.includes(sentence)) : all).filter(
        (sentence) => new RegExp(`(?<![\\p{L}])${words}(?![\\p{L}])`, 'iu').test(sentence),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('hold no telephone number of their own', () => {
    expect(texts.filter(({ text }) => /0[89]00[ -]?\d|\b11[23]\b(?!\.)|\d{3}[ -]\d{4}/.test(text))).toEqual(
      [],
    );
  });

  it('name file, line and remedy when a service is gone', () => {
    const { luisterlijn: _gone, ...rest } = services;
    expect(() => readPageTexts(texts, { ...facts, services: rest })).toThrow(
      /locales\/nl\/pages\/chat\.yaml:\d+:\d+ \{service\.luisterlijn\.\w+\}: there is no such/,
    );
  });

  it('name what is missing or unknown', () => {
    const broken = texts.map(({ path, text }) => ({ path, text: text.replace(/^ {2}send:.*$/m, '') }));
    expect(() => readPageTexts(broken, facts)).toThrow(/chat\.yaml:\d+:\d+ .*send/);
    const fewer = texts.filter(({ path }) => !path.endsWith('privacy.yaml'));
    expect(() => readPageTexts(fewer, facts)).toThrow(/privacy\.yaml:1:1 is missing/);
    const unsure = texts.map(({ path, text }) => ({
      path,
      text: text.replace('when: contact', 'when: kontact'),
    }));
    expect(() => readPageTexts(unsure, facts)).toThrow(/(privacy|toegankelijkheid)\.yaml:\d+:\d+/);
  });
});
