/**
 * The wish to be addressed with 'u' or with 'je', in so many words and nothing beside it. It works in every state,
 * like a command.
 */
import type { Form } from '../domain/vocabulary.ts';
import { type Draft, say } from './draft.ts';

const FILL =
  '(?:maar|toch|liever|graag|gerust|gewoon|dan|ook|even|weer|hoor|alsjeblieft|alstublieft|aub|svp|a u b)';
/** Not 'ook': 'u ook' gives a wish back. */
const PLEASE = '(?:maar|liever|graag|hoor|alsjeblieft|alstublieft|aub|svp|a u b)';
const TO_ME = '(?:tegen (?:mij|me))';
const ASKED =
  '(?:kun je|kunt u|kan je|wil je|wilt u|zou je|zou u|zoudt u|mag ik|mag je|mag het|je mag|u mag|ik wil|ik heb)';

const words = (form: Form): string => (form === 'u' ? 'u' : '(?:je|jij|jou)');

/** Sentences that ask for this form, without punctuation and polite words around them. */
const wishesFor = (form: Form): RegExp[] => {
  const word = words(form);
  return [
    `(?:zeg|noem me|noem mij|doe) (?:${FILL} )*${word}(?: ${TO_ME})?(?: ${FILL})*`,
    // 'Zegt u maar u': the first one is who is asked.
    `(?:zegt|noemt (?:me|mij)|doet) (?:(?:u|je) )?(?:${FILL} )*${word}(?: ${TO_ME})?(?: ${FILL})*`,
    `(?:${ASKED} )?(?:${FILL} |dat je |dat u |${TO_ME} )*${word} (?:${TO_ME} )?(?:zeggen|zegt|gebruiken|gebruikt)(?: ${TO_ME})?`,
    `(?:${ASKED} )?(?:spreek |(?:mij|me) |${FILL} )*(?:aan )?met ${word}(?: (?:aan|aanspreken|aangesproken worden|zeggen))?`,
    `(?:${FILL} )+${word}(?: ${FILL})*`,
    `(?:met )?${word}(?: ${PLEASE})+`,
    form === 'u' ? '(?:geen|niet) (?:je|jij|jou) (?:maar )?u' : '(?:geen|niet) u (?:maar )?(?:je|jij)',
    form === 'u'
      ? '(?:liever |graag )?(?:niet tutoyeren|vousvoyeren)(?: graag)?'
      : '(?:je mag |u mag )?(?:me |mij )?(?:gerust |graag )?(?:tutoyeren|tutoyeer (?:me|mij)(?: maar)?)',
  ].map((pattern) => new RegExp(`^${pattern}$`));
};
const WISHES: [Form, RegExp[]][] = [
  ['u', wishesFor('u')],
  ['je', wishesFor('je')],
];

const AROUND =
  /^(?:(?:ja|nee|hallo|hoi|dag|sorry|en|eh|stuur|goede ?(?:n|morgen|middag|avond)|goeden ?(?:dag|avond)|meneer|mevrouw) )+/;

export function formAskedFor(text: string): Form | undefined {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(AROUND, '');
  return WISHES.find(([, patterns]) => patterns.some((pattern) => pattern.test(plain)))?.[0];
}

/** From now on in this form of address, and saying so. */
export function sayForm(draft: Draft, form: Form): void {
  draft.state.form = form;
  say(draft, 'commands.form');
}
