/**
 * How long to wait before the next try, and a wait that can be cut short.
 */

const FIRST_MS = 800;
const LONGEST_MS = 10_000;

/** Doubles each time up to a limit; spread out, so that not every phone comes back in the same second. */
export function backoff(tries: number, chance: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10));
  return most / 2 + (most / 2) * chance;
}

export interface Pause {
  /** Resolves after `ms`, or as soon as `wake` is called. */
  wait(ms: number): Promise<void>;
  wake(): void;
}

export function createPause(): Pause {
  let wake = () => {};
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
