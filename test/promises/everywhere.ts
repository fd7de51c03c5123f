/**
 * Places in a conversation: where every written conversation of `test/transcripts` comes, and from there wherever one
 * comes by choosing and saying things. Promises hold in all of them.
 */
import { CODE_LENGTH } from '../../src/content/code-words.ts';
import type { Dialog, Step } from '../../src/content/step-schema.ts';
import { type ClientState, newClient } from '../../src/engine/state.ts';
import { verbs } from '../../src/engine/verbs/index.ts';
import { readTranscript, transcriptNames } from '../../src/transcript/files.ts';
import { ORGANISATIONS } from '../../src/transcript/organisations.ts';
import { openConversation } from '../../src/transcript/play.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { sentTo } from '../engine/places.ts';
import { BEGIN, type Heard, type Options, openAssistant, stage, standing, type Talk } from './assistant.ts';

/** Somewhere: at a question (`dialog.step`) or at rest, with a way to come there. */
export interface Place {
  name: string;
  state: ClientState;
  /** What was done to come here, for who reads a failure. */
  how: string[];
}

export const COMMANDS = [
  'stop',
  'wis',
  'mens',
  'weg',
  'terug',
  'opnieuw',
  'help',
  'mijn plan',
  'mijn gegevens',
] as const;
export type Command = (typeof COMMANDS)[number];

/** Milliseconds for a test that goes everywhere, on a machine that is busy. */
export const PATIENT = 120_000;

/** What people say, one of each sort that leads somewhere. */
const SAID = [
  'ja',
  'nee',
  'weet ik niet',
  'morgen',
  '8',
  '3',
  'qwrtp zxcv',
  'ik wil een brief schrijven aan mijn zus',
  'ik heb schulden en ben zo alleen',
  'mijn zus heeft schulden en ik maak me zorgen om haar',
  'mijn moeder is dement en ik zorg voor haar',
  'ik wil dood',
  'mijn broer wil zichzelf doden',
  'hij slaat me nu',
  'mijn buurvrouw wordt geslagen door haar man',
  'mijn kind wordt geslagen',
  'ik zie het niet meer zitten',
  'ik ben bang voor mijn man',
  'bewaar',
  'ik heb een code',
  'ik ben iemand anders',
  'ik zoek hulp in de buurt',
  'ik zoek een maatje',
  'ik wil anderen helpen',
  'ik heb een klacht',
];

/** To places that no written conversation comes near. `(code)`: a word of the code that was just shown. */
const ALSO: string[][] = [
  ['ja', 'bewaar', 'ja', '(code)', 'bewaar'],
  ['ja', ...sending('mens'), ...sending('mens', 'nog iets sturen'), 'mens', 'terughalen'],
];

function sending(...ways: string[]): string[] {
  const words = 'met mij gaat het niet zo goed';
  const whom = ['iets sturen naar een organisatie', 'Utrecht', 'het buurtteam'];
  return [...ways, ...whom, words, 'zo is het goed', 'altijd', 'een week', 'ja, stuur dit'];
}

/** Somebody of whom everything is known that a question can ask for. */
const KNOWN: Partial<ClientState> = {
  story: ['ik heb schulden'],
  topics: ['money', 'loneliness'],
  answers: { 'money.urgent': { code: 'home', text: 'Mijn huis' } },
  plan: {
    goals: [
      { id: 'g1', text: 'rust', topics: ['money'] },
      { id: 'g2', text: 'mensen zien', topics: [] },
    ],
    strengths: 'biljarten',
    circle: 'mijn zus',
    setback: 'dan morgen',
    steps: [
      { id: 's1', text: 'bellen', day: '2026-11-01', state: 'open' },
      { id: 's2', text: 'schrijven', day: '2026-11-02', state: 'open' },
      { id: 's3', text: 'wandelen', day: '2026-12-01', state: 'open' },
      { id: 's4', text: 'zwemmen', day: '2026-12-02', state: 'open' },
    ],
  },
  handoffs: [
    sentTo('h1', 'Welzijn Noord', 'requested'),
    {
      ...sentTo('h2', 'Welzijn Zuid', 'accepted'),
      who: { id: 'w1', name: 'Marjan', function: 'vrijwilliger' },
    },
  ],
  focus: { step: 's3' },
  reachable: true,
  contact: { when: 'any', how: 'in_chat', leave: true },
  reminders: [
    { id: 'r1', at: '2026-11-20T10:00:00.000Z', of: 'check_in' },
    { id: 'r2', at: '2026-12-01T10:00:00.000Z', of: 'step', step: 's3' },
  ],
};

/** `rest`: nothing is asked until they write again. */
export const nameOf = ({ question, paused, stack }: ClientState): string =>
  question ? `${paused ? 'rest at ' : ''}${question.key}` : `rest in ${stack.at(-1)?.dialog ?? 'nothing'}`;

