/**
 * The words on the pages: `locales/nl/pages/*.yaml`, checked, with numbers and names from the directory filled in.
 * Pure: the files' contents come in.
 */
import { z } from 'zod';
import type { ServiceFacts } from '../content/content.ts';
import { ContentError, parseSource, type SourceFile, zodProblems } from '../content/source.ts';

const line = z.string().min(1);
const lines = z.array(line).min(1);

const chatSchema = z.strictObject({
  page: z.strictObject({
    title: line,
    name: line,
    skip: line,
    aloud: line,
    quiet: line,
    log: line,
    bot: line,
    me: line,
    choices: line,
    shortcuts: line,
    label: line,
    placeholder: line,
    send: line,
    print: line,
    javascript_title: line,
    javascript: lines,
    retry: line,
  }),
  /** Shown before the first message; a `link` goes to the explanation. */
  note: z.array(z.strictObject({ text: line, link: line.optional() })).min(1),
  /** Commands as buttons: what is on them, and what is sent. */
  shortcuts: z.array(z.strictObject({ label: line, text: line })),
  leave: z.strictObject({ button: line, covered: line, two: line, one: line, timed_out: line }),
  plan: z.strictObject({
    title: line,
    empty: line,
    goals: line,
    strengths: line,
    circle: line,
    steps: line,
    setback: line,
    with: line,
    certainty: line,
    open: line,
    done: line,
    not_done: line,
    dropped: line,
    updated: line,
  }),
  script: z.strictObject({
    sending: line,
    sent: line,
    refused: line,
    connecting: line,
    broken: line,
    broken_waiting: line,
    away: line,
    away_waiting: line,
    slower: line,
    back: line,
    expired: line,
    kept_text: line,
    gone: line,
    empty: line,
    choose: line,
    left: line,
    cut: line,
  }),
});

const explainSchema = z.strictObject({
  title: line,
  heading: line,
  back: line,
  sections: z.array(
    z.strictObject({
      title: line,
      /** Only where chat text is kept, or only where it is not. */
      when: z.enum(['keeps_chat', 'keeps_nothing']).optional(),
      text: lines,
      list: lines.optional(),
      after: lines.optional(),
    }),
  ),
});

export type ChatTexts = z.output<typeof chatSchema>;
export type ExplainTexts = z.output<typeof explainSchema>;

export interface PageTexts {
  chat: ChatTexts;
  explain: ExplainTexts;
}

export interface PageFacts {
  services: Record<string, ServiceFacts>;
  /** How long chat text is kept; 0: not at all. */
  chatHours: number;
  planDays: number;
}

/** Filled in by the script of the page, while it runs. */
const LATER = ['left', 'seconds', 'who', 'number', 'choices'];

/**
 * @param files `locales/nl/pages/chat.yaml` and `uitleg.yaml`
 * @throws {ContentError} naming file, line and column of everything that is wrong
 */
export function readPageTexts(files: readonly SourceFile[], facts: PageFacts): PageTexts {
  const known: Record<string, string> = {
    chat_hours: String(facts.chatHours),
    plan_days: String(facts.planDays),
  };
  for (const [slug, fields] of Object.entries(facts.services)) {
    for (const [field, value] of Object.entries(fields)) known[`service.${slug}.${field}`] = value;
  }
  const read = <T>(name: string, schema: z.ZodType<T>): T => {
    const path = `locales/nl/pages/${name}`;
    const file = files.find((one) => one.path === path);
    if (!file) {
      throw new ContentError([{ path, line: 1, column: 1, message: 'is missing; restore it' }]);
    }
    const source = parseSource(file);
    if (source.problems.length > 0) throw new ContentError(source.problems);
    const parsed = schema.safeParse(source.value);
    if (!parsed.success) throw new ContentError(zodProblems(source, parsed.error, schema));
    return filled(parsed.data, (placeholder, at) => {
      const value = known[placeholder];
      if (value !== undefined) return value;
      if (LATER.includes(placeholder)) return `{${placeholder}}`;
      throw new ContentError([
        source.problem(at, `{${placeholder}}: there is no such service field or value`),
      ]);
    });
  };
  return { chat: read('chat.yaml', chatSchema), explain: read('uitleg.yaml', explainSchema) };
}

/** The same value with every `{placeholder}` in its strings replaced. */
function filled<T>(value: T, fill: (placeholder: string, at: (string | number)[]) => string): T {
  const walk = (part: unknown, at: (string | number)[]): unknown => {
    if (typeof part === 'string') {
      return part.replace(/\{([\w.-]+)\}/g, (_whole, placeholder: string) => fill(placeholder, at));
    }
    if (Array.isArray(part)) return part.map((one, index) => walk(one, [...at, index]));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, walk(one, [...at, key])]));
  };
  return walk(value, []) as T;
}
