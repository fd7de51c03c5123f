/**
 * Promise P2: "Every stored thing about a client can be seen, corrected, taken along and destroyed by that client, in
 * the chat, in one step each."
 * What the files hold that are taken along is in `test/export`, what a wipe leaves on the disk in
 * `test/store/files.test.ts` and `test/runtime/words_left.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import type { HandoffContent } from '../../src/domain/handoff.ts';
import { type ClientHandoff, type ClientState, newClient, stateSchema } from '../../src/engine/state.ts';
import { myData } from '../../src/export/my-data.ts';
import { sentTo } from '../engine/places.ts';
import {
  BEGIN,
  type Heard,
  openAssistant,
  stage,
  standing,
  type Talk,
  TO_A_PREVIEW,
  TO_SOMEBODY,
} from './assistant.ts';
import { alongTranscripts, PATIENT } from './everywhere.ts';

type Key = keyof ClientState;

const codesOf = ({ choices }: Heard): string[] => choices.map(({ id }) => id.slice(id.lastIndexOf(':') + 1));
const press = (here: Talk, heard: Heard, code: string): Promise<Heard> => {
  const found = heard.choices.find(({ id }) => id.endsWith(`:${code}`));
  if (!found) throw new Error(`no choice '${code}' under: ${heard.text}`);
  return here.press(found);
};

/** Says words, or presses the choice with the code behind a colon. */
async function follow(here: Talk, ...doings: [string, ...string[]]): Promise<Heard> {
  const [first, ...rest] = doings;
  let heard = await here.say(first);
  for (const doing of rest)
    heard = doing.startsWith(':') ? await press(here, heard, doing.slice(1)) : await here.say(doing);
  return heard;
}

const sent = sentTo('h1', 'Welzijn Kobalt', 'requested');
const KOBALT: ClientHandoff = {
  ...sent,
  at: '2026-05-06T10:00:00.000Z',
  content: {
    ...(sent.content as HandoffContent),
    message: 'lilawolk',
    goals: ['limoenhuis'],
    steps: ['okerweg'],
    answers: [{ label: 'waar het om gaat', text: 'taupemuts' }],
  },
  log: [
    {
      at: '2026-05-07T08:00:00.000Z',
      who: { id: 'w1', name: 'Crèmekleur', function: 'turkooisje' },
      did: 'opened',
    },
  ],
};

/** Somebody who made and told all that can be made and told, in words that nothing else says. */
const EVERYTHING: Partial<ClientState> = {
  since: '2026-03-04T10:00:00.000Z',
  story: ['zwartekat zit in de kast'],
  topics: ['money'],
  perspective: 'other',
  answers: { 'money.urgent': { text: 'blauwelamp' }, 'anything.weighs': { text: 'roodfornuis' } },
  plan: {
    goals: [{ id: 'g1', text: 'groenedeur', topics: ['money'] }],
    strengths: 'gelefiets',
    circle: 'oranjetante',
    setback: 'paarsetas',
    steps: [
      {
        id: 's1',
        text: 'wittestoel',
        day: '2026-12-24',
        time: '15:45',
        with: 'grijzebuur',
        certainty: 7,
        outcome: 'bruinebrief',
        by: 'volunteer',
        state: 'done',
      },
    ],
  },
  message: 'rozekoek',
  handoffs: [KOBALT],
  talk: { handoff: 'h1', unsent: 'zilvervos' },
  checked: { suicide: BEGIN },
  hasCode: true,
  keepDays: 30,
  agendaWords: true,
  codeWord: { word: 'kastanje', closed: false, wrong: 0 },
  contact: { when: 'evening', how: 'in_chat', leave: true },
  reminders: [{ id: 'r1', at: '2026-12-20T19:00:00.000Z', of: 'check_in' }],
};

const someone = (known: Partial<ClientState> = {}): ClientState => ({
  ...newClient('client', BEGIN, 'talk'),
  stack: [
    { dialog: 'main', step: 'talk', is: 'visiting' },
    { dialog: 'story', step: 'what', is: 'waiting' },
  ],
  question: { key: 'story.what', asked: 'Wat is er aan de hand?', choices: [], misses: 0 },
  ...structuredClone(known),
});

async function seen(state: ClientState): Promise<string> {
  const { here } = await standing(state);
  return (await follow(here, 'mijn gegevens', ':see')).text;
}

