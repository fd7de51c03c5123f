/**
 * Reads the last messages aloud, with a Dutch voice of the device itself.
 */
import { DOWNLOAD } from './linkify.ts';
import type { Entry } from './messages.ts';
import { type PageData, part } from './page-data.ts';

export interface ReadAloud {
  stop(): void;
}

export function createReadAloud({ page }: PageData, entries: () => readonly Entry[]): ReadAloud {
  const button = part<HTMLButtonElement>('aloud');
  const label = part('aloud-label');
  const speech: SpeechSynthesis | undefined = window.speechSynthesis;
  if (!speech) return { stop() {} };

  let voice: SpeechSynthesisVoice | undefined;
  let turn = 0;

  // Other voices send what they read to their maker: nothing of a conversation goes there.
  const find = (): void => {
    voice = speech.getVoices().find(({ lang, localService }) => localService && /^nl\b/i.test(lang));
    button.hidden = voice === undefined;
  };
  const show = (reading: boolean): void => {
    label.textContent = reading ? page.quiet : page.aloud;
    button.title = label.textContent;
    button.classList.toggle('reading', reading);
  };
  const stop = (): void => {
    turn += 1;
    speech.cancel();
    show(false);
  };

  /** What the bot said since the client last said something, and the choices under it. */
  const lastWords = (): string[] => {
    const all = entries().filter(({ who }) => who !== 'page');
    let from = all.length;
    while (from > 0 && all[from - 1]?.who === 'bot') from -= 1;
    const last = from < all.length ? all.slice(from) : all.filter(({ who }) => who === 'bot').slice(-1);
    return last.flatMap(({ text, choices }) => [
      // A link is a word on the screen; its letters mean nothing to the ear.
      text.replace(DOWNLOAD, page.download),
      ...choices.map((choice) => choice.label),
    ]);
  };

  button.addEventListener('click', () => {
    if (button.classList.contains('reading')) return stop();
    stop();
    const mine = turn;
    // One line at a time: some browsers fall silent in the middle of a long text.
    const lines = lastWords().flatMap((text) => text.split(/\n+/).filter((line) => line.trim() !== ''));
    lines.forEach((line, index) => {
      const utterance = new SpeechSynthesisUtterance(line);
      utterance.lang = 'nl-NL';
      utterance.rate = 0.95;
      if (voice) utterance.voice = voice;
      if (index === lines.length - 1) utterance.onend = () => mine === turn && show(false);
      utterance.onerror = () => mine === turn && show(false);
      speech.speak(utterance);
    });
    show(lines.length > 0);
  });

  find();
  show(false);
  speech.addEventListener?.('voiceschanged', find);
  addEventListener('pagehide', stop);
  return { stop };
}
