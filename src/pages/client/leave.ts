/**
 * What keeps a page safe: the way out, and the cover over a page that was left alone. A script of its own, before all
 * others, so that it works while the rest still loads. Other scripts wait for `data-safe`: nothing is shown on a page
 * that has no way out, or that was left.
 */
import { coverWhenIdle } from './safety/idle-cover.ts';
import { openWayOut } from './safety/way-out.ts';

if (openWayOut()) {
  coverWhenIdle();
  document.body.dataset.safe = '';
}