/** Kept, and not shown as data: where the conversation stands. Each with the reason. */
const POSITION: Partial<Record<Key, string>> = {
  version: 'of the document',
  id: 'a random number that says nothing',
  lastAt: 'now: they are talking',
  paused: 'not, while they look',
  stack: 'what is being asked is on the screen',
  question: 'is on the screen',
  trail: 'the questions that were on the screen',
  focus: 'which part of the plan, or of what they told, is talked about',
  passing: 'which parts of what they told are forgotten soon; the words themselves are shown',
  news: 'whether what they told was said back',
  visited: 'which topics were talked through; the topics are shown',
  planMade: 'the plan is shown',
  offer: 'is shown whole, at the moment it is made, and gone after the next answer',
  shown: 'services of the directory that were on the screen',
  session: 'shown as how long everything is kept',
  reachable: 'what the channel can do',
  reminded: 'the reminder that came',
  newCode: 'is on the screen, once, and works for nobody yet',
  addressee: 'is on the screen while it is asked what to send, and gone after that',
  offered: 'is on the screen',
  share: 'is on the screen, and gone with the question',
  held: 'is said before anything else, as soon as they are here',
  followUp: 'is asked on the screen',
};

describe('every stored thing can be seen', () => {
  it('each part of what is kept is shown, or says nothing about a person', async () => {
    // A reminder only comes where they may be written to.
    const plain: Partial<ClientState> = { contact: { when: 'any', how: 'in_chat', leave: true } };
    const base = await seen(someone(plain));
    for (const key of Object.keys(stateSchema.shape) as Key[]) {
      if (key in POSITION) continue;
      const value = key === 'form' ? 'u' : EVERYTHING[key];
      expect(
        value,
        `add an example of '${key}' to EVERYTHING, or to POSITION why it is not shown`,
      ).toBeDefined();
      expect(await seen(someone({ ...plain, [key]: value })), `'${key}' is not shown`).not.toBe(base);
    }
  });

  it('in the client’s own words, all of them', async () => {
    const shown = await seen(someone(EVERYTHING));
    const words = JSON.stringify(EVERYTHING).match(
      /zwartekat|blauwelamp|roodfornuis|groenedeur|gelefiets|oranjetante|paarsetas|wittestoel|grijzebuur|bruinebrief|rozekoek|lilawolk|limoenhuis|okerweg|taupemuts|Crèmekleur|turkooisje|zilvervos|Kobalt|15:45/g,
    );
    expect(new Set(words).size).toBe(20);
    for (const word of words ?? []) expect(shown).toContain(word);
  });

  it(
    'what is told on the way is there too, wherever it was asked',
    async () => {
      const typed: string[] = [];
      let told = '';
      for (const { state } of (await alongTranscripts()).filter(({ state: { question } }) => question)) {
        const { here } = await standing(state);
        const words = `bloempot${typed.length}`;
        await here.say(`de ${words} op mijn balkon`);
        const after = await here.state();
        // What is being forgotten and what is asked about right now is not kept.
        if (!JSON.stringify({ ...after, question: undefined, trail: undefined }).includes(words)) continue;
        typed.push(words);
        told += await seen(after);
      }
      expect(typed.length).toBeGreaterThan(20);
      expect(typed.filter((words) => !told.includes(words))).toEqual([]);
    },
    PATIENT,
  );

  it('what was sent to an organisation, in the words that were sent', async () => {
    const one = openAssistant().talk();
    await one.open();
    await one.say('ja', ...TO_SOMEBODY, 'zwartekat', 'zo is het goed', 'altijd', 'een week', 'ja, stuur dit');
    const shown = await follow(one, 'mijn gegevens', ':sent');
    expect(shown.text).toContain('zwartekat');
  });
});

