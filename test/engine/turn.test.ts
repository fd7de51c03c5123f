/**
 * What comes before what in a turn, and what happens with everything that is not simply an answer.
 */
import { describe, expect, it } from 'vitest';
import type { Reader } from '../../src/domain/reading.ts';
import { readAnswer } from '../../src/engine/answer.ts';
import type { ClientInput, ContactInput } from '../../src/engine/input.ts';
import { turn } from '../../src/engine/turn.ts';
import { standingAt } from './places.ts';
import { smallContent, talkWith } from './world.ts';

const content = smallContent();
const first = (texts: string[]): string | undefined => texts[0]?.split('\n')[0];

const begun = () => {
  const talk = talkWith(content);
  talk.open();
  return talk;
};

describe('the first message', () => {
  it('is answered after the introduction', () => {
    const talk = talkWith(content);
    expect(talk.say('ik heb schulden').map((text) => text.split('\n')[0])).toEqual([
      'Hallo. Ik ben een programma.',
      'Kan het nu veilig?',
    ]);
    expect(talk.state.story).toEqual(['ik heb schulden']);
  });

  it.each([
    ['mens', 'Een mens luistert op 0800-0113.'],
    ['ik wil dood', 'Bel nu 0800-0113.'],
    ['ik zie het niet meer zitten', 'Denk je aan de dood?'],
    ['ik zoek een maatje', 'Zijn dit mensen voor jou?'],
    ['help', 'Dit zijn de woorden die altijd werken.'],
    ['hoi', 'Kan het nu veilig?'],
    ['blauw', 'Kan het nu veilig?'],
  ])('%j', (text, answer) => {
    const said = talkWith(content)
      .say(text)
      .map((bubble) => bubble.split('\n')[0]);
    expect(said[0]).toBe('Hallo. Ik ben een programma.');
    expect(said).toContain(answer);
  });

  it('may be a photo', () => {
    expect(
      talkWith(content)
        .do({ sends: ['image/png'] })
        .said.slice(0, 2),
    ).toEqual(['Hallo. Ik ben een programma.', 'Ik kan alleen lezen.']);
  });

  it('may be a button of a conversation that was wiped', () => {
    const { said } = talkWith(content).do({ text: 'Geld', choice: 'story.topic:money' });
    expect(said.map((text) => text.split('\n')[0])).toEqual([
      'Hallo. Ik ben een programma.',
      'Kan het nu veilig?',
    ]);
  });
});

