/**
 * A page that was left alone covers itself: one neutral sheet with one button, and nothing else to see, to hear or to
 * find. What was there stays as it was, typed words and place included, until someone goes on.
 */
import { createIdle, HIDDEN_MS } from './idle.ts';
import { AWAY_SINCE, announce, COVERED, LEAVING, remember, UNCOVERED } from './tab.ts';

interface CoverData {
  minutes: number;
  text: string;
  button: string;
}

/** Anything that shows that someone is there. Scrolling too: a screen reader that reads on does little else. */
const SIGNS = ['keydown', 'input', 'pointerdown', 'pointermove', 'touchmove', 'wheel', 'scroll', 'focusin'];

export function coverWhenIdle(): void {
  const data = JSON.parse(document.body.dataset.cover ?? '{}') as CoverData;
  const idle = createIdle({ idleMs: data.minutes * 60_000, hiddenMs: HIDDEN_MS }, Date.now());
  const sheet = createSheet(data, uncover);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;

  function uncover(): void {
    const now = Date.now();
    idle.show(now, now);
    sheet.remove();
    wait();
  }
  const cover = (): void => {
    clearTimeout(timer);
    sheet.lay();
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (idle.left(Date.now()) > 0 ? wait() : cover()), idle.left(Date.now()));
  };
  const seen = (event: Event): void => {
    const now = Date.now();
    if (sheet.lies()) return;
    if (idle.left(now) > 0) return idle.touch(now);
    // The device slept, and its timers with it.
    cover();
    wakeOnly(event);
  };

  const disappear = (): void => {
    const now = Date.now();
    idle.hide(now);
    // A page that was covered comes back covered, also when it is loaded again.
    if (!left) remember((storage) => storage.setItem(AWAY_SINCE, String(sheet.lies() ? 0 : now)));
    if (!sheet.lies()) wait();
  };
  const appear = (): void => {
    // Written by whichever page of ours was last in sight in this tab. A browser that needed the memory may have
    // thrown this one away and loaded it again.
    const since = remember((storage) => {
      const written = storage.getItem(AWAY_SINCE);
      storage.removeItem(AWAY_SINCE);
      return written;
    });
    if (sheet.lies()) sheet.focus();
    if (left || sheet.lies()) return;
    if (idle.show(Date.now(), since == null ? undefined : Number(since))) cover();
    else wait();
  };

  for (const sign of SIGNS) addEventListener(sign, seen, { capture: true, passive: sign !== 'keydown' });
  document.addEventListener('visibilitychange', () =>
    document.visibilityState === 'visible' ? appear() : disappear(),
  );
  addEventListener('pagehide', disappear);
  addEventListener('pageshow', ({ persisted }) => persisted && appear());
  document.addEventListener(LEAVING, () => {
    left = true;
    clearTimeout(timer);
  });
  appear();
}

/** The key or the finger that met the sleeping page: it types nothing and presses nothing, also not on the sheet. */
function wakeOnly(event: Event): void {
  if (event instanceof KeyboardEvent && event.key !== 'Shift') {
    event.preventDefault();
    event.stopPropagation();
  }
  if (event.type !== 'pointerdown') return;
  const swallow = (click: MouseEvent): void => {
    if (click.detail === 0) return;
    click.preventDefault();
    click.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  addEventListener('pointerdown', () => removeEventListener('click', swallow, true), {
    capture: true,
    once: true,
  });
}

interface Sheet {
  lay(): void;
  focus(): void;
  lies(): boolean;
  remove(): void;
}

function createSheet({ text, button }: CoverData, onContinue: () => void): Sheet {
  const sheet = document.createElement('div');
  const words = document.createElement('p');
  const press = document.createElement('button');
  sheet.className = 'cover still';
  sheet.setAttribute('role', 'dialog');
  sheet.setAttribute('aria-labelledby', 'still');
  words.id = 'still';
  words.textContent = text;
  press.type = 'button';
  press.textContent = button;
  press.addEventListener('click', onContinue);
  sheet.append(words, press);

  let hidden: HTMLElement[] = [];
  let focused: Element | null = null;
  let place = 0;
  return {
    lay() {
      focused = document.activeElement;
      place = scrollY;
      announce(COVERED);
      // Not only under it: what is hidden is not read out, searched or printed either. What says how far Shift is stays.
      hidden = ([...document.body.children] as HTMLElement[]).filter(
        (part) => !part.hidden && part.id !== 'leave-status',
      );
      for (const part of hidden) part.hidden = true;
      document.body.append(sheet);
      press.focus();
    },
    focus: () => press.focus(),
    lies: () => sheet.isConnected,
    remove() {
      sheet.remove();
      for (const part of hidden) part.hidden = false;
      scrollTo(0, place);
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
      announce(UNCOVERED);
    },
  };
}
