/** What the server sends: pages that work without script, keep to themselves, and are small. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { serviceFacts } from '../../src/content/services.ts';
import { loadDirectory } from '../../src/directory/load.ts';
import type { Asset } from '../../src/pages/assets.ts';
import { loadPageTextFiles, precompress } from '../../src/pages/node-assets.ts';
import { pages } from '../../src/pages/pages.tsx';
import { readPageTexts } from '../../src/pages/texts.ts';
import { projectFolder } from '../project/imports.ts';

const services = serviceFacts(loadDirectory(`${projectFolder}/data`).services);
const facts = { services, chatHours: 24, planDays: 90 };
const script: Asset = {
  body: new Uint8Array(new TextEncoder().encode('"use strict";'.repeat(50))),
  type: 'text/javascript; charset=utf-8',
  version: 'abc123',
};
const asset: Asset = { ...script, encoded: precompress(script.body) };
const texts = loadPageTextFiles(projectFolder);
const app = (more: object = {}) =>
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

  it('/uitleg tells what is kept, by the settings', async () => {
    const keeps = await (await app().request('/uitleg')).text();
    expect(keeps).toContain('bewaart Stuur 24 uur');
    const nothing = await (await app({ facts: { ...facts, chatHours: 0 } }).request('/uitleg')).text();
    expect(nothing).toContain('bewaart Stuur niet');
    expect(nothing).not.toContain('0 uur');
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
    const wrong = avoid.flatMap(({ words }) =>
      all.filter((sentence) => new RegExp(`(?<![\\p{L}])${words}(?![\\p{L}])`, 'iu').test(sentence)),
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
    const [chat, explain] = texts;
    const broken = { path: chat?.path ?? '', text: `${chat?.text.replace(/^ {2}send:.*$/m, '')}` };
    expect(() => readPageTexts([broken, explain as never], facts)).toThrow(/chat\.yaml:\d+:\d+ .*send/);
    expect(() => readPageTexts([], facts)).toThrow(/chat\.yaml:1:1 is missing/);
  });
});
