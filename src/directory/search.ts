/**
 * Which services fit a client's topics, words and situation. Pure and deterministic: the same question gives the same
 * answer. The words are read here and kept nowhere.
 */
import {
  isOpen,
  isStale,
  type Provider,
  type Role,
  type Service,
  type Suggestion,
  type Why,
} from '../domain/service.ts';
import type { Perspective, RiskKind, Topic } from '../domain/vocabulary.ts';
import type { Directory } from './national.ts';
import { normalise, tokens } from './words.ts';

/** Never more than this at a time, whatever is asked for. */
export const MOST = 3;

export interface ServiceQuery {
  /** Heaviest first. */
  topics: readonly Topic[];
  /** The client's own words, any length. */
  words?: string;
  /** CBS code. National services are for every municipality; local ones will be chosen by it. */
  municipality?: string;
  situation?: {
    age?: number;
    perspective?: Perspective;
    /** Only when there is danger now: its numbers come first, and a professional may too. */
    danger?: RiskKind;
  };
  /** Only services where one talks or chats with a person. */
  talk?: boolean;
  /** Only where one meets others: a group, a buddy, people in the same situation. */
  peers?: boolean;
  /** Service ids that were shown before. */
  exclude?: readonly string[];
  /** 1 to 3; 3 when left out. */
  limit?: number;
  now: Date | string;
}

interface Candidate {
  service: Service;
  hits: number;
  score: number;
  why: Set<Why>;
}

/** In danger: which kind of number goes first. */
const FIRST_IN_DANGER: Record<RiskKind, readonly Role[]> = {
  suicide: ['suicide-support', 'emergency'],
  violence: ['emergency', 'safeguarding'],
  child: ['emergency', 'safeguarding', 'listening'],
};

/** Informal before formal, where they fit equally well. */
const NUDGE: Record<Provider, number> = {
  volunteers: 1,
  peers: 1,
  mixed: 0.5,
  information: 0,
  professionals: -1,
};

/** From this age on, services made for older people are offered without being asked for by name. */
const OLDER_FROM = 60;

/** How many of the service's words occur in the text. Words of six letters or more also count as a beginning. */
function wordHits(service: Service, text: string, parts: readonly string[]): number {
  return service.words.filter((word) => {
    const wanted = normalise(word);
    if (wanted.includes(' ')) return ` ${text} `.includes(` ${wanted}`);
    return parts.some((part) => part === wanted || (wanted.length >= 6 && part.includes(wanted)));
  }).length;
}

function fitsAge(service: Service, age: number | undefined): boolean {
  return age === undefined || (age >= (service.minAge ?? 0) && age <= (service.maxAge ?? 150));
}

/** Kinds of offer in which one meets people who are not professionals. */
const MEETING = new Set<string>(['buddy', 'group', 'forum', 'peer-contact', 'company']);

const meetsOthers = ({ by, group, kinds }: Service): boolean =>
  by === 'peers' || group || kinds.some((kind) => MEETING.has(kind));

/** The candidate's score and reasons; undefined when the service is not for this client. */
function weigh(
  service: Service,
  query: ServiceQuery,
  text: string,
  parts: readonly string[],
): Candidate | undefined {
  const { age, perspective, danger } = query.situation ?? {};
  const hits = wordHits(service, text, parts);
  const inDanger = danger !== undefined && service.danger.includes(danger);
  if (service.role === 'emergency' && !inDanger) return undefined;
  if (service.onRequest && hits === 0) return undefined;
  if (!fitsAge(service, age)) return undefined;
  if (perspective && !service.perspectives.includes(perspective)) return undefined;
  if (query.talk && !(service.phone || (service.chatUrl && service.formats.includes('chat'))))
    return undefined;

  if (query.peers && !meetsOthers(service)) return undefined;

  const madeForAge =
    age !== undefined &&
    ((service.maxAge !== undefined && age <= service.maxAge) || (service.older && age >= OLDER_FROM));
  const dangerFirst = inDanger && (service.role !== 'treatment' || hits > 0);
  if (service.narrow && hits === 0 && !madeForAge && !dangerFirst) return undefined;

  const why = new Set<Why>();
  let score = 0;
  if (dangerFirst) {
    const place = FIRST_IN_DANGER[danger].indexOf(service.role);
    score += 1000 - 100 * (place < 0 ? 9 : place);
    why.add('danger');
  }
  query.topics.forEach((topic, nth) => {
    const share = Math.max(0.5, 1 - nth / 5);
    const place = service.topics.indexOf(topic);
    if (place >= 0) {
      score += share * (10 - place);
      why.add('topic');
    } else if (service.alsoTopics.includes(topic)) {
      // Talking is good for much, but it is not what was asked for.
      score += share * (service.role === 'listening' ? 1.5 : 3);
      why.add('also_topic');
    }
  });
  if (hits > 0) {
    score += 4 * Math.min(hits, 3);
    why.add('words');
  }
  if (why.size === 0) return undefined;
  return { service, hits, why, score: score + nuance(service, query, { hits, madeForAge }, why) };
}

