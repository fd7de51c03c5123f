/**
 * The line on which the server says that something is another. It comes back by itself, waiting longer each time, and
 * says whether it is there.
 */

export type News =
  | { kind: 'list' }
  | { kind: 'changed' | 'gone'; id: string }
  /** They may no longer read. */
  | { kind: 'lapsed' };

export interface NewsDeps {
  heard(news: News): void;
  /** It is there (again): whatever happened meanwhile was not heard. */
  there(): void;
  /** It is not there. `ms`: for how long by now. */
  away(ms: number): void;
  /** Asks whether trying makes sense: not for who is signed out. */
  mayTry(): Promise<boolean>;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** Without a sign of life for so long the line is dead, whatever the browser thinks: the server gives one every 20 s. */
const SILENT_MS = 50_000;

/** Gives the function that looks at once, instead of when it is time. */
export function listen({ heard, there, away, mayTry }: NewsDeps): () => void {
  let source: EventSource | undefined;
  let wait = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lostAt: number | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    const stream = new EventSource('/inbox/events');
    source = stream;
    stream.onopen = () => {
      wait = FIRST_MS;
      lostAt = undefined;
      alive();
      there();
    };
    const alive = (): void => {
      clearTimeout(silence);
      silence = setTimeout(lose, SILENT_MS);
    };
    stream.addEventListener('beat', alive);
    const on = (kind: News['kind']) =>
      stream.addEventListener(kind, ({ data }: MessageEvent<string>) => heard({ kind, id: data } as News));
    for (const kind of ['list', 'changed', 'gone', 'lapsed'] as const) on(kind);
    const lose = (): void => {
      // A browser would try at the same pace for ever.
      stream.close();
      clearTimeout(silence);
      source = undefined;
      lostAt ??= Date.now();
      away(Date.now() - lostAt);
      clearTimeout(timer);
      // Not all pages at the same moment, when a server comes back.
      timer = setTimeout(attempt, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_MS);
    };
    stream.onerror = lose;
  };
  const attempt = async (): Promise<void> => {
    if (lostAt !== undefined) away(Date.now() - lostAt);
    if (await mayTry()) open();
  };

  open();
  return () => {
    if (source) return;
    clearTimeout(timer);
    wait = FIRST_MS;
    void attempt();
  };
}
