/**
 * The way out: covers the page at once, forgets the session and goes to a neutral site; and keeps the page covered
 * when someone comes back by the back button.
 */
import { createExitKeys } from './exit-keys.ts';
import { announce, LEAVING, LEFT, remember } from './tab.ts';

const { exit = 'about:blank', leave: json = '{}' } = document.body.dataset;
const texts = JSON.parse(json) as Record<'covered' | 'two' | 'one' | 'timed_out', string>;

function cover(): void {
  const sheet = document.createElement('div');
  sheet.className = 'cover';
  sheet.setAttribute('role', 'alert');
  sheet.textContent = texts.covered;
  // Not laid over it but in its place: a picture that the browser keeps of this page shows nothing either.
  document.body.replaceChildren(sheet);
}

/** Takes this page's own entry out of the back button. What the browser keeps in its history is not ours to wipe. */
function go(): void {
  cover();
  location.replace(exit);
}

function leave(): void {
  announce(LEAVING);
  remember((storage) => {
    storage.clear();
    storage.setItem(LEFT, '1');
  });
  // The answer lets the browser forget our files and the pages it kept ready for the back button. Nobody waits for it.
  navigator.sendBeacon?.('/weg');
  go();
}

/** Other tabs of ours: who leaves, leaves them all. */
function openTogether(): { leave(): void } {
  if (!('BroadcastChannel' in window)) return { leave };
  const tabs = new BroadcastChannel('weg');
  tabs.onmessage = leave;
  return {
    leave() {
      tabs.postMessage(1);
      leave();
    },
  };
}

function listenToShift(onLeave: () => void): void {
  const status = document.getElementById('leave-status');
  const steps = document.getElementById('leave-steps');
  const keys = createExitKeys();
  let giveUp: ReturnType<typeof setTimeout> | undefined;
  let shown: number | undefined;

  const show = (left: number | undefined): void => {
    if (left === 0) return onLeave();
    if (!status || !steps) return;
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
  };
  const timeOut = (): void => {
    show(keys.disturb());
    if (!status) return;
    status.textContent = texts.timed_out;
    giveUp = setTimeout(() => {
      status.textContent = '';
    }, 5000);
  };

  document.addEventListener('keydown', ({ key, repeat }) => {
    if (!repeat || key !== 'Shift') show(keys.down(key, Date.now()));
  });
  document.addEventListener('keyup', ({ key }) => show(keys.up(key, Date.now())));
  document.addEventListener('pointerdown', () => show(keys.disturb()));
}

/** Is this a page that was left, and that the back button or a reload brings up again? */
function wasLeft(): boolean {
  if (remember((storage) => storage.getItem(LEFT)) == null) return false;
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (visit?.type === 'back_forward' || visit?.type === 'reload') return true;
  // Someone who comes by another way starts anew.
  remember((storage) => storage.removeItem(LEFT));
  return false;
}

/** Gives whether there is a page to show; false when it was left before, and is being left again. */
export function openWayOut(): boolean {
  if (wasLeft()) {
    go();
    return false;
  }
  const together = openTogether();
  listenToShift(together.leave);
  const link = document.getElementById('leave');
  link?.addEventListener('click', (event) => {
    event.preventDefault();
    together.leave();
  });
  // The middle button would open the other site in a new tab and leave this one standing.
  link?.addEventListener('auxclick', (event) => {
    if (event.button !== 1) return;
    event.preventDefault();
    together.leave();
  });
  // A page that the browser keeps ready for the back button shows nothing until it is known that it may.
  addEventListener('pagehide', () => {
    document.body.style.visibility = 'hidden';
  });
  const reappear = (): void => {
    if (remember((storage) => storage.getItem(LEFT)) != null) {
      announce(LEAVING);
      go();
    }
    document.body.style.visibility = '';
  };
  addEventListener('pageshow', reappear);
  // An iPhone that went to another app and back may say only this.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && reappear());
  return true;
}
