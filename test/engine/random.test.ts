/**
 * Random conversations: whatever people do, and whatever happens meanwhile, the promises are kept. First the engine
 * with the small assistant, then everything together: real dialogs, texts and reader, through the entrance.
 *
 * `RUNS=2000 npx vitest run test/engine/random.test.ts` has two thousand conversations of thirty turns of each sort;
 * a failure prints the shortest conversation, and the seed to play it again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Content } from '../../src/content/content.ts';
import { DANGER, type Doing, doing, SECRET, sometimes, WORD } from './doings.ts';
import { ruleReader } from './reader.ts';
import { meanwhile, playTogether } from './together.ts';
import { type Act, smallContent, talkWith } from './world.ts';

const RUNS = Number(process.env.RUNS ?? 300);
const TURNS = 30;
const PATIENT = 60_000 + RUNS * 1000;

const URGENT = new Set(DANGER.filter((text) => ruleReader(text).risk.level === 'urgent'));
const after = sometimes(fc.constantFrom('10 minutes', '7 hours', '3 weeks'), 12);

const actOf = (act: Doing): Act => {
  switch (act.kind) {
    case 'say':
      return { text: act.text };
    case 'tell':
      return { text: `${SECRET} ${SECRET} ik vertel van alles over mijn geld` };
    case 'start':
      return { start: true };
    case 'photo':
      return { sends: ['image/png'] };
    case 'gone button':
      return { choice: 'gone.step:code', text: 'Ja' };
    case 'choose':
    case 'press':
    // Nobody serves in the small assistant.
    case 'serve':
      return {};
  }
};

function play(content: Content, doings: [Doing, string | undefined][], withWord: boolean): void {
  const talk = talkWith(content, withWord ? { codeWord: { word: WORD, closed: false, wrong: 0 } } : {});
  const shown: { id: string; label: string }[] = [];
  talk.do({ start: true });
  for (const [done, passed] of doings) {
    const from =
      done.kind !== 'press' ? [] : done.of === 'now' ? (talk.state.question?.choices ?? []) : shown;
    const button = done.kind === 'press' ? from[done.at % Math.max(from.length, 1)] : undefined;
    const act: Act = {
      ...(button ? { choice: button.id, text: button.label } : actOf(done)),
      ...(passed === undefined ? {} : { after: passed }),
      reachable: true,
    };
    const before = talk.state;
    const heard = talk.doTwice(act);
    shown.push(...heard.replies.flatMap(({ choices }) => choices));

    for (const effect of heard.effects) {
      if (effect.kind === 'request_handoff') {
        // To that very preview: the offer was open, and what is sent is what was shown.
        expect(before.question?.offer).toBe(effect.consent.offer);
        expect(before.offer?.id).toBe(effect.consent.offer);
        expect(effect.content).toEqual(before.offer?.content);
        expect(heard.client.handoffs.at(-1)).toMatchObject({ id: effect.id, state: 'requested' });
      }
      if (effect.kind === 'wipe') {
        expect(effect.client).toBe(before.id);
        expect(heard.client.id).not.toBe(before.id);
        expect(JSON.stringify(heard.client)).not.toContain(SECRET);
        expect(heard.client.plan).toEqual({ goals: [], steps: [] });
      }
    }
    const asked = heard.effects.filter(({ kind }) => kind === 'request_handoff').length;
    const stranger = heard.client.id !== before.id;
    if (!stranger) expect(heard.client.handoffs.length).toBe(before.handoffs.length + asked);
    if (act.text && URGENT.has(act.text)) expect(heard.said.join('\n')).toMatch(/112|113|0800/);
    const { question, paused, codeWord, reminders = [], contact, since } = talk.state;
    const shut = codeWord?.closed === true;
    if (shut) {
      const { codeWord: _, reminders: __, reachable: ___, ...inside } = talk.state;
      expect(before).toMatchObject(inside);
      expect(heard.said.join('\n')).not.toContain(SECRET);
      expect(heard.demand).toEqual([]);
    }
    for (const { id, at } of reminders) {
      // Only for who agreed to it, and only once asked for.
      expect(contact).toMatchObject({ when: expect.not.stringMatching('never'), leave: true });
      expect(at > since && id !== '').toBe(true);
    }
    // Something is asked, or it rests because that was asked for, or the word is asked for.
    expect(question !== undefined || paused || stranger || shut).toBe(true);
    if (!act.start && heard.effects.length === 0) expect(heard.said).not.toEqual([]);
  }
  talk.say('hoi');
  if (talk.state.codeWord?.closed)
    talk.state = { ...talk.state, codeWord: { word: WORD, closed: true, wrong: 0 } };
  talk.say(WORD);
  expect(talk.state.question).toBeDefined();
}

describe(`${RUNS} random conversations of ${TURNS} turns`, () => {
  it(
    'with the small assistant: the turn is pure, and the engine keeps its promises',
    () => {
      const content = smallContent();
      const talks = fc.array(fc.tuple(doing, after), { minLength: TURNS, maxLength: TURNS });
      fc.assert(
        fc.property(talks, fc.boolean(), (doings, withWord) => play(content, doings, withWord)),
        { numRuns: RUNS },
      );
    },
    PATIENT,
  );

  it(
    'with everything: two people, three devices, duplicates, restarts, codes and time',
    async () => {
      const talks = fc.array(meanwhile, { minLength: TURNS, maxLength: TURNS });
      await fc.assert(fc.asyncProperty(talks, playTogether), { numRuns: RUNS });
    },
    PATIENT,
  );
});
