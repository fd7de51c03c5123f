/**
 * A service as the conversation shows it: who to turn to, how, when, what it costs and how sure we are.
 * Derived from Open Referral HSDS 3.0; `src/directory` makes it from the data.
 */
import type { RiskKind, Topic } from './vocabulary.ts';

export { CHECK_EVERY_DAYS, checkDueOn, daysSinceCheck, isStale } from './freshness.ts';
export { isOpen, type OpenState } from './opening.ts';

/** What a service is there for, in the order of how urgent that is. */
export const ROLES = [
  'emergency',
  'suicide-support',
  'safeguarding',
  'treatment',
  'listening',
  'peers',
  'relatives',
  'advice',
  'practical',
] as const;
export type Role = (typeof ROLES)[number];

/** What one gets there. */
export const KINDS = [
  'rescue',
  'listening',
  'advice',
  'information',
  'self-test',
  'buddy',
  'group',
  'forum',
  'peer-contact',
  'administration',
  'legal',
  'debt-help',
  'treatment',
  'report',
  'company',
] as const;
export type ServiceKind = (typeof KINDS)[number];

/** How one takes part. `in_person`: with someone at home, in the neighbourhood or at an office. */
export const FORMATS = ['phone', 'chat', 'group', 'online', 'in_person'] as const;
export type ServiceFormat = (typeof FORMATS)[number];

/** Who is on the other side. `mixed`: volunteers or a self-test first, professionals where wanted. */
export const PROVIDERS = ['volunteers', 'peers', 'information', 'mixed', 'professionals'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * One line of a weekly schedule, in Dutch local time (`HH:MM`).
 * Without times only the days are known. `closes` 23:59 means the end of the day; before `opens`: after midnight.
 */
export interface Opening {
  days: readonly Weekday[];
  opens?: string;
  closes?: string;
}

/** A number as people dial it. `text`: for messages (WhatsApp, SMS), not for calling. */
export interface ServicePhone {
  number: string;
  type: 'voice' | 'text';
  /** Dutch: what to know about this number. */
  description?: string;
}

export interface Service {
  /** UUID, the same in every release of the data. */
  id: string;
  /** Readable id that texts use: `{service.luisterlijn.phone}`. */
  slug: string;
  organization: { id: string; name: string };
  name: string;
  /** One short Dutch sentence that fits je and u. */
  description: string;
  /** What it is for; the first is what it is most for. */
  topics: readonly Topic[];
  /** What it can be of use for besides. */
  alsoTopics: readonly Topic[];
  kinds: readonly ServiceKind[];
  role: Role;
  by: Provider;
  formats: readonly ServiceFormat[];
  /** A group or other collective offer. */
  group: boolean;
  /** Belongs to the replies to danger; its number is checked twice as often. */
  crisis: boolean;
  /** The dangers it answers to; empty unless `crisis`. */
  danger: readonly RiskKind[];
  /** The number to call first. Absent when there is none, or none that is certain. */
  phone?: string;
  phones: readonly ServicePhone[];
  url: string;
  chatUrl?: string;
  email?: string;
  /** Dutch sentence: when it can be reached. Always shown beside the number. */
  hours: string;
  /** For machines; empty where the hours are not certain. */
  opening: readonly Opening[];
  /** Dutch sentence: 'Gratis.', 'Gewone belkosten.' */
  cost: string;
  free: boolean;
  /** Dutch sentence: for whom. */
  audience: string;
  minAge?: number;
  maxAge?: number;
  /** Made with older people in mind, without a fixed age. */
  older: boolean;
  perspectives: readonly ('self' | 'other')[];
  /** Dutch sentence: something to know first. */
  note?: string;
  /** Dutch sentence: how to apply. */
  apply?: string;
  /** Dutch sentence: how long it takes. */
  wait?: string;
  /** False: not in every municipality. */
  everywhere: boolean;
  /** About one thing within its topic (alcohol): below the others until the words name that thing. */
  specific: boolean;
  /** Only for a particular need: suggested when the words, the age or the danger ask for it. */
  narrow: boolean;
  /** Only shown when the client names it, because it is about reporting someone else or is not help. */
  onRequest: boolean;
  /** Words, phrases and beginnings of words (Dutch, without accents) that point to it. */
  words: readonly string[];
  /** `YYYY-MM-DD`: when it was last known to be right, at the latest. An honest lower bound. */
  checkedOn: string;
  /** Where it comes from: addresses, or a sentence where there is no address. Never empty. */
  sources: readonly string[];
}

/** Why a service was found; texts make one sentence of it. */
export const WHYS = [
  'danger',
  'topic',
  'also_topic',
  'words',
  'age',
  'relatives',
  'group',
  'open_now',
  'free',
] as const;
export type Why = (typeof WHYS)[number];

/** A service found for this client, with its state at the moment of asking. */
export interface Suggestion {
  service: Service;
  why: Why[];
  open: 'open' | 'closed' | 'unknown';
  /** The check is too long ago: say 'gecontroleerd op' with it. */
  stale: boolean;
}
