/**
 * How to come to a question of each asking verb in the small world.
 */

import type { Content } from '../../src/content/content.ts';
import type { VerbName } from '../../src/content/step-schema.ts';
import { VERB_NAMES } from '../../src/content/step-schema.ts';
import type { HandoffState } from '../../src/domain/handoff.ts';
import { stepAt } from '../../src/engine/facts.ts';
import type { ClientHandoff, ClientState } from '../../src/engine/state.ts';
import { verbs } from '../../src/engine/verbs/index.ts';
import { type Talk, talkWith } from './world.ts';

const TWO_TOPICS = ['ja', 'ik heb schulden en ben zo alleen', 'ja'];
const IN_MONEY = [...TWO_TOPICS, 'geld'];
const AT_WAYS = [...IN_MONEY, 'geen haast', 'rust'];
/** Up to the preview: whom, own words, what goes along, when an answer may come. */
export const TO_AN_OFFER = ['ja', 'mens', 'Welzijn Noord', 'bel mij', 'zo is het goed', 'altijd'];
const AT_DAY = [...AT_WAYS, 'post openen'];

const at = '2026-11-01T10:00:00.000Z';
/** What was sent to an organisation, and how that stands. */
export const sentTo = (id: string, name: string, state: HandoffState): ClientHandoff => ({
  id,
  organisation: name.toLowerCase(),
  name,
  state,
  at,
  content: {
    organisation: name.toLowerCase(),
    name,
    message: `woorden voor ${name}`,
    goals: [],
    steps: [],
    answers: [],
    contact: { how: 'in_chat', when: 'here' },
    days: 30,
  },
  log: [],
});
const TWO_SENT: Partial<ClientState> = {
  handoffs: [sentTo('h1', 'Welzijn Noord', 'requested'), sentTo('h2', 'Welzijn Zuid', 'seen')],
};
const TAKEN: ClientHandoff = {
  ...sentTo('h1', 'Welzijn Noord', 'accepted'),
  who: { id: 'w1', name: 'Marjan', function: 'maatschappelijk werker' },
};
/** About to be asked the first question of a dialog that a professional opens. */
const openedBy = (dialog: string, step: string): Pick<ClientState, 'handoffs' | 'stack'> => ({
  handoffs: [TAKEN],
  stack: [
    { dialog: 'main', step: 'talk', is: 'visiting' },
    { dialog, step, is: 'fresh' },
  ],
});

const known: Partial<Record<VerbName, Partial<ClientState>>> = {
  plan_pick: {
    plan: {
      goals: [],
      steps: [
        { id: 's1', text: 'bellen', state: 'open' },
        { id: 's2', text: 'schrijven', state: 'open' },
      ],
    },
  },
  helped_by: { plan: { goals: [], steps: [{ id: 's1', text: 'bellen', state: 'open' }] } },
  withdraw_handoff: TWO_SENT,
  change_handoff: TWO_SENT,
  talk: { handoffs: [TAKEN] },
  talk_now: { ...openedBy('talk', 'now'), talk: { handoff: 'h1' } },
  follow_up: { ...openedBy('follow_up', 'may'), followUp: { handoff: 'h1', weeks: 4 } },
  drop_reminder: {
    contact: { when: 'any', how: 'in_chat', leave: true },
    reminders: [
      { id: 'r1', of: 'check_in', at: '2026-11-16T09:00:00.000Z' },
      { id: 'r2', of: 'check_in', at: '2026-12-02T09:00:00.000Z' },
    ],
  },
  retell: { story: ['de kast is leeg'] },
  correct: { answers: { 'money.urgent': { code: 'home', text: 'Mijn huis' } } },
};

const WAYS: Partial<Record<VerbName, string[]>> = {
  confirm: [],
  ask: ['ja'],
  topic_menu: ['ja', 'weet ik niet'],
  listen: TWO_TOPICS.slice(0, 2),
  whose: ['ja', 'mijn zus heeft schulden', 'ja'],
  pick_topic: TWO_TOPICS,
  choose: IN_MONEY,
  find_services: [...AT_WAYS, 'hulp zoeken'],
  when: AT_DAY,
  scale: [...AT_DAY, 'morgen', 'mijn zus'],
  next_topic: [...AT_DAY, 'morgen', 'mijn zus', '8'],
  safety: ['ja', 'ik wil dood'],
  plan_pick: ['ja', 'mijn plan', 'vertellen hoe het ging'],
  helped_by: ['ja', 'mijn plan', 'vertellen hoe het ging', 'gelukt', 'fijn'],
  organisations: ['ja', 'mens'],
  share: ['ja', 'mens', 'Welzijn Noord', 'bel mij'],
  offer_handoff: TO_AN_OFFER,
  change_handoff: ['ja', 'mens', 'iets veranderen'],
  talk: ['ja', 'mens', 'nu praten'],
  talk_now: [],
  follow_up: [],
  withdraw_handoff: ['ja', 'mijn gegevens', 'iets terughalen'],
  correct: ['ja', 'mijn gegevens', 'een antwoord verbeteren'],
  retell: ['ja', 'mijn gegevens', 'een antwoord verbeteren', '1'],
  make_code: ['ja', 'bewaar'],
  use_code: ['ja', 'ik heb een code'],
  remind: ['ja', 'seintje'],
  drop_reminder: ['ja', 'wanneer mag je mij schrijven', 'iets afzeggen'],
  set_word: ['ja', 'codewoord'],
};

export const ASKING_VERBS = VERB_NAMES.filter((verb) => verbs[verb].receive);

/** The verb of the open question. */
export function askedBy(content: Content, { state }: Talk): VerbName | undefined {
  return state.question && stepAt(content, state.question.key)?.verb;
}

/** A conversation that stands before a question of this verb. */
export function standingAt(content: Content, verb: VerbName): Talk {
  const ways = WAYS[verb];
  if (!ways) throw new Error(`test/engine/places.ts: add a way to a question of '${verb}'`);
  const talk = talkWith(content, known[verb]);
  talk.open();
  talk.say(...ways);
  return talk;
}
