/**
 * The small assistant of `world.yaml`, and a conversation with it that holds the engine to its word in every turn:
 * the state goes through JSON, may not be changed in place, and is a valid state afterwards.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Content, ServiceFacts } from '../../src/content/content.ts';
import { loadScriptFiles } from '../../src/content/load.ts';
import { readScript, type ScriptFiles } from '../../src/content/read.ts';
import { showProblem } from '../../src/content/source.ts';
import { speak } from '../../src/content/speak.ts';
import type { Organisation } from '../../src/domain/organisation.ts';
import type { Topic } from '../../src/domain/vocabulary.ts';
import { firstStep } from '../../src/engine/facts.ts';
import type { ClientInput, FoundOrganisation, FoundService, LookupInput } from '../../src/engine/input.ts';
import type {
  Lookup,
  OrganisationLookup,
  ServiceLookup,
  TurnResult,
  TurnWorld,
} from '../../src/engine/result.ts';
import { type ClientState, FIRST_DIALOG, newClient, stateSchema } from '../../src/engine/state.ts';
import { turn } from '../../src/engine/turn.ts';
import type { FoundOrganisations } from '../../src/run/organisations.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { duration } from '../../src/transcript/transcript.ts';
import { ruleReader } from './reader.ts';

interface Listed {
  id: string;
  name: string;
  topics: Topic[];
  phone?: string;
  website?: string;
  talk?: boolean;
  peers?: boolean;
}

interface SmallWorld {
  dialogs: Record<string, unknown>;
  texts: Record<string, Record<string, unknown>>;
  services: Record<string, ServiceFacts>;
  directory: Listed[];
  organisations: (FoundOrganisation & { topics?: Topic[]; place?: string })[];
}

export const smallWorld = parse(readFileSync(join(import.meta.dirname, 'world.yaml'), 'utf8')) as SmallWorld;

/** The small world as the files a social worker would write. `more` adds to it or replaces parts. */
export function smallFiles(more: Partial<Pick<SmallWorld, 'dialogs' | 'texts'>> = {}): ScriptFiles {
  const files = (folder: string, parts: Record<string, unknown>) =>
    Object.entries(parts).map(([name, value]) => ({
      path: `${folder}/${name}.yaml`,
      text: stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }),
    }));
  return {
    dialogs: files('dialogs', { ...smallWorld.dialogs, ...more.dialogs }),
    texts: files('locales/nl', { ...smallWorld.texts, ...more.texts }),
    codeWords: loadScriptFiles(ROOT).codeWords,
  };
}

export function smallContent(more: Partial<Pick<SmallWorld, 'dialogs' | 'texts'>> = {}): Content {
  const { script, problems } = readScript(smallFiles(more));
  expect(problems.map(showProblem)).toEqual([]);
  return {
    ...script,
    reader: ruleReader,
    services: smallWorld.services,
    linkBase: 'https://stuur.example.nl',
    retention: { chatHours: 24, planDays: 90, sessionHours: 24, handoffDays: 30 },
  };
}

/** The organisations as a database has them, for what is sent to one. */
export const smallOrganisations: Organisation[] = smallWorld.organisations.map(({ id, name, about }) => ({
  id,
  name,
  about,
  municipalities: [],
  topics: [],
  opening: [],
  answerHours: 24,
}));

/** At most three services, like the real directory. */
export const search = ({ topics, talk, peers, exclude }: ServiceLookup): FoundService[] =>
  smallWorld.directory
    .filter((each) => topics.length === 0 || each.topics.some((topic) => topics.includes(topic)))
    .filter((each) => (!talk || each.talk) && (!peers || each.peers) && !exclude.includes(each.id))
    .slice(0, 3)
    .map(({ id, name, phone, website }) => ({
      id,
      slug: name.toLowerCase(),
      name,
      description: '',
      hours: 'altijd',
      cost: 'gratis',
      checkedOn: '1 september 2026',
      ...(phone ? { phone } : {}),
      ...(website ? { website } : {}),
    }));

const MOST_ORGANISATIONS = 4;

/** Like the real one: one more than is shown, who serves everywhere, or where the client lives. */
export function searchOrganisations({ topics, place, exclude }: OrganisationLookup): FoundOrganisations {
  const { organisations } = smallWorld;
  const found = organisations
    .filter((each) => each.place === undefined || each.place === place)
    .filter(
      (each) => !each.topics || topics.length === 0 || each.topics.some((topic) => topics.includes(topic)),
    )
    .filter(({ id }) => !exclude.includes(id))
    .slice(0, MOST_ORGANISATIONS)
    .map(({ topics: _, place: __, ...shown }) => shown);
  const isPlace = organisations.some((each) => each.place !== undefined && each.place === place);
  return { found, place: isPlace, local: true };
}

