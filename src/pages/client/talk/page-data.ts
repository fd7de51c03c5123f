/**
 * What the server wrote on the page for this script: its words and the addresses that may become links.
 */
import type { ChatTexts } from '../../texts.ts';

export interface PageData {
  script: ChatTexts['script'];
  plan: ChatTexts['plan'];
  page: Pick<ChatTexts['page'], 'bot' | 'me' | 'aloud' | 'quiet' | 'download'>;
  linkHosts: string[];
}

export const readPageData = (): PageData => JSON.parse(document.body.dataset.page ?? '{}') as PageData;

/** The text with its `{names}` filled in. */
export const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** An element that the page is sure to have. */
export function part<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** A new element with its class and its contents; text is only ever text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...contents: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...contents);
  return element;
}
