/**
 * One line that says honestly how the connection is. Silent when all is well.
 */
import type { LineState } from './line.ts';
import type { Trouble } from './outbox.ts';
import { filled, type PageData } from './page-data.ts';

/** A connection that is there within this time needs no word about it. */
const PATIENCE_MS = 1500;
const BACK_MS = 4000;

export interface Status {
  line(state: LineState): void;
  /** Are there messages that wait for the line? */
  waiting(any: boolean): void;
  /** What keeps a message from being sent, although the line is open. */
  trouble(trouble: Trouble | undefined): void;
}

export function createStatus(element: HTMLElement, { script }: PageData): Status {
  let state: LineState = 'connecting';
  let sending: 'broken' | 'away' | undefined;
  let anyWaiting = false;
  let passing: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let patient = true;
  setTimeout(() => {
    patient = false;
    draw();
  }, PATIENCE_MS);

  const words = (): string => {
    const worst = state === 'open' ? sending : state;
    if (worst === 'broken') return anyWaiting ? script.broken_waiting : script.broken;
    if (worst === 'away') return anyWaiting ? script.away_waiting : script.away;
    if (worst === 'connecting') return patient ? '' : script.connecting;
    return passing ?? '';
  };
  const draw = (): void => {
    const text = words();
    if (element.textContent !== text) element.textContent = text;
    element.dataset.state = state;
  };
  const say = (text: string, ms: number): void => {
    passing = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      passing = undefined;
      draw();
    }, ms);
  };

  return {
    line(next) {
      if (next === 'open' && (state === 'broken' || state === 'away')) say(script.back, BACK_MS);
      state = next;
      draw();
    },
    waiting(any) {
      anyWaiting = any;
      draw();
    },
    trouble(trouble) {
      sending = trouble === undefined || trouble.why === 'slower' ? undefined : trouble.why;
      if (trouble?.why === 'slower') {
        const { afterMs } = trouble;
        say(filled(script.slower, { seconds: Math.ceil(afterMs / 1000) }), afterMs);
      }
      draw();
    },
  };
}
