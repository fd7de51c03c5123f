/**
 * What is kept, over a year and more of simulated time: through the entrance and the clock's own job, on the store in
 * memory and on a database file. The terms themselves, to the millisecond, are in `test/store/contract_retention.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Incoming, Store } from '../../src/run/ports.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { ORGANISATIONS } from '../../src/transcript/organisations.ts';
import { openWithOrganisations } from '../store/organisations.ts';
import { openAssistant, type Talk, TO_SOMEBODY } from './assistant.ts';
import { PATIENT } from './everywhere.ts';

const keys = await keyringFrom(newKey());

const STORES: [name: string, open: () => Promise<Store>][] = [
  ['in memory', async () => openMemoryStore(ORGANISATIONS)],
  [
    'on a file',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'stuur-year-'));
      const store = await openWithOrganisations({ file: join(folder, 'stuur.sqlite'), keys });
      onTestFinished(async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      });
      return store;
    },
  ],
];

/** The clock looks once in this time here, once a minute on a server. */
const STEP_HOURS = 4;
const WEB: Partial<Incoming> = { session: true };

type Assistant = ReturnType<typeof openAssistant>;

/** Hours from now until something is gone, found by looking after each step of the clock. */
async function hoursUntilGone(
  assistant: Assistant,
  watched: Record<string, () => Promise<boolean>>,
  days = 100,
) {
  const gone: Record<string, number> = {};
  for (let passed = 0; passed < days * 24; passed += STEP_HOURS) {
    await assistant.pass(`${STEP_HOURS} hours`);
    for (const [name, isThere] of Object.entries(watched)) {
      if (!(name in gone) && !(await isThere())) gone[name] = passed + STEP_HOURS;
    }
  }
  return gone;
}

const isKept = (assistant: Assistant, talk: Talk) => async (): Promise<boolean> =>
  (await assistant.store.load(talk.address)).client !== undefined;
const hasTexts = (assistant: Assistant, talk: Talk) => async (): Promise<boolean> =>
  (await assistant.store.history(talk.address, 0, 500)).length > 0;

/** A plan with a step, and a little story. */
async function makePlan(talk: Talk): Promise<void> {
  await talk.open();
  await talk.say(
    'ja',
    'ik heb schulden',
    'mijn plan',
    'ja',
    'wandelen',
    'morgen',
    'alleen',
    '8',
    'dan overmorgen',
  );
  expect((await talk.state()).plan.steps).toHaveLength(1);
}
async function makeCode(talk: Talk): Promise<string> {
  await talk.say('bewaar', 'ja');
  const code = (await talk.state()).newCode ?? '';
  await talk.say(code.split(' ')[0] ?? '');
  return code;
}

/** Within a step of the clock after its time, and not before it. */
const about = (hours: number) => ({
  asymmetricMatch: (found: unknown) =>
    typeof found === 'number' && found >= hours - STEP_HOURS && found <= hours + STEP_HOURS,
  toString: () => `about ${hours} hours`,
});
const days = (count: number) => about(count * 24);

