/**
 * The way out: covers the page at once, forgets the session and goes to a neutral site; and keeps the page covered
 * when someone comes back by the back button. A script of its own, so that it works while the rest still loads.
 */
import { createExitKeys } from './talk/exit-keys.ts';

/** Stays in the tab after leaving, and means: whoever comes back by the back button sees nothing. */
const LEFT = 'weg';
/** The chat listens to this and lets go of its line and its texts. */
const LEAVING = 'stuur:leave';

const { exit = 'about:blank', leave: json = '{}' } = document.body.dataset;
const texts = JSON.parse(json) as Record<'covered' | 'two' | 'one' | 'timed_out', string>;
const status = document.getElementById('leave-status');
const steps = document.getElementById('leave-steps');

/** The browser may refuse storage altogether. */
function remember(work: (storage: Storage) => void): void {
  try {
    work(sessionStorage);
  } catch {
    // Then there is nothing to forget either.
  }
}

function cover(): void {
  const sheet = document.createElement('div');
  sheet.className = 'cover';
  sheet.setAttribute('role', 'alert');
  sheet.textContent = texts.covered;
  // Not laid over it but in its place: a picture that the browser keeps of this page shows nothing either.
  document.body.replaceChildren(sheet);
}

function leave(): void {
  document.dispatchEvent(new Event(LEAVING));
  remember((storage) => {
    storage.clear();
    storage.setItem(LEFT, '1');
  });
  cover();
  // Takes this page's own entry out of the back button. What the browser keeps in its history is not ours to wipe.
  location.replace(exit);
}

const keys = createExitKeys();
let giveUp: ReturnType<typeof setTimeout> | undefined;
let shown: number | undefined;

function show(left: number | undefined): void {
  if (left === 0) leave();
  if (left === 0 || !status || !steps) return;
  clearTimeout(giveUp);
  const stopped = left === undefined && shown !== undefined && keys.expires() === undefined;
  shown = left;
  steps.hidden = left === undefined;
  [...steps.children].forEach((dot, index) => {
    dot.className = left !== undefined && index < 3 - left ? 'on' : '';
  });
  if (left !== undefined) status.textContent = left === 2 ? texts.two : texts.one;
  else if (stopped) status.textContent = '';
  const until = keys.expires();
  if (until !== undefined) giveUp = setTimeout(timeOut, until - Date.now());
}

function timeOut(): void {
  show(keys.disturb());
  if (!status) return;
  status.textContent = texts.timed_out;
  giveUp = setTimeout(() => {
    status.textContent = '';
  }, 5000);
}

document.addEventListener('keydown', ({ key, repeat }) => {
  if (!repeat || key !== 'Shift') show(keys.down(key, Date.now()));
});
document.addEventListener('keyup', ({ key }) => show(keys.up(key, Date.now())));
document.addEventListener('pointerdown', () => show(keys.disturb()));
document.getElementById('leave')?.addEventListener('click', (event) => {
  event.preventDefault();
  leave();
});

function stayGone(): void {
  cover();
  location.replace(exit);
}

const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
remember((storage) => {
  if (storage.getItem(LEFT) === null) return;
  if (visit?.type === 'back_forward') stayGone();
  // Someone who comes by another way starts anew.
  else storage.removeItem(LEFT);
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) remember((storage) => storage.getItem(LEFT) !== null && stayGone());
});