describe('precedence', () => {
  it('danger goes before a command', () => {
    const talk = standingAt(content, 'choose');
    expect(first(talk.say('stop, ik wil dood'))).toBe('Bel nu 0800-0113.');
    expect(talk.state.paused).toBe(false);
  });

  it('a command goes before the question, also an open one', () => {
    const talk = standingAt(content, 'ask');
    expect(first(talk.say('mens'))).toBe('Een mens luistert op 0800-0113.');
    expect(talk.state.story).toEqual([]);
  });

  it('the words of a choice go before a command', () => {
    const talk = standingAt(content, 'choose');
    talk.say('geen haast', 'rust');
    expect(first(talk.say('Met een mens praten'))).toBe('Een mens luistert op 0800-0113.');
    expect(talk.state.trail.at(-1)?.stack.at(-1)).toMatchObject({ dialog: 'money', step: 'ways' });
  });

  it('an answer to the question goes before a wish', () => {
    const talk = standingAt(content, 'choose');
    talk.say('geen haast');
    expect(first(talk.say('ik zoek een maatje'))).toBe('Hoe pak je het aan?');
    expect(talk.state.plan.goals.map(({ text }) => text)).toEqual(['ik zoek een maatje']);
  });

  it('a wish goes before a story', () => {
    const talk = standingAt(content, 'scale');
    expect(talk.say('ik zoek een maatje').at(-1)).toMatch(/^Zijn dit mensen voor jou\?/);
    expect(talk.state.story).toHaveLength(1);
  });

  it('a story goes before politeness and repair', () => {
    const talk = standingAt(content, 'scale');
    expect(talk.say('mijn kinderen zien dit ook allemaal')).toEqual([
      'Dat heb ik gehoord.',
      'Welk cijfer, 0 tot 10?',
    ]);
  });

  it.each([
    ['bedankt', 'Graag gedaan.'],
    ['hoi', 'Dag.'],
    ['blauw', 'Dat begrijp ik niet.'],
  ])('%j is answered and the question asked again', (text, answer) => {
    expect(standingAt(content, 'scale').say(text)).toEqual([answer, 'Welk cijfer, 0 tot 10?']);
  });

  it('who says goodbye is asked nothing more, and can go on later', () => {
    const talk = standingAt(content, 'scale');
    expect(talk.say('doei')).toEqual(['Tot ziens.']);
    expect(talk.state.paused).toBe(true);
    expect(talk.say('hoi')[0]).toBe('Welkom terug.');
  });

  it.each([
    ['zeg maar u', 'u', 'Goed u.'],
    ['Kunt u ook "u" zeggen?', 'u', 'Goed u.'],
    ['zeg alstublieft u tegen mij', 'u', 'Goed u.'],
    ['ik wil graag met u aangesproken worden', 'u', 'Goed u.'],
    ['Zegt u maar u', 'u', 'Goed u.'],
    ['zegt u maar gewoon u, hoor', 'u', 'Goed u.'],
    ['u graag', 'u', 'Goed u.'],
    ['Nee, u alstublieft.', 'u', 'Goed u.'],
    ['zeg maar gewoon je', 'je', 'Goed je.'],
    ['zegt u maar je', 'je', 'Goed je.'],
    ['je mag me tutoyeren', 'je', 'Goed je.'],
  ])('%j: from now on with %s, and the question again', (text, form, answer) => {
    const talk = standingAt(content, 'scale');
    expect(talk.say(text)).toEqual([answer, 'Welk cijfer, 0 tot 10?']);
    expect(talk.state.form).toBe(form);
  });

  it.each([
    'wat zeg je',
    'ik zeg je eerlijk dat het niet gaat',
    'hij wil u spreken',
    'met u is het anders',
    'jij ook',
    'je',
    'zegt u het maar tegen je baas',
  ])('%j asks for no form of address', (text) => {
    const talk = standingAt(content, 'ask');
    talk.say('zeg maar u', text);
    expect(talk.state.form).toBe('u');
  });

  it.each([
    ['ja hij is nu weg', 'yes'],
    ['nee dat gaat echt niet meer', 'no'],
  ])('%j answers a closed question with its first word', (text, code) => {
    const question = {
      key: 'main.sure',
      asked: 'Ben je nu veilig?',
      choices: ['yes', 'no'].map((each) => ({ id: `main.sure:${each}`, label: each })),
      misses: 0,
    };
    const input: ClientInput = { kind: 'client', event: 'message', text, attachments: [] };
    const reader: Reader = (said) => ({
      ...content.reader(said),
      intent: { name: 'leave_now', score: 0.87 },
    });
    const reading = text.startsWith('ja') ? reader : content.reader;
    expect(readAnswer(input, question, reading).code).toBe(code);
  });

  it.each([
    ['ik wil anderen helpen', 'Zo kun je anderen helpen.'],
    ['ik heb een klacht', 'Zo kun je klagen.'],
    ['geen mens', 'Goed, geen mens.'],
  ])('%j is granted and the question asked again', (text, answer) => {
    expect(standingAt(content, 'scale').say(text)).toEqual([answer, 'Welk cijfer, 0 tot 10?']);
  });

  it('a wish that says what it is about is heard', () => {
    const wishes = smallContent();
    wishes.reader = (text) => ({
      ...content.reader(text),
      ...(text.startsWith('hulp bij') ? { intent: { name: 'find_service', score: 0.9 } } : {}),
    });
    const talk = talkWith(wishes);
    talk.open();
    const { said, lookups } = talk.do({ text: 'hulp bij mijn schulden' });
    expect(lookups[0]).toMatchObject({ topics: ['money'], words: 'hulp bij mijn schulden' });
    expect(said).toHaveLength(4);
  });
});

it('who says goodbye is asked nothing more', () => {
  const talk = standingAt(content, 'scale');
  expect(talk.say('doei')).toEqual(['Tot ziens.']);
  expect(talk.state.paused).toBe(true);
  expect(first(talk.say('hoi'))).toBe('Welkom terug.');
});

describe('a story instead of yes or no', () => {
  it('is kept once, and the question stays', () => {
    const talk = begun();
    const story = 'ik heb schulden en ik durf de post niet te openen';
    expect(first(talk.say(story))).toBe('Dat heb ik gehoord.');
    expect(talk.state.question?.key).toBe('main.safe');
    talk.say(story);
    expect(talk.state.story).toEqual([story]);
    expect(first(talk.say('ja'))).toBe('Ik hoor: geld. Klopt dat?');
  });
});

