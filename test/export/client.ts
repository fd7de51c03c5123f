/**
 * A client of whom everything is known that can be known, and the words that we really use.
 */
import type { Content } from '../../src/content/content.ts';
import { loadScriptFiles } from '../../src/content/load.ts';
import { readScript } from '../../src/content/read.ts';
import { serviceFacts } from '../../src/content/services.ts';
import { loadDirectory } from '../../src/directory/load.ts';
import type { ClientState } from '../../src/engine/state.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { ruleReader } from '../engine/reader.ts';

export const content: Content = {
  ...readScript(loadScriptFiles(ROOT)).script,
  reader: ruleReader,
  services: serviceFacts(loadDirectory().services),
  organisation: 'een welzijnsorganisatie',
  retention: { chatHours: 24, planDays: 90, sessionHours: 24, handoffDays: 30 },
};

export const MADE_AT = '2026-11-02T18:30:00.000Z';
const at = '2026-11-01T10:00:00.000Z';
const geldfit = Object.values(content.services).find(({ name }) => name === 'Geldfit')?.id ?? '';

/** Every field that a stored state can have is here: see my-data.test.ts. */
export const wholeClient: ClientState = {
  version: 1,
  id: '2c3f9a54-0f4e-4a55-9d5e-6f1f8a1c7b11',
  since: at,
  lastAt: MADE_AT,
  form: 'je',
  paused: true,
  stack: [
    { dialog: 'main', step: 'talk', is: 'visiting' },
    { dialog: 'my_data', step: 'more', is: 'waiting', only: true, focus: { topic: 'money' }, about: 'self' },
  ],
  question: {
    key: 'my_data.more',
    asked: 'Wil je nog iets?',
    choices: [{ id: 'my_data.more:yes', label: 'Ja' }],
    offer: 'offer-1',
    misses: 1,
    told: 1,
  },
  trail: [
    {
      stack: [{ dialog: 'main', step: 'hello', is: 'fresh' }],
      focus: { goal: 'goal-1', step: 'step-1', spare: { goal: 'goal-2' } },
      made: { goal: 'goal-1' },
    },
  ],
  focus: { topic: 'money', goal: 'goal-1', step: 'step-1' },
  story: ['Ik heb schulden en maak de post niet meer open.', 'Mijn zus Ayşe weet het.'],
  news: true,
  topics: ['money', 'loneliness'],
  visited: ['money'],
  perspective: 'self',
  answers: { 'money.urgent': { code: 'home', text: 'Mijn huis' } },
  plan: {
    goals: [
      { id: 'goal-1', text: 'rust in mijn hoofd', topics: ['money'] },
      { id: 'goal-2', text: 'meer mensen zien', topics: ['loneliness'] },
    ],
    strengths: 'koken',
    circle: 'mijn zus Ayşe en buurvrouw Łucja',
    setback: 'dan bel ik mijn zus',
    steps: [
      {
        id: 'step-1',
        text: 'Geldfit bellen',
        service: geldfit,
        day: '2026-11-03',
        time: '14:30',
        with: 'mijn zus',
        certainty: 8,
        state: 'open',
      },
      {
        id: 'step-2',
        text: 'de post op stapels leggen',
        day: '2026-11-01',
        state: 'done',
        outcome: 'het viel mee',
        by: 'own_circle',
      },
      {
        id: 'step-3',
        text: 'wandelen; met "de buren", elke week',
        day: '2026-11-05',
        time: 'evening',
        state: 'open',
      },
      { id: 'step-4', text: 'brief schrijven', state: 'dropped' },
    ],
  },
  planMade: true,
  offer: {
    id: 'offer-1',
    content: {
      organisation: 'Welzijn Noord',
      message: 'Bel mij niet',
      goals: ['rust in mijn hoofd'],
      steps: ['Geldfit bellen'],
      contact: 'in_chat',
    },
    shownAt: at,
  },
  message: 'Bel mij niet',
  handoffs: [{ id: 'handoff-1', organisation: 'Welzijn Noord', state: 'seen', at }],
  checked: { violence: at },
  session: true,
  hasCode: true,
  newCode: 'fiets brood zomer kaas boom trein',
  keepDays: 30,
  agendaWords: true,
  passing: ['Ik heb schulden en maak de post niet meer open.'],
  reachable: true,
  contact: { when: 'daytime', how: 'in_chat', leave: true },
  reminders: [
    { id: 'reminder-1', at, of: 'step', step: 'step-3', from: { moment: 'morning', day: '2026-11-05' } },
  ],
  reminded: { of: 'step', step: 'step-1' },
  codeWord: { word: 'kastanje', closed: true, wrong: 2, wiping: true },
  shown: [geldfit],
};

export const client = (changes: Partial<ClientState> = {}): ClientState => ({ ...wholeClient, ...changes });
