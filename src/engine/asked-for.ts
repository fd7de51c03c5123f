/**
 * Wishes about the conversation itself that are no intent of their own, in so many words: to keep it, to come back
 * to it, to make room for someone else. They work in every state, like commands.
 */
import type { ClientAnswer } from './answer.ts';

const AROUND =
  /^(?:(?:ja|nee|ok|oke|hallo|hoi|dag|sorry|en|eh|ik wil|wil je|wilt u|kun je|kunt u|kan ik|mag ik|graag|alsjeblieft|aub) )+|(?: (?:graag|alsjeblieft|alstublieft|aub|svp|voor mij|even|nu|maar|dan))+$/g;
const WHAT =
  '(?:dit|alles|het|mijn (?:plan|gesprek|verhaal|antwoorden)|m n plan|men plan|t|dit gesprek|ons gesprek|het gesprek)';

/** Dialog -> the sentences that open it, without polite words around them. */
const WISHES: [dialog: string, patterns: RegExp[]][] = [
  [
    'keep',
    [
      /^(?:bewaar|bewaren|opslaan|sla op)$/,
      new RegExp(`^(?:bewaar|sla) ${WHAT}(?: op| bewaren)?$`),
      new RegExp(`^${WHAT} (?:bewaren|opslaan|houden|later verder|terugvinden)$`),
      /^(?:een |n |nieuwe |een nieuwe )?code(?: (?:maken|hebben|krijgen))?$/,
      /^(?:maak|geef)(?: me| mij)? een (?:nieuwe )?code$/,
      /^hoe (?:kom|kan) ik (?:hier )?later (?:weer )?(?:hier )?terug(?:komen)?$/,
    ],
  ],
  [
    'come_back',
    [
      /^ik heb (?:al )?een code$/,
      /^(?:hier is )?mijn code(?: invullen| invoeren| gebruiken)?$/,
      /^(?:een )?code (?:invullen|invoeren|gebruiken)$/,
      /^ik (?:was|ben) (?:hier )?(?:al )?(?:eerder|vaker) (?:hier )?(?:geweest)?$/,
      /^terugkomen met (?:mijn|een) code$/,
    ],
  ],
  [
    'someone_else',
    [
      /^ik ben (?:nu )?(?:iemand anders|een ander|een ander persoon|niet dezelfde(?: persoon)?)$/,
      /^(?:dit is |er is |er zit )?(?:nu )?iemand anders(?: hier| aan de telefoon| achter de computer)?$/,
      /^(?:dit is|het is) (?:mijn gesprek niet|niet mijn gesprek)$/,
      /^andere? (?:persoon|gebruiker)$/,
    ],
  ],
];

/** The dialog that was asked for; undefined when the text says anything else or more. */
export function dialogAskedFor(text: string): string | undefined {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(AROUND, '');
  return WISHES.find(([, patterns]) => patterns.some((pattern) => pattern.test(plain)))?.[0];
}

/** The same in an answer; what fits a choice to the letter is that choice. */
export const asideAskedFor = ({ exact, text }: ClientAnswer): string | undefined =>
  exact ? undefined : dialogAskedFor(text);

/** The dialogs that open this way. */
export const ASKED_FOR = WISHES.map(([dialog]) => dialog);