/** No code is anyone's here: whose it is, the run knows (see test/run/return-code.test.ts). */
function answerTo(lookup: Lookup): LookupInput {
  if (lookup.of === 'services') return { kind: 'lookup', of: 'services', found: search(lookup) };
  if (lookup.of === 'organisations')
    return { kind: 'lookup', of: 'organisations', ...searchOrganisations(lookup) };
  return { kind: 'lookup', of: 'return_code', refused: 'unknown' };
}

/** What the client does: words, a pressed choice, something without words, or opening the conversation. */
export interface Act {
  text?: string;
  choice?: string;
  sends?: string[];
  start?: boolean;
  /** Time that passes before it: '3 weeks'. */
  after?: string;
  /** Where: in a browser tab, in a chat that can be written to later. */
  session?: boolean;
  reachable?: boolean;
  /** On which of their devices. */
  place?: string;
}

export interface Heard extends Omit<TurnResult, 'lookup'> {
  /** Each message, with its choices as [words] on a line below. */
  said: string[];
  lookups: Lookup[];
}

const BEGIN = '2026-11-02T18:30:00.000Z';
const A_MOMENT = 20_000;
const MOST_LOOKUPS = 5;

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

const throughJson = (state: ClientState): ClientState => JSON.parse(JSON.stringify(state)) as ClientState;

export function talkWith(content: Content, known: Partial<ClientState> = {}) {
  let ids = 0;
  let now = Date.parse(BEGIN);
  let state: ClientState = {
    ...newClient('client-0', BEGIN, firstStep(content, FIRST_DIALOG)),
    ...structuredClone(known),
  };

  function once(act: Act): Heard {
    const world: TurnWorld = {
      now: new Date(now).toISOString(),
      id: () => `id-${++ids}`,
      pick: (below) => (++ids * 101) % below,
    };
    const input: ClientInput = {
      kind: 'client',
      event: act.start ? 'start' : 'message',
      text: act.text ?? '',
      attachments: act.sends ?? [],
      ...(act.choice === undefined ? {} : { choice: act.choice }),
      ...(act.session ? { session: true } : {}),
      ...(act.reachable ? { reachable: true } : {}),
      ...(act.place === undefined ? {} : { place: act.place }),
    };
    const heard: Heard = { client: state, replies: [], effects: [], demand: [], said: [], lookups: [] };
    let result = turn(content, frozen(throughJson(state)), input, world);
    for (;;) {
      heard.replies.push(...result.replies);
      heard.effects.push(...result.effects);
      heard.demand.push(...result.demand);
      heard.client = result.client;
      expect(stateSchema.parse(result.client)).toEqual(result.client);
      expect(throughJson(result.client)).toEqual(result.client);
      if (!result.lookup) break;
      heard.lookups.push(result.lookup);
      if (heard.lookups.length > MOST_LOOKUPS) throw new Error('the turn keeps asking the directory');
      result = turn(content, frozen(throughJson(result.client)), answerTo(result.lookup), world);
    }
    heard.said = heard.replies.flatMap((reply) => {
      const bubbles = speak(content, reply);
      const choices = reply.choices.map(({ label }) => `[${label}]`).join(' ');
      return bubbles.map((text, at) => (choices && at === bubbles.length - 1 ? `${text}\n${choices}` : text));
    });
    return heard;
  }

  return {
    /** The state after the last turn. */
    get state(): ClientState {
      return state;
    },
    set state(next: ClientState) {
      state = next;
    },
    do(act: Act): Heard {
      now += act.after ? duration(act.after) : A_MOMENT;
      const heard = once(act);
      state = throughJson(heard.client);
      return heard;
    },
    /** Says one or more things; what was said to the last is given back. */
    say(...texts: string[]): string[] {
      let said: string[] = [];
      for (const text of texts) said = this.do({ text }).said;
      return said;
    },
    open(): string[] {
      return this.do({ start: true }).said;
    },
    /** The same act twice on the same state: is the turn pure? */
    doTwice(act: Act): Heard {
      now += act.after ? duration(act.after) : A_MOMENT;
      const [before, first] = [ids, once(act)];
      ids = before;
      const second = once(act);
      expect(second).toEqual(first);
      state = throughJson(second.client);
      return second;
    },
  };
}
export type Talk = ReturnType<typeof talkWith>;
