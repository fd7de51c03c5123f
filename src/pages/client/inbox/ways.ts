/**
 * How the page behaves in this tab, as its reader chose: being away for a while, notifications, keys of one letter.
 */
import type { InboxPageData } from '../../inbox/frame.tsx';
import { remember } from '../safety/tab.ts';
import { part } from '../talk/page-data.ts';

const AWAY = 'even-niet';
const NOTIFY = 'melding';
/** Kept in the browser: nothing of a client is in it, and who cannot use such keys never can. */
const NO_KEYS = 'geen-sneltoetsen';

export interface Ways {
  /** Says that there is something new, when that is wanted; never what. */
  tell(): void;
  keys(): boolean;
}

const kept = (name: string): boolean => remember((storage) => storage.getItem(name)) === '1';
const keep = (name: string, on: boolean): unknown =>
  remember((storage) => (on ? storage.setItem(name, '1') : storage.removeItem(name)));

export function createWays({ own }: InboxPageData, onNotice: (text: string) => void): Ways {
  part('own').hidden = false;
  const here = part('here');
  const drawHere = (): void => here.setAttribute('aria-checked', String(!kept(AWAY)));
  here.addEventListener('click', () => {
    keep(AWAY, !kept(AWAY));
    drawHere();
  });
  drawHere();

  const notify = part('notify');
  const can = 'Notification' in window;
  const on = (): boolean => can && kept(NOTIFY) && Notification.permission === 'granted';
  const drawNotify = (): void => {
    notify.textContent = on() ? own.notify_off : own.notify;
  };
  if (can) {
    notify.hidden = part('notify-hint').hidden = false;
    notify.addEventListener('click', async () => {
      if (on()) keep(NOTIFY, false);
      else if ((await Notification.requestPermission()) === 'granted') keep(NOTIFY, true);
      else onNotice(own.notify_refused);
      drawNotify();
    });
    drawNotify();
  }

  const box = part<HTMLInputElement>('keys-on');
  const local = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(localStorage);
    } catch {
      return undefined;
    }
  };
  box.checked = local((storage) => storage.getItem(NO_KEYS)) == null;
  box.addEventListener('change', () =>
    local((storage) => (box.checked ? storage.removeItem(NO_KEYS) : storage.setItem(NO_KEYS, '1'))),
  );

  return {
    tell() {
      if (!on() || kept(AWAY) || document.visibilityState === 'visible') return;
      try {
        const shown = new Notification(own.notification, { tag: 'stuur' });
        shown.onclick = () => {
          window.focus();
          shown.close();
        };
      } catch {
        // A phone shows none from a page.
      }
    },
    keys: () => box.checked,
  };
}