describe.each(STORES)('a year %s', (_name, open) => {
  it(
    'deletes each thing when its time is over: chat text, session, plan, code',
    async () => {
      const assistant = openAssistant({ store: await open() });
      const plan = assistant.talk('plan');
      await makePlan(plan);
      const tab = assistant.talk('tab', WEB);
      await makePlan(tab);
      const keptTab = assistant.talk('kept tab', WEB);
      await makePlan(keptTab);
      const code = await makeCode(keptTab);
      const week = assistant.talk('week');
      await makePlan(week);
      await week.say('mijn gegevens', 'hoe lang het bewaard blijft', '7 dagen');
      const month = assistant.talk('month', WEB);
      await makePlan(month);
      await makeCode(month);
      await month.say('mijn gegevens', 'hoe lang het bewaard blijft', '30 dagen');
      const stranger = assistant.talk('stranger', WEB);
      await stranger.open();

      const gone = await hoursUntilGone(
        assistant,
        {
          'chat text': hasTexts(assistant, plan),
          'chat text of a tab': hasTexts(assistant, tab),
          plan: isKept(assistant, plan),
          'a tab': isKept(assistant, tab),
          'a tab with a code': isKept(assistant, keptTab),
          'for a week': isKept(assistant, week),
          'for a month, with a code': isKept(assistant, month),
          'who said nothing': isKept(assistant, stranger),
        },
        100,
      );
      expect(gone).toEqual({
        'chat text': about(24),
        'chat text of a tab': about(24),
        plan: days(90),
        'a tab': about(24),
        'a tab with a code': days(90),
        'for a week': days(7),
        'for a month, with a code': days(30),
        'who said nothing': about(24),
      });
      expect(await assistant.store.byReturnCode(code)).toBeUndefined();
    },
    PATIENT,
  );

  it(
    'each use begins the time anew, all year; then it is over',
    async () => {
      const assistant = openAssistant({ store: await open() });
      const [regular, once] = [assistant.talk('regular'), assistant.talk('once')];
      await makePlan(regular);
      await makePlan(once);
      const plan = (await regular.state()).plan;
      for (let month = 0; month < 12; month++) {
        for (let day = 0; day < 29; day++) await assistant.pass('1 day');
        // Opening the page, or a word, is use.
        const { status } = month % 2 ? await regular.open() : await regular.say('hoi');
        expect(status).toBe('answered');
        expect((await regular.state()).plan).toEqual(plan);
      }
      expect((await assistant.store.load(once.address)).client).toBeUndefined();
      const gone = await hoursUntilGone(assistant, { regular: isKept(assistant, regular) }, 100);
      expect(gone).toEqual({ regular: days(90) });
      const heard = await regular.say('mijn plan');
      expect(heard.messages[0]).toContain('Ik ben Stuur');
      expect(heard.text).not.toContain('wandelen');
    },
    PATIENT,
  );

  it(
    'what the clock does is no use: it does not begin the time anew',
    async () => {
      const assistant = openAssistant({ store: await open() });
      const talk = assistant.talk('app', { pulled: false });
      await makePlan(talk);
      await talk.say('seintje', 'op elk moment', 'ja', 'over een maand');
      expect((await talk.state()).reminders).toHaveLength(1);
      const written = assistant.commits.length;
      const gone = await hoursUntilGone(assistant, { plan: isKept(assistant, talk) }, 100);
      expect(gone).toEqual({ plan: days(90) });
      expect(assistant.commits.slice(written).map(({ cause }) => cause)).toEqual(['clock']);
    },
    PATIENT,
  );

  it(
    'never longer than the client chose, also when the organisation that runs it keeps less',
    async () => {
      const retention = { chatHours: 6, planDays: 20, sessionHours: 12, handoffDays: 10 };
      const assistant = openAssistant({ store: await open(), content: { retention } });
      const [usual, month, tab] = [
        assistant.talk('usual'),
        assistant.talk('month'),
        assistant.talk('tab', WEB),
      ];
      for (const talk of [usual, month, tab]) await makePlan(talk);
      await month.say('mijn gegevens', 'hoe lang het bewaard blijft', '30 dagen');
      const gone = await hoursUntilGone(
        assistant,
        {
          text: hasTexts(assistant, usual),
          usual: isKept(assistant, usual),
          month: isKept(assistant, month),
          tab: isKept(assistant, tab),
        },
        40,
      );
      expect(gone).toEqual({ text: about(6), usual: days(20), month: days(20), tab: about(12) });
    },
    PATIENT,
  );

  it(
    'what was sent to an organisation is gone after its time, and sooner when it is taken back or wiped',
    async () => {
      const assistant = openAssistant({ store: await open() });
      const sent = ['stays', 'taken back', 'wiped'].map((name) => assistant.talk(name));
      for (const talk of sent) {
        await talk.open();
        await talk.say('ja', ...TO_SOMEBODY, 'graag een gesprek over de post', 'zo is het goed', 'altijd');
        await talk.say('zo lang als nodig', 'ja, stuur dit');
        expect((await talk.state()).handoffs).toHaveLength(1);
      }
      const [stays, takenBack, wiped] = sent;
      const left = async () => (await assistant.store.handoffs('buurtteam')).length;
      expect(await left()).toBe(3);
      await takenBack?.say('mens', 'terughalen');
      expect((await takenBack?.state())?.handoffs[0]?.state).toBe('withdrawn');
      expect(await left()).toBe(2);
      await wiped?.say('wis', 'ja');
      expect(await left()).toBe(1);
      for (let day = 0; day < 29; day++) await assistant.pass('1 day');
      expect(await left()).toBe(1);
      expect((await stays?.state())?.handoffs[0]?.state).toBe('requested');
      for (let day = 0; day < 2; day++) await assistant.pass('1 day');
      expect(await left()).toBe(0);
      // And they know.
      expect((await stays?.state())?.handoffs[0]?.state).toBe('expired');
    },
    PATIENT,
  );
});
