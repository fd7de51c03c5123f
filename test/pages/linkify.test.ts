/** What becomes a link in what the bot says: numbers, and addresses of services that are in the directory. */
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/directory/load.ts';
import { linkify } from '../../src/pages/client/talk/linkify.ts';
import { projectFolder } from '../project/imports.ts';

const HOSTS = new Set(['geldfit.nl', '113.nl']);
const links = (text: string) =>
  linkify(text, HOSTS)
    .filter(({ href }) => href !== undefined)
    .map(({ text: shown, href }) => `${shown} -> ${href}`);

describe('linkify', () => {
  it.each([
    ['Bel Geldfit: 0800-8115. Gratis.', ['0800-8115 -> tel:08008115']],
    ['Bel 088 0767 000, dag en nacht.', ['088 0767 000 -> tel:0880767000']],
    ['Bel 06-13 86 38 03.', ['06-13 86 38 03 -> tel:0613863803']],
    ['Bel 030 229 9800 of 0900-1450', ['030 229 9800 -> tel:0302299800', '0900-1450 -> tel:09001450']],
    ['Bel 112.', ['112 -> tel:112']],
    ['Bel 113 of 0800-0113', ['113 -> tel:113', '0800-0113 -> tel:08000113']],
    ['De gemeente: 14 030', ['14 030 -> tel:14030']],
    ['+31 30 229 98 00', ['+31 30 229 98 00 -> tel:+31302299800']],
  ])('%s', (text, expected) => expect(links(text)).toEqual(expected));

  it.each([
    'Je betaalt € 112 per maand',
    'Dat is 112,50 of 1.113',
    '112 euro',
    'in 2026 en 2027',
    'postcode 1123 AB',
    'van 08:00 tot 17:00',
    'op 12-03-2026',
    'hoe zeker: 8',
    'stap 0800 en verder',
  ])('leaves "%s" alone', (text) => expect(links(text)).toEqual([]));

  it('links known addresses only, always to https, without the full stop behind them', () => {
    expect(links('Kijk op geldfit.nl.')).toEqual(['geldfit.nl -> https://geldfit.nl/']);
    expect(links('Of op https://www.113.nl/chat, dat kan ook')).toEqual([
      'https://www.113.nl/chat -> https://www.113.nl/chat',
    ]);
    expect(links('http://geldfit.nl')).toEqual(['http://geldfit.nl -> https://geldfit.nl/']);
    expect(
      links('kwaad.nl en https://kwaad.nl/geldfit.nl en mail@geldfit.nl en geldfit.nl.kwaad.nl'),
    ).toEqual([]);
  });

  it('leads to a file of one’s own on this very server, whatever it thinks it is called', () => {
    const ticket = '0d3c1fb2a4e94bb0a9c7d5e6f7081929b1c2d3e4f506';
    expect(links(`https://stuur.example.nl/d/${ticket}`)).toEqual([
      `https://stuur.example.nl/d/${ticket} -> /d/${ticket}`,
    ]);
    expect(links(`Hier: http://127.0.0.1:3978/d/${ticket}.`)).toEqual([
      `http://127.0.0.1:3978/d/${ticket} -> /d/${ticket}`,
    ]);
    expect(links(`https://geldfit.nl/d/${ticket}`)).toEqual([
      `https://geldfit.nl/d/${ticket} -> /d/${ticket}`,
    ]);
  });

  it.each([
    'https://stuur.example.nl/d/kort',
    'https://stuur.example.nl/d/../weg',
    `https://stuur.example.nl/d/${'a'.repeat(40)}/weg`,
    `javascript:/d/${'a'.repeat(40)}`,
    `/d/${'a'.repeat(40)}`,
  ])('makes no link of %s', (text) => expect(links(text)).toEqual([]));

  it('never loses a letter', () => {
    const text = 'Bel 112, of 0800-8115 (geldfit.nl)\nen dan <b>verder</b>';
    expect(
      linkify(text, HOSTS)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('knows every number in the directory', () => {
    const missed = loadDirectory(`${projectFolder}/data`)
      .services.flatMap(({ phones }) => phones)
      .filter(({ number }) => linkify(`Bel ${number}.`, HOSTS)[1]?.text !== number)
      .map(({ number }) => number);
    expect(missed).toEqual([]);
  });
});