/** Do two states in the same place differ in what can go wrong there? */
const kindOf = ({ stack, question, perspective, handoffs, hasCode, plan }: ClientState): string =>
  JSON.stringify([
    stack.map(({ dialog }) => dialog),
    question?.misses,
    perspective,
    handoffs.length,
    hasCode,
    plan.steps.length > 0,
  ]);

/** A collection of places with at most `most` of the same name, all of different kinds. */
function collection(most: number) {
  const places: Place[] = [];
  const kinds = new Map<string, Set<string>>();
  return {
    places,
    add(state: ClientState, how: string[]): void {
      const name = nameOf(state);
      const known = kinds.get(name) ?? new Set();
      kinds.set(name, known);
      const kind = kindOf(state);
      if (known.size >= most || known.has(kind)) return;
      known.add(kind);
      places.push({ name, state, how });
    },
  };
}

/** Where the written conversations come. */
async function walkTranscripts(add: (state: ClientState, how: string[]) => void): Promise<void> {
  for (const name of transcriptNames(ROOT)) {
    const { now, talk, organisations } = readTranscript(ROOT, name);
    const conversation = openConversation(stage, new Date(now), organisations ? ORGANISATIONS : []);
    for (const [index, turn] of talk.entries()) {
      await conversation.take(turn);
      const { client } = await conversation.store.load({
        channel: 'transcript',
        conversation: turn.where ?? 'one',
      });
      if (client) add(client.document as ClientState, [`${name}, turn ${index + 1}`]);
    }
  }
}

export async function alongTranscripts(most = 1): Promise<Place[]> {
  const { places, add } = collection(most);
  await walkTranscripts(add);
  return places;
}

/** Everywhere one can come, up to `most` different ways for each question. */
export async function everywhere(most = 1): Promise<Place[]> {
  const { places, add } = collection(most);
  await walkTranscripts(add);
  for (const texts of ALSO) {
    const talk = openAssistant().talk();
    await talk.open();
    for (const [index, text] of texts.entries()) {
      const { newCode = '' } = await talk.state();
      if (text === '(3 weeks)') await talk.send('hoi', { after: '3 weeks' });
      else await talk.say(text === '(code)' ? (newCode.split(' ')[1] ?? '') : text);
      add(await talk.state(), texts.slice(0, index + 1));
    }
  }
  // Places are added while this goes on: each is looked at once.
  for (const { state, how } of places) {
    for (const [done, next] of await around(state)) add(next, [...how, done]);
  }
  const reached = new Set(places.map(({ name }) => name));
  for (const step of askingSteps()) if (!reached.has(step)) add(await putAt(step), ['put there']);
  return places;
}

/** A step that needs more luck in talking than a walk has: somebody who was just about to be asked it. */
async function putAt(step: string): Promise<ClientState> {
  const [dialog = '', name = ''] = step.split('.');
  const { here } = await standing({
    ...newClient('client', BEGIN, 'talk'),
    ...structuredClone(KNOWN),
    stack: [
      { dialog: 'main', step: 'talk', is: 'visiting' },
      { dialog, step: name, is: 'fresh' },
    ],
    trail: [{ stack: [{ dialog: 'main', step: 'safe', is: 'waiting' }], focus: {} }],
  });
  await here.say('oké');
  return here.state();
}

/** Six words that can be a code, and are nobody's. */
const NO_CODE = stage.content.codeWords.slice(0, CODE_LENGTH).join(' ');

/** Where one comes from here with one choice or one thing said. */
async function around(state: ClientState): Promise<[done: string, next: ClientState][]> {
  const found: [string, ClientState][] = [];
  const go = async (done: string, act: (here: Talk) => Promise<Heard>, options: Options = {}) => {
    const { here } = await standing(state, options);
    await act(here);
    found.push([done, await here.state()]);
  };
  for (const choice of state.question?.choices ?? [])
    await go(`[${choice.label}]`, (here) => here.press(choice));
  const codeWord = state.newCode?.split(' ')[1];
  for (const text of [...SAID, ...COMMANDS, NO_CODE, ...(codeWord ? [codeWord] : [])]) {
    await go(text, (here) => here.say(text));
  }
  await go(NO_CODE, (here) => here.say(NO_CODE), { mayTryCode: () => false });
  await go('hoi, three weeks later', (here) => here.send('hoi', { after: '3 weeks' }));
  return found;
}

/** Steps that take an answer, but not every step of such a verb asks: what is due is picked, and `all` drops all. */
const isAsking = (step: Step): boolean =>
  verbs[step.verb].receive !== undefined &&
  !(step.verb === 'plan_pick' && step.due) &&
  !(step.verb === 'drop_reminder' && step.all);

/** Every step of the dialogs at which something is asked. */
export const askingSteps = (): string[] =>
  Object.values(stage.content.dialogs).flatMap(({ id, steps }: Dialog) =>
    steps.filter(isAsking).map((step) => `${id}.${step.id}`),
  );
