/**
 * From a reply (text key and values) to the words a person reads.
 */
import type { Form } from '../domain/vocabulary.ts';
import type { Content, ServiceField } from './content.ts';
import type { Phrase, Text } from './text-schema.ts';

/** One thing to say: which text, in which form of address, with which values, and the choices under it. */
export interface Reply {
  key: string;
  part: 'text' | 'again';
  form: Form;
  values: Record<string, string>;
  choices: { id: string; label: string }[];
}

type Spoken = Pick<Content, 'texts' | 'services'>;

const PLACEHOLDER = /\{([a-z0-9_.-]+)\}/g;

export const textOf = (content: Spoken, key: string): Text => {
  const text = content.texts[key];
  if (!text) throw new Error(`locales/nl has no text '${key}'`);
  return text;
};

const inForm = (phrase: Phrase, form: Form): string => (typeof phrase === 'string' ? phrase : phrase[form]);

const fill = (content: Spoken, template: string, values: Record<string, string>): string =>
  template.replace(PLACEHOLDER, (whole, name: string) => {
    const [kind, slug, field] = name.split('.');
    if (kind === 'service') return content.services[slug ?? '']?.[field as ServiceField] ?? whole;
    return values[name] ?? whole;
  });

/** The placeholders a text uses, so that only those values are computed. */
export const placeholders = (content: Spoken, key: string): string[] => {
  const text = textOf(content, key);
  const names = new Set<string>();
  for (const phrase of [...text.text, ...text.again]) {
    for (const form of ['je', 'u'] as const) {
      for (const match of inForm(phrase, form).matchAll(PLACEHOLDER)) if (match[1]) names.add(match[1]);
    }
  }
  return [...names];
};

/** The messages of a reply, one string for each bubble. */
export function speak(content: Spoken, reply: Reply): string[] {
  const text = textOf(content, reply.key);
  const phrases = reply.part === 'again' && text.again.length > 0 ? text.again : text.text;
  return phrases.map((phrase) => fill(content, inForm(phrase, reply.form), reply.values).trim());
}

/** A single line of words, such as a part of a summary. */
export const phrase = (
  content: Spoken,
  key: string,
  form: Form,
  values: Record<string, string> = {},
): string => speak(content, { key, part: 'text', form, values, choices: [] }).join('\n');

/** The words of one choice. */
export function optionLabel(content: Spoken, key: string, code: string, form: Form): string {
  const option = textOf(content, key).options[code];
  if (!option) throw new Error(`locales/nl has no words for choice '${code}' of '${key}'`);
  return fill(content, inForm(option, form), {});
}
