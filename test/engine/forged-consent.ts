/**
 * Promise P1 at compile time: each line that tries to make consent, or a handoff without it, must be an error.
 * `tsc` reports an unused expectation when one of them compiles, so this file fails when its guard is removed.
 */

import type { Reader } from '../../src/domain/reading.ts';
import { ClientConsent } from '../../src/engine/consent.ts';
import type { ClockInput, ContactInput, LookupInput } from '../../src/engine/input.ts';
import type { Effect } from '../../src/engine/result.ts';
import type { ClientState } from '../../src/engine/state.ts';

declare const state: ClientState;
declare const reader: Reader;
declare const clock: ClockInput;
declare const contact: ContactInput;
declare const lookup: LookupInput;
declare const content: Extract<Effect, { kind: 'request_handoff' }>['content'];

// @ts-expect-error a literal is not consent
const literal: ClientConsent = { offer: 'offer-1' };
// @ts-expect-error the constructor is private
const constructed = new ClientConsent('offer-1');
// @ts-expect-error time cannot consent
ClientConsent.from(clock, state, reader);
// @ts-expect-error a professional or a peer cannot consent
ClientConsent.from(contact, state, reader);
// @ts-expect-error the directory cannot consent
ClientConsent.from(lookup, state, reader);
// @ts-expect-error no handoff without consent
const bare: Effect = { kind: 'request_handoff', id: '1', content, answerBy: '' };
// Something that looks like consent is not consent.
const lookalike: Effect = {
  kind: 'request_handoff',
  id: '1',
  content,
  answerBy: '',
  // @ts-expect-error made by hand
  consent: { offer: 'offer-1' },
};

export { bare, constructed, literal, lookalike };
