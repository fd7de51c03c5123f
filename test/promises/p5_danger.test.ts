/**
 * Promise P5: "Danger to life gets the right number in the same reply, from reviewed fixed text; the conversation then
 * stays open and the client still decides."
 * What counts as danger in Dutch is measured in `test/understanding`; here it is what happens once it does.
 */
import { describe, expect, it } from 'vitest';
import type { RiskKind } from '../../src/domain/vocabulary.ts';
import { stepAt } from '../../src/engine/facts.ts';
import type { ClientState } from '../../src/engine/state.ts';
import { type Heard, openAssistant, stage, standing } from './assistant.ts';
import { everywhere, PATIENT, type Place } from './everywhere.ts';

/** What only makes something go sooner. */
const FORGETS = ['forget_reminder', 'keep_texts', 'no_return_code'];

interface Case {
  kind: RiskKind;
  whose: 'self' | 'other';
  says: string;
  /** Services of which the number is in the reply; the first one also when it was given before. */
  numbers: [string, ...string[]];
}

const CASES: Case[] = [
  { kind: 'suicide', whose: 'self', says: 'ik wil dood', numbers: ['113', '112'] },
  { kind: 'suicide', whose: 'other', says: 'mijn broer wil dood', numbers: ['113', '112'] },
  { kind: 'violence', whose: 'self', says: 'hij slaat me nu', numbers: ['112', 'veilig-thuis'] },
  {
    kind: 'violence',
    whose: 'other',
    says: 'mijn buurvrouw wordt geslagen door haar man',
    numbers: ['112', 'veilig-thuis'],
  },
  {
    kind: 'child',
    whose: 'self',
    says: 'mijn vader slaat mij en ik ben 10',
    numbers: ['112', 'kindertelefoon', 'veilig-thuis'],
  },
  { kind: 'child', whose: 'other', says: 'mijn kind wordt geslagen', numbers: ['112', 'veilig-thuis'] },
];

const { services, reader } = stage.content;
const phone = (slug: string): string => services[slug]?.phone ?? `no number of ${slug}`;

const places = await everywhere();
/** Was this danger talked about already? Then the answer is a shorter one. */
const knows = ({ state }: Place, kind: RiskKind): boolean =>
  [state.stack, ...state.trail.map(({ stack }) => stack)].some((stack) =>
    stack.some(({ dialog }) => dialog === `danger_${kind}`),
  );

/** Who talks with a professional tells them: no question of ours comes between. */
const isTalking = ({ state }: Place): boolean =>
  !state.paused && state.question !== undefined && stepAt(stage.content, state.question.key)?.verb === 'talk';

async function say(state: ClientState, text: string): Promise<{ heard: Heard; after: ClientState }> {
  const { here } = await standing(state);
  return { heard: await here.say(text), after: await here.state() };
}

const failures = async (hold: (place: Place) => Promise<string | undefined>): Promise<string[]> => {
  const failed: string[] = [];
  for (const place of places) {
    const why = await hold(place);
    if (why !== undefined) failed.push(`${place.name} (${place.how}): ${why}`);
  }
  return failed;
};

it('the cases are what they say they are', () => {
  for (const { kind, whose, says } of CASES) {
    expect(reader(says)).toMatchObject({ perspective: whose, risk: { level: 'urgent', kind } });
  }
});

