/**
 * The words on the pages: `locales/nl/pages/*.yaml`, checked, with numbers and names from the directory and the
 * settings filled in. Pure: the files' contents come in.
 */
import { z } from 'zod';
import type { ServiceFacts } from '../content/content.ts';
import { ContentError, parseSource, type SourceFile, zodProblems } from '../content/source.ts';
import { type InboxTexts, inboxSchema } from './inbox/texts.ts';
import { type StaffTexts, staffSchema } from './staff/texts.ts';

const line = z.string().min(1);
const lines = z.array(line).min(1);

/** The pages that say what a person may want to know beforehand; in this order in the links on every page. */
export const READING_PAGES = ['uitleg', 'privacy', 'toegankelijkheid'] as const;
export type ReadingPageName = (typeof READING_PAGES)[number];

const frameSchema = z.strictObject({
  name: line,
  leave: z.strictObject({ button: line, covered: line, two: line, one: line, timed_out: line }),
  cover: z.strictObject({ text: line, button: line }),
  links: z.strictObject({
    label: line,
    chat: line,
    ...(Object.fromEntries(READING_PAGES.map((name) => [name, line])) as Record<
      ReadingPageName,
      typeof line
    >),
  }),
  /** What stands for the organisation's name where the settings give none. */
  organisation: line,
});

const chatSchema = z.strictObject({
  page: z.strictObject({
    title: line,
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
    download: line,
    javascript_title: line,
    javascript: lines,
    retry: line,
  }),
  /** Shown before the first message. */
  note: lines,
  /** Commands as buttons: what is on them, and what is sent. */
  shortcuts: z.array(z.strictObject({ label: line, text: line })),
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

/** What a section may depend on: only there where it is so. */
const CONDITIONS = [
  'keeps_chat',
  'keeps_nothing',
  'organisation',
  'no_organisation',
  'contact',
  'no_contact',
] as const;

const readingSchema = z.strictObject({
  title: line,
  heading: line,
  skip: line,
  intro: lines.optional(),
  sections: z.array(
    z.strictObject({
      title: line,
      when: z.enum(CONDITIONS).optional(),
      text: lines.optional(),
      list: lines.optional(),
      after: lines.optional(),
    }),
  ),
});

const noticeSchema = z.strictObject({ heading: line, text: lines });

const downloadSchema = z.strictObject({
  title: line,
  skip: line,
  ready: noticeSchema.extend({ button: line, after: lines }),
  used: noticeSchema,
  busy: noticeSchema.extend({ button: line }),
});

export type FrameTexts = z.output<typeof frameSchema>;
export type ChatTexts = z.output<typeof chatSchema>;
export type ReadingTexts = z.output<typeof readingSchema>;
export type DownloadTexts = z.output<typeof downloadSchema>;

export interface PageTexts {
  frame: FrameTexts;
  chat: ChatTexts;
  download: DownloadTexts;
  staff: StaffTexts;
  inbox: InboxTexts;
  /** Without the sections that do not apply here. */
  reading: Record<ReadingPageName, ReadingTexts>;
}

export interface PageFacts {
  services: Record<string, ServiceFacts>;
  /** How long chat text is kept; 0: not at all. */
  chatHours: number;
  /** With a code. */
  planDays: number;
  handoffDays: number;
  /** How long everything is kept after its last use, where there is no code to come back with. */
  sessionHours: number;
  /** After how many minutes without a sign of life a page covers itself. */
  coverMinutes: number;
  organisation?: string;
  /** `mailto:` or `https:`. */
  contact?: string;
}

const isSo = (facts: PageFacts): Record<(typeof CONDITIONS)[number], boolean> => ({
  keeps_chat: facts.chatHours > 0,
  keeps_nothing: facts.chatHours === 0,
  organisation: facts.organisation !== undefined,
  no_organisation: facts.organisation === undefined,
  contact: facts.contact !== undefined,
  no_contact: facts.contact === undefined,
});

/** Filled in by the page itself, or by its script. */
const LATER = [
  'left',
  'seconds',
  'who',
  'number',
  'choices',
  'title',
  'age',
  'mark',
  'moment',
  'time',
  'day',
];

/**
 * @param files `locales/nl/pages/frame.yaml`, `chat.yaml`, `download.yaml`, `inbox.yaml`, `staff.yaml` and one for each of `READING_PAGES`
 * @throws {ContentError} naming file, line and column of everything that is wrong
 */
export function readPageTexts(files: readonly SourceFile[], facts: PageFacts): PageTexts {
  const known: Record<string, string> = {
    chat_hours: String(facts.chatHours),
    plan_days: String(facts.planDays),
    handoff_days: String(facts.handoffDays),
    session_hours: String(facts.sessionHours),
    cover_minutes: String(facts.coverMinutes),
    contact: facts.contact?.replace(/^(mailto:|https:\/\/)|\/$/g, '') ?? '',
    contact_link: facts.contact ?? '',
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
  const frame = read('frame.yaml', frameSchema);
  known.organisation = facts.organisation ?? frame.organisation;
  const so = isSo(facts);
  const applying = (name: ReadingPageName): [ReadingPageName, ReadingTexts] => {
    const { sections, ...page } = read(`${name}.yaml`, readingSchema);
    return [name, { ...page, sections: sections.filter(({ when }) => when === undefined || so[when]) }];
  };
  return {
    frame,
    chat: read('chat.yaml', chatSchema),
    download: read('download.yaml', downloadSchema),
    staff: read('staff.yaml', staffSchema),
    inbox: read('inbox.yaml', inboxSchema),
    reading: Object.fromEntries(READING_PAGES.map(applying)) as PageTexts['reading'],
  };
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