/** What decides between services that fit the topic equally well. Adds the reasons to `why`. */
function nuance(
  service: Service,
  query: ServiceQuery,
  { hits, madeForAge }: { hits: number; madeForAge: boolean },
  why: Set<Why>,
): number {
  const { age, perspective } = query.situation ?? {};
  let score = NUDGE[service.by];
  if (madeForAge) {
    score += 4;
    why.add('age');
  } else if (age === undefined && service.maxAge !== undefined) score -= 4;
  if (service.role === 'relatives') {
    score += perspective === 'other' ? 5 : hits > 0 ? 0 : -3;
    if (perspective === 'other') why.add('relatives');
  }
  const open = isOpen(service, query.now);
  if (open === 'open') {
    score += 1;
    why.add('open_now');
  } else if (open === 'closed') score -= 1;
  if (service.free) {
    score += 0.5;
    why.add('free');
  }
  if (service.group) why.add('group');
  // Where there is danger, an old number is still better than none.
  if (!service.crisis && isStale(service, query.now)) score -= 0.5;
  if (service.specific && hits === 0) score -= 3;
  if (!service.everywhere) score -= 1;
  return score;
}

/** True when the words name another specific service of the same topic: drugs, so not alcohol. */
function namesAnother(service: Service, all: readonly Candidate[]): boolean {
  return all.some(
    (other) => other.service.specific && other.hits > 0 && other.service.topics[0] === service.topics[0],
  );
}

/** Takes the best one by one: a topic not yet covered weighs more, a second service of one organisation less. */
function pick(candidates: readonly Candidate[], topics: readonly Topic[], limit: number): Candidate[] {
  const left = [...candidates];
  const picked: Candidate[] = [];
  const worth = ({ service, score }: Candidate): number => {
    const covered = new Set(picked.flatMap((other) => other.service.topics));
    const adds = topics.some((topic) => service.topics.includes(topic) && !covered.has(topic));
    const again = picked.some((other) => other.service.organization.id === service.organization.id);
    return score + (picked.length > 0 && adds ? 5 : 0) - (again ? 3 : 0);
  };
  while (left.length > 0 && picked.length < limit) {
    left.sort((a, b) => worth(b) - worth(a) || (a.service.slug < b.service.slug ? -1 : 1));
    picked.push(left.shift() as Candidate);
  }
  return picked;
}

interface Offer {
  service: Service;
}

/** Puts a group among the picked ones, in the place of the last, if there is one to be had. */
function withGroup<C extends Offer>(picked: C[], ranked: readonly C[]): C[] {
  if (picked.length < 2 || picked.some(({ service }) => service.group)) return picked;
  const group = ranked.find(({ service }) => service.group);
  return group ? [...picked.slice(0, -1), group] : picked;
}

/** Someone of one's own kind first: a professional waits until another way has been named. */
function professionalNotFirst<C extends Offer>(picked: C[], ranked: readonly C[], limit: number): C[] {
  const first = picked[0];
  // Safety at home is at stake there; the anonymous advice line may lead.
  if (first?.service.by !== 'professionals' || first.service.role === 'safeguarding') return picked;
  const other =
    picked.find(({ service }) => service.by !== 'professionals') ??
    ranked.find(({ service }) => service.by !== 'professionals');
  return other ? [other, ...picked.filter((candidate) => candidate !== other)].slice(0, limit) : picked;
}

/** The first of a ranked list, with a group among them, and no professional first unless there is danger. */
export function ordered<C extends Offer>(ranked: readonly C[], limit: number, danger?: RiskKind): C[] {
  const picked = ranked.slice(0, limit);
  return danger === undefined ? professionalNotFirst(withGroup(picked, ranked), ranked, limit) : picked;
}

/**
 * At most three services with the reasons for each, best first. Empty when nothing fits: say so, and count it.
 * A group is among them if one fits. A professional is first only in danger, for safety at home, or when nothing else
 * fits. In danger its own numbers lead, also when their check is old (`stale` says so).
 */
export function findServices(directory: Directory, query: ServiceQuery): Suggestion[] {
  const limit = Math.max(1, Math.min(query.limit ?? MOST, MOST));
  const text = normalise(query.words ?? '');
  const parts = tokens(text);
  const excluded = new Set(query.exclude);
  const ranked = directory.services
    .filter((service) => !excluded.has(service.id))
    .map((service) => weigh(service, query, text, parts))
    .filter((candidate) => candidate !== undefined)
    .filter(({ service, hits }, _, all) => hits > 0 || !service.specific || !namesAnother(service, all))
    .sort((a, b) => b.score - a.score || (a.service.slug < b.service.slug ? -1 : 1));
  let picked = pick(ranked, query.topics, limit);
  if (query.situation?.danger === undefined)
    picked = professionalNotFirst(withGroup(picked, ranked), ranked, limit);
  return picked.map(({ service, why }) => ({
    service,
    why: [...why],
    open: isOpen(service, query.now),
    stale: isStale(service, query.now),
  }));
}
