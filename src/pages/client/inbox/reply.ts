/**
 * The field in which a professional answers: sends without loading anew, and loses nothing that was typed.
 */
import type { InboxPageData } from '../../inbox/frame.tsx';
import { filled, part } from '../talk/page-data.ts';
import type { Drafts } from './drafts.ts';

/** From here on it says how much still fits. */
const NEAR = 200;
const PATIENCE_MS = 20_000;

export interface ReplyDeps {
  data: InboxPageData;
  drafts: Drafts;
  id: string;
  /** It was sent; gives when the page shows it. */
  sent(): Promise<void>;
  gone(): void;
  out(): void;
}

export interface Reply {
  /** A key for the next message, from a form that the server made anew. */
  take(piece: ParentNode): void;
}

const field = (): HTMLTextAreaElement => part<HTMLTextAreaElement>('text');

export function createReply({ data, drafts, id, sent, gone, out }: ReplyDeps): Reply {
  const { script, reply } = data;
  let sending = false;
  /** Sent, but nobody knows whether it arrived: with the same key it is said once at most. */
  let tried: string | undefined;
  /** A key that stands for words already; other words under it would count as said. */
  let spent: string | undefined;
  let fresh: string | undefined;

  /** Gives the form a key for these words; false when the server cannot be asked for one. */
  const renew = async (key: HTMLInputElement, text: string): Promise<boolean> => {
    if (tried !== undefined && tried !== text) spent = key.value;
    if (key.value !== spent) return true;
    if (fresh === undefined || fresh === spent) await sent();
    if (fresh === undefined || fresh === spent) return false;
    key.value = fresh;
    return true;
  };
  const say = (text: string): void => {
    part('text-state').textContent = text;
  };
  const changed = (): void => {
    const { value, dataset } = field();
    drafts.keep(id, value);
    const room = Number(dataset.most) - value.trim().length;
    const text =
      room < 0
        ? filled(reply.over, { number: -room })
        : room < NEAR
          ? filled(reply.left, { number: room > 20 ? Math.ceil(room / 20) * 20 : room })
          : '';
    if (part('text-left').textContent !== text) part('text-left').textContent = text;
  };

  const send = async (form: HTMLFormElement): Promise<void> => {
    if (sending) return;
    const text = field().value;
    const key = form.querySelector<HTMLInputElement>('input[name=key]');
    if (!key) return;
    sending = true;
    say(script.sending);
    if (!(await renew(key, text))) {
      sending = false;
      return say(script.unsent);
    }
    tried = text;
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams([...new FormData(form)] as [string, string][]),
        headers: { Accept: 'application/json' },
        redirect: 'error',
        signal: control.signal,
      });
      if (answer.ok) {
        tried = undefined;
        // What was typed while it was on its way stays.
        if (field().value === text) field().value = '';
        changed();
        spent = key.value;
        await sent();
        say(script.sent);
      } else if (answer.status === 410) gone();
      else if (answer.status === 401) out();
      else {
        if (answer.status !== 503) tried = undefined;
        const told = (await answer.json().catch(() => undefined)) as
          | { error?: { message?: string } }
          | undefined;
        say(told?.error?.message ?? script.unsent);
      }
    } catch {
      say(script.unsent);
    } finally {
      clearTimeout(timer);
      sending = false;
    }
  };

  // On the document: the form comes and goes with the state of the conversation.
  document.addEventListener('submit', (event) => {
    const { target, submitter } = event;
    if (!(target instanceof HTMLFormElement) || target.id !== 'form-reply') return;
    event.preventDefault();
    const phrase = submitter?.dataset.text;
    if (phrase === undefined) return void send(target);
    const box = field();
    const before = box.value.slice(0, box.selectionStart);
    box.setRangeText(
      before === '' || /\s$/.test(before) ? phrase : ` ${phrase}`,
      box.selectionStart,
      box.selectionEnd,
      'end',
    );
    changed();
    box.focus();
  });
  document.addEventListener('input', ({ target }) => target === document.getElementById('text') && changed());
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (event.target !== document.getElementById('text')) return;
    event.preventDefault();
    part('send').click();
  });
  /** What the server gave back after an error is newer. */
  const giveBack = (): void => {
    const box = document.getElementById('text');
    if (box instanceof HTMLTextAreaElement && box.value === '') box.value = drafts.of(id);
    if (box) changed();
  };
  giveBack();

  return {
    take(piece) {
      fresh = piece.querySelector<HTMLInputElement>('#form-reply input[name=key]')?.value ?? fresh;
    },
  };
}
