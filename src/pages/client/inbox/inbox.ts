/**
 * An open page of the inbox, from the first look until it is left: what it hears, what it then shows, and what it
 * takes away.
 */
import type { InboxPageData } from '../../inbox/frame.tsx';
import { remember } from '../safety/tab.ts';
import { make, part } from '../talk/page-data.ts';
import { ageOf } from './age.ts';
import { createDrafts } from './drafts.ts';
import { type Fetched, fetchPiece, makeLike } from './fragment.ts';
import { listenToKeys } from './keys.ts';
import { listen, type News } from './news.ts';
import { createReply, type Reply } from './reply.ts';
import { createWays } from './ways.ts';

/** So long without a line, nobody knows whether what is shown may still be read. */
const UNSURE_MS = 120_000;
const MINUTE_MS = 60_000;
const NOTICE_MS = 10_000;

export function startInbox(): void {
  const data = JSON.parse(document.body.dataset.page ?? '{}') as InboxPageData;
  const list = document.getElementById('list');
  if (!list) return;
  const drafts = createDrafts(
    remember((storage) => storage),
    data.staff,
  );
  let unsay: ReturnType<typeof setTimeout> | undefined;
  const notice = (text: string): void => {
    if (ended) return;
    part('said').textContent = text;
    clearTimeout(unsay);
    if (text) unsay = setTimeout(() => notice(''), NOTICE_MS);
  };
  const ways = createWays(data, notice);
  const conversation = document.getElementById('conversation');
  const id = conversation?.dataset.id;
  let ended = false;
  let lost = false;
  /** How far this machine's clock is behind the server's. */
  let ahead = Date.parse(list.dataset.now ?? '') - Date.now();
  let unseen = false;
  let reply: Reply | undefined;

  /** Nothing stays on the screen. The server says what comes next: the login page, or this again. */
  const out = (): void => {
    if (ended) return;
    ended = true;
    document.title = data.name;
    document.body.replaceChildren(make('p', 'line', data.script.leaving));
    location.replace(location.pathname);
  };

  /** Of this conversation nothing may be shown any more. */
  const gone = (why: 'gone' | 'taken' = 'gone'): void => {
    if (!id || !conversation) return;
    drafts.keep(id, '');
    const { title, text } = data.refused[why];
    const link = make('a', '', data.refused.back);
    link.href = '/inbox';
    const heading = make('h1', '', title);
    heading.tabIndex = -1;
    const lines = text.map((one) => make('p', '', one));
    const sheet = make('div', 'refused', heading, ...lines, make('p', '', link));
    sheet.id = 'refused';
    (document.getElementById('refused') ?? conversation).replaceWith(sheet);
    document.title = list.dataset.title ?? data.name;
    heading.focus();
  };

  const unsure = (hide: boolean): void => {
    const note = document.getElementById('unsure');
    if (!note) return;
    note.hidden = !hide;
    for (const part of document.querySelectorAll<HTMLElement>('[data-content]')) part.hidden = hide;
  };

  /** How it went; `undefined`: there is nothing more to show. */
  const settle = (fetched: Fetched): HTMLElement | undefined => {
    if (fetched.status === 'here') return fetched.root;
    if (fetched.status === 'out') out();
    return undefined;
  };

  const loadList = async (asked: boolean): Promise<boolean> => {
    const path = `/inbox/fragment${id ? `?chosen=${encodeURIComponent(id)}` : ''}`;
    const fetched = await fetchPiece(path, 'list', asked);
    const fresh = settle(fetched);
    if (ended) return false;
    if (!fresh) return true;
    const before = { open: list.dataset.open ?? '', unread: Number(list.dataset.unread) };
    makeLike(list, fresh);
    ahead = Date.parse(list.dataset.now ?? '') - Date.now();
    drafts.only(wordsOf(list.dataset.mine));
    document.title =
      (conversation?.isConnected && titleWith(conversation, list)) || (list.dataset.title ?? '');
    const known = wordsOf(before.open);
    const question = wordsOf(list.dataset.open).some((one) => !known.includes(one));
    const message = Number(list.dataset.unread) > before.unread;
    if (question || message) {
      notice(question ? data.script.new_question : data.script.new_message);
      ways.tell();
    }
    tick();
    return true;
  };

  const loadConversation = async (asked: boolean): Promise<void> => {
    if (!id || !conversation?.isConnected) return;
    // Reading is what the client sees: a page that nobody looks at does not read.
    if (document.visibilityState !== 'visible') {
      unseen = true;
      return;
    }
    unseen = false;
    const fetched = await fetchPiece(`/inbox/${id}/fragment`, 'conversation', asked);
    if (fetched.status === 'gone' || fetched.status === 'taken') return gone(fetched.status);
    const fresh = settle(fetched);
    if (!fresh || ended) return;
    reply?.take(fresh);
    makeLike(conversation, fresh);
    unsure(false);
  };

  const heard = (news: News): void => {
    if (news.kind === 'lapsed') return out();
    void (async () => {
      if (news.kind === 'gone' && news.id === id) {
        // At once; only then it is asked whether it is a colleague's now.
        gone();
        if ((await fetchPiece(`/inbox/${id}/fragment`, 'conversation', false)).status === 'taken')
          gone('taken');
      }
      // First what was read, then how much is unread.
      if (news.kind === 'changed' && news.id === id) await loadConversation(false);
      await loadList(false);
    })();
  };

  const tick = (): void => {
    const now = Date.now() + ahead;
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-age]')) {
      const text = ageOf(now - Date.parse(time.dateTime), data.ages);
      if (time.textContent !== text) time.textContent = text;
    }
    for (const by of document.querySelectorAll<HTMLElement>('[data-by]'))
      if (Date.parse(by.dataset.by ?? '') <= now) {
        by.className = 'late';
        by.textContent = data.late;
        delete by.dataset.by;
      }
  };

  const line = (text: string): void => {
    if (!ended && part('line').textContent !== text) part('line').textContent = text;
  };
  let fresh = true;
  /** Gone, or something in it is unread. */
  const isOther = (): boolean => {
    const item = document.getElementById(`item-${id}`);
    return id !== undefined && (item === null || item.querySelector('.fresh') !== null);
  };
  const look = listen({
    heard,
    there() {
      if (lost) line(data.script.back);
      lost = false;
      setTimeout(() => !lost && line(''), 4000);
      void (async () => {
        // Looking is written down: a page that was only just made looks again only when something is another.
        const first = fresh;
        fresh = false;
        if (first) await loadList(false);
        if (first && !isOther()) return;
        await loadConversation(false);
        await loadList(false);
      })();
    },
    away(ms) {
      lost = true;
      line(data.script.offline);
      if (ms >= UNSURE_MS) unsure(true);
    },
    mayTry: async () => !ended && (await loadList(false)),
  });

  if (id) {
    reply = createReply({
      data,
      drafts,
      id,
      sent: async () => {
        await loadConversation(true);
        await loadList(true);
      },
      gone,
      out,
    });
  }
  listenToKeys(() => ways.keys());
  setInterval(tick, MINUTE_MS);
  addEventListener('online', look);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    look();
    if (unseen) void loadConversation(false).then(() => loadList(false));
  });
  // A page that the browser keeps ready for the back button shows nothing, until the server was asked again.
  addEventListener('pagehide', () => {
    document.body.style.visibility = 'hidden';
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
    else document.body.style.visibility = '';
  });
  settleSaid();
}

const wordsOf = (text: string | undefined): string[] => (text ?? '').split(' ').filter(Boolean);

/** A conversation's title with the count that the list knows. */
function titleWith(conversation: HTMLElement, list: HTMLElement): string {
  const bare = (conversation.dataset.title ?? '').replace(/^\(\d+\) /, '');
  const unread = Number(list.dataset.unread);
  return unread > 0 ? `(${unread}) ${bare}` : bare;
}

/** What was said when the page came is read out, and is not said again when it is loaded anew. */
function settleSaid(): void {
  const said = part('said');
  const text = said.textContent;
  if (!text) return;
  history.replaceState(null, '', location.pathname + location.hash);
  said.textContent = '';
  setTimeout(() => {
    said.textContent = text;
  }, 100);
}
