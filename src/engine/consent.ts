/**
 * Promise P1 in the type system: asking for a handoff takes a `ClientConsent`, and the only way to one is a
 * client's own yes to the offer that is open in front of them.
 */
import type { Reader } from '../domain/reading.ts';
import { readAnswer } from './answer.ts';
import type { ClientInput } from './input.ts';
import type { ClientState } from './state.ts';

/** A yes with a 'but' in it is no yes: the offer is shown again, and can be taken plainly. */
const MOST_WORDS = 4;
const BUT = /\b(maar (?!ja)|niet|geen|nee|eerst|nog|anders|behalve|wacht|straks|later)/i;
const isPlain = (text: string): boolean => text.split(/\s+/).length <= MOST_WORDS && !BUT.test(text);

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
    const answer = readAnswer(input, question, reader);
    if (answer.code !== 'yes' || !(answer.exact || isPlain(answer.text))) return undefined;
    return new ClientConsent(offer.id);
  }
}
