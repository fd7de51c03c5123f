/**
 * Wishes about the conversation itself that are no intent of their own, in so many words: to keep it, to come back
 * to it, to make room for someone else. They work in every state, like commands.
 */
import type { ClientAnswer } from './answer.ts';

const AROUND =
  /^(?:(?:ja|nee|ok|oke|hallo|hoi|dag|sorry|en|eh|ik wil|wil je|wilt u|kun je|kunt u|kan ik|mag ik|graag|alsjeblieft|aub) )+|(?: (?:graag|alsjeblieft|alstublieft|aub|svp|voor mij|even|nu|maar|dan))+$/g;
const WHAT =
  '(?:dit|alles|het|mijn (?:plan|gesprek|verhaal|antwoorden)|m n plan|men plan|t|dit gesprek|ons gesprek|het gesprek)';

const ME = '(?:mij|me)';
const YOU = '(?:je|jij|u)';
const MINE = '(?:(?:mijn|m n|het|een|n|de|alle) )';
const WRITE = '(?:schrijven|berichten|(?:een bericht|berichten|iets|wat) sturen)';
const SIGNAL = '(?:seintjes?|herinnering|herinneringen|reminders?|check in|checkin)';
const LATER = '(?:later|eens|dan|straks|(?:over|na) .{1,20}|volgende (?:week|maand))';
const WORD = '(?:codewoord|code woord|wachtwoord)';

/** Characters of a wish and nothing beside it. */
const LONGEST = 100;

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
  [
    'contact',
    [
      new RegExp(`^wanneer (?:schrijf|schrijft|bericht) ${YOU}(?: ${ME})?$`),
      new RegExp(`^(?:wanneer )?(?:mag|kan|kun|wil) ${YOU} (?:${ME} )?(?:wel |niet |nooit )?${WRITE}$`),
      new RegExp(`^(?:${YOU} )?mag ${ME} (?:wel |niet |nooit )?${WRITE}$`),
    ],
  ],
  [
    'no_contact',
    [
      new RegExp(
        `^(?:stuur|schrijf) (?:${ME} )?(?:nooit|niet|niks|niets|geen berichten?|geen ${SIGNAL})(?: meer)?(?: iets| wat)?(?: uit jezelf| uit uzelf)?$`,
      ),
    ],
  ],
  [
    'call_off',
    [
      new RegExp(`^${MINE}?${SIGNAL} (?:afzeggen|annuleren|stoppen|uitzetten|weghalen|niet meer|weg)$`),
      new RegExp(`^(?:zeg|haal|zet) ${MINE}?${SIGNAL} (?:af|weg|uit|stop)$`),
      new RegExp(`^geen ${SIGNAL}(?: meer)?$`),
    ],
  ],
  [
    'remind',
    [
      new RegExp(`^${MINE}?${SIGNAL}(?: (?:sturen|hebben|krijgen|instellen|zetten))?$`),
      new RegExp(
        `^(?:stuur|geef|zet|schrijf)(?: ${ME})?(?: later| straks| morgen)? (?:een |n )?${SIGNAL}(?: (?:voor|over|op|aan) .+| later)?$`,
      ),
      new RegExp(`^herinner(?: ${ME})?(?: er| eraan| eran| hieraan)?(?: aan .+)?$`),
      new RegExp(
        `^(?:(?:kan|kun|wil|zou|zul) ${YOU} )?${ME} (?:(?:er|eraan|hieraan|later|straks|morgen) )?(?:aan .+ )?(?:herinneren|(?:een |n )?${SIGNAL} (?:geven|sturen))$`,
      ),
      new RegExp(`^vraag (?:${ME} )?(?:${LATER} )?hoe het (?:met ${ME} )?gaat(?: ${LATER})?$`),
      new RegExp(
        `^(?:(?:kan|kun|wil|zou|zul) ${YOU} )?(?:${ME} )?(?:${LATER} )?vragen hoe het (?:met ${ME} )?gaat(?: ${LATER})?$`,
      ),
    ],
  ],
  [
    'code_word',
    [
      new RegExp(
        `^(?:een |n |ander |nieuw |een ander |een nieuw |mijn |m n |het )?${WORD}(?: (?:afspreken|instellen|maken|kiezen|veranderen|wijzigen|weg|weghalen|zien|vergeten|kwijt|hebben))?$`,
      ),
      new RegExp(`^(?:laten we|zullen we) een ${WORD} afspreken$`),
      new RegExp(`^(?:verander|wijzig|maak|kies)(?: mijn| m n| het| een)?(?: nieuw| ander)? ${WORD}$`),
    ],
  ],
];

/** The dialog that was asked for; undefined when the text says anything else or more. */
export function dialogAskedFor(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(AROUND, '');
  return WISHES.find(([, patterns]) => patterns.some((pattern) => pattern.test(plain)))?.[0];
}

/** The same in an answer; what fits a choice is that choice, unless it only says yes or no. */
export const asideAskedFor = ({ exact, code, text }: ClientAnswer): string | undefined =>
  exact || (code !== undefined && !['yes', 'no', 'unsure'].includes(code)) ? undefined : dialogAskedFor(text);

/** The dialogs that open this way. */
export const ASKED_FOR = WISHES.map(([dialog]) => dialog);
