/**
 * A piece of the page, as the server has it now, put in place of the old: only what differs is touched, so that focus,
 * caret, place, opened parts and typed words stay.
 */

export type Fetched =
  | { status: 'here'; root: HTMLElement }
  /** Withdrawn, ended, or never theirs. */
  | { status: 'gone' }
  /** By a colleague. */
  | { status: 'taken' }
  /** Not signed in any more, or without the role. */
  | { status: 'out' }
  | { status: 'unreachable' };

const PATIENCE_MS = 15_000;

/**
 * By XMLHttpRequest: it gives a document, in which no script runs. Making one from a string is what the page's policy
 * forbids, for good reason.
 * @param asked a person did something that needs it. What a page does by itself is no sign of life: it asks as the
 * stream does, so that a page which only stands open lets a session end.
 */
export function fetchPiece(path: string, id: string, asked: boolean): Promise<Fetched> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', path);
    request.responseType = 'document';
    request.timeout = PATIENCE_MS;
    request.setRequestHeader('Accept', asked ? '*/*' : 'text/event-stream');
    request.onload = () => {
      const root = request.response?.getElementById(id);
      if (request.status === 200 && root) resolve({ status: 'here', root: document.adoptNode(root) });
      else if (request.status === 410) resolve({ status: 'gone' });
      else if (request.status === 409) resolve({ status: 'taken' });
      else if (request.status === 401 || request.status === 403) resolve({ status: 'out' });
      else resolve({ status: 'unreachable' });
    };
    request.onerror = request.ontimeout = request.onabort = () => resolve({ status: 'unreachable' });
    request.send();
  });
}

/** What people change on the page by themselves, and the server does not know. */
const theirs = (name: string, element: Element): boolean =>
  (name === 'open' && element instanceof HTMLDetailsElement) || name === 'hidden';

/** Fields keep what was typed or chosen in them. */
const isField = (element: Element): boolean => element.matches('input, textarea, select, .own-state');

/** Makes `old` the same as `fresh`, keeping its elements where they stand. */
export function makeLike(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !theirs(name, old)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes])
    if (old.getAttribute(name) !== value && !theirs(name, old)) old.setAttribute(name, value);
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const same = find(at, wanted);
    if (!same) {
      old.insertBefore(wanted, at);
      continue;
    }
    while (at && at !== same) at = drop(at);
    if (same instanceof Element && wanted instanceof Element) {
      if (!isField(same)) makeLike(same, wanted);
    } else if (same.nodeValue !== wanted.nodeValue) same.nodeValue = wanted.nodeValue;
    at = same.nextSibling;
  }
  while (at) at = drop(at);
}

function drop(node: ChildNode): ChildNode | null {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** The next one that stands for the same thing: by its id, or by being of the same kind at this very place. */
function find(at: ChildNode | null, wanted: Node): ChildNode | null {
  const id = wanted instanceof Element ? wanted.id : '';
  if (id) {
    for (let node = at; node; node = node.nextSibling)
      if (node instanceof Element && node.id === id) return node;
    return null;
  }
  return at && at.nodeName === wanted.nodeName && !(at instanceof Element && at.id) ? at : null;
}
