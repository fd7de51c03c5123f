/**
 * What every channel does with what people send, whatever its wire looks like. One suite; a channel that cannot do
 * a thing says why it skips it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming } from '../../src/run/ports.ts';

export interface Sending {
  text: string;
  /** The channel's id of this message; a fresh one when left out. */
  id?: string;
  attachments?: string[];
}

export interface Seen {
  text: string;
  buttons: string[];
}

/** A client of the channel, with the fake bot behind it. */
export interface ChannelClient {
  /** Gives the sentence of a refusal, when the channel refuses otherwise than in the chat. */
  send(sending: Sending): Promise<string | undefined>;
  /** What the bot said so far, once that is `atLeast` messages (or it does not come). */
  seen(atLeast: number): Promise<Seen[]>;
  /** Sends something that is no message; gives the sentence of the refusal. */
  sendMalformed?(body: string): Promise<string | undefined>;
  turns: Incoming[];
  close(): Promise<void>;
}

export interface ChannelUnderTest {
  name: string;
  /** Opens a conversation. The bot greets. */
  open(): Promise<ChannelClient>;
  skips?: Partial<Record<'attachment' | 'duplicate' | 'malformed', string>>;
}

const LONG = 'Dit is mijn verhaal. '.repeat(185).trim();

export function channelContract({ name, open, skips = {} }: ChannelUnderTest): void {
  describe(`channel contract: ${name}`, () => {
    let client: ChannelClient;
    let before = 0;
    beforeEach(async () => {
      client = await open();
      before = (await client.seen(1)).length;
    });
    afterEach(() => client.close());

    const maySkip = (what: keyof typeof skips) =>
      skips[what] === undefined ? it : (title: string) => it.skip(`${title} (${skips[what]})`, () => {});
    /** Sends, and gives what the bot answers to it. */
    const ask = async (sending: Sending | string): Promise<Seen[]> => {
      const refusal = await client.send(typeof sending === 'string' ? { text: sending } : sending);
      if (refusal !== undefined) return [{ text: refusal, buttons: [] }];
      const all = await client.seen(before + 1);
      const fresh = all.slice(before);
      before = all.length;
      return fresh;
    };
    const messages = () => client.turns.filter((turn) => turn.kind === 'message');

    it('greets who opens a conversation', async () => {
      expect((await client.seen(1)).map(({ text }) => text)).toEqual([
        'Hoi, ik ben Stuur, een computerprogramma.',
      ]);
    });

    it('gives choices as buttons or as numbers, and understands both', async () => {
      const [asked] = await ask('drinken');
      if (asked?.buttons.length === 0) expect(asked.text).toBe('Wat wil je drinken?\n\n1. Thee\n2. Koffie');
      else expect(asked).toEqual({ text: 'Wat wil je drinken?', buttons: ['Thee', 'Koffie'] });
      expect((await ask('2'))[0]?.text).toBe('Gekozen: Koffie');
      expect((await ask('Thee'))[0]?.text).toBe('Gekozen: Thee');
    });

    it('carries a long text whole, both ways', async () => {
      await ask(LONG);
      expect(messages()[0]?.text).toBe(LONG);
      // It may come in pieces.
      const whole = async () => (await client.seen(2)).slice(1).map(({ text }) => text);
      await expect.poll(async () => (await whole()).join(' ')).toBe(`Je zei: ${LONG}`);
    });

    it('says in a sentence that a text is too long', async () => {
      expect((await ask('a'.repeat(4001)))[0]?.text).toBe('Dat is te lang. Kun je het korter zeggen?');
      expect(messages()).toEqual([]);
    });

    it('refuses a message of a megabyte with a sentence, and goes on', async () => {
      const [refusal] = await ask('a'.repeat(1_000_000));
      expect(refusal?.text).toMatch(/te (groot|lang)/);
      expect(messages()).toEqual([]);
      expect((await ask('gewoon'))[0]?.text).toBe('Je zei: gewoon');
    });

    maySkip('attachment')('answers what is sent along, with or without words', async () => {
      const answer = 'Dat kan ik niet openen. Wil je het in woorden vertellen?';
      expect((await ask({ text: '', attachments: ['audio/ogg'] }))[0]?.text).toBe(answer);
      expect((await ask({ text: 'kijk', attachments: ['image/jpeg', 'x'] }))[0]?.text).toBe(answer);
      expect(messages().map((turn) => turn.attachments)).toEqual([
        ['audio/ogg'],
        ['image/jpeg', 'application/octet-stream'],
      ]);
    });

    maySkip('duplicate')('takes a message that is delivered twice once, with the same answer', async () => {
      const [first] = await ask({ text: 'eenmaal', id: 'd1' });
      await client.send({ text: 'eenmaal', id: 'd1' });
      await ask('daarna');
      await new Promise((resolve) => setTimeout(resolve, 50));
      const later = (await client.seen(3)).slice(1);
      expect(messages().map((turn) => turn.text)).toEqual(['eenmaal', 'daarna']);
      expect(first?.text).toBe('Je zei: eenmaal');
      // Where the answer stands in the response, the second delivery gets it too; elsewhere it is not said again.
      const texts = later.map(({ text }) => text).filter((text) => text !== 'Je zei: eenmaal');
      expect(texts).toEqual(['Je zei: daarna']);
      expect(later.length).toBeLessThanOrEqual(3);
    });

    it('answers two messages at once, each, in the order in which they were taken', async () => {
      await Promise.all([client.send({ text: 'de ene' }), client.send({ text: 'de andere' })]);
      const answers = (await client.seen(before + 2)).slice(before).map(({ text }) => text);
      expect(answers.toSorted()).toEqual(['Je zei: de andere', 'Je zei: de ene']);
      expect(answers).toEqual(messages().map((turn) => `Je zei: ${turn.text}`));
    });

    it.each([
      'مرحبا، أحتاج إلى مساعدة',
      'Мені потрібна допомога',
      '我需要帮助',
      'ናይ ሓገዝ',
      '👩🏽‍🍼 é ß \u202eomgekeerd',
      '<b>&amp;"\'\\{x}',
    ])('keeps another script as it is: %s', async (text) => {
      expect((await ask(text))[0]?.text).toBe(`Je zei: ${text}`);
    });

    it('answers an empty message', async () => {
      expect((await ask(''))[0]?.text).toBe('Ik zag geen tekst.');
      expect((await ask('   '))[0]?.text).toBe('Ik zag geen tekst.');
    });

    maySkip('malformed')('refuses what is no message with a sentence, and goes on', async () => {
      for (const body of ['', '{', 'null', '[]', '{"type":5}', '{"type":"message","text":["x"]}', '\u0000']) {
        expect(await client.sendMalformed?.(body)).toMatch(/^[A-Z].*\.$/);
      }
      expect(messages()).toEqual([]);
      expect((await ask('gewoon'))[0]?.text).toBe('Je zei: gewoon');
    });
  });
}
