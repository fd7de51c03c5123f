/** When a client hears what a professional did: not before they may be written to, and nothing that they took back. */
import { describe, expect, it } from 'vitest';
import { LONGEST_WORDS } from '../../src/run/inbox.ts';
import { asking, MARJAN, open, type Served } from './served.ts';

const WORDS = 'zwartekat is er ook';
/** As it comes from somebody the client does not talk with yet. */
const FROM = `Marjan (maatschappelijk werker) van Welzijn Noord: ${WORDS}`;

/** Somebody asked, Marjan took it on, and they do not talk now. It is a quarter to eight in the evening. */
async function taken(served: Served, when: string): Promise<string> {
  const id = await served.asked('one', when);
  await served.inbox.accept(MARJAN, id);
  await served.say('nee');
  served.heard();
  return id;
}
const writes = (served: Served, id: string) => served.inbox.say(MARJAN, id, WORDS, 'k');

describe('words of a professional', () => {
  it.each([
    // What was chosen, how long ago the last word of the client was, and whether it comes now.
    ['Alleen als ik er ben', '9 minutes', true],
    ['Alleen als ik er ben', '11 minutes', false],
    ['Alleen overdag', '9 minutes', true],
    ['Alleen overdag', '11 minutes', false],
    ['Alleen overdag', '14 hours', true],
    ['Alleen overdag', '22 hours', false],
    ['Alleen in de avond', '11 minutes', true],
    ['Alleen in de avond', '2 hours', false],
    ['Altijd', '11 minutes', true],
    ['Altijd', '8 hours', true],
  ])('with %j, %s after their last word: %s', async (when, after, now) => {
    const served = await open();
    const id = await taken(served, when);
    served.pass(after);
    expect(await writes(served, id)).toEqual({ status: 'done' });
    expect(served.heard()).toEqual(now ? [FROM, 'Nu praten met Marjan?'] : []);
    const held = (await served.state()).held ?? [];
    expect(held).toEqual(now ? [] : [{ handoff: id, text: WORDS, number: 1 }]);
    // The organisation has it either way, and sees whether it waits.
    const { messages } = await served.read(MARJAN, id);
    expect(messages).toEqual([
      { ...messages[0], from: 'professional', text: WORDS, ...(now ? {} : { waiting: true }) },
    ]);
    expect(messages[0]?.waiting).toBe(now ? undefined : true);
    if (now) return;
    const said = await served.say('hoi');
    expect(said[0]).toBe(FROM);
    expect(said.at(-1)).toBe('Nu praten met Marjan?');
    expect((await served.say('nee')).join('\n')).not.toContain(WORDS);
    expect((await served.state()).held).toBeUndefined();
  });

  it('come where the client is: on the device that they came back on with their code', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    await served.say('bewaar', 'ja');
    const code = (await served.state()).newCode ?? '';
    await served.say(code.split(' ')[0] ?? '');
    served.pass('1 hour');
    await served.sayIn('laptop', [code]);
    expect((await served.state('laptop')).handoffs[0]?.id).toBe(id);
    const { lastNumber } = await served.store.load({ channel: 'test', conversation: 'laptop' });
    expect(await writes(served, id)).toEqual({ status: 'done' });
    const there = await served.store.history({ channel: 'test', conversation: 'laptop' }, lastNumber, 10);
    expect(JSON.stringify(there)).toContain(WORDS);
  });

  it('wait on a channel that is answered only when its client writes, whatever was agreed', async () => {
    const served = await open();
    const inline = { reference: { serviceUrl: 'https://a.example' } };
    await served.sayIn('one', asking('Altijd'), inline);
    const id = (await served.state()).handoffs[0]?.id ?? '';
    await served.inbox.accept(MARJAN, id);
    await writes(served, id);
    expect(served.heard()).toEqual([]);
    const said = await served.sayIn('one', ['hoi'], inline);
    expect(said).toContain(FROM);
    expect(said.at(-1)).toBe('Nu praten met Marjan?');
  });

  it('cannot be longer than a message', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    expect(() => served.inbox.say(MARJAN, id, 'x'.repeat(LONGEST_WORDS + 1), 'k')).toThrow(/2000 characters/);
    expect(await served.inbox.say(MARJAN, id, 'x'.repeat(LONGEST_WORDS), 'k')).toEqual({ status: 'done' });
  });

  it('are no sign of life of the client', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    const { lastAt } = await served.state();
    const kept = served.commits.at(-1)?.client.keepUntil;
    served.pass('2 hours');
    await writes(served, id);
    expect((await served.state()).lastAt).toBe(lastAt);
    expect(served.commits.at(-1)?.client.keepUntil).toBe(kept);
  });

  it('several wait in their order, with one question after them', async () => {
    const served = await open();
    const id = await taken(served, 'Alleen als ik er ben');
    served.pass('1 hour');
    for (const text of ['een', 'twee', 'drie']) await served.inbox.say(MARJAN, id, text, text);
    const said = await served.say('hoi');
    expect(said.slice(0, 3).map((text) => text.split(': ').at(-1))).toEqual(['een', 'twee', 'drie']);
    expect(said.filter((text) => text.startsWith('Nu praten'))).toEqual([said.at(-1)]);
  });

  it('wait behind a code word, whatever was agreed, and nobody who does not know it reads them', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    await served.say('codewoord', 'kastanje');
    served.pass('20 minutes');
    await writes(served, id);
    expect(served.heard()).toEqual([]);
    expect(await served.say('hoi')).toEqual(['Hallo. Wat is het woord?']);
    expect((await served.say('beuken')).join('\n')).not.toContain(WORDS);
    // Also while it is being asked.
    await served.inbox.say(MARJAN, id, 'en nog iets', 'k2');
    expect(served.heard()).toEqual([]);
    const said = await served.say('kastanje');
    expect(said[0]).toBe(FROM);
    expect(said[1]).toContain('en nog iets');
  });

  it.each(['stop', 'weg'])('wait after %s, when they are only to come while one is there', async (word) => {
    const served = await open();
    const id = await taken(served, 'Alleen als ik er ben');
    await served.say(word);
    await writes(served, id);
    expect(served.heard()).toEqual([]);
    expect((await served.say('hoi'))[0]).toBe(FROM);
  });

  it('come after a stop where they may always, and nothing is asked then', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    await served.say('stop');
    await writes(served, id);
    expect(served.heard()).toEqual([FROM]);
    expect((await served.state()).paused).toBe(true);
  });

  it('come in the middle of danger, and its question stays the question', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    await served.say('ik wil dood');
    const { question } = await served.state();
    expect(question?.key).toBe('danger_suicide.safe');
    await writes(served, id);
    expect(served.heard()).toEqual([FROM]);
    expect((await served.state()).question?.key).toBe('danger_suicide.safe');
    expect(await served.say('ja')).toContain('Fijn.');
  });
});

