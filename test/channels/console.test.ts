/** The terminal: what is read, and what a person sees. */
import { describe, expect, it } from 'vitest';
import { linesOf, runConsole } from '../../src/channels/console.ts';
import { pieces } from '../../src/channels/numbered.ts';
import type { Message } from '../../src/run/ports.ts';
import { fakeBot } from './fake-bot.ts';

const world = { now: () => new Date(), id: () => crypto.randomUUID() };
const all = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const read: string[] = [];
  for await (const line of lines) read.push(line);
  return read;
};
async function* from<T>(...chunks: T[]): AsyncGenerator<T> {
  yield* chunks;
}

describe('the console', () => {
  it('reads as a chat, and tells of every exchange', async () => {
    const bot = fakeBot();
    let written = '';
    const exchanges: [string | undefined, Message[]][] = [];
    await runConsole({
      receive: bot.receive,
      history: bot.history,
      world,
      input: from('drinken\n2\nwe', 'g\n'),
      write: (text) => {
        written += text;
      },
      interactive: true,
      exchanged: (said, messages) => exchanges.push([said, messages]),
    });
    expect(written).toBe(
      [
        '',
        'Hoi, ik ben Stuur, een computerprogramma.',
        '',
        '> ',
        'Wat wil je drinken?',
        '',
        '1. Thee',
        '2. Koffie',
        '',
        '> ',
        'Gekozen: Koffie',
        '',
        '> ',
        'Tot later.',
        '',
        '> ',
      ].join('\n'),
    );
    expect(exchanges.map(([said, messages]) => [said, messages.length])).toEqual([
      [undefined, 1],
      ['drinken', 1],
      ['2', 1],
      ['weg', 2],
    ]);
  });

  it('shows what others said meanwhile before the answer', async () => {
    const bot = fakeBot();
    const seen: string[] = [];
    async function* input() {
      bot.say({ channel: 'console', conversation: 'c' }, 'Je maatje schreef.');
      yield 'hoi\n';
    }
    const write = (text: string) => {
      if (text.trim() !== '') seen.push(text.trim());
    };
    await runConsole({
      receive: bot.receive,
      history: bot.history,
      world,
      conversation: 'c',
      input: input(),
      write,
    });
    expect(seen.slice(1)).toEqual(['Je maatje schreef.', 'Je zei: hoi']);
  });

  it('splits lines wherever the pieces end, also inside a letter', async () => {
    const bytes = new TextEncoder().encode('één\r\ntwee\n\nlaatste é');
    const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await all(linesOf(from(...chunks)))).toEqual(['één', 'twee', '', 'laatste é']);
    expect(await all(linesOf(from<string>()))).toEqual([]);
  });
});

describe('long texts', () => {
  it('are cut between paragraphs, lines, words, and else anywhere but inside a character', () => {
    expect(pieces('kort', 10)).toEqual(['kort']);
    expect(pieces('', 10)).toEqual(['']);
    expect(pieces('een twee\n\ndrie vier', 12)).toEqual(['een twee', 'drie vier']);
    expect(pieces('een twee drie', 8)).toEqual(['een twee', 'drie']);
    expect(pieces('aaaaaaaaaaaa', 5)).toEqual(['aaaaa', 'aaaaa', 'aa']);
    expect(pieces('👍👍👍', 3)).toEqual(['👍', '👍', '👍']);
  });
});
