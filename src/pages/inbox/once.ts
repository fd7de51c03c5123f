/**
 * A form that is sent twice, by a double click or a reload, does what it asks for once: the second gets the answer of
 * the first. Only in this process and for some minutes; what must never be doubled is also guarded behind the inbox.
 */
import type { Done } from '../../run/inbox.ts';

const KEPT_MS = 10 * 60_000;
/** Far more than all professionals send in that time; beyond it the oldest are forgotten. */
const MOST = 5_000;

export type Once = (key: string, act: () => Promise<Done>) => Promise<Done>;

/** @param now milliseconds */
export function createOnce(now: () => number): Once {
  const known = new Map<string, { until: number; answer: Promise<Done> }>();
  const forget = (): void => {
    for (const [key, { until }] of known) {
      if (until > now() && known.size <= MOST) return;
      known.delete(key);
    }
  };
  return (key, act) => {
    forget();
    const before = known.get(key);
    if (before) return before.answer;
    const answer = act();
    known.set(key, { until: now() + KEPT_MS, answer });
    // What was refused or failed may be tried again.
    answer.then(
      ({ status }) => status !== 'done' && known.delete(key),
      () => known.delete(key),
    );
    return answer;
  };
}
