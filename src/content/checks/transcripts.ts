/**
 * Which dialogs no golden conversation passes through: a dialog counts as passed when one of its texts is said.
 */
import type { Script } from '../content.ts';
import { formsOf } from './texts.ts';

/** The longest part of a text without anything filled in: what can be found back in a transcript. */
const fixedPart = (form: string): string =>
  form
    .split(/\{[^}]*\}|\n/)
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');

/** @param said all that Stuur says in all transcripts. */
export function dialogsWithoutTranscript({ dialogs, texts }: Script, said: string): string[] {
  return Object.values(dialogs)
    .filter(({ id, steps }) =>
      steps.every((step) => {
        const text = texts[`${id}.${step.id}`];
        const parts = (text ? [...text.text, ...text.again] : []).flatMap(formsOf).map(fixedPart);
        return !parts.some((part) => part.length > 8 && said.includes(part));
      }),
    )
    .map(({ id }) => id);
}
