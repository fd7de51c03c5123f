/**
 * What was being typed, kept in this tab until it is sent: through a reload, an error, and a session that ended. Never
 * for somebody else who signs in, and never longer than the conversation is one's own.
 */
import type { Drawer } from '../talk/session.ts';

const NAME = 'concepten';

interface Kept {
  staff: string;
  words: Record<string, string>;
}

export interface Drafts {
  of(id: string): string;
  keep(id: string, text: string): void;
  /** Forgets all but these. */
  only(ids: readonly string[]): void;
}

/** @param drawer this tab's; undefined where the browser refuses one: then nothing is kept */
export function createDrafts(drawer: Drawer | undefined, staff: string): Drafts {
  const read = (): Record<string, string> => {
    try {
      const kept = JSON.parse(drawer?.getItem(NAME) ?? 'null') as Kept | null;
      return kept?.staff === staff ? kept.words : {};
    } catch {
      return {};
    }
  };
  const write = (words: Record<string, string>): void => {
    try {
      if (Object.keys(words).length === 0) drawer?.removeItem(NAME);
      else drawer?.setItem(NAME, JSON.stringify({ staff, words } satisfies Kept));
    } catch {
      // Full or forbidden: the field itself still has it.
    }
  };
  // Somebody else's are thrown away at once.
  write(read());
  return {
    of: (id) => read()[id] ?? '',
    keep(id, text) {
      const { [id]: _before, ...others } = read();
      write(text === '' ? others : { ...others, [id]: text });
    },
    only: (ids) => write(Object.fromEntries(Object.entries(read()).filter(([id]) => ids.includes(id)))),
  };
}