describe('what is to be asked', () => {
  it.each([
    ['stop', 'hoi'],
    ['ik wil dood', 'ja'],
  ])('waits after %j until that is over', async (words, over) => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    await served.say(words);
    await served.inbox.askFollowUp(MARJAN, id, 4);
    expect(served.heard()).toEqual([]);
    expect((await served.say(over)).at(-1)).toBe('Mag Marjan over 4 weken schrijven?');
  });

  it('that it is declined waits until they are here', async () => {
    const served = await open();
    const id = await served.asked('one', 'Alleen als ik er ben');
    served.pass('1 hour');
    await served.inbox.decline(MARJAN, id, 'full');
    expect(served.heard()).toEqual([]);
    expect((await served.say('hoi')).join('\n')).toContain('Welzijn Noord kan niet. Er is geen plek.');
  });
});

describe('what waits', () => {
  it('is still read when the professional closed after it: it was written to the client', async () => {
    const served = await open();
    const id = await taken(served, 'Alleen als ik er ben');
    served.pass('1 hour');
    await writes(served, id);
    await served.inbox.askFollowUp(MARJAN, id, 4);
    await served.inbox.close(MARJAN, id);
    const said = await served.say('hoi');
    expect(said.slice(0, 2)).toEqual([
      FROM,
      'Marjan (maatschappelijk werker) van Welzijn Noord: Ik rond het af.',
    ]);
    expect(said.join('\n')).not.toMatch(/Nu praten|schrijven\?/);
  });

  it('is gone with what expired', async () => {
    const served = await open();
    const id = await taken(served, 'Alleen als ik er ben');
    served.pass('1 hour');
    await writes(served, id);
    served.pass('30 days');
    await served.settle();
    expect((await served.state()).held).toBeUndefined();
    expect((await served.say('hoi')).join('\n')).not.toContain(WORDS);
  });

  it('is asked no more once the client took it back', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    await served.inbox.askFollowUp(MARJAN, id, 4);
    await served.say('mijn gegevens');
    const said = await served.say('iets terughalen', 'niets meer');
    expect(said.join('\n')).not.toContain('weken');
    const { handoffs, followUp } = await served.state();
    expect([handoffs[0]?.state, followUp]).toEqual(['withdrawn', undefined]);
  });
});

