/**
 * What this tab remembers for safety, in sessionStorage: gone with the tab. The names say nothing to who looks into
 * the browser.
 */

/** Stays after leaving, and means: whoever comes back by the back button sees nothing. */
export const LEFT = 'weg';
/** Since when no page of ours has been in sight in this tab. */
export const AWAY_SINCE = 'sinds';

/** The browser may refuse storage altogether: then there is nothing to remember, and nothing to forget either. */
export function remember<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(sessionStorage);
  } catch {
    return undefined;
  }
}

/** The chat listens to these and lets go of its line, its voice and its texts. */
export const LEAVING = 'stuur:leave';
export const COVERED = 'stuur:covered';
export const UNCOVERED = 'stuur:uncovered';

export const announce = (event: string): boolean => document.dispatchEvent(new Event(event));
