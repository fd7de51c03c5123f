/**
 * Checks that everything that speaks has its words, that all words are used, and that what stands between braces
 * exists.
 */
import { REMIND_CHOICES } from '../../domain/reminder.ts';
import { PERSPECTIVES } from '../../domain/vocabulary.ts';
import type { ServiceFacts } from '../content.ts';
import type { ReadScript } from '../read.ts';
import type { Problem, Source } from '../source.ts';
import type { Step, VerbName } from '../step-schema.ts';
import { SYSTEM_TEXTS } from '../system-texts.ts';
import { FOUND_NAMES, type Phrase, type Text, VALUE_NAMES } from '../text-schema.ts';
import { didYouMean } from './closest.ts';

const ASKS = new Set<VerbName>([
  'ask',
  'choose',
  'confirm',
  'safety',
  'scale',
  'when',
  'listen',
  'whose',
  'topic_menu',
  'pick_topic',
  'next_topic',
  'plan_pick',
  'helped_by',
  'find_services',
  'organisations',
  'share',
  'offer_handoff',
  'withdraw_handoff',
  'change_handoff',
  'talk_now',
  'talk',
  'follow_up',
  'correct',
  'retell',
  'make_code',
  'use_code',
  'remind',
  'drop_reminder',
  'set_word',
]);
const SPEAKS = new Set<VerbName>([...ASKS, 'say', 'show', 'take_along', 'wipe']);
/** Where every message is dropped, nothing is asked. */
const speaks = (step: Step): boolean =>
  SPEAKS.has(step.verb) && !(step.verb === 'drop_reminder' && step.all === true);
/** These ask the whole question again, or show the same choices: no other words for it. */
const NO_OTHER_WORDS = new Set<VerbName>(['offer_handoff']);

/** The codes a step's text must have words for. */
function optionsOf(step: Step): readonly string[] {
  if (step.verb === 'choose') return Object.keys(step.options);
  if (step.verb === 'whose') return PERSPECTIVES;
  if (step.verb === 'remind') return step.other === undefined ? [] : REMIND_CHOICES[step.of];
  if (step.verb === 'retell') return ['away', 'no'];
  if (step.verb === 'talk') return ['done'];
  if (step.verb !== 'offer_handoff') return [];
  return step.change === undefined ? ['yes', 'no'] : ['yes', 'change', 'no'];
}
/** What the step is there to show: its text must have it. */
function shownBy(step: Step): string | undefined {
  if (step.verb === 'show') return step.what;
  if (step.verb === 'share') return 'parts';
  if (step.verb === 'offer_handoff') return 'preview';
  if (step.verb === 'retell') return 'told';
  return step.verb === 'take_along' ? 'link' : undefined;
}
/** Closed questions may have words of their own for ja and nee. */
const MAY_HAVE: Partial<Record<VerbName, readonly string[]>> = {
  confirm: ['yes', 'no', 'unsure'],
  safety: ['yes', 'no', 'unsure'],
  listen: ['yes', 'no'],
  next_topic: ['yes', 'no'],
  talk_now: ['yes', 'no'],
  follow_up: ['yes', 'no'],
};

export function checkTexts(read: ReadScript, services: Record<string, ServiceFacts>): Problem[] {
  const { script, dialogSources } = read;
  const problems: Problem[] = [];
  const used = new Set(Object.keys(SYSTEM_TEXTS));

  for (const dialog of Object.values(script.dialogs)) {
    for (const [index, step] of dialog.steps.entries()) {
      const key = `${dialog.id}.${step.id}`;
      if (!speaks(step)) continue;
      used.add(key);
      const at = (message: string) =>
        dialogSources.get(dialog.id)?.problem(['steps', index, 'id'], `step '${step.id}': ${message}`);
      const text = script.texts[key];
      const file = `locales/nl/${dialog.id}.yaml`;
      const add = (problem: Problem | undefined) => problem && problems.push(problem);
      if (!text || text.text.length === 0) {
        add(at(`has no text; add '${step.id}: { text: ... }' to ${file}`));
        continue;
      }
      if (ASKS.has(step.verb) && !NO_OTHER_WORDS.has(step.verb) && text.again.length === 0) {
        add(at(`has no 'again'; add the question in other words to '${step.id}' in ${file}`));
      }
      const shows = shownBy(step);
      if (shows && !text.text.flatMap(formsOf).some((form) => form.includes(`{${shows}}`))) {
        add(inText(read, key, [], `does not show {${shows}}; put that in it`));
      }
      const needs = optionsOf(step);
      for (const code of needs) {
        if (!text.options[code]) add(at(`choice '${code}' has no words; add it to 'options' in ${file}`));
      }
      const may = [...needs, ...(MAY_HAVE[step.verb] ?? [])];
      for (const code of Object.keys(text.options)) {
        if (may.includes(code)) continue;
        const remedy = didYouMean(code, may) || '; remove it';
        problems.push(inText(read, key, ['options', code], `there is no choice '${code}'${remedy}`));
      }
    }
  }
  problems.push(...checkSystemTexts(read));
  for (const [key, text] of Object.entries(script.texts)) {
    if (!used.has(key)) {
      const [file = '', name = ''] = key.split('.');
      const near = [...used].flatMap((other) =>
        other.startsWith(`${file}.`) ? [other.slice(file.length + 1)] : [],
      );
      const remedy = didYouMean(name, near) || '; remove it';
      problems.push(inText(read, key, [], `nothing says this text${remedy}`));
    }
    problems.push(...checkPlaceholders(read, key, text, services));
  }
  return problems;
}