describe('not understood', () => {
  it('is said plainly, in other words, and at the second time there are other ways on', () => {
    const talk = begun();
    expect(talk.say('blauw')).toEqual([
      'Dat begrijp ik niet.',
      'Is het nu veilig om te typen?\n[Ja] [Nee] [Weet ik niet]',
    ]);
    expect(talk.say('groen')).toEqual([
      'Het lukt mij niet. Wat nu?\n[Toch verder] [Liever een mens] [Voor nu genoeg]',
    ]);
    expect(first(talk.say('toch verder'))).toBe('Is het nu veilig om te typen?');
  });

  it('counts anew for another question', () => {
    const talk = begun();
    talk.say('blauw', 'ja', 'weet ik niet');
    expect(first(talk.say('blauw'))).toBe('Dat begrijp ik niet.');
  });

  it.each([
    '🙂',
    'привет',
    '你好',
    '   \u200b ',
    '?!',
    '{topics} {service.line.phone}',
    '<b>',
    '__proto__',
    'constructor',
  ])('%j gets an answer', (text) => {
    for (const verb of ['confirm', 'ask', 'choose', 'scale', 'topic_menu'] as const) {
      expect(standingAt(content, verb).say(text).length).toBeGreaterThan(0);
    }
  });

  it('braces of a client are not filled in', () => {
    const talk = standingAt(content, 'choose');
    talk.say('geen haast', '{organisation} {service.line.phone}', 'post openen', 'morgen', 'niemand');
    expect(talk.say('8')[0]).toContain('Doel: {organisation} {service.line.phone}');
  });
});

describe('a preview under the menu of ways on', () => {
  it('is shown again, as it is by now, to who answers it from there; only then can it be agreed to', () => {
    const talk = standingAt(content, 'offer_handoff');
    talk.say('blauw', 'paars');
    expect(talk.state.stack.at(-1)?.dialog).toBe('lost');
    const heard = talk.do({ text: 'ja, verstuur' });
    expect(heard.effects).toEqual([]);
    expect(heard.said.at(-1)).toMatch(/^Naar Welzijn Noord:/);
    expect(talk.do({ text: 'ja, verstuur' }).effects).toMatchObject([{ kind: 'request_handoff' }]);
  });
});

describe('what is sent without words', () => {
  it('gets an answer, and the question again', () => {
    const talk = begun();
    expect(talk.do({ sends: ['audio/ogg'] }).said[0]).toBe('Ik kan alleen lezen.');
    expect(talk.do({ text: '  ' }).said[0]).toBe('Ik zie geen woorden.');
    expect(talk.state.question?.key).toBe('main.safe');
  });

  it('is greeted after stop', () => {
    const talk = begun();
    talk.say('stop');
    expect(talk.do({ sends: ['image/png'] }).said.slice(0, 2)).toEqual([
      'Ik kan alleen lezen.',
      'Welkom terug.',
    ]);
    expect(first(talk.say('verder waar we waren'))).toBe('Is het nu veilig om te typen?');
  });
});

