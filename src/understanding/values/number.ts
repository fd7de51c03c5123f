/**
 * Dutch numbers: digits with Dutch separators, number words, and the looseness of speech ('een zeven', "zo'n 8").
 */
import { plain } from '../text.ts';

const ONES: Record<string, number> = {
  nul: 0,
  een: 1,
  twee: 2,
  drie: 3,
  vier: 4,
  vijf: 5,
  zes: 6,
  zeven: 7,
  acht: 8,
  negen: 9,
  tien: 10,
  elf: 11,
  twaalf: 12,
  dertien: 13,
  veertien: 14,
  vijftien: 15,
  zestien: 16,
  zeventien: 17,
  achttien: 18,
  negentien: 19,
};
const TENS: Record<string, number> = {
  twintig: 20,
  dertig: 30,
  veertig: 40,
  vijftig: 50,
  zestig: 60,
  zeventig: 70,
  tachtig: 80,
  negentig: 90,
};
/** How number words are also written. */
const ALSO: Record<string, string> = {
  ein: 'een',
  eene: 'een',
  n: 'een',
  twe: 'twee',
  twie: 'twee',
  dri: 'drie',
  vir: 'vier',
  fier: 'vier',
  veer: 'vier',
  vief: 'vijf',
  vyf: 'vijf',
  vijv: 'vijf',
  fijf: 'vijf',
  veif: 'vijf',
  ses: 'zes',
  zees: 'zes',
  seven: 'zeven',
  zeuven: 'zeven',
  zeve: 'zeven',
  sevn: 'zeven',
  zefen: 'zeven',
  agt: 'acht',
  ach: 'acht',
  achd: 'acht',
  nege: 'negen',
  neegen: 'negen',
  neuge: 'negen',
  tine: 'tien',
  tjen: 'tien',
  ties: 'tien',
  tin: 'tien',
  noel: 'nul',
  niks: 'nul',
  niets: 'nul',
  ellef: 'elf',
  twaluf: 'twaalf',
};

/** A number word, also a compound one ('vijfentwintig'), or undefined. */
export function numberWord(word: string): number | undefined {
  const known = ALSO[word] ?? word;
  const simple = ONES[known] ?? TENS[known];
  if (simple !== undefined) return simple;
  const both = /^(.+?)en(.+tig)$/.exec(known);
  const one = both?.[1] === undefined ? undefined : ONES[both[1]];
  const ten = both?.[2] === undefined ? undefined : TENS[both[2]];
  if (one !== undefined && ten !== undefined && one > 0 && one < 10) return ten + one;
  const large = /^(.*?)(duizend|honderd)(?:en)?(.*)$/.exec(known);
  if (!large) return undefined;
  const before = large[1] ? numberWord(large[1]) : 1;
  const after = large[3] ? numberWord(large[3]) : 0;
  if (before === undefined || after === undefined) return undefined;
  return before * (large[2] === 'duizend' ? 1000 : 100) + after;
}

/** Dutch digits: a comma is decimal; a dot is decimal only when no three digits follow it ('1.234' but '7.5'). */
function digits(text: string): number | undefined {
  if (!/^\d[\d.,]*$/.test(text)) return undefined;
  const clean = text.replace(/[.,]+$/, '');
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(clean)) return Number(clean.replaceAll('.', '').replace(',', '.'));
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(clean)) return Number(clean.replaceAll(',', ''));
  if (/^\d+([.,]\d+)?$/.test(clean)) return Number(clean.replace(',', '.'));
  return undefined;
}

/** Words around a number that add nothing. */
const LOOSE = new Set(
  `een zo zo'n ongeveer rond ronde de het denk ik circa ca geef mij me mijn cijfer nummer is toch wel misschien nou eh uh
  euro hooguit minstens max ergens bijna krap ruim dan maar ook echt voor mezelf zit op van met nu vandaag punt punten
  optie keuze hmm tja pff doe zou zeggen ik'm hem er helaas eigenlijk gewoon dus ja oke sorry zeker dat gaat haal kom
  graag hou het bij in ben word geven een'tje toe`.split(/\s+/),
);

/**
 * The number that a short answer gives, or undefined. '7', 'zeven', 'een zeven', '7/10', '7,5', "zo'n 8", '1.234,50',
 * '6 of 7' (the lower one: nobody is taken for surer than they say). A story that mentions a number is no number.
 */
export function readNumber(text: string): number | undefined {
  const clean = plain(text.replace(/½/g, ' half '))
    .replace(/\b(?:van|uit|op) (?:de |een )?(?:tien|10)\b/g, ' ')
    .replace(/(\d)\s*[-–]\s*(?=\d)/g, '$1 tot ')
    .replace(/[€$]/g, ' ')
    .replace(/,-+/g, ' ')
    .replace(/(\d)\s*(?:\/|van de|uit de|op de|op een schaal van|van)\s*(?:10|tien)\b/g, '$1')
    .replace(/(\d)(?:e|euro|tje)\b/g, '$1 ')
    .replace(/([a-z])[.,](?=\s|$)/g, '$1');
  const tokens = clean.match(/-?\d[\d.,]*|[\p{L}'½]+|½|%/gu) ?? [];
  const found: { value: number; word: boolean; token: string; at: number }[] = [];
  let others = 0;
  tokens.forEach((token, at) => {
    const bare = token.replace(/^'/, '');
    const value = digits(token.replace(/^-/, '')) ?? numberWord(bare) ?? grade(bare);
    if (value !== undefined)
      found.push({ value: token.startsWith('-') ? -value : value, word: !/\d/.test(token), token: bare, at });
    else if (bare === 'half' || bare === 'halve' || token === '½') others += 0;
    else if (
      !LOOSE.has(bare) &&
      bare !== 'of' &&
      bare !== 'a' &&
      bare !== 'tot' &&
      bare !== 'en' &&
      bare !== 'komma'
    )
      others++;
  });
  // 'een' before another number is the article.
  const real = found.length > 1 ? found.filter(({ token }) => token !== 'een' && token !== 'n') : found;
  const numbers = real.length > 0 ? real : found;
  const first = numbers[0];
  if (!first || others > 2 || tokens.length > 12) return undefined;
  if (others > 0 && first.word && first.value === 1) return undefined;
  if (numbers.length === 1) return withHalf(first, tokens);
  if (numbers.length !== 2) return undefined;
  const second = numbers[1];
  if (!second) return undefined;
  const between = tokens.slice(first.at + 1, second.at);
  if (between.includes('komma')) return Number(`${first.value}.${second.value}`);
  if (between.some((word) => word === 'of' || word === 'a' || word === 'tot' || word === 'en')) {
    return Math.min(first.value, second.value);
  }
  return first.value === second.value ? first.value : undefined;
}

/** 'zeven en een half', '7½', 'zeveneneenhalf'. */
function withHalf(number: { value: number; at: number }, tokens: readonly string[]): number {
  const after = tokens.slice(number.at + 1).join(' ');
  return /^(en )?(een )?(half|halve|½)/.test(after) ? number.value + 0.5 : number.value;
}

/** 'zesje', 'zeventje', 'zeveneneenhalf', 'anderhalf'. */
function grade(word: string): number | undefined {
  if (word === 'anderhalf' || word === 'anderhalve') return 1.5;
  const half = /^(.+?)eneenhal(?:f|ve)$/.exec(word);
  if (half?.[1]) {
    const value = numberWord(half[1]);
    return value === undefined ? undefined : value + 0.5;
  }
  const small = /^(.+?)(?:tje|je|jes|tjes)$/.exec(word);
  return small?.[1] ? numberWord(small[1]) : undefined;
}
