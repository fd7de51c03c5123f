/**
 * Draws the messages, keeping what is already there in place, so that a screen reader hears only what is new.
 */
import { linkify } from './linkify.ts';
import type { Entry } from './messages.ts';
import { filled, make, type PageData } from './page-data.ts';

/** A message that is gone within this time needs no word about it. */
const PATIENCE_MS = 700;

export interface LogView {
  /** Draws, and gives the elements that are new. */
  draw(entries: readonly Entry[]): HTMLElement[];
}

/** @param onGrown does what makes a message that was there already higher, and keeps the end in sight */
export function createLogView(
  log: HTMLElement,
  { script, page, linkHosts }: PageData,
  onGrown: (grow: () => void) => void,
): LogView {
  const shown = new Map<string, { element: HTMLElement; state: string }>();
  const hosts = new Set(linkHosts);

  const paragraphs = (text: string): Node[] =>
    text
      .split(/\n{2,}/)
      .filter((paragraph) => paragraph.trim() !== '')
      .map((paragraph) => {
        const element = make('p', '');
        for (const { text: words, href } of linkify(paragraph, hosts)) {
          if (href === undefined) {
            element.append(words);
            continue;
          }
          // In this same tab: the back button leads back here, and the way out leaves no second tab behind.
          const link = make('a', '', href.startsWith('/d/') ? page.download : words);
          link.href = href;
          link.rel = 'noreferrer nofollow';
          element.append(link);
        }
        return element;
      });

  const create = (entry: Entry): HTMLElement => {
    if (entry.who === 'page') return make('p', 'remark', entry.text);
    const who = make('span', 'unseen', `${entry.who === 'bot' ? page.bot : page.me} `);
    if (entry.who === 'me') return make('div', 'bubble me', who, make('p', '', entry.text));
    const bubble = make('div', 'bubble bot', who, ...paragraphs(entry.text));
    if (entry.choices.length > 0) {
      const choices = entry.choices.map(({ label }) => label).join(', ');
      bubble.append(make('span', 'unseen', filled(script.choose, { choices })));
    }
    return bubble;
  };

  /** Says below an own message where it is, once that takes long enough to wonder. */
  const mark = (element: HTMLElement, entry: Entry): void => {
    element.querySelector('.state')?.remove();
    element.classList.toggle('waiting', entry.state === 'waiting');
    element.classList.toggle('refused', entry.state === 'refused');
    if (entry.state === 'refused') {
      element.append(make('span', 'state', [script.refused, entry.reason].filter(Boolean).join('. ')));
    }
    if (entry.state !== 'waiting') return;
    setTimeout(() => {
      if (shown.get(entry.key)?.state !== 'waiting' || element.querySelector('.state')) return;
      onGrown(() => element.append(make('span', 'state', script.sending)));
    }, PATIENCE_MS);
  };

  return {
    draw(entries) {
      const fresh: HTMLElement[] = [];
      const keys = new Set(entries.map(({ key }) => key));
      for (const [key, { element }] of shown) {
        if (keys.has(key)) continue;
        element.remove();
        shown.delete(key);
      }
      let next: ChildNode | null = log.firstChild;
      for (const entry of entries) {
        const known = shown.get(entry.key);
        const element = known?.element ?? create(entry);
        if (!known) fresh.push(element);
        if (element === next) next = element.nextSibling;
        else log.insertBefore(element, next);
        if (known?.state === entry.state) continue;
        shown.set(entry.key, { element, state: entry.state });
        if (entry.who === 'me') mark(element, entry);
      }
      return fresh;
    },
  };
}