describe('away', () => {
  it('for weeks: greeted, nothing is taken for an answer, and on where it was', () => {
    const talk = standingAt(content, 'choose');
    const { said } = talk.do({ text: 'geen haast', after: '3 weeks' });
    expect(said[0]).toBe('Welkom terug.');
    expect(talk.state.answers).toEqual({});
    expect(first(talk.say('1'))).toBe('Kan iets niet wachten?');
  });

  it('opening the page soon says nothing, after weeks it greets', () => {
    const talk = standingAt(content, 'choose');
    expect(talk.do({ start: true }).said).toEqual([]);
    expect(talk.do({ start: true, after: '3 weeks' }).said[0]).toBe('Welkom terug.');
    expect(first(talk.say('verder waar we waren'))).toBe('Kan iets niet wachten?');
  });

  it('with a story: kept', () => {
    const talk = standingAt(content, 'choose');
    talk.do({ text: 'nu moet ik ook nog het huis uit', after: '3 days' });
    expect(talk.state.story.at(-1)).toBe('nu moet ik ook nog het huis uit');
    expect(talk.state.topics).toContain('housing');
  });

  it.each([
    ['mens', 'Een mens luistert op 0800-0113.'],
    ['wis', 'Alles wissen?'],
    ['stop', 'We stoppen.'],
    ['terug', 'Eén terug.'],
    ['ik wil dood', 'Bel nu 0800-0113.'],
  ])('%j is heard as ever', (text, answer) => {
    const { said } = standingAt(content, 'choose').do({ text, after: '1 day' });
    expect(said.map((bubble) => bubble.split('\n')[0])).toContain(answer);
  });

  it('twice in a row', () => {
    const talk = standingAt(content, 'choose');
    for (let visit = 0; visit < 6; visit++) talk.do({ text: 'hoi', after: '1 week' });
    expect(talk.state.stack.filter(({ dialog }) => dialog === 'return')).toHaveLength(1);
    expect(first(talk.say('1'))).toBe('Kan iets niet wachten?');
  });

  it('what time brings is no sign of life', () => {
    const { state } = standingAt(content, 'withdraw_handoff');
    const world = { now: '2026-11-20T10:00:00.000Z', id: () => 'id', pick: () => 0 };
    const expired = turn(content, state, { kind: 'clock', due: 'handoff_expired', handoff: 'h1' }, world);
    expect(expired.replies).toEqual([]);
    const [first, second] = state.handoffs;
    const { content: _, ...left } = first ?? {};
    expect(expired.client).toEqual({
      ...state,
      handoffs: [{ ...left, state: 'expired', at: world.now }, second],
    });
  });

  it('what a professional does is no sign of life, and of what is not open it does nothing', () => {
    const { state } = standingAt(content, 'withdraw_handoff');
    const world = { now: '2026-11-20T10:00:00.000Z', id: () => 'id', pick: () => 0 };
    const who = { id: 'w1', name: 'Marjan', function: 'maatschappelijk werker' };
    const said: ContactInput = { kind: 'contact', handoff: 'h1', who, did: 'said', text: 'hallo' };
    expect(turn(content, state, said, world).client.lastAt).toBe(state.lastAt);
    for (const handoff of ['h3', '']) {
      const nothing = { client: state, replies: [], effects: [], demand: [] };
      expect(turn(content, state, { ...said, handoff }, world)).toEqual(nothing);
    }
  });
});

describe('a look aside', () => {
  it('within a look aside leads back step by step', () => {
    const talk = standingAt(content, 'scale');
    talk.say('mijn plan', 'help', 'mens', 'mijn gegevens');
    expect(talk.state.question?.key).toBe('my_data.what');
    expect(talk.say('niets meer').at(-1)).toMatch(/^Wie van deze vraag ik\?/);
    expect(talk.say('toch geen').at(-1)).toMatch(/^Wat doen we met je plan\?/);
    expect(talk.say('klaar ermee')).toEqual(['Welk cijfer, 0 tot 10?']);
  });

  it('gives back what was talked about', () => {
    const talk = standingAt(content, 'scale');
    const { focus } = talk.state;
    talk.say('mijn plan', 'een stap erbij', 'wandelen', 'morgen', 'niemand', '9');
    expect(talk.state.focus.step).not.toBe(focus.step);
    talk.say('klaar ermee');
    expect(talk.state.focus).toEqual(focus);
    talk.say('8');
    expect(talk.state.plan.steps.map(({ text, certainty }) => [text, certainty])).toEqual([
      ['Post openen', 8],
      ['wandelen', 9],
    ]);
  });
});

describe('u', () => {
  it('asked for in so many words works in every state', () => {
    const talk = standingAt(content, 'scale');
    expect(talk.say('zeg maar u')).toEqual(['Goed u.', 'Welk cijfer, 0 tot 10?']);
    expect(talk.say('zeg maar je')[0]).toBe('Goed je.');
    expect(first(talk.say('zeg maar u, ik wil dood'))).toBe('Bel nu 0800-0113.');
  });

  it('is said from then on, after stop and restart too', () => {
    const talk = begun();
    talk.say('mijn gegevens', 'zeg u tegen mij', 'niets meer');
    expect(first(talk.say('ja'))).toBe('Vertelt u uw verhaal.');
    talk.say('opnieuw');
    expect(first(talk.say('ja'))).toBe('Vertelt u uw verhaal.');
  });
});

describe('a wiped client', () => {
  it('is gone from the state, and a stranger afterwards', () => {
    const talk = standingAt(content, 'scale');
    talk.say('mens', 'Welzijn Noord', 'bel mij over de schulden', 'zo is het goed', 'altijd');
    const { effects } = talk.do({ text: 'ja, verstuur' });
    expect(effects).toMatchObject([
      { kind: 'request_handoff', content: { message: 'bel mij over de schulden' } },
    ]);
    talk.say('wis', 'ja');
    expect(JSON.stringify(talk.state)).not.toMatch(/schulden|Post|client-0|zus/i);
    expect(talk.say('ik heb schulden')[0]).toBe('Hallo. Ik ben een programma.');
  });
});
