/**
 * 'did you mean ...': said behind every name that does not exist.
 */
import { closest } from '../../domain/distance.ts';

/** "; did you mean 'piles'?" or, when nothing comes near, nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const best = closest(name, known);
  return best === undefined ? '' : `; did you mean '${best}'?`;
}
