/** From a turn's result to what is committed: the words, the choices, the events for a page. */
import { describe, expect, it } from 'vitest';
import type { TurnResult } from '../../src/engine/result.ts';
import { newClient } from '../../src/engine/state.ts';
import { messagesOf } from '../../src/run/messages.ts';
import { smallContent } from '../engine/world.ts';

const content = smallContent({
  dialogs: { help: { steps: [{ id: 'all', say: {} }] } },
  texts: { help: { all: ['Eerst dit.', { je: 'Dan je {goal}.', u: 'Dan uw {goal}.' }] } },
});
const before = newClient('c', '2026-11-02T18:30:00.000Z', 'hello');
const result = (changes: Partial<TurnResult>): TurnResult => ({
  client: before,
  replies: [],
  effects: [],
  demand: [],
  ...changes,
});
const choices = [{ id: 'help.all:yes', label: 'Ja' }];

describe('messages', () => {
  it('of a reply are separate, with the choices under the last one', () => {
    const replies = [
      { key: 'help.all', part: 'text' as const, form: 'u' as const, values: { goal: 'rust' }, choices },
    ];
    expect(messagesOf(content, before, result({ replies }), undefined)).toEqual([
      { kind: 'say', text: 'Eerst dit.', choices: [] },
      { kind: 'say', text: 'Dan uw rust.', choices },
    ]);
  });

  it('begin with the client’s own, where the channel shows that from the server', () => {
    expect(messagesOf(content, before, result({}), { text: 'hoi' })).toEqual([
      { kind: 'echo', activity: { text: 'hoi' } },
    ]);
  });

  it('show the plan when it changed, ready to be read', () => {
    const client = {
      ...before,
      plan: {
        goals: [{ id: 'g', text: 'rust', topics: [] }],
        circle: 'mijn zus',
        steps: [
          {
            id: 's1',
            text: 'bellen',
            state: 'open' as const,
            day: '2026-11-03',
            time: '15:30',
            certainty: 0,
          },
          { id: 's2', text: 'gaan', state: 'done' as const, day: '2026-11-04', time: 'evening', with: 'Jan' },
          { id: 's3', text: 'rusten', state: 'open' as const, service: 'x', outcome: 'goed' },
        ],
      },
    };
    expect(messagesOf(content, before, result({ client }), undefined)).toEqual([
      {
        kind: 'event',
        name: 'plan',
        value: {
          goals: ['rust'],
          circle: 'mijn zus',
          steps: [
            { text: 'bellen', state: 'open', day: 'dinsdag 3 november 15:30', certainty: 0 },
            { text: 'gaan', state: 'done', day: 'woensdag 4 november avond', with: 'Jan' },
            { text: 'rusten', state: 'open' },
          ],
        },
      },
    ]);
    expect(messagesOf(content, client, result({ client }), undefined)).toEqual([]);
  });

  it('say that everything is gone, instead of an empty plan', () => {
    const full = { ...before, plan: { goals: [{ id: 'g', text: 'rust', topics: [] }], steps: [] } };
    const effects = [{ kind: 'wipe' as const, client: 'c' }];
    expect(messagesOf(content, full, result({ effects }), undefined)).toEqual([
      { kind: 'event', name: 'wiped' },
    ]);
  });

  it('leave the page', () => {
    const effects = [{ kind: 'leave' as const }];
    expect(messagesOf(content, before, result({ effects }), undefined)).toEqual([
      { kind: 'event', name: 'leave' },
    ]);
  });
});
