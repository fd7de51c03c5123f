/**
 * Promise P3: "stop, wis, mens, weg, terug, opnieuw, help, mijn plan, mijn gegevens work in every state, also in the
 * middle of a question. A human is never harder to reach than self-help."
 * `test/engine/commands.test.ts` holds the same at one question of each verb; here it is every question that the real
 * dialogs have, and rest.
 */
import { describe, expect, it } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import { type Heard, openAssistant, stage, standing } from './assistant.ts';
import {
  askingSteps,
  COMMANDS,
  type Command,
  everywhere,
  nameOf,
  PATIENT,
  type Place,
} from './everywhere.ts';

const places = await everywhere(2);
const { services } = stage.content;
const LISTENER = services.luisterlijn?.phone ?? 'no number';

interface Answered extends Heard {
  before: ClientState;
  after: ClientState;
}

const asks = ({ after }: Answered): boolean => after.question !== undefined && !after.paused;
const rests = ({ after, choices }: Answered): boolean => after.paused && choices.length === 0;

/** What a sensible answer to each of the nine is. */
const SENSIBLE: Record<Command, (answered: Answered) => boolean> = {
  stop: (answered) => rests(answered) && answered.text.includes('ik stop'),
  wis: (answered) => nameOf(answered.after) === 'wipe.sure' && /wissen\?$/.test(answered.last),
  mens: (answered) => asks(answered) && answered.text.includes(LISTENER),
  weg: (answered) =>
    rests(answered) && answered.events.includes('leave') && answered.text.endsWith('Tot later.'),
  terug: (answered) =>
    asks(answered) && /We gaan één vraag terug\.|Verder terug kan niet\./.test(answered.text),
  opnieuw: (answered) =>
    answered.text.includes('We beginnen opnieuw.') && nameOf(answered.after) === 'main.safe',
  help: (answered) =>
    asks(answered) && COMMANDS.every((word) => word === 'help' || answered.text.includes(`\n${word}: `)),
  'mijn plan': (answered) => asks(answered) && /nog geen plan|Dit plan is van (jou|u)/.test(answered.text),
  'mijn gegevens': (answered) => nameOf(answered.after) === 'my_data.what',
};

/**
 * In front of a conversation with a code word, that the client agreed on themself, whoever picks up the phone can leave,
 * stop, find a human and destroy it; what would show something of it asks for the word.
 */
const AT_THE_DOOR: Record<Command, RegExp> = {
  stop: /^Goed, ik stop\./,
  wis: /wissen\?$/,
  mens: new RegExp(LISTENER),
  weg: /^Tot later\.$/,
  terug: /^Hallo\. Wat is (je|uw) woord\?$|^Wat is (je|uw) woord\?$/,
  opnieuw: /^Hallo\. Wat is (je|uw) woord\?$|^Wat is (je|uw) woord\?$/,
  help: /mens, stop, weg en wis/,
  'mijn plan': /^Hallo\. Wat is (je|uw) woord\?$|^Wat is (je|uw) woord\?$/,
  'mijn gegevens': /^Hallo\. Wat is (je|uw) woord\?$|^Wat is (je|uw) woord\?$/,
};

async function sayAt({ state }: Place, text: string, after?: string): Promise<Answered> {
  const { here } = await standing(state);
  const heard = await here.send(text, after === undefined ? {} : { after });
  return { ...heard, before: state, after: await here.state() };
}

/** Where it did not hold, in words. */
async function failures(hold: (place: Place) => Promise<string | undefined>): Promise<string[]> {
  const failed: string[] = [];
  for (const place of places) {
    const why = await hold(place);
    if (why !== undefined) failed.push(`${place.name} (${place.how.join(' > ')}): ${why}`);
  }
  return failed;
}

it('every state: all questions of the dialogs are among the places tried, and rest', () => {
  const names = new Set(places.map(({ name }) => name));
  expect(askingSteps().filter((step) => !names.has(step))).toEqual([]);
  expect([...names].filter((name) => name.startsWith('rest in danger'))).not.toEqual([]);
});

describe.each(COMMANDS)('%s works', (command) => {
  it(
    'in every state',
    async () => {
      const failed = await failures(async (place) => {
        const answered = await sayAt(place, command);
        return SENSIBLE[command](answered) ? undefined : answered.text;
      });
      expect(failed).toEqual([]);
    },
    PATIENT,
  );

  it(
    'in every state, weeks later',
    async () => {
      const failed = await failures(async (place) => {
        const answered = await sayAt(place, command, '3 weeks');
        const good = place.state.codeWord
          ? AT_THE_DOOR[command].test(answered.text)
          : SENSIBLE[command](answered);
        return good ? undefined : answered.text;
      });
      expect(failed).toEqual([]);
    },
    PATIENT,
  );

  it(
    'at the door of a code word, as far as it shows nothing',
    async () => {
      const failed = await failures(async ({ name, state, how }) => {
        const locked = { ...state, codeWord: { word: 'kastanje', closed: false, wrong: 0 } };
        const { text, after } = await sayAt({ name, state: locked, how }, command, '20 minutes');
        return AT_THE_DOOR[command].test(text) && after.codeWord?.closed ? undefined : text;
      });
      expect(failed).toEqual([]);
    },
    PATIENT,
  );

  it('as the very first words', async () => {
    const talk = openAssistant().talk();
    const before = await talk.state();
    const heard = await talk.say(command);
    expect(heard.messages[0]).toContain('Ik ben geen mens');
    expect(SENSIBLE[command]({ ...heard, before, after: await talk.state() }), heard.text).toBe(true);
  });
});

describe('a human is never harder to reach than self-help', () => {
  it(
    'one word away in every state, with a number before anything is asked',
    async () => {
      const failed = await failures(async (place) => {
        const { messages, text } = await sayAt(place, 'mens');
        const question = messages.findIndex((message) => message.includes('?'));
        const number = messages.findIndex((message) => message.includes(LISTENER));
        return number >= 0 && (question < 0 || number < question) ? undefined : text;
      });
      expect(failed).toEqual([]);
    },
    PATIENT,
  );

  it(
    'among the choices after two answers that were not understood',
    async () => {
      let tried = 0;
      const failed = await failures(async (place) => {
        // In danger there is a number in each answer; elsewhere own words may be an answer.
        const { here } = await standing(place.state);
        const first = await here.say('qwrtp');
        const open = (await here.state()).question;
        const second = await here.say('zxcvb');
        if (open?.misses !== 1 || (await here.state()).question?.key === open.key) return undefined;
        tried += 1;
        const human = second.choices.some(({ label }) => /\bmens\b/.test(label));
        return human ? undefined : `${first.text}\n${second.text}`;
      });
      expect(tried).toBeGreaterThan(50);
      expect(failed).toEqual([]);
    },
    PATIENT,
  );
});
