/**
 * The list by keyboard: letters only while nothing is typed and as long as they are not switched off; arrows only from
 * within the list.
 */

const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#list .item')];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

function step(by: 1 | -1): void {
  const all = items();
  // From the one with the focus, else from the one that stands beside the list.
  const at = all.indexOf(document.activeElement as HTMLElement);
  const from = at >= 0 ? at : all.findIndex((one) => one.hasAttribute('aria-current'));
  const to = from < 0 ? (by > 0 ? 0 : all.length - 1) : from + by;
  all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
}

export function listenToKeys(letters: () => boolean): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(target)) return;
    const inList = target instanceof HTMLElement && target.closest('#list') !== null;
    const act =
      inList && key === 'ArrowDown' ? 'j' : inList && key === 'ArrowUp' ? 'k' : letters() ? key : '';
    if (act === 'j') step(1);
    else if (act === 'k') step(-1);
    else if (act === 'r' && document.getElementById('text')) document.getElementById('text')?.focus();
    else if (act === 'l') {
      // On a small screen the list is a page of its own.
      if (items().some((one) => one.getClientRects().length > 0)) items()[0]?.focus();
      else location.assign('/inbox');
    } else return;
    event.preventDefault();
  });
}
