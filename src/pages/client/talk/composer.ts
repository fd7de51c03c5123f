/**
 * The field in which the client writes, and the commands beside it.
 */
import { UNCOVERED } from '../safety/tab.ts';
import { filled, type PageData, part } from './page-data.ts';

/** From here on the page says how much still fits. */
const NEAR = 400;

export interface Composer {
  focus(): void;
  /** What was typed and not sent. */
  text(): string;
  /** Puts text back that was not sent, in front of what was written since. */
  giveBack(text: string): void;
}

export function createComposer({ script }: PageData, onSend: (text: string) => void): Composer {
  const form = part<HTMLFormElement>('compose');
  const field = part<HTMLTextAreaElement>('text');
  const left = part('left');
  let cut = false;

  const fit = (): void => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  const tell = (): void => {
    const room = field.maxLength - field.value.length;
    // In steps, so that a screen reader does not count every letter aloud.
    const shown = room > 20 ? Math.ceil(room / 20) * 20 : room;
    const text = cut ? script.cut : room < NEAR ? filled(script.left, { left: shown }) : '';
    if (left.textContent !== text) left.textContent = text;
  };
  const changed = (): void => {
    fit();
    tell();
    cut = false;
  };

  field.addEventListener('input', changed);
  // Under the cover nothing can be measured.
  document.addEventListener(UNCOVERED, fit);
  // The browser cuts off what does not fit without a word.
  field.addEventListener('paste', ({ clipboardData }) => {
    const pasted = clipboardData?.getData('text').length ?? 0;
    const replaced = field.selectionEnd - field.selectionStart;
    cut = field.value.length - replaced + pasted > field.maxLength;
  });
  field.addEventListener('keydown', (event) => {
    // Not while a word is being put together with an input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit ? form.requestSubmit() : submit();
  });
  const submit = (): void => {
    const text = field.value.trim();
    field.focus();
    if (text === '') {
      left.textContent = script.empty;
      return;
    }
    field.value = '';
    changed();
    onSend(text);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[data-text]')) {
    button.addEventListener('click', () => onSend(button.dataset.text ?? ''));
  }
  form.hidden = false;

  return {
    focus: () => field.focus(),
    text: () => field.value,
    giveBack(text) {
      field.value = [text, field.value].filter(Boolean).join('\n').slice(0, field.maxLength);
      changed();
    },
  };
}
