/**
 * Messages that a client asked for, in the engine: offered where it can do no harm, moved with the day of a step,
 * dropped with it, and answered as after a while away.
 */
import { describe, expect, it } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import { turn } from '../../src/engine/turn.ts';
import { smallContent, type Talk, talkWith } from './world.ts';

/** The step dialog of the real assistant offers a message; here in small. */
const content = smallContent({
  dialogs: {
    step: {
      steps: [
        { id: 'what', ask: { keep: 'step', unless_known: true } },
        { id: 'day', when: { skip: 'end' } },
        { id: 'signal', branch: { fact: 'may_offer_reminder', yes: 'offer', no: 'end' } },
        { id: 'offer', choose: { options: { yes: 'remind', no: 'end', never: 'never' } } },
        { id: 'remind', visit: { dialog: 'remind', to: 'end' } },
        { id: 'never', contact: { when: 'never' } },
      ],
    },
    violence: {
      topic: 'violence',
      forget: true,
      steps: [{ id: 'make', visit: { dialog: 'step' } }],
    },
    plan: {
      steps: [
        { id: 'pick', plan_pick: { of: 'step', none: 'end' } },
        { id: 'what', choose: { options: { day: 'day', away: 'away', done: 'done' } } },
        { id: 'day', when: { to: 'end' } },
        { id: 'away', plan_drop: { of: 'step', to: 'end' } },
        { id: 'done', plan_mark: { as: 'done', to: 'end' } },
      ],
    },
    return: {
      steps: [
        { id: 'hello', say: {} },
        { id: 'asked', branch: { fact: 'asked_for_check_in', yes: 'how', no: 'due' } },
        { id: 'how', ask: { keep: 'answer', to: 'due' } },
        { id: 'due', plan_pick: { of: 'step', due: true, none: 'ways' } },
        { id: 'soon', branch: { fact: 'step_is_ahead', yes: 'ahead', no: 'went' } },
        { id: 'ahead', ask: { keep: 'answer', to: 'ways' } },
        { id: 'went', ask: { keep: 'outcome', to: 'ways' } },
        { id: 'ways', choose: { options: { on: 'end', anew: 'anew', human: '@human' } } },
        { id: 'anew', restart: {} },
      ],
    },
  },
  texts: {
    step: {
      what: { text: 'Wat is een kleine stap?', again: 'Wat kun je doen?' },
      day: { text: 'Welke dag?', again: 'Wanneer dan?' },
      offer: {
        text: 'Een seintje sturen?',
        again: 'Zal ik schrijven?',
        options: { yes: 'Graag een seintje', no: 'Nu geen seintje', never: 'Nooit iets sturen' },
      },
    },
    plan: {
      pick: { text: 'Welke stap?', again: 'Om welke stap?' },
      what: {
        text: 'Wat ermee?',
        again: 'Wat wordt anders?',
        options: { day: 'De dag', away: 'Weghalen', done: 'Klaar' },
      },
      day: { text: 'Welke dag dan?', again: 'Welke dag wordt het?' },
    },
    return: {
      hello: 'Welkom terug.',
      how: { text: 'Hoe gaat het nu?', again: 'Hoe is het nu?' },
      ahead: { text: 'Blijft {step} zo?', again: 'Laten we {step} zo?' },
      went: { text: 'Hoe ging {step}?', again: 'Hoe was {step}?' },
      ways: {
        text: 'Hoe gaan we verder?',
        again: 'Waar gaan we verder?',
        options: { on: 'Verder waar we waren', anew: 'Van voren af aan', human: 'Een mens erbij' },
      },
    },
  },
});

const ANY: NonNullable<ClientState['contact']> = { when: 'any', how: 'in_chat', leave: true };

/** Says things in a chat that can be written to later. */
function saying(talk: Talk, ...texts: string[]): string[] {
  let said: string[] = [];
  for (const text of texts) said = talk.do({ text, reachable: true }).said;
  return said;
}
const IN_MONEY = ['ik heb schulden', 'ja', 'ja', 'geen haast', 'rust', 'post openen'];