describe('every stored thing can be corrected', () => {
  it.each<[what: string, from: string, to: string, how: [string, ...string[]]]>([
    [
      'an answer',
      'blauwelamp',
      'Ik heb niets te eten',
      ['mijn gegevens', ':change', ':money.urgent', ':food'],
    ],
    ['own words', 'roodfornuis', 'zilvervis', ['mijn gegevens', ':change', ':anything.weighs', 'zilvervis']],
    ['a step', 'wittestoel', 'zilvervis', ['mijn plan', ':change', ':step', ':text', 'zilvervis']],
    [
      'the day of a step',
      '24 december',
      '30 december',
      ['mijn plan', ':change', ':step', ':day', '30 december'],
    ],
    ['who joins in', 'grijzebuur', 'zilvervis', ['mijn plan', ':change', ':step', ':with', 'zilvervis']],
    ['how sure they are', 'hoe zeker: 7', 'hoe zeker: 9', ['mijn plan', ':change', ':step', ':sure', '9']],
    ['a goal', 'groenedeur', 'zilvervis', ['mijn plan', ':change', ':goal', ':text', 'zilvervis']],
    ['what helps', 'gelefiets', 'zilvervis', ['mijn plan', ':change', ':strengths', ':text', 'zilvervis']],
    ['who is there', 'oranjetante', 'zilvervis', ['mijn plan', ':change', ':circle', ':text', 'zilvervis']],
    ['a setback', 'paarsetas', 'zilvervis', ['mijn plan', ':change', ':setback', ':text', 'zilvervis']],
    ['how they are addressed', "met 'je'", "met 'u'", ['zeg maar u']],
    [
      'how long it is kept',
      'Gebruik je dit 30 dagen',
      'Gebruik je dit 7 dagen',
      ['mijn gegevens', ':keeping', ':week'],
    ],
    ['when they may be written to', "'s avonds", '', ['mijn gegevens', ':contact', ':change', ':never']],
    ['the code', 'Je hebt een code om', '', ['mijn gegevens', ':keeping', ':no_code']],
    ['the code word', 'Je hebt een codewoord', '', ['mijn gegevens', ':word', ':drop']],
    ['what was sent', 'Kobalt: gestuurd', 'Kobalt: teruggehaald', ['mijn gegevens', ':sent', ':yes']],
  ])('%s, and the rest stays as it is', async (_what, from, to, how) => {
    const { here } = await standing(someone({ ...EVERYTHING, message: 'rozekoek' }));
    const before = await seen(await here.state());
    expect(before).toContain(from);
    await follow(here, ...how);
    const after = await seen(await here.state());
    expect(after).not.toContain(from);
    expect(after).toContain(to);
    for (const word of ['zwartekat', 'roodfornuis', 'wittestoel', 'gelefiets', 'oranjetante', 'Kobalt']) {
      if (word !== from) expect(after).toContain(word);
    }
  });

  it('what was told, by its own words: written anew, or taken out', async () => {
    const { here } = await standing(someone({ ...EVERYTHING, story: ['zwartekat', 'pimpelmees'] }));
    const tell = async (...doings: string[]): Promise<ClientState> => {
      const which = await follow(here, 'mijn gegevens', ':change');
      const piece = which.choices.find(
        ({ label }) => label.includes('zwartekat') || label.includes('zilver'),
      );
      if (!piece) throw new Error(`what was told is not among: ${which.text}`);
      expect((await here.press(piece)).text).toMatch(/zwartekat|zilvervis/);
      for (const doing of doings)
        await (doing === 'Weghalen' ? press(here, await here.say('?!'), 'away') : here.say(doing));
      return await here.state();
    };
    expect((await tell('zilvervis')).story).toEqual(['zilvervis', 'pimpelmees']);
    expect(JSON.stringify(await here.state())).not.toContain('zwartekat');
    expect(await seen(await here.state())).toContain('zilvervis');
    expect((await tell('Weghalen')).story).toEqual(['pimpelmees']);
    expect(await seen(await here.state())).not.toContain('zilvervis');
  });

  it('the words that were for an organisation, and were not sent', async () => {
    const { here } = await standing(someone(EVERYTHING));
    await press(here, await follow(here, 'mijn gegevens', ':change', ':message'), 'away');
    expect((await here.state()).message).toBeUndefined();
    expect(await seen(await here.state())).not.toContain('rozekoek');
  });

  it('an answer to a question that is not asked any more', async () => {
    const { here } = await standing(someone({ answers: { 'gone.step': { text: 'blauwelamp' } } }));
    await press(here, await follow(here, 'mijn gegevens', ':change', ':gone.step'), 'away');
    expect((await here.state()).answers).toEqual({});
  });

  it('also what comes last of much that was told and answered', async () => {
    const keys = Object.entries(stage.content.texts).flatMap(([key, { label }]) => (label ? [key] : []));
    const answers = Object.fromEntries(keys.map((key, n) => [key, { text: `antwoord${n}.` }]));
    const story = Array.from({ length: 12 }, (_, n) => `stukje${n}.`);
    const { here } = await standing(someone({ answers, story }));
    let screen = await follow(here, 'mijn gegevens', ':change');
    const offered = new Set<string>();
    for (
      let screens = 0;
      screens < 5 && !screen.choices.some(({ label }) => label.includes('stukje0.'));
      screens++
    ) {
      expect(screen.choices.length).toBeLessThanOrEqual(9);
      for (const { label } of screen.choices) offered.add(label);
      screen = await press(here, screen, 'more');
    }
    for (const { label } of screen.choices) offered.add(label);
    for (const words of [...story, ...Object.values(answers).map(({ text }) => text)])
      expect([...offered].filter((label) => label.includes(words))).toHaveLength(1);
    const first = screen.choices.find(({ label }) => label.includes('stukje0.'));
    expect(first && (await here.press(first)).text).toContain('stukje0.');
  });
});

