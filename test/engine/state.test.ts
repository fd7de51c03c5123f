/**
 * The document of a client: read, migrated, standing on steps that are gone, and never growing without end.
 */
import { describe, expect, it } from 'vitest';
import type { ClientInput } from '../../src/engine/input.ts';
import { newClient, readState } from '../../src/engine/state.ts';
import { turn } from '../../src/engine/turn.ts';
import { standingAt } from './places.ts';
import { smallContent, smallWorld, talkWith } from './world.ts';

const content = smallContent();
const AT = '2026-11-02T18:30:00.000Z';

describe('reading a document', () => {
  it('gives the state', () => {
    const { state } = standingAt(content, 'scale');
    expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('migrates step by step to today', () => {
    const { form: _, ...rest } = newClient('c', AT, 'hello');
    const old = { ...rest, version: -1, naam: 'je' };
    const migrations = {
      [-1]: ({ naam, ...document }: Record<string, unknown>) => ({ ...document, version: 0, vorm: naam }),
      0: ({ vorm, ...document }: Record<string, unknown>) => ({ ...document, version: 2, form: vorm }),
    };
    expect(readState(old, migrations)).toEqual(newClient('c', AT, 'hello'));
  });

  it('of before there was anybody to read what was sent: that has ended, and an offer of it is gone', () => {
    const content = { organisation: 'Welzijn', message: 'bel', goals: [], steps: [], contact: 'in_chat' };
    const sent = (id: string, state: string) => ({ id, organisation: 'Welzijn', state, at: AT });
    const old = {
      ...newClient('c', AT, 'hello'),
      version: 1,
      story: ['ik heb schulden'],
      message: 'bel mij',
      offer: { id: 'o', content, shownAt: AT },
      handoffs: [sent('a', 'requested'), sent('b', 'seen'), sent('c', 'withdrawn'), sent('d', 'closed')],
    };
    const state = readState(JSON.parse(JSON.stringify(old)));
    const now = (id: string, stands: string) => ({ ...sent(id, stands), name: 'Welzijn', log: [] });
    expect(state).toEqual({
      ...newClient('c', AT, 'hello'),
      story: ['ik heb schulden'],
      message: 'bel mij',
      handoffs: [now('a', 'expired'), now('b', 'expired'), now('c', 'withdrawn'), now('d', 'closed')],
    });
    expect(readState(state)).toEqual(state);
  });

  it('of before, at the preview that was open then: what is asked is shown anew, and a yes sends nothing', () => {
    const talk = standingAt(content, 'offer_handoff');
    const { offer: _, addressee: __, ...rest } = talk.state;
    talk.state = readState({ ...rest, version: 1, handoffs: [] });
    const heard = talk.do({ text: 'ja, verstuur' });
    expect(heard.effects).toEqual([]);
    expect(talk.state.handoffs).toEqual([]);
    expect(talk.state.question).toBeDefined();
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'state'],
    ['a version from later', { ...newClient('c', AT, 'hello'), version: 99 }],
    ['a field that is not known', { ...newClient('c', AT, 'hello'), extra: 1 }],
    ['a missing field', { version: 2, id: 'c' }],
  ])('refuses %s, and guesses nothing', (_, document) => {
    expect(() => readState(document)).toThrow();
  });
});

describe('a step that is gone', () => {
  const without = (dialog: string, id: string) => {
    const { steps } = smallWorld.dialogs[dialog] as { steps: { id: string }[] };
    return smallContent({ dialogs: { [dialog]: { steps: steps.filter((step) => step.id !== id) } } });
  };
  const moved = (from: ReturnType<typeof talkWith>, to: ReturnType<typeof smallContent>) =>
    talkWith(to, from.state);

  it('under the open question: an apology, and a way on', () => {
    const talk = moved(standingAt(content, 'scale'), without('step', 'sure'));
    const said = talk.say('8').map((text) => text.split('\n')[0]);
    expect(said[0]).toBe('Die vraag is er niet meer. Sorry.');
    expect(talk.state.question).toBeDefined();
    expect(talk.state.plan.steps).toHaveLength(1);
  });

  it('from which a dialog was visited: an apology, and never that dialog from its beginning', () => {
    const talk = moved(standingAt(content, 'scale'), without('money', 'make_step'));
    const said = talk.say('8').map((text) => text.split('\n')[0]);
    expect(said).toContain('Die vraag is er niet meer. Sorry.');
    expect(said).not.toContain('Is er haast?');
    expect(talk.state.question?.key).toBe('story.more');
  });

  it('to which terug leads', () => {
    const talk = moved(standingAt(content, 'scale'), without('step', 'with'));
    expect(talk.say('terug').slice(0, 2)).toEqual(['Eén terug.', 'Die vraag is er niet meer. Sorry.']);
    expect(talk.state.question).toBeDefined();
  });

  it('of a dialog that is gone whole', () => {
    const talk = standingAt(content, 'confirm');
    talk.state = { ...talk.state, stack: [{ dialog: 'gone', step: 'gone', is: 'waiting' }] };
    expect(talk.say('ja').map((text) => text.split('\n')[0])).toEqual([
      'Die vraag is er niet meer. Sorry.',
      'Waar kan ik bij helpen?',
    ]);
  });

  it('whose choice is gone from a question that is still there', () => {
    const talk = standingAt(content, 'choose');
    const { steps } = smallWorld.dialogs.money as { steps: { id: string }[] };
    const fewer = smallContent({
      dialogs: {
        money: {
          topic: 'money',
          steps: steps.map((step) =>
            step.id === 'urgent'
              ? { id: 'urgent', choose: { keep: 'answer', options: { no: 'goal' } } }
              : step,
          ),
        },
      },
    });
    const after = moved(talk, fewer);
    const said = after.do({ text: 'Mijn huis', choice: 'money.urgent:home' }).said;
    expect(said.at(-1)).toMatch(/^Kan iets niet wachten\?\n\[Geen haast\]$/);
  });
});

describe('thousands of messages', () => {
  /** `MESSAGES=10000` for more: what has reached its bound stays there. */
  const COUNT = Number(process.env.MESSAGES ?? 2000);
  /** Characters of the document. Small enough to encrypt and store each turn. */
  const MOST = 250_000;
  const long = (about: string, n: number) => `${about} ${n} ${'woord '.repeat(650)}`.slice(0, 4000);
  const acts: ((n: number) => string)[] = [
    (n) => long('ik heb schulden', n),
    () => 'ja',
    (n) => long('rust', n),
    () => 'mijn plan',
    () => 'een stap erbij',
    (n) => long('bellen', n),
    () => 'morgen',
    (n) => long('met mijn zus', n),
    () => '8',
    () => 'een doel erbij',
    (n) => long('doel', n),
    () => 'vertellen hoe het ging',
    () => '2',
    () => 'gelukt',
    (n) => long('het gaf', n),
    () => 'ikzelf',
    () => 'mens',
    (n) => long('bel', n),
    () => 'mijn gegevens',
    () => 'terug',
    () => 'ik wil dood',
    () => 'help',
  ];

  it('of the longest kind leave a small document that no longer grows', () => {
    const talk = talkWith(content);
    talk.open();
    let ids = 0;
    const world = { now: AT, id: () => `id-${++ids}`, pick: () => 0 };
    let { state } = talk;
    const sizes: number[] = [];
    for (let count = 0; count < COUNT; count++) {
      const text = acts[count % acts.length]?.(count) ?? '';
      const input: ClientInput = { kind: 'client', event: 'message', text, attachments: [] };
      state = turn(content, state, input, world).client;
      if (count % (acts.length * 10) === 0) sizes.push(JSON.stringify(state).length);
    }
    expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(Math.max(...sizes)).toBeLessThan(MOST);
    expect(sizes.at(-1)).toBeLessThan((sizes.at(-4) ?? 0) * 1.02);
  }, 60_000);
});