function checkSystemTexts(read: ReadScript): Problem[] {
  const files = new Set(Object.keys(SYSTEM_TEXTS).map((key) => key.slice(0, key.indexOf('.'))));
  const gone = [...files].filter((file) => !read.textSources.has(file));
  const missingFiles = gone.map((file) => ({
    path: `locales/nl/${file}.yaml`,
    line: 1,
    column: 1,
    message: 'is missing; the conversation says these texts by itself',
  }));
  const missingTexts = Object.entries(SYSTEM_TEXTS).flatMap(([key, codes]) => {
    const [file = '', name = ''] = key.split('.');
    if (gone.includes(file)) return [];
    const text = read.script.texts[key];
    const missing = (message: string): Problem[] => {
      const problem = read.textSources.get(file)?.problem([name], message);
      return problem ? [problem] : [];
    };
    if (!text) return missing(`'${name}' is missing; the conversation says it by itself`);
    if (codes.length === 0 && text.text.length === 0) return missing(`'${name}' has no text`);
    return codes
      .filter((code) => !text.options[code])
      .flatMap((code) => missing(`'${name}' has no words for '${code}'; add it to 'options'`));
  });
  return [...missingFiles, ...missingTexts];
}

/** A problem at a place within a text. */
export function inText(read: ReadScript, key: string, at: (string | number)[], message: string): Problem {
  const [file = '', name = ''] = key.split('.');
  const source: Source | undefined = read.textSources.get(file);
  return (
    source?.problem([name, ...at], `'${name}': ${message}`) ?? {
      path: `locales/nl/${file}.yaml`,
      line: 1,
      column: 1,
      message,
    }
  );
}

/** Every wording of a text, with where it stands. */
export function wordings(text: Text): { at: (string | number)[]; phrase: Phrase; option: boolean }[] {
  return [
    ...text.text.map((phrase, index) => ({
      at: text.text.length > 1 ? ['text', index] : ['text'],
      phrase,
      option: false,
    })),
    ...text.again.map((phrase, index) => ({
      at: text.again.length > 1 ? ['again', index] : ['again'],
      phrase,
      option: false,
    })),
    ...Object.entries(text.options).map(([code, phrase]) => ({
      at: ['options', code],
      phrase,
      option: true,
    })),
  ];
}

export const formsOf = (phrase: Phrase): string[] =>
  typeof phrase === 'string' ? [phrase] : [phrase.je, phrase.u];

function checkPlaceholders(
  read: ReadScript,
  key: string,
  text: Text,
  services: Record<string, ServiceFacts>,
): Problem[] {
  const problems: Problem[] = [];
  for (const { at, phrase } of wordings(text)) {
    for (const [, name = ''] of formsOf(phrase).flatMap((form) => [...form.matchAll(/\{([^}]*)\}/g)])) {
      const [kind, slug = '', field = ''] = name.split('.');
      if (kind !== 'service') {
        const known: readonly string[] = ['services', 'handoff'].includes(key.slice(0, key.indexOf('.')))
          ? [...VALUE_NAMES, ...FOUND_NAMES]
          : VALUE_NAMES;
        if (known.includes(name)) continue;
        problems.push(inText(read, key, at, `{${name}} stands for nothing here${didYouMean(name, known)}`));
        continue;
      }
      const service = services[slug];
      if (!service) {
        const remedy = didYouMean(slug, Object.keys(services));
        problems.push(inText(read, key, at, `{${name}}: the directory has no service '${slug}'${remedy}`));
      } else if (!(field in service)) {
        const remedy = didYouMean(field, Object.keys(service));
        problems.push(inText(read, key, at, `{${name}}: service '${slug}' has no '${field}'${remedy}`));
      }
    }
  }
  return problems;
}