describe('every stored thing can be taken along', () => {
  it('as a file behind a link that works once', async () => {
    const { here, store, at, content } = await standing(someone(EVERYTHING));
    const given = await follow(here, 'mijn gegevens', ':take', ':data');
    const ticket = /\/d\/(\S+)/.exec(given.text)?.[1] ?? '';
    const taken = await store.takeDownload(ticket, at());
    const file = myData(content, stateSchema.parse(taken?.document), at());
    for (const [key, value] of Object.entries(EVERYTHING)) {
      if (key !== 'plan') expect(file.known).toHaveProperty([key], value);
    }
    expect(JSON.stringify(file.known.plan)).toContain('wittestoel');
    expect(await store.takeDownload(ticket, at())).toBeUndefined();
  });

  it('as text in the chat, where there are no links', async () => {
    const { linkBase: _, ...content } = stage.content;
    const { here } = await standing(someone(EVERYTHING), {
      content: { ...content, linkBase: undefined as never },
    });
    const given = await follow(here, 'mijn gegevens', ':take');
    for (const word of ['groenedeur', 'gelefiets', 'wittestoel']) expect(given.text).toContain(word);
  });
});

describe('every stored thing can be destroyed', () => {
  it('with one word and a yes: document, texts, code, link, reminder and what was sent', async () => {
    const { store, talk, at } = openAssistant();
    const [phone, laptop] = [talk('phone'), talk('laptop')];
    await phone.open();
    await phone.say('ja', 'ik heb schulden, zwartekat', 'bewaar', 'ja');
    const code = (await phone.state()).newCode ?? '';
    await phone.say(code.split(' ')[0] ?? '');
    await phone.say(...TO_A_PREVIEW, 'ja, stuur dit');
    const [sent] = await store.handoffs('buurtteam');
    expect((await store.handoffContent(sent?.id ?? ''))?.content.message).toContain('zwartekat');
    await laptop.say(code);
    const given = await follow(laptop, 'mijn gegevens', ':take', ':yes');
    const ticket = /\/d\/(\S+)/.exec(given.text)?.[1] ?? '';
    expect(ticket).not.toBe('');
    const gone = (await phone.state()).id;

    await laptop.say('wis');
    const { turn, events } = await laptop.say('ja');
    expect(turn?.wipes).toBe(gone);
    expect(events).toContain('wiped');
    expect(await store.byReturnCode(code)).toBeUndefined();
    expect(await store.handoffs('buurtteam')).toEqual([]);
    expect(await store.handoffContent(sent?.id ?? '')).toBeUndefined();
    expect(await store.takeDownload(ticket, at())).toBeUndefined();
    expect(await store.dueReminders('2099-01-01T00:00:00.000Z', 10)).toEqual([]);
    for (const device of [phone, laptop]) {
      const rows = JSON.stringify(await store.history(device.address, 0, 500));
      expect(rows).not.toContain('zwartekat');
      expect(JSON.stringify((await store.load(device.address)).client ?? '')).not.toContain('zwartekat');
      expect((await device.state()).id).not.toBe(gone);
    }
  });

  it('not by anything but a yes', async () => {
    const { here, commits } = await standing(someone(EVERYTHING));
    await here.say('wis', 'nee', 'wis', 'weet ik niet', 'wis', 'qwrtp');
    expect(commits.filter(({ wipes }) => wipes)).toEqual([]);
  });
});

describe('in one step each', () => {
  it(
    'from anywhere: what leads to all four is one word away, and each is one choice of it',
    async () => {
      for (const { name, state } of await alongTranscripts()) {
        const { here } = await standing(state);
        const ways = await here.say('mijn gegevens');
        expect(codesOf(ways), name).toEqual(expect.arrayContaining(['see', 'change', 'take', 'wipe']));
        const there = await here.state();
        const chosen = async (code: string): Promise<[Heard, ClientState]> => {
          const again = await standing(there);
          return [await press(again.here, ways, code), await again.here.state()];
        };
        expect((await chosen('see'))[0].text, name).toMatch(/Dit weet ik van (je|u):/);
        expect((await chosen('change'))[0].text, name).toMatch(
          /Wat (wil je|wilt u) veranderen|Er is niets veranderd/,
        );
        expect((await chosen('take'))[1].question?.key, name).toMatch(
          /my_data\.(along|along_with_days|only_data|more)$/,
        );
        expect((await chosen('wipe'))[1].question?.key, name).toBe('wipe.sure');
      }
    },
    PATIENT,
  );

  it(
    'and a yes destroys from anywhere',
    async () => {
      for (const { name, state } of await alongTranscripts()) {
        const { here, commits } = await standing(state);
        await here.say('wis', 'ja');
        expect(commits.at(-1)?.wipes, name).toBe(state.id);
        expect((await here.state()).plan, name).toEqual({ goals: [], steps: [] });
      }
    },
    PATIENT,
  );
});
