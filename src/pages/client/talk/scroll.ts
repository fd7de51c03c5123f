/**
 * Keeps the newest words in sight, unless the client is reading back.
 */

/** Closer to the end than this counts as being there. */
const NEAR = 240;

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Where the talk ends: under it the plan may follow. */
const endOf = (talk: HTMLElement): number => talk.getBoundingClientRect().bottom - innerHeight;

/** Nothing of it is, while the page is covered. */
export const inSight = (talk: HTMLElement): boolean => talk.getClientRects().length > 0;

/** Is the end of the talk in sight? Ask before drawing. */
export const atEnd = (talk: HTMLElement): boolean => endOf(talk) < NEAR;

/** Goes to the end; but when what is new is higher than the screen, to where it begins. */
export function showNewest(talk: HTMLElement, first: HTMLElement | undefined, smoothly: boolean): void {
  const bar = document.querySelector('.bar')?.getBoundingClientRect().height ?? 0;
  const begins = first ? first.getBoundingClientRect().top - bar - 12 : Number.POSITIVE_INFINITY;
  const by = Math.min(endOf(talk), begins);
  if (by <= 0 && !first) return;
  scrollBy({ top: by, behavior: smoothly && !calm.matches ? 'smooth' : 'auto' });
}