describe('time', () => {
  it('tells once that nobody answered, at the time that was said, and not before', async () => {
    const served = await open();
    await served.asked();
    const { answerBy = '' } = (await served.state()).handoffs[0] ?? {};
    expect(answerBy).toBe('2026-11-03T12:00:00.000Z');
    served.pass('17 hours');
    await served.settle();
    expect(served.heard()).toEqual([]);
    served.pass('1 hour');
    await served.settle();
    expect(served.heard()[0]).toBe('Er kwam geen antwoord van Welzijn Noord.');
    const before = served.commits.length;
    for (let day = 0; day < 5; day++) {
      served.pass('1 day');
      await served.settle();
    }
    expect(served.heard()).toEqual([]);
    expect(served.commits).toHaveLength(before);
    expect((await served.inbox.list(MARJAN))[0]).not.toHaveProperty('answerBy');
  });

  it('tells it when they are here again, where it may not come by itself', async () => {
    const served = await open();
    await served.asked('one', 'Alleen als ik er ben');
    served.pass('20 hours');
    await served.settle();
    await served.settle();
    expect(served.heard()).toEqual([]);
    const said = await served.say('hoi');
    expect(said.filter((text) => text.startsWith('Er kwam geen antwoord'))).toHaveLength(1);
  });

  it('says nothing of it when somebody answered meanwhile', async () => {
    const served = await open();
    await taken(served, 'Altijd');
    served.pass('20 hours');
    await served.settle();
    expect(served.heard()).toEqual([]);
  });

  it('ends what was sent at its term: quietly, and the client finds it in their data', async () => {
    const served = await open();
    const id = await taken(served, 'Altijd');
    served.pass('30 days');
    await served.settle();
    expect(served.heard()).toEqual([]);
    expect((await served.state()).handoffs[0]).toMatchObject({ id, state: 'expired' });
    expect(await served.store.handoffContent(id)).toBeUndefined();
    expect(await served.inbox.list(MARJAN)).toEqual([]);
    await served.say('hoi');
    expect((await served.say('mijn gegevens')).join('\n')).toContain('Welzijn Noord: verlopen');
  });

  it('of one that fails does not hold up the others', async () => {
    const served = await open();
    const ids = [await served.asked('a'), await served.asked('b'), await served.asked('c')];
    const broken = {
      sql: "update client set document = x'00' where id = (select client from handoff where id = ?)",
      params: [ids[1] ?? ''],
    };
    await served.runner.batch([broken]);
    served.pass('31 days');
    await served.settle();
    for (const where of ['a', 'c']) expect((await served.state(where)).handoffs[0]?.state).toBe('expired');
    // Nobody can be told; the copy goes all the same.
    await served.store.sweep('2027-01-01T00:00:00.000Z');
    expect(await served.store.handoffContent(ids[1] ?? '')).toBeUndefined();
  });
});