/** A step on Thursday the fifth, and a message on the evening before. */
function reminded(known: Partial<ClientState> = {}): Talk {
  const talk = talkWith(content, { contact: ANY, ...known });
  saying(talk, ...IN_MONEY, 'donderdag', 'graag een seintje', 'de avond ervoor');
  expect(talk.state.reminders).toMatchObject([{ at: '2026-11-04T18:00:00.000Z' }]);
  return talk;
}

/** The clock turn on the only reminder, at a moment. */
function fire(talk: Talk, now: string) {
  const [reminder] = talk.state.reminders ?? [];
  const world = { now, id: () => 'id', pick: () => 0 };
  const result = turn(content, talk.state, { kind: 'clock', due: 'reminder', id: reminder?.id ?? '' }, world);
  talk.state = JSON.parse(JSON.stringify(result.client)) as ClientState;
  return { said: result.replies.map(({ key }) => key), effects: result.effects };
}

describe('a message is offered', () => {
  const offered = (known: Partial<ClientState>, day: string, reachable: boolean): boolean => {
    const talk = talkWith(content, known);
    let said: string[] = [];
    for (const text of [...IN_MONEY, day]) said = talk.do({ text, reachable }).said;
    return said.some((text) => text.startsWith('Een seintje sturen?'));
  };

  it('for a step on a day, in a chat that can be written to later', () => {
    expect(offered({}, 'donderdag', true)).toBe(true);
    expect(offered({ contact: ANY }, 'donderdag', true)).toBe(true);
  });
  it('not where nobody can be written to', () => expect(offered({}, 'donderdag', false)).toBe(false));
  it('not for a step without a day', () => expect(offered({}, 'weet ik niet', true)).toBe(false));
  it('not to who said never', () => {
    const never: NonNullable<ClientState['contact']> = { when: 'never', how: 'in_chat', leave: false };
    expect(offered({ contact: never }, 'donderdag', true)).toBe(false);
    const talk = talkWith(content);
    saying(talk, ...IN_MONEY, 'donderdag', 'nooit iets sturen');
    expect(talk.state.contact?.when).toBe('never');
  });

  it('not in a talk about violence: someone may be reading along', () => {
    const talk = talkWith(content, { contact: ANY });
    const said = saying(talk, 'ik ben bang thuis', 'nee', 'ja', 'ja', 'bellen', 'donderdag');
    expect(talk.state.plan.steps).toMatchObject([{ text: 'bellen', day: '2026-11-05' }]);
    expect(said.join('\n')).not.toContain('seintje');
  });
});

describe('a message about a step', () => {
  it('moves along with its day, in the chat where it was asked for', () => {
    const talk = reminded();
    saying(talk, 'mijn plan', 'de dag');
    const heard = talk.do({ text: 'volgende week woensdag', reachable: true });
    expect(heard.effects).toMatchObject([{ kind: 'remind', at: '2026-11-10T18:00:00.000Z' }]);
    expect(talk.state.reminders).toMatchObject([
      { at: '2026-11-10T18:00:00.000Z', from: { day: '2026-11-11' } },
    ]);
  });

  it('is not taken to a place that cannot be written to', () => {
    const talk = reminded();
    talk.say('mijn plan', 'de dag');
    const heard = talk.do({ text: 'volgende week woensdag' });
    expect(heard.effects).toEqual([]);
    expect(talk.state.reminders).toMatchObject([{ at: '2026-11-04T18:00:00.000Z' }]);
    // Back in the chat it follows.
    expect(talk.do({ text: 'hoi', reachable: true }).effects).toMatchObject([
      { kind: 'remind', at: '2026-11-10T18:00:00.000Z' },
    ]);
  });

  it.each(['weghalen', 'klaar'])('goes with the step: %s', (how) => {
    const talk = reminded();
    saying(talk, 'mijn plan');
    const id = talk.state.reminders?.[0]?.id;
    const { effects } = talk.do({ text: how, reachable: true });
    expect(effects).toEqual([{ kind: 'forget_reminder', id }]);
    expect(talk.state.reminders).toBeUndefined();
  });

  it('asked for anew takes the place of the one before', () => {
    const talk = reminded();
    const before = talk.state.reminders?.[0]?.id;
    saying(talk, 'seintje');
    const { effects } = talk.do({ text: 'die ochtend', reachable: true });
    expect(effects).toMatchObject([
      { kind: 'forget_reminder', id: before },
      { kind: 'remind', at: '2026-11-05T08:00:00.000Z' },
    ]);
    expect(talk.state.reminders).toHaveLength(1);
  });

  it('that could not come for a day is given up', () => {
    const talk = reminded();
    const { effects } = talk.do({ text: 'hoi', reachable: true, after: '4 days' });
    expect(effects).toMatchObject([{ kind: 'forget_reminder' }]);
  });
});

