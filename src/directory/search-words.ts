/**
 * How a local service and a client's words are made comparable: Dutch words without endings, written one way whatever
 * the spelling, and tokens to filter by. What is stored and what is asked go through the same functions.
 */
import type { Service, Weekday } from '../domain/service.ts';
import type { Topic } from '../domain/vocabulary.ts';
import type { HsdsRecord } from './record.ts';
import { normalise, tokens } from './words.ts';

/** Words that say nothing about what is looked for. */
const STOP = new Set(
  (
    'de het een en of maar ik je jij u we wij ze zij hij me mij mijn jouw ons onze uw zijn haar hun dit dat die deze er ' +
    'hier daar is ben bent was waren wordt word worden heb hebt heeft hebben had kan kun kunnen wil wilt willen zou mag ' +
    'moet moeten ga gaan gaat doe doen doet van voor met op in aan bij naar uit over om te tot door als dan ook niet geen ' +
    'wel nog al zo heel erg veel meer iets iemand ergens wat wie waar hoe wanneer waarom alle alles soms altijd nooit ' +
    'graag zoek zoeken zoekt weet weten hulp helpen help kom komen komt zit zitten buurt dicht'
  ).split(' '),
);

/** What people say for a topic without naming a service; each word belongs to one topic. */
const TOPIC_WORDS: Record<Topic, string> = {
  loneliness: 'alleen eenzaam eenzaamheid gezelschap contact vrienden vriendinnen maatje aanspraak gezellig',
  money:
    'geld schuld schulden rekening rekeningen deurwaarder incasso betalen uitkering toeslag armoede arm rood',
  violence: 'geweld slaat mishandeling bedreigd veilig veiligheid stalking',
  care: 'mantelzorg mantelzorger verzorgen verzorg zorgen dementie',
  grief: 'overleden verlies rouw dood gestorven weduwe weduwnaar gemis',
  mind: 'somber depressief angst paniek piekeren stress burnout psychisch',
  addiction: 'verslaving verslaafd alcohol drank drinken drugs gokken blowen gamen',
  housing: 'huur huurbaas woning dakloos onderdak uitzetting huis kamer',
  work: 'werk baan solliciteren ontslag werkloos cv sollicitatie',
  parenting: 'kind kinderen opvoeden opvoeding puber baby peuter moeder vader ouders',
  health: 'gezond gezondheid bewegen afvallen ziek huisarts dieet valpreventie',
  language: 'taal nederlands lezen schrijven computer digitaal laptop digid telefoon',
};

const ENDINGS = ['tjes', 'tje', 'jes', 'je', 'en', 'e', 's'];
const SHORTEST_STEM = 3;
/** 'eten' is 'eet'. */
const SHORTEST_VERB = 2;

/** A word without its ending, spelled as it sounds: 'schulden' and 'schult' are one, 'praten' and 'praat' too. */
export function stem(word: string): string {
  const ending = ENDINGS.find(
    (end) => word.endsWith(end) && word.length - end.length >= (end === 'en' ? SHORTEST_VERB : SHORTEST_STEM),
  );
  const bare = ending ? word.slice(0, -ending.length) : word;
  return bare
    .replace(/sch/g, 'sg')
    .replace(/ch/g, 'g')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/ph/g, 'f')
    .replace(/ij|ei|ey/g, 'y')
    .replace(/au/g, 'ou')
    .replace(/ie/g, 'i')
    .replace(/z/g, 's')
    .replace(/v/g, 'f')
    .replace(/dt?$/, 't')
    .replace(/(.)\1+/g, '$1');
}

/** The telling words of a text as stems, each once, in order. */
export function stems(text: string): string[] {
  const telling = tokens(normalise(text)).filter((word) => word.length > 1 && !STOP.has(word));
  return [...new Set(telling.map(stem))];
}

