/**
 * Promise P1: a handoff needs the client's own yes to the offer that is open in front of them.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import { ClientConsent } from '../../src/engine/consent.ts';
import type { ClientInput } from '../../src/engine/input.ts';
import { type ClientState, newClient } from '../../src/engine/state.ts';
import { ROOT } from '../../src/transcript/stage.ts';

const reading = (name: Reading['intent']['name']): Reading => ({
  topics: [],
  perspective: 'self',
  risk: { level: 'none', kind: null },
  intent: { name, score: 0.99 },
});
const reader = (text: string) => reading(text === 'doe maar' ? 'yes' : 'tell');

const says = (text: string): ClientInput => ({ kind: 'client', event: 'message', text, attachments: [] });

const offered = (): ClientState => ({
  ...newClient('client-1', '2026-11-02T18:30:00Z', 'hello'),
  offer: {
    id: 'offer-1',
    content: {
      organisation: 'org-1',
      name: 'de organisatie',
      message: 'hallo',
      goals: [],
      steps: [],
      answers: [],
      contact: { how: 'in_chat', when: 'here' },
      days: 30,
    },
    shownAt: '2026-11-02T18:30:00Z',
  },
  question: {
    key: 'human.offer',
    asked: 'Zal ik dit sturen?',
    offer: 'offer-1',
    choices: [
      { id: 'human.offer:yes', label: 'Ja, stuur dit' },
      { id: 'human.offer:no', label: 'Nee, stuur niets' },
    ],
    misses: 0,
  },
});

describe('consent', () => {
  it('cannot be forged: the compiler refuses every other way', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        ...[
          '--ignoreConfig',
          '--noEmit',
          '--strict',
          '--exactOptionalPropertyTypes',
          '--noUncheckedIndexedAccess',
        ],
        ...['--target', 'es2024', '--module', 'nodenext', '--allowImportingTsExtensions', '--skipLibCheck'],
        join(ROOT, 'test/engine/forged-consent.ts'),
      ],
      { encoding: 'utf8', cwd: ROOT },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  }, 60_000);

  it.each(['Ja, stuur dit', 'ja, stuur dit', '1', 'doe maar'])('is given by %j', (text) => {
    expect(ClientConsent.from(says(text), offered(), reader)?.offer).toBe('offer-1');
  });

  it.each(['Nee, stuur niets', '2', 'misschien', 'mijn buurman', ''])('is not given by %j', (text) => {
    expect(ClientConsent.from(says(text), offered(), reader)).toBeUndefined();
  });

  it.each([
    'ja maar',
    'ja?',
    'ja, stuur dit?',
    'ja hij komt eraan',
    'ja zonder mijn naam',
    'ja alleen mijn plan',
    'ja wis',
    'ja ho even',
    `${'doe het is '.repeat(300)}nee`,
  ])('is not given by a yes with more beside it: %.40j', (text) => {
    const eager = () => reading('yes');
    expect(ClientConsent.from(says(text), offered(), eager)).toBeUndefined();
  });

  it.each(['Jaaa', 'ja hoor', 'oké', 'ja, stuur maar', 'dat is goed', 'één', '👍🏽'])(
    'is given by %j, when that is read as a yes',
    (text) => {
      const eager = () => reading('yes');
      expect(ClientConsent.from(says(text), offered(), eager)?.offer).toBe('offer-1');
    },
  );

  it('is not given by a yes to another question', () => {
    const state = offered();
    if (state.question) state.question.offer = 'offer-0';
    expect(ClientConsent.from(says('1'), state, reader)).toBeUndefined();
  });

  it('is not given when no offer is open', () => {
    const { offer: _, ...state } = offered();
    expect(ClientConsent.from(says('1'), state, reader)).toBeUndefined();
  });

  it('is not given by anything but a client, even past the compiler', () => {
    const forged = { ...says('1'), kind: 'clock' } as unknown as ClientInput;
    expect(ClientConsent.from(forged, offered(), reader)).toBeUndefined();
  });
});
