/** Shift three times to leave: on purpose, and never by typing capitals. */
import { describe, expect, it } from 'vitest';
import { createExitKeys } from '../../src/pages/client/safety/exit-keys.ts';

/** Presses and releases in turn; gives what each release answered. `A+b`: b while A is held. */
function press(keys: string[], { every = 300 } = {}) {
  const exit = createExitKeys();
  let at = 0;
  return keys.map((key) => {
    at += every;
    const [first = '', second] = key.split('+');
    exit.down(first, at);
    if (second !== undefined) {
      exit.down(second, at + 20);
      exit.up(second, at + 40);
    }
    return exit.up(first, at + 60);
  });
}

describe('Shift three times', () => {
  it('leaves', () => expect(press(['Shift', 'Shift', 'Shift'])).toEqual([2, 1, 0]));

  it('starts over after any other key', () => {
    expect(press(['Shift', 'Shift', 'a', 'Shift'])).toEqual([2, 1, undefined, 2]);
  });

  it('does not count Shift that makes a capital', () => {
    expect(press(['Shift+A', 'Shift+B', 'Shift+C'])).toEqual([undefined, undefined, undefined]);
    expect(press(['Shift', 'Shift+A', 'Shift'])).toEqual([2, undefined, 2]);
  });

  it('counts what happens within five seconds', () => {
    expect(press(['Shift', 'Shift', 'Shift'], { every: 2400 })).toEqual([2, 1, 0]);
    expect(press(['Shift', 'Shift', 'Shift', 'Shift'], { every: 2600 })).toEqual([2, 1, 1, 1]);
  });

  it('starts over after a click, and says when the time is up', () => {
    const exit = createExitKeys();
    exit.down('Shift', 1000);
    expect(exit.up('Shift', 1100)).toBe(2);
    expect(exit.expires()).toBe(6100);
    exit.disturb();
    expect(exit.expires()).toBeUndefined();
  });
});