const TOPIC_OF_STEM = new Map(
  Object.entries(TOPIC_WORDS).flatMap(([topic, words]) =>
    words.split(' ').map((word) => [stem(word), topic as Topic] as const),
  ),
);

/** The topics that the stems point to. */
export function topicsOf(asked: readonly string[]): Topic[] {
  return [...new Set(asked.map((one) => TOPIC_OF_STEM.get(one)).filter((topic) => topic !== undefined))];
}

/** A stem and the stem with one letter left out, at each place. */
export function variants(word: string): string[] {
  return [...new Set([word, ...[...word].map((_, i) => word.slice(0, i) + word.slice(i + 1))])];
}

/** The shortest part of a compound that is looked for by itself. */
const SHORTEST_PART = 4;

/** What a compound may begin or end with: 'wandelgroep' with 'wandel'. */
export function compoundParts(word: string): string[] {
  const places = Array.from({ length: Math.max(0, word.length - 2 * SHORTEST_PART + 2) }, (_, i) => i);
  return places.flatMap((i) => {
    const at = SHORTEST_PART - 1 + i;
    return [word.slice(0, at), word.slice(at)].filter((part) => part.length >= SHORTEST_PART);
  });
}

export interface SearchText {
  name: string;
  words: string;
  facets: string;
}

export const facet = {
  topic: (topic: string) => `t_${topic}`,
  language: (code: string) => `l_${code.toLowerCase().slice(0, 2)}`,
  day: (day: Weekday) => `d_${day.toLowerCase()}`,
  area: (extent: string) => extent.toLowerCase(),
  /** Both in one: what is for a topic in a municipality is then one short list of the index. */
  areaTopic: (extent: string, topic: string) => `${extent.toLowerCase()}_${topic}`,
  group: 'f_group',
  single: 'f_single',
  free: 'f_free',
  cheap: 'f_cheap',
  wheelchair: 'f_wheelchair',
  professionals: 'f_professionals',
} as const;

/** Euro: what counts as cheap for one time. */
const CHEAP = 5;

/** What is written into the search table for a service. */
export function searchText(record: HsdsRecord, service: Service): SearchText {
  const costs = record.cost_options;
  const accessible = record.service_at_locations.some(({ location }) =>
    location.accessibility.some(({ description = '', details = '' }) =>
      /rolstoel|wheelchair/i.test(`${description} ${details}`),
    ),
  );
  const marks: [boolean, string][] = [
    [service.group, facet.group],
    [!service.group || service.formats.some((format) => format !== 'group'), facet.single],
    [service.free, facet.free],
    [
      costs.length > 0 && costs.every(({ amount }) => (amount ?? Number.POSITIVE_INFINITY) <= CHEAP),
      facet.cheap,
    ],
    [accessible, facet.wheelchair],
    [service.by === 'professionals', facet.professionals],
  ];
  const terms = record.attributes
    .filter(({ taxonomy_term: { taxonomy } }) => taxonomy === undefined || !taxonomy.startsWith('stuur-'))
    .map(({ taxonomy_term: { name } }) => name);
  const about = [
    service.description,
    service.audience,
    record.alternate_name ?? '',
    service.words.join(' '),
    ...terms,
  ];
  const topics = [...service.topics, ...service.alsoTopics];
  const facets = [
    ...record.service_areas.flatMap(({ extent }) => topics.map((topic) => facet.areaTopic(extent, topic))),
    ...record.service_areas.map(({ extent }) => facet.area(extent)),
    ...topics.map(facet.topic),
    ...record.languages.flatMap(({ code }) => (code ? [facet.language(code)] : [])),
    ...service.opening.flatMap(({ days }) => days.map(facet.day)),
    ...marks.filter(([holds]) => holds).map(([, mark]) => mark),
  ];
  return {
    name: stems(`${service.name} ${service.organization.name}`).join(' '),
    words: stems(about.join(' ')).join(' '),
    facets: [...new Set(facets)].join(' '),
  };
}
