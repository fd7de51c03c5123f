/**
 * What the log shows: messages once each and in order, however often and in whatever order they arrive.
 * Pure: no network, no page.
 */

export interface Choice {
  id: string;
  label: string;
}

/** What comes over Direct Line, as far as the page looks at it. */
export interface Activity {
  type: string;
  id?: string;
  from?: { role?: string };
  text?: string;
  name?: string;
  value?: unknown;
  channelData?: { clientActivityID?: string; choices?: Choice[] };
  suggestedActions?: { actions?: { title?: string; value?: unknown }[] };
}

/** `waiting`: not yet at the server. `refused`: it never will be, for `reason`. */
export type EntryState = 'waiting' | 'sent' | 'refused';

export interface Entry {
  /** Stable for as long as it is shown. */
  key: string;
  /** `page`: a remark of the page itself. */
  who: 'bot' | 'me' | 'page';
  text: string;
  choices: Choice[];
  state: EntryState;
  reason?: string;
}

interface Kept extends Entry {
  /** Which conversation of this page; the old one stays above the new. */
  era: number;
  /** Its place within the conversation. Unknown until the server has it: then at the end. */
  id: string | undefined;
}

export type News =
  | { kind: 'entry' }
  | { kind: 'plan'; value: unknown }
  | { kind: 'leave' }
  | { kind: 'wiped' }
  | { kind: 'typing' };

export interface Messages {
  entries(): readonly Entry[];
  /** Shows what the client wrote, before the server knows of it. */
  add(key: string, text: string): void;
  /** Nothing: it was known already, or means nothing here. */
  receive(activity: Activity): News | undefined;
  acknowledge(key: string): void;
  refuse(key: string, reason: string): void;
  /** The choices under the last question, as long as nothing was said since. */
  openChoices(): Choice[];
  /** Does the server have something that it did not answer yet? */
  awaiting(): boolean;
  /** What follows belongs to another conversation; the remark says so. */
  startAnew(remark: string): void;
  /** A remark of the page at the beginning of the present conversation. */
  remark(text: string): void;
}

function choicesOf({ channelData, suggestedActions }: Activity): Choice[] {
  if (channelData?.choices) return channelData.choices;
  return (suggestedActions?.actions ?? []).flatMap(({ title, value }) =>
    title ? [{ id: typeof value === 'string' ? value : title, label: title }] : [],
  );
}

/** `findLastIndex`, which phones of a few years old do not have. */
function lastIndex<T>(list: readonly T[], fits: (one: T) => boolean): number {
  let at = list.length - 1;
  while (at >= 0 && !fits(list[at] as T)) at -= 1;
  return at;
}

export function createMessages(): Messages {
  let kept: Kept[] = [];
  let era = 0;
  const seen = new Set<string>();

  // Ids count up with leading zeros, so that the order of letters is the order of messages.
  const before = (a: Kept, b: Kept): boolean => {
    if (a.era !== b.era) return a.era < b.era;
    if (a.id === undefined || b.id === undefined) return a.id !== undefined;
    return a.id < b.id;
  };
  const place = (entry: Kept): void => {
    let at = kept.length;
    while (at > 0 && before(entry, kept[at - 1] as Kept)) at -= 1;
    kept.splice(at, 0, entry);
  };
  const own = (key: string | undefined) => kept.find((entry) => entry.who === 'me' && entry.key === key);

  const receiveOwn = (id: string, activity: Activity): News => {
    const known = own(activity.channelData?.clientActivityID);
    if (known) kept.splice(kept.indexOf(known), 1);
    const key = activity.channelData?.clientActivityID ?? id;
    const text = activity.text ?? '';
    place({ ...(known ?? { key, who: 'me', text, choices: [] }), state: 'sent', era, id });
    return { kind: 'entry' };
  };

  const remark = (text: string): void =>
    place({ key: `remark ${era}`, who: 'page', text, choices: [], state: 'sent', era, id: '' });

  /** Keeps the turn that wiped: the client's own last words and what was answered to them. */
  const wipe = (): News => {
    const last = lastIndex(kept, ({ who, id }) => who === 'me' && id !== undefined);
    kept = kept.slice(Math.max(last, 0));
    return { kind: 'wiped' };
  };

  return {
    entries: () => kept,
    add(key, text) {
      if (!own(key)) place({ key, who: 'me', text, choices: [], state: 'waiting', era, id: undefined });
    },
    receive(activity) {
      const { type, id, from } = activity;
      const mine = from?.role === 'user';
      if (type === 'typing') return mine ? undefined : { kind: 'typing' };
      if (id === undefined || seen.has(id)) return undefined;
      if (type === 'message') {
        seen.add(id);
        if (mine) return receiveOwn(id, activity);
        const text = activity.text ?? '';
        place({ key: id, who: 'bot', text, choices: choicesOf(activity), state: 'sent', era, id });
        return { kind: 'entry' };
      }
      if (type !== 'event' || mine) return undefined;
      seen.add(id);
      if (activity.name === 'plan') return { kind: 'plan', value: activity.value };
      if (activity.name === 'leave') return { kind: 'leave' };
      return activity.name === 'wiped' ? wipe() : undefined;
    },
    acknowledge(key) {
      const entry = own(key);
      if (entry?.state === 'waiting') entry.state = 'sent';
    },
    refuse(key, reason) {
      const entry = own(key);
      if (entry?.state === 'waiting') Object.assign(entry, { state: 'refused', reason });
    },
    openChoices() {
      const said = kept.filter((entry) => entry.era === era && entry.state !== 'refused');
      const asked = lastIndex(said, ({ choices }) => choices.length > 0);
      const answered = lastIndex(said, ({ who }) => who === 'me');
      return asked > answered ? (said[asked]?.choices ?? []) : [];
    },
    awaiting() {
      const last = kept[lastIndex(kept, ({ state }) => state !== 'refused')];
      return last?.who === 'me' && last.state === 'sent' && last.era === era;
    },
    startAnew(text) {
      era += 1;
      remark(text);
    },
    remark,
  };
}
