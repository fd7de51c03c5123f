/**
 * Promise P1 in the type system: asking for a handoff takes a `ClientConsent`, and the only way to one is a
 * client's own yes to the offer that is open in front of them.
 */
import type { Reader } from '../domain/reading.ts';
import { type ClientAnswer, readAnswer } from './answer.ts';
import type { ClientInput } from './input.ts';
import type { ClientState } from './state.ts';

const MOST_LETTERS = 40;
/**
 * A yes and nothing beside it. 'Ja zonder mijn naam', 'ja hij komt eraan' and 'ja?' say more, and what more means is
 * not for us to guess: the offer is shown again, and can be taken plainly.
 */
const PLAIN_YES = new RegExp(
  `^(?:(?:${[
    'ja+',
    'jawel',
    '(?:ja)?zeker',
    'je+p',
    'ye[sp]',
    'sure',
    'ok(?:e+|ay)?',
    'goed',
    'prima',
    'akkoord',
    'top',
    'graag',
    'hoor',
    '(?:doe|(?:ver)?stuur)(?: (?:het|dit|dat))?(?: zo)?(?: maar)?',
    '(?:(?:het|dit|dat) )?(?:is|mag)(?: het)?(?: (?:wel|zo))*',
    'van mij',
    'mij best',
    'ga je gang',
    'een',
    '(?:de )?eerste',
  ].join('|')})(?: |$))+$`,
);

const isPlainYes = (text: string): boolean =>
  text.length <= MOST_LETTERS &&
  !text.includes('?') &&
  PLAIN_YES.test(
    text
      .toLowerCase()
      .replace(/👍\p{Emoji_Modifier}?/gu, ' ja ')
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/[^\p{L}]+/gu, ' ')
      .trim(),
  );

/** A pressed button says what stands on it; typed words, even the button's own, may still ask something. */
const isExact = ({ exact, text }: ClientAnswer, { choice }: ClientInput): boolean =>
  exact && (choice !== undefined || !text.includes('?'));

export class ClientConsent {
  // A private field makes the type nominal: no object literal, cast-free, is a ClientConsent.
  readonly #offer: string;

  private constructor(offer: string) {
    this.#offer = offer;
  }

  /** The id of the offer that was agreed to. */
  get offer(): string {
    return this.#offer;
  }

  /**
   * Consent, if this input is a yes to the offer that `state` shows as the open question.
   * Anything else, also a yes to another question, gives undefined.
   */
  static from(input: ClientInput, state: ClientState, reader: Reader): ClientConsent | undefined {
    const { offer, question } = state;
    // The kind is checked again at run time: a cast must not do what the compiler forbids.
    if (input.kind !== 'client' || !offer || !question) return undefined;
    if (question.offer !== offer.id) return undefined;
    // On another device another preview may be on the screen, or none.
    if (offer.place !== input.place) return undefined;
    const answer = readAnswer(input, question, reader);
    if (answer.code !== 'yes' || !(isExact(answer, input) || isPlainYes(answer.text))) return undefined;
    return new ClientConsent(offer.id);
  }
}
