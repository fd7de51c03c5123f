/**
 * The names of days and months as people type them, and an answer written out so that they can be found in it.
 */
import { nearlySame } from '../commands.ts';
import { plain } from '../text.ts';
import { numberWord } from './number.ts';

export const WEEKDAYS = ['zondag', 'maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag'];
export const SHORT_WEEKDAYS: Record<string, number> = {
  zo: 0,
  ma: 1,
  di: 2,
  wo: 3,
  do: 4,
  vr: 5,
  za: 6,
  zon: 0,
  maa: 1,
  din: 2,
  woe: 3,
  don: 4,
  vrij: 5,
  zat: 6,
};
export const MONTHS = [
  'januari',
  'februari',
  'maart',
  'april',
  'mei',
  'juni',
  'juli',
  'augustus',
  'september',
  'oktober',
  'november',
  'december',
];
export const SHORT_MONTHS: Record<string, number> = {
  jan: 1,
  feb: 2,
  febr: 2,
  mrt: 3,
  apr: 4,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  sept: 9,
  okt: 10,
  oct: 10,
  nov: 11,
  dec: 12,
};
/** Words as they are meant: typing errors in the names of days put right, number words as digits. */
export function tidy(text: string): string {
  return plain(text)
    .replace(/'s\b/g, ' s')
    .replace(/(\d)([.:])(\d)/g, '$1$2$3')
    .replace(/[^\p{L}\p{N}:.\-/ ]+/gu, ' ')
    .split(/\s+/)
    .map((raw) => {
      const word = raw.replace(/^[.\-/:]+|[-/:]+$|\.+$/g, '');
      const number = word === 'een' ? undefined : numberWord(word);
      if (number !== undefined && !(word in SHORT_WEEKDAYS)) return String(number);
      return CORRECTED[word] ?? correct(word);
    })
    .filter(Boolean)
    .join(' ');
}

const CORRECTED: Record<string, string> = {
  morge: 'morgen',
  mrgn: 'morgen',
  mrg: 'morgen',
  morgn: 'morgen',
  mogge: 'morgen',
  moarn: 'morgen',
  mergen: 'morgen',
  mörgen: 'morgen',
  merrege: 'morgen',
  morguh: 'morgen',
  vndg: 'vandaag',
  vndaag: 'vandaag',
  vnd: 'vandaag',
  vandag: 'vandaag',
  vandaach: 'vandaag',
  vandaagg: 'vandaag',
  vnv: 'vanavond',
  vnavond: 'vanavond',
  vanaaf: 'vanavond',
  vanavont: 'vanavond',
  vanafond: 'vanavond',
  strakjes: 'straks',
  overmorge: 'overmorgen',
  overmrgn: 'overmorgen',
  volgend: 'volgende',
  volgnde: 'volgende',
  volgede: 'volgende',
  komend: 'komende',
  aankomende: 'komende',
  aanstaande: 'komende',
  aanstaand: 'komende',
  as: 'komende',
  aankomend: 'komende',
  eerstvolgende: 'komende',
  weekent: 'weekend',
  weeknd: 'weekend',
  weekeind: 'weekend',
  weekeinde: 'weekend',
  wkend: 'weekend',
  wk: 'week',
  weke: 'weken',
  dage: 'dagen',
  mnd: 'maand',
  maande: 'maanden',
  u: 'uur',
  uurtje: 'uur',
  hlf: 'half',
  nou: 'nu',
};
const NAMES = [
  ...WEEKDAYS,
  ...MONTHS.filter((name) => name.length > 4),
  'vandaag',
  'vanavond',
  'overmorgen',
  'weekend',
];

function correct(word: string): string {
  if (word.length < 5) return word;
  const day = /^(.+?)(ochtend|morgen|middag|avond|avont|s|en)$/.exec(word);
  const bases = [word.replace(/(dach|dag|dagg|daag|dach)$/, 'dag'), day?.[1]?.replace(/dach$/, 'dag') ?? ''];
  for (const [i, base] of bases.entries()) {
    if (base.length < 5 || NAMES.includes(word)) continue;
    const name = NAMES.find(
      (candidate) =>
        candidate === base || (base.length > 5 && candidate[0] === base[0] && nearlySame(candidate, base)),
    );
    if (name) return i === 0 || day?.[2] === 's' || day?.[2] === 'en' ? name : `${name} ${day?.[2]}`;
  }
  return word;
}
