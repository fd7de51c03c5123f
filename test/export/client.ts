/**
 * A client of whom everything is known that can be known, and the words that we really use.
 */
import type { Content } from '../../src/content/content.ts';
import { loadScriptFiles } from '../../src/content/load.ts';
import { readScript } from '../../src/content/read.ts';
import { serviceFacts } from '../../src/content/services.ts';
import { loadDirectory } from '../../src/directory/load.ts';
import type { HandoffContent, Professional } from '../../src/domain/handoff.ts';
import type { Addressee, ClientState } from '../../src/engine/state.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { ruleReader } from '../engine/reader.ts';

export const content: Content = {
  ...readScript(loadScriptFiles(ROOT)).script,
  reader: ruleReader,
  services: serviceFacts(loadDirectory().services),
  retention: { chatHours: 24, planDays: 90, sessionHours: 24, handoffDays: 30 },
};

export const MADE_AT = '2026-11-02T18:30:00.000Z';
const at = '2026-11-01T10:00:00.000Z';
const geldfit = Object.values(content.services).find(({ name }) => name === 'Geldfit')?.id ?? '';

const who: Professional = { id: 'w1', name: 'Marjan', function: 'maatschappelijk werker' };
const sent: HandoffContent = {
  organisation: 'noord',
  name: 'Welzijn Noord',
  message: 'Bel mij niet',
  goals: ['rust in mijn hoofd'],
  steps: ['Geldfit bellen'],
  answers: [{ label: 'wat er niet kan wachten', text: 'Mijn huis' }],
  contact: { how: 'in_chat', when: 'evening' },
  days: 14,
  staff: 'w1',
};
const addressee: Addressee = {
  id: 'zuid',
  name: 'Welzijn Zuid',
  about: 'Ze helpen bij schulden.',
  answerBy: MADE_AT,
  open: 'closed',
  staff: who,
  instead: 'handoff-1',
  passesOn: true,
};

/** Every field that a stored state can have is here: see my-data.test.ts. */
export const wholeClient: ClientState = {
  version: 2,
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
    content: sent,
    shownAt: at,
    place: 'a1b2c3d4e5f6',
  },
  message: 'Bel mij niet',
  handoffs: [
    {
      id: 'handoff-1',
      organisation: 'noord',
      name: 'Welzijn Noord',
      state: 'active',
      at,
      answerBy: MADE_AT,
      until: MADE_AT,
      content: sent,
      who,
      written: 2,
      log: [{ at, who, did: 'opened' }],
    },
    {
      id: 'handoff-2',
      organisation: 'zuid',
      name: 'Welzijn Zuid',
      state: 'declined',
      at,
      reason: 'full',
      log: [],
    },
  ],
  addressee,
  offered: [addressee],
  share: ['words', 'money.urgent'],
  talk: { handoff: 'handoff-1', unsent: 'ik heb ook ruzie thuis' },
  held: [
    { handoff: 'handoff-1', text: 'Dag, hoe gaat het?' },
    { handoff: 'handoff-1', dialog: 'follow_up' },
  ],
  followUp: { handoff: 'handoff-1', weeks: 4 },
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
