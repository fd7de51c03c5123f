/**
 * A conversation with a code word: after a while without use nothing is shown, done or taken as known until the word
 * is typed, and what must always work works there too.
 */
import { describe, expect, it } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import { ASKING_VERBS, standingAt } from './places.ts';
import { smallContent, type Talk, talkWith } from './world.ts';

const content = smallContent();
const SECRET = 'zwartekat';
const ASK = 'Hallo. Wat is het woord?';
const WORD = { word: 'kastanje', closed: false, wrong: 0 };

/** In the middle of a plan, with a word, a quarter of an hour ago. */
function begun(known: Partial<ClientState> = {}): Talk {
  const talk = talkWith(content, {
    codeWord: { ...WORD },
    plan: { goals: [{ id: 'g', text: SECRET, topics: ['money'] }], steps: [] },
    ...known,
  });
  talk.open();
  talk.say('ja', `ik heb schulden door ${SECRET}`);
  return talk;
}
/** The word is being asked for. */
function shut(known: Partial<ClientState> = {}): Talk {
  const talk = begun(known);
  talk.do({ text: 'hoi', after: '15 minutes' });
  return talk;
}

describe('the word', () => {
  it('is asked for after fifteen minutes without use, not before', () => {
    const talk = begun();
    expect(talk.do({ text: 'ja', after: '14 minutes' }).said[0]).not.toBe(ASK);
    expect(talk.do({ text: 'ja', after: '15 minutes' }).said).toEqual([ASK]);
  });

  it('is asked for when the page is opened again, once', () => {
    const talk = begun();
    expect(talk.do({ start: true, after: '1 hours' }).said).toEqual([ASK]);
    expect(talk.do({ start: true }).said).toEqual([]);
    expect(talk.do({ start: true, after: '3 days' }).said).toEqual([]);
  });

  it.each(['kastanje', 'Kastanje!', 'mijn woord is kastanje', 'kastanjee'])(
    'opens it, typed as %j, also as the first thing',
    (text) => {
      const { said, effects } = begun().do({ text, after: '2 hours' });
      expect(said[0]).toBe('Welkom terug.');
      // It stands in what was typed.
      expect(effects).toContainEqual({ kind: 'show_once' });
      expect(shut().say(text)[0]).toBe('Welkom terug.');
    },
  );

  it('leads back to where they were', () => {
    const talk = shut();
    talk.say('kastanje', 'verder waar we waren');
    expect(talk.state.question?.key).toBe('story.heard');
    expect(talk.state.codeWord).toEqual(WORD);
  });

  it('is not asked for where there is none', () => {
    const { codeWord: _, ...state } = begun().state;
    const talk = talkWith(content);
    talk.state = state;
    expect(talk.do({ text: 'ja', after: '2 hours' }).said[0]).not.toBe(ASK);
  });
});

describe.each(ASKING_VERBS)('at the door, in the middle of %s', (verb) => {
  const TYPED = [
    'mijn plan',
    'mijn gegevens',
    'terug',
    'opnieuw',
    'ja',
    '1',
    'verder waar we waren',
    'codewoord',
    'ik ben iemand anders',
    'bewaar',
    `mijn ${SECRET} en mijn schulden en alles van vroeger`,
    'ik zoek een maatje',
    'zeg maar u',
  ];

  it('nothing is shown, done, counted or kept, whatever is typed', () => {
    const talk = standingAt(content, verb);
    talk.state = { ...talk.state, codeWord: { ...WORD } };
    const { codeWord: _, ...before } = talk.state;
    const { effects } = talk.do({ text: 'hoi', after: '20 minutes' });
    expect(effects).toEqual([{ kind: 'close' }]);
    for (const text of TYPED) {
      const heard = talk.do({ text });
      expect([...new Set(heard.said.join('\n').split('\n'))].join('\n')).toMatch(
        /^(Wat is het woord\?|Dat is het niet\. Wat is het woord\?)$/,
      );
      expect(heard.effects).toEqual([]);
      expect(heard.demand).toEqual([]);
      expect(heard.lookups).toEqual([]);
      talk.state = { ...talk.state, codeWord: { ...WORD, closed: true } };
    }
    const { codeWord: __, ...after } = talk.state;
    expect(after).toEqual(before);
  });

  it('an old button does nothing', () => {
    const talk = standingAt(content, verb);
    talk.state = { ...talk.state, codeWord: { ...WORD } };
    const [choice] = talk.state.question?.choices ?? [];
    if (!choice) return;
    expect(talk.do({ text: choice.label, choice: choice.id, after: '20 minutes' }).said).toEqual([ASK]);
    expect(talk.do({ text: choice.label, choice: choice.id }).said).toEqual([ASK]);
    expect(talk.state.codeWord).toMatchObject({ closed: true, wrong: 0 });
  });
});

