/**
 * When does a page count as left alone? Pure: signs of life and times in, how long it may still stand out.
 */

export interface IdleLimits {
  /** In sight, without a sign of life. */
  idleMs: number;
  /** Out of sight, in another tab or app. */
  hiddenMs: number;
}

/**
 * Shorter than in sight: someone who looks at something else may hand over the phone with that on it. Long enough to
 * look up a number or a day and come back. The time in sight is a setting, STUUR_COVER_MINUTES.
 */
export const HIDDEN_MS = 60_000;

/** All times in milliseconds. */
export interface Idle {
  /** A key, a finger, a scroll: someone is there. */
  touch(at: number): void;
  hide(at: number): void;
  /**
   * In sight again. Gives whether it was left alone meanwhile.
   * @param since when it, or another page of ours in its place, was last in sight; default: since it was hidden
   */
  show(at: number, since?: number): boolean;
  /** Until it counts as left alone; 0: it does. */
  left(at: number): number;
}

export function createIdle({ idleMs, hiddenMs }: IdleLimits, begun: number): Idle {
  let touched = begun;
  let hidden: number | undefined;
  return {
    touch(at) {
      touched = at;
    },
    hide(at) {
      hidden ??= at;
    },
    show(at, since = hidden ?? at) {
      if (at - since >= hiddenMs) return true;
      hidden = undefined;
      touched = at;
      return false;
    },
    left(at) {
      return Math.max(0, hidden === undefined ? touched + idleMs - at : hidden + hiddenMs - at);
    },
  };
}