describe.each(CASES)('danger to life ($kind, $whose)', ({ kind, whose, says, numbers }) => {
  it.each(['je', 'u'] as const)(
    'gets the right number in the same reply, wherever it is said, in the form %s',
    async (form) => {
      const failed = await failures(async (place) => {
        const { heard } = await say({ ...place.state, form }, says);
        const expected = knows(place, kind) ? numbers.slice(0, 1) : numbers;
        return expected.every((slug) => heard.text.includes(phone(slug))) ? undefined : heard.text;
      });
      expect(failed).toEqual([]);
    },
    PATIENT,
  );

  it('gets it as the very first words, and before any question', async () => {
    const { messages } = await openAssistant().talk().say(says);
    const question = messages.findIndex((message) => /veilig.*\?/.test(message));
    const first = messages.findIndex((message) => message.includes(phone(numbers[0])));
    expect(first).toBeGreaterThan(0);
    expect(question).toBeGreaterThan(first);
  });

  it('gets it in front of a code word too', async () => {
    const state = openAssistant().talk();
    await state.open();
    const locked = { ...(await state.state()), codeWord: { word: 'kastanje', closed: true, wrong: 5 } };
    expect((await say(locked, says)).heard.text).toContain(phone(numbers[0]));
  });

  it('from fixed text: nothing that was typed is in it, and it is the same for everyone', async () => {
    const told = await Promise.all(
      ['', ' zegt fluitketel'].map(async (more) => {
        const one = openAssistant().talk();
        await one.open();
        await one.say('ja');
        return (await one.say(`${says}${more}`)).messages;
      }),
    );
    expect(told[1]).toEqual(told[0]);
    const prefix = whose === 'other' ? 'other_' : '';
    const { text } = stage.content.texts[`danger_${kind}.${prefix}number`] ?? { text: [] };
    expect(told[0]?.slice(0, text.length)).toEqual(
      text.map((phrase) =>
        (typeof phrase === 'string' ? phrase : phrase.je).replace(
          /\{service\.([^.]+)\.(\w+)\}/g,
          (_, slug, field) => services[slug]?.[field as 'phone'] ?? '',
        ),
      ),
    );
  });

  it('with the number that the directory has', async () => {
    const [slug] = numbers;
    const moved = { ...services, [slug]: { ...services[slug], phone: '0800-7654321' } };
    const one = openAssistant({ content: { services: moved } }).talk();
    await one.open();
    await one.say('ja');
    const { text } = await one.say(says);
    expect(text).toContain('0800-7654321');
    // The address of a site may hold the number too.
    expect(text).not.toMatch(new RegExp(`\\b${phone(slug)}\\b(?!\\.nl)`));
  });

  it(
    'the conversation stays open, with one closed question',
    async () => {
      const failed = await failures(async (place) => {
        const { heard, after } = await say(place.state, says);
        const open = after.question !== undefined && !after.paused;
        if (knows(place, kind) || isTalking(place)) return open ? undefined : heard.text;
        const codes = heard.choices.map(({ id }) => id.split(':').at(-1));
        const closed =
          JSON.stringify(codes) === '["yes","no","unsure"]' && heard.last.split('?').length === 2;
        return open && closed ? undefined : heard.text;
      });
      expect(failed).toEqual([]);
    },
    PATIENT,
  );

  it(
    'the client still decides: nothing is done, sent or kept for it',
    async () => {
      expect(places.filter(isTalking)).not.toEqual([]);
      for (const place of places) {
        const { name, state } = place;
        const { here, commits } = await standing(state);
        await here.say(says);
        const { handoffs, arrangements = [], wipes, takenFrom } = commits.at(-1) ?? { handoffs: [] };
        // Nothing but their own words to whom they talk with already.
        const talked = isTalking(place)
          ? [expect.objectContaining({ kind: 'said', from: 'client', text: says })]
          : [];
        const done = handoffs.filter((change) => change.kind !== 'move' || change.to !== 'active');
        expect({ handoffs: done, wipes, takenFrom }, name).toEqual({
          handoffs: talked,
          wipes: undefined,
          takenFrom: undefined,
        });
        expect(
          arrangements.filter(({ kind }) => !FORGETS.includes(kind)),
          name,
        ).toEqual([]);
      }
    },
    PATIENT,
  );

  it('the client still decides: in a few presses they are back at what was asked', async () => {
    const one = openAssistant().talk();
    await one.open();
    await one.say('ja', 'ik heb schulden', 'ja');
    const before = (await one.state()).question?.key;
    expect(before).toBe('money.urgent');
    let heard = await one.say(says);
    for (let pressed = 0; pressed < 4 && (await one.state()).question?.key !== before; pressed++) {
      const on = ['back', 'no', 'yes'].flatMap((code) =>
        heard.choices.filter(({ id }) => id.endsWith(`:${code}`)),
      );
      // Safe now, and on with the conversation.
      const [choice] = pressed === 0 ? on.filter(({ id }) => id.endsWith(':yes')) : on;
      if (!choice) throw new Error(`no way on under: ${heard.text}`);
      heard = await one.press(choice);
    }
    expect((await one.state()).question?.key).toBe(before);
  });
});
