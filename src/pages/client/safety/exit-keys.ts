/**
 * When does pressing Shift mean 'get me out of here'? Three times, alone, within five seconds.
 * Pure: key events and times in, what to do out.
 */

const PRESSES = 3;
export const WITHIN_MS = 5000;

/** `left`: presses still to go; undefined when nothing is under way. */
export interface ExitKeys {
  down(key: string, at: number): number | undefined;
  /** 0: leave. */
  up(key: string, at: number): number | undefined;
  /** A click while Shift is held selects text: that press does not count, nor do those before it. */
  disturb(): undefined;
  /** When the oldest press no longer counts, in milliseconds; undefined when nothing is under way. */
  expires(): number | undefined;
}

export function createExitKeys(): ExitKeys {
  let presses: number[] = [];
  let alone = false;

  const reset = (): undefined => {
    presses = [];
    alone = false;
    return undefined;
  };
  const recent = (at: number) => presses.filter((press) => at - press < WITHIN_MS);

  return {
    down(key, at) {
      if (key !== 'Shift') return reset();
      presses = recent(at);
      alone = true;
      return presses.length > 0 ? PRESSES - presses.length : undefined;
    },
    up(key, at) {
      // The end of Shift+letter: the letter came up first, or was already seen going down.
      if (key !== 'Shift' || !alone) return reset();
      alone = false;
      presses = [...recent(at), at];
      return PRESSES - presses.length;
    },
    disturb: reset,
    expires() {
      const [first] = presses;
      return first === undefined ? undefined : first + WITHIN_MS;
    },
  };
}
