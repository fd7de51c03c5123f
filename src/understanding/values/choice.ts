/**
 * Which of the offered choices an answer picks: by digit, number word, order ('die laatste') or its own words.
 * A story that happens to hold a word of a choice picks nothing.
 */
import { nearlySame } from '../commands.ts';
import { lightKey, soundKey } from '../sound.ts';
import { plain } from '../text.ts';
import { numberWord } from './number.ts';

export interface ChoiceOptions {
  /** Other names per choice, in the same order: an id or a short word. */
  keys?: readonly string[];
}

const ORDER: Record<string, number> = {
  eerste: 1,
  '1e': 1,
  '1ste': 1,
  eersten: 1,
  eerst: 1,
  tweede: 2,
  '2e': 2,
  '2de': 2,
  twede: 2,
  derde: 3,
  '3e': 3,
  '3de': 3,
  dede: 3,
  vierde: 4,
  '4e': 4,
  '4de': 4,
  vijfde: 5,
  '5e': 5,
  '5de': 5,
  zesde: 6,
  '6e': 6,
  zevende: 7,
  '7e': 7,
  achtste: 8,
  '8e': 8,
};
/** Words that say 'I choose' and nothing of what. */
const CHOOSING = new Set(
  `ik kies voor doe neem pak wil graag die dat deze dit de het optie keuze nummer nr nmr antwoord maar dan wel denk geef mij
  me alsjeblieft aub oke ok ja een mag ga liever liefst bovenste is wordt zou willen zeg eh uh hmm nou even ff toch gewoon
  knop keus a u svp en met`.split(/\s+/),
);
/** Too common to set one choice apart. */
const COMMON = new Set(
  `de het een en of ik je mij me mijn is dat die dit in op van voor met te om aan er wil wel niet geen naar bij uit als nu
  iets meer ook u uw jij we wij ons hoe wat kan zijn heb ben over nog dan maar`.split(/\s+/),
);

/** Position of the chosen label, 'ambiguous' when two fit as well, undefined when none is meant. */
export function readChoice(
  text: string,
  labels: readonly string[],
  options: ChoiceOptions = {},
): number | 'ambiguous' | undefined {
  const said = wordsOf(text);
  if (said.length === 0 || labels.length === 0) return undefined;
  const own = labels.map(wordsOf);
  const phrase = said.join(' ');

  const exact = own.findIndex((words, i) => words.join(' ') === phrase || keyOf(options, i) === phrase);
  if (exact >= 0) return exact;
  const position = byPosition(said, labels.length);
  if (position !== undefined) return position;

  const rest = said.filter((word) => !CHOOSING.has(word));
  const longestLabel = Math.max(...own.map((words) => words.length));
  if (rest.length === 0 || said.length > Math.max(6, longestLabel + 4)) return undefined;
  return byWords(said, rest, own, options);
}

function wordsOf(text: string): string[] {
  return (
    plain(text)
      .replace(/'/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function keyOf(options: ChoiceOptions, i: number): string {
  return wordsOf(options.keys?.[i] ?? '').join(' ');
}

/** '2', '2.', 'nummer twee', 'de tweede', 'die laatste', 'optie b': only when nothing else is said. */
function byPosition(said: readonly string[], count: number): number | 'ambiguous' | undefined {
  if (said.length > 6) return undefined;
  const positions: number[] = [];
  for (const [i, word] of said.entries()) {
    // 'een' is also the article: it counts alone, or after 'nummer'.
    const article = word === 'een' && said.length > 1 && !/^(nummer|optie|nr|keuze)$/.test(said[i - 1] ?? '');
    const number = /^\d+$/.test(word)
      ? Number(word)
      : article
        ? undefined
        : (ORDER[word] ?? numberWord(word));
    const letter =
      /^[a-h]$/.test(word) &&
      (said.length === 1 || /^(optie|antwoord|keuze|nummer)$/.test(said[i - 1] ?? ''));
    if (number !== undefined && word !== 'niks' && word !== 'niets') positions.push(number - 1);
    else if (letter) positions.push(word.charCodeAt(0) - 97);
    else if (/^(laatste|laatst|onderste|laaste|latste)$/.test(word)) positions.push(count - 1);
    else if (/^(bovenste|bovenst)$/.test(word)) positions.push(0);
    else if (/^(middelste|middelst|midden)$/.test(word) && count % 2 === 1) positions.push((count - 1) / 2);
    else if (word === 'voorlaatste' && count > 1) positions.push(count - 2);
    else if (!CHOOSING.has(word) && word !== 'of') return undefined;
  }
  const unique = [...new Set(positions)];
  const [only] = unique;
  if (unique.length > 1) return unique.every((p) => p >= 0 && p < count) ? 'ambiguous' : undefined;
  return only !== undefined && only >= 0 && only < count ? only : undefined;
}

/** How well what was said fits each label; the best must fit well and clearly better than the next. */
function byWords(
  said: readonly string[],
  rest: readonly string[],
  own: readonly string[][],
  options: ChoiceOptions,
): number | 'ambiguous' | undefined {
  const denied = said.some((word) => word === 'niet' || word === 'geen');
  const scores = own.map((label, i) => {
    const words = [...label, ...wordsOf(options.keys?.[i] ?? '')];
    // A denial in the answer but not in the label turns the label down.
    if (denied && !words.some((word) => word === 'niet' || word === 'geen')) return 0;
    const telling = rest.filter((word) => !COMMON.has(word) || words.includes(word));
    const hits = rest.filter((word) => words.some((candidate) => sameWord(word, candidate)));
    const tellingHits = hits.filter((word) => !COMMON.has(word) || rest.length === hits.length);
    if (tellingHits.length === 0) return 0;
    const ofAnswer = hits.length / Math.max(1, telling.length);
    const own = words.filter((word) => !COMMON.has(word));
    const ofLabel = Math.min(1, tellingHits.length / Math.max(1, own.length));
    // All of a short answer is in the label, or most of the label is in the answer.
    if (ofAnswer < 0.99 && !(ofLabel > 0.7 && ofAnswer >= 0.5)) return 0;
    // A label said whole beats one said in part; of two said in part neither is the better.
    return ofAnswer + (ofLabel > 0.99 ? 0.5 : 0);
  });
  const best = Math.max(...scores);
  if (best <= 0) return undefined;
  const at = scores.flatMap((score, i) => (score > best - 0.001 ? [i] : []));
  const [first] = at;
  return at.length === 1 ? first : 'ambiguous';
}

/** Equal, misspelt, or the beginning of a longer word ('schuld' for 'schulden', 'gemeen' for 'gemeente'). */
function sameWord(said: string, label: string): boolean {
  if (said === label) return true;
  if (/\d/.test(said) || said.length < 3) return false;
  if (lightKey(said) === lightKey(label) || soundKey(said) === soundKey(label)) return true;
  if (said.length >= 4 && label.startsWith(said)) return true;
  if (label.length >= 4 && said.startsWith(label) && said.length - label.length <= 2) return true;
  return said.length >= 5 && said[0] === label[0] && nearlySame(said, label);
}
