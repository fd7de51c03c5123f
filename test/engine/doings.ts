/**
 * What people do in a conversation, at random: answers, commands, stories, danger, nonsense, buttons of now and of
 * before, and errands that chance alone hardly ever runs to their end.
 */
import fc from 'fast-check';
import { COMMANDS } from '../promises/everywhere.ts';

/** The code word, should one be asked for. */
export const WORD = 'kastanje';

const WISHES = [
  'ik zoek hulp in de buurt',
  'ik zoek een maatje',
  'ik wil anderen helpen',
  'ik heb een klacht',
  'geen mens',
  'zeg maar u',
  'seintje',
  'over twee weken',
  'op elk moment',
  'codewoord',
  WORD,
];
const ANSWERS = [
  'ja',
  'nee',
  'weet ik niet',
  'morgen',
  '8',
  '3',
  '11',
  '1',
  '2',
  '4',
  'mijn zus',
  'ik ga wandelen',
  'bedankt',
];
const STORIES = [
  'ik heb schulden en ben zo alleen',
  'mijn zus heeft schulden en ik maak me zorgen',
  'ik ben bang thuis',
  'ik moet het huis uit met mijn kinderen',
];
export const DANGER = [
  'ik wil dood',
  'hij slaat me nu',
  'mijn kind wordt geslagen',
  'ik zie het niet meer zitten',
  'ja, ik wil dood',
];
/** A word that nothing else says, to find back what should be gone. */
export const SECRET = 'zwartekat';

export type Doing =
  | { kind: 'say'; text: string }
  /** Tells something that only this act says. */
  | { kind: 'tell' }
  /** A choice that is shown now, or one that was shown before. */
  | { kind: 'press'; of: 'now' | 'before'; at: number }
  /** The choice with this code, where there is one. */
  | { kind: 'choose'; code: string }
  /** A professional does something with what was sent: the latest, or the one so many before it. */
  | { kind: 'serve'; by: number; act: Serving; back: number }
  | { kind: 'gone button' }
  | { kind: 'start' }
  | { kind: 'photo' };

export const SERVINGS = [
  'open',
  'accept',
  'decline',
  'say',
  'follow_up',
  'propose',
  'propose_staff',
  'close',
] as const;
export type Serving = (typeof SERVINGS)[number];

/** From 'mens' to the yes, and by whom it is taken on. */
const SENT: Doing[] = [
  ...[say('mens'), choose('send'), say('Utrecht'), choose('buurtteam'), choose('yes'), choose('done')],
  ...[choose('any'), choose('month'), choose('yes')],
];
const serve = (act: Serving, by = 0): Doing => ({ kind: 'serve', by, act, back: 0 });

/** `(code)`: a word of the return code that was just shown. */
export const ERRANDS: Record<string, Doing[]> = {
  offer: [...SENT.slice(0, 4), choose('no'), { kind: 'tell' }, ...SENT.slice(5, 8)],
  send: SENT,
  'send more': [say('mens'), choose('new'), ...SENT.slice(2)],
  taken: [...SENT, serve('open'), serve('accept')],
  talk: [...SENT, serve('accept'), choose('yes'), { kind: 'tell' }, serve('say'), { kind: 'tell' }],
  'talk again': [say('mens'), choose('talk'), { kind: 'tell' }, say('klaar')],
  'typed instead': [...SENT, serve('accept'), { kind: 'tell' }, choose('yes')],
  'passed on': [...SENT, serve('accept'), serve('propose'), choose('yes'), serve('accept', 2)],
  'follow up': [...SENT, serve('accept'), choose('no'), serve('follow_up'), choose('yes')],
  change: [say('mens'), choose('change'), choose('parts'), ...SENT.slice(5)],
  'take back': [say('mens'), choose('take_back')],
  keep: [say('bewaar'), choose('yes'), say('(code)')],
  plan: [
    say('mijn plan'),
    choose('yes'),
    say('wandelen'),
    say('morgen'),
    say('alleen'),
    say('8'),
    say('later'),
  ],
  word: [say('codewoord'), choose('yes'), say(WORD)],
  remind: [say('seintje'), choose('any'), choose('yes'), choose('week')],
  wipe: [say('wis'), choose('yes')],
};

function say(text: string): Doing {
  return { kind: 'say', text };
}

function choose(code: string): Doing {
  return { kind: 'choose', code };
}

const words: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ANSWERS) },
  { weight: 3, arbitrary: fc.constantFrom(...COMMANDS) },
  { weight: 2, arbitrary: fc.constantFrom(...STORIES, ...WISHES) },
  { weight: 1, arbitrary: fc.constantFrom(...DANGER) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);

export const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 11, arbitrary: words.map((text): Doing => ({ kind: 'say', text })) },
  { weight: 1, arbitrary: fc.constant<Doing>({ kind: 'tell' }) },
  { weight: 11, arbitrary: fc.nat(20).map((at): Doing => ({ kind: 'press', of: 'now', at })) },
  {
    weight: 3,
    arbitrary: fc
      .record({ by: fc.nat(2), act: fc.constantFrom(...SERVINGS), back: fc.constantFrom(0, 0, 0, 1, 2) })
      .map((which): Doing => ({ kind: 'serve', ...which })),
  },
  { weight: 2, arbitrary: fc.nat(200).map((at): Doing => ({ kind: 'press', of: 'before', at })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Doing>({ kind: 'gone button' }, { kind: 'start' }, { kind: 'photo' }),
  },
);

export const sometimes = <Value>(of: fc.Arbitrary<Value>, oneIn: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof(
    { weight: oneIn - 1, arbitrary: fc.constant<Value | undefined>(undefined) },
    { weight: 1, arbitrary: of },
  );