describe('what always works', () => {
  it('weg leaves, stop stops and drops what was to be sent', () => {
    const talk = shut({
      contact: { when: 'any', how: 'in_chat', leave: true },
      reminders: [{ id: 'r1', of: 'check_in', at: '2026-11-16T09:00:00.000Z' }],
    });
    expect(talk.do({ text: 'weg' })).toMatchObject({ said: ['Later.'], effects: [{ kind: 'leave' }] });
    const heard = talk.do({ text: 'stop' });
    expect(heard.said).toEqual(['Het is gestopt.']);
    expect(heard.effects).toEqual([{ kind: 'forget_reminder', id: 'r1' }]);
    expect(talk.say('hoi')).toEqual(['Wat is het woord?']);
  });

  it('help gives the numbers, mens a line, and a machine says that it is one', () => {
    const talk = shut();
    expect(talk.say('help')).toEqual(['Gevaar? 0800-0113.', 'Wat is het woord?']);
    expect(talk.say('mens')).toEqual(['Een mens aan de lijn: 0800-0113.', 'Wat is het woord?']);
    expect(talk.say('ben je een robot')).toEqual(['Nee geen mens.', 'Wat is het woord?']);
  });

  it.each([
    ['ik wil dood', 'Denk aan 0800-0113.'],
    ['ik zie het niet meer zitten', 'Denk aan 0800-0113.'],
    ['hij slaat me nu', 'Gevaar thuis? 0800-0113.'],
    ['mijn kind wordt geslagen', 'Kind in gevaar? 0800-0113.'],
  ])('danger gets its number: %j', (text, number) => {
    expect(begun().do({ text, after: '20 minutes' }).said).toEqual([number, 'Wat is het woord?']);
    const talk = shut({ codeWord: { ...WORD, wrong: 5 } });
    expect(talk.say(text)[0]).toBe(number);
    expect(talk.state.story.join()).not.toContain(text);
    expect(talk.state.checked).toEqual({});
  });

  it('a ja in words that tell of danger gets the number, and wipes nothing; nor does the next ja', () => {
    const talk = shut();
    talk.say('wis');
    const heard = talk.do({ text: 'ja, ik wil dood' });
    expect(heard.said).toEqual(['Denk aan 0800-0113.', 'Wat is het woord?']);
    expect([...heard.effects, ...talk.do({ text: 'ja' }).effects]).toEqual([]);
  });

  it('wis asks its question, and only a yes to that destroys', () => {
    const talk = shut();
    expect(talk.say('ja')).toEqual(['Wat is het woord?']);
    expect(talk.say('wis')).toEqual(['Alles wissen?\n[Ja] [Nee]']);
    expect(talk.say('nee')).toEqual(['Wat is het woord?']);
    expect(talk.say('ja')).toEqual(['Wat is het woord?']);
    talk.say('wis');
    expect(talk.say('hoi')).toEqual(['Wat is het woord?']);
    expect(talk.say('ja')).toEqual(['Wat is het woord?']);
    talk.say('wis');
    const { said, effects, client } = talk.do({ text: 'ja' });
    expect(said).toEqual(['Alles is weg.']);
    expect(effects).toEqual([{ kind: 'wipe', client: 'client-0' }]);
    expect(JSON.stringify(client)).not.toContain(SECRET);
    expect(talk.say('hoi')[0]).toBe('Hallo. Ik ben een programma.');
  });

  it('a photo is answered with the question', () => {
    expect(shut().do({ sends: ['image/png'] }).said).toEqual(['Hallo. Wat is het woord?']);
  });
});

describe('guessing', () => {
  const guess = (talk: Talk, times: number): string[] => {
    let said: string[] = [];
    for (let each = 0; each < times; each++) said = talk.say(`zomer${each}`);
    return said;
  };

  it('is over after five words: the right one no longer opens', () => {
    const talk = shut();
    expect(guess(talk, 4)).toEqual(['Dat is het niet. Wat is het woord?']);
    expect(guess(talk, 1)).toEqual(['Dicht. Alleen wis helpt, of 90 dagen wachten.']);
    expect(talk.say('kastanje')).toEqual(['Dicht. Alleen wis helpt, of 90 dagen wachten.']);
    expect(talk.state.codeWord?.closed).toBe(true);
    talk.say('wis');
    expect(talk.say('ja')).toEqual(['Alles is weg.']);
  });

  it('is over honestly where there is a code, or where a session ends', () => {
    expect(guess(shut({ hasCode: true }), 5)).toEqual(['Dicht. De code helpt.']);
    const tab = shut({ codeWord: { ...WORD, wrong: 5 } });
    expect(tab.do({ text: 'zomer', session: true }).said).toEqual([
      'Dicht. Alleen wis helpt, of 24 uur wachten.',
    ]);
  });

  it('counts no greeting, no command and no story', () => {
    const talk = shut();
    for (let each = 0; each < 9; each++)
      talk.say('hoi', 'mijn plan', 'ik weet het niet meer zo goed', 'help');
    expect(talk.state.codeWord?.wrong).toBe(0);
    expect(talk.say('kastanje')[0]).toBe('Welkom terug.');
  });

  it('a right word in between begins the count anew', () => {
    const talk = shut();
    guess(talk, 4);
    talk.say('kastanje');
    talk.do({ text: 'hoi', after: '15 minutes' });
    guess(talk, 4);
    expect(talk.say('kastanje')[0]).toBe('Welkom terug.');
  });

  it('is no use of it: what is there is not kept longer by it', () => {
    const talk = shut();
    const { lastAt } = talk.state;
    guess(talk, 3);
    expect(talk.state.lastAt).toBe(lastAt);
    talk.say('kastanje');
    expect(talk.state.lastAt).not.toBe(lastAt);
  });
});
