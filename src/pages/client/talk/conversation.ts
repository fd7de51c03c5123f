/**
 * The chat page at work: puts the line, the messages and what is drawn of them together.
 */
import type { ShownPlan } from '../../../run/messages.ts';
import { COVERED, LEAVING, remember, UNCOVERED } from '../safety/tab.ts';
import { createChoicesView } from './choices-view.ts';
import { createComposer } from './composer.ts';
import { createLine } from './line.ts';
import { createLogView } from './log-view.ts';
import { type Activity, createMessages } from './messages.ts';
import { createOutbox } from './outbox.ts';
import { part, readPageData } from './page-data.ts';
import { createPlanView } from './plan-view.ts';
import { createReadAloud } from './read-aloud.ts';
import { createRequests } from './requests.ts';
import { atEnd, inSight, showNewest } from './scroll.ts';
import { createSession, type Parcel } from './session.ts';
import { createStatus } from './status.ts';

/** The bot's dots appear only when an answer is not there at once. */
const DOTS_AFTER_MS = 350;
/** The server has a message but its echo did not come: the stream may be dead. */
const ECHO_WITHIN_MS = 2500;

/** On our own address whatever the server thinks it is called: a proxy may know better, and nothing else is allowed. */
function openSocket(path: string): WebSocket {
  const { pathname, search } = new URL(path, location.href);
  const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(`${protocol}//${location.host}${pathname}${search}`);
}

/** `crypto.randomUUID` is newer, and only there over https. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** The word itself needs no network and no understanding; everything else that means it, the server hears. */
const meansLeave = (text: string): boolean => /^\W*weg\W*$/i.test(text);

export function startConversation(): void {
  const data = readPageData();
  const log = part('log');
  const talk = log.closest<HTMLElement>('.talk') ?? log;
  const writing = part('writing');

  const session = createSession(remember((storage) => storage));
  const messages = createMessages();
  const requests = createRequests({ fetch: (...request) => fetch(...request), now: Date.now });
  const logView = createLogView(log, data, (grow) => {
    const follow = atEnd(talk);
    grow();
    if (follow) showNewest(talk, undefined, true);
  });
  const planView = createPlanView(data);
  const status = createStatus(part('line'), data);
  const aloud = createReadAloud(data, messages.entries);
  const choicesView = createChoicesView(part('choices'), ({ id, label }, touched) => {
    say(label, id);
    if (touched) part('choices').focus({ preventScroll: true });
    else composer.focus();
  });
  const composer = createComposer(data, (text) => say(text));

  /** Was there a conversation in this tab already? Then what comes first was said before. */
  let replaying = session.ticket() !== undefined;
  let drawnBefore = false;
  /** While the page is covered: was the end in sight, and what came first since. */
  let following = true;
  let unseen: HTMLElement | undefined;
  let dots: ReturnType<typeof setTimeout> | undefined;
  if (replaying) log.setAttribute('aria-live', 'off');

  const line = createLine({
    requests,
    session,
    openSocket: 'WebSocket' in window ? openSocket : undefined,
    onActivities: take,
    onState(state) {
      status.line(state);
      if (state !== 'open') return;
      if (replaying) replayed();
      outbox.kick();
      draw();
    },
    onClosed() {
      const unsent = outbox.empty();
      for (const { key } of unsent) messages.refuse(key, '');
      messages.startAnew(
        [data.script.expired, ...(unsent.length > 0 ? [data.script.kept_text] : [])].join(' '),
      );
      composer.giveBack(unsent.map(({ text }) => text).join('\n'));
      replayed();
      draw();
    },
    now: Date.now,
    random: Math.random,
  });

  const outbox = createOutbox({
    session,
    async post(parcel) {
      const ticket = line.ticket();
      if (!ticket) return { kind: 'later' };
      const posted = await requests.post(ticket, parcel);
      if (posted.kind === 'closed' && (await line.closed())) return { kind: 'later' };
      return posted;
    },
    onTaken({ key }) {
      messages.acknowledge(key);
      draw();
      if (messages.awaiting()) line.expect();
      setTimeout(() => messages.awaiting() && line.look(), ECHO_WITHIN_MS);
    },
    onRefused({ key, text }, reason) {
      messages.refuse(key, reason);
      composer.giveBack(text);
      draw();
    },
    onTrouble: status.trouble,
    random: Math.random,
  });

  function say(text: string, choice?: string): void {
    if (meansLeave(text)) return part('leave').click();
    const parcel: Parcel = { key: randomKey(), text, ...(choice === undefined ? {} : { choice }) };
    aloud.stop();
    messages.add(parcel.key, text);
    outbox.add(parcel);
    draw(true);
  }

  function take(activities: Activity[]): void {
    for (const activity of activities) {
      const key = activity.channelData?.clientActivityID;
      if (activity.from?.role === 'user' && key) outbox.confirm(key);
      const news = messages.receive(activity);
      if (news?.kind === 'plan') planView.draw(news.value as ShownPlan, replaying);
      if (news?.kind === 'wiped') planView.draw(undefined, true);
      // In what is shown again, the leaving was done before.
      if (news?.kind === 'leave' && !replaying) {
        part('leave').click();
        return;
      }
      if (news?.kind === 'typing') writing.hidden = false;
    }
    draw();
  }

  function replayed(): void {
    if (replaying && messages.entries().length === 0) messages.remark(data.script.gone);
    replaying = false;
    listenAgain();
  }

  /** After this drawing: what is drawn now was heard before. */
  function listenAgain(): void {
    setTimeout(() => log.setAttribute('aria-live', 'polite'), 300);
  }

  function draw(own = false): void {
    const follow = own || (inSight(talk) ? atEnd(talk) : following);
    const fresh = logView.draw(messages.entries());
    const choices = messages.openChoices();
    choicesView.draw(choices);
    status.waiting(outbox.waiting().length > 0);
    drawDots();
    if (!follow || (fresh.length === 0 && choices.length === 0)) return;
    const newest = fresh.find((element) => element.classList.contains('bot')) ?? fresh[0];
    if (inSight(talk)) showNewest(talk, newest, drawnBefore);
    else unseen ??= newest;
    drawnBefore = !replaying;
  }

  function drawDots(): void {
    clearTimeout(dots);
    writing.hidden = true;
    if (!messages.awaiting()) return;
    dots = setTimeout(() => {
      writing.hidden = !messages.awaiting() || part('line').dataset.state !== 'open';
    }, DOTS_AFTER_MS);
  }

  const back = (): void => {
    line.look();
    outbox.kick();
  };
  addEventListener('online', back);
  addEventListener('offline', () => line.lost());
  addEventListener('pageshow', ({ persisted }) => persisted && back());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && back());
  // A phone that needs the memory throws a page away that is out of sight, and says nothing.
  document.addEventListener('visibilitychange', () => session.keepDraft(composer.text()));
  addEventListener('pagehide', () => session.keepDraft(composer.text()));
  document.addEventListener(COVERED, () => {
    following = atEnd(talk);
    aloud.stop();
    log.setAttribute('aria-live', 'off');
  });
  document.addEventListener(UNCOVERED, () => {
    listenAgain();
    if (unseen) showNewest(talk, unseen, false);
    unseen = undefined;
  });
  document.addEventListener(LEAVING, () => {
    session.close();
    outbox.stop();
    line.stop();
    aloud.stop();
  });

  part('late').remove();
  composer.giveBack(session.draft());
  for (const { key, text } of outbox.waiting()) messages.add(key, text);
  planView.draw(undefined, true);
  draw();
  line.start();
}