describe('the clock', () => {
  it('says one thing, and asks nothing', () => {
    const talk = reminded();
    const { question, lastAt } = talk.state;
    expect(fire(talk, '2026-11-04T18:00:00.000Z')).toMatchObject({
      said: ['reminder.words'],
      effects: [{ kind: 'forget_reminder' }],
    });
    expect(talk.state.question).toEqual(question);
    expect(talk.state.lastAt).toBe(lastAt);
    expect(talk.state.reminders).toBeUndefined();
  });

  it('says nothing about a step that is gone, or one that it does not know', () => {
    const talk = reminded();
    talk.state = { ...talk.state, plan: { goals: [], steps: [] } };
    expect(fire(talk, '2026-11-04T18:00:00.000Z').said).toEqual([]);
    expect(fire(talk, '2026-11-04T18:00:00.000Z')).toEqual({
      said: [],
      effects: [{ kind: 'forget_reminder', id: '' }],
    });
  });

  it('keeps to what was agreed on, and takes it up when it may', () => {
    const talk = reminded();
    talk.state = { ...talk.state, contact: { when: 'daytime', how: 'in_chat', leave: true } };
    const { said, effects } = fire(talk, '2026-11-04T18:00:00.000Z');
    expect(said).toEqual([]);
    expect(effects).toMatchObject([{ kind: 'remind', at: '2026-11-05T08:00:00.000Z' }]);
    expect(fire(talk, '2026-11-05T08:00:00.000Z').said).toEqual(['reminder.words']);
  });
});

describe('who answers it', () => {
  it('before the day is asked whether it stays so', () => {
    const talk = reminded();
    fire(talk, '2026-11-04T18:00:00.000Z');
    const { said } = talk.do({ text: 'ja', reachable: true, after: '47 hours' });
    expect(said).toEqual(['Welkom terug.', 'Blijft Post openen zo?']);
    expect(talk.state.reminded).toBeUndefined();
  });

  it('on the day is asked how it went; the question that was open is not taken as answered', () => {
    const talk = reminded();
    saying(talk, 'mijn plan');
    fire(talk, '2026-11-04T18:00:00.000Z');
    const { said, client } = talk.do({ text: 'klaar', reachable: true, after: '3 days' });
    expect(said).toEqual(['Welkom terug.', 'Hoe ging Post openen?']);
    expect(client.plan.steps[0]?.state).toBe('open');
  });

  it('is welcomed also when they were here just before', () => {
    const talk = reminded();
    fire(talk, '2026-11-02T18:40:00.000Z');
    expect(saying(talk, 'hoi')[0]).toBe('Welkom terug.');
    expect(saying(talk, 'ja')[0]).not.toBe('Welkom terug.');
  });

  it('is asked how it goes, where that was asked for', () => {
    const talk = talkWith(content, { contact: ANY });
    saying(talk, 'hoi', 'ja', 'seintje', 'over twee weken');
    fire(talk, '2026-11-16T09:00:00.000Z');
    const { said } = talk.do({ text: 'dag', reachable: true, after: '15 days' });
    expect(said).toEqual(['Welkom terug.', 'Hoe gaat het nu?']);
  });

  it('with danger gets the number first', () => {
    const talk = reminded();
    fire(talk, '2026-11-04T18:00:00.000Z');
    expect(talk.do({ text: 'ik wil dood', reachable: true, after: '3 days' }).said[0]).toContain('0800-0113');
  });

  it('and has a code word is asked for that first', () => {
    const talk = reminded({ codeWord: { word: 'kastanje', closed: false, wrong: 0 } });
    fire(talk, '2026-11-04T18:00:00.000Z');
    expect(talk.do({ text: 'hoi', reachable: true, after: '3 days' }).said).toEqual([
      'Hallo. Wat is het woord?',
    ]);
    expect(saying(talk, 'kastanje')).toEqual(['Welkom terug.', 'Hoe ging Post openen?']);
  });
});
