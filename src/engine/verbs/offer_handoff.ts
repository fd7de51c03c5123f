/**
 * offer_handoff: shows exactly what would be sent to whom, and asks. Only a yes to this makes a handoff.
 *
 *     - id: offer
 *       offer_handoff: { yes: sent, no: not_sent, change: message }
 */
import { optionLabel } from '../../content/speak.ts';
import { ClientConsent } from '../consent.ts';
import { ask, choiceId, type Draft } from '../draft.ts';
import { handoffContent, handoffWith, isOpen, moveHandoff } from '../handoff.ts';
import type { ClientInput } from '../input.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const DAY_MS = 86_400_000;

export const offer_handoff: Verb<'offer_handoff'> = {
  enter(step, draft, again) {
    const { state, world } = draft;
    const { addressee } = state;
    if (!addressee) return goTo(step.no);
    const key = stepKey(draft, step);
    const place = draft.place === undefined ? {} : { place: draft.place };
    const offer = {
      id: world.id(),
      content: handoffContent(draft, addressee),
      shownAt: world.now,
      ...place,
    };
    state.offer = offer;
    if (!again) draft.demand.push({ measure: 'handoff', outcome: 'offered' });
    // The ids carry the offer: the button under an earlier preview says nothing about this one.
    const codes = step.change === undefined ? ['yes', 'no'] : ['yes', 'change', 'no'];
    const choices = codes.map((code) => ({
      id: choiceId(`${key}:${offer.id}`, code),
      label: optionLabel(draft.content, key, code, state.form),
    }));
    // Never in other words: consent is only asked under the whole preview.
    ask(draft, { choices, offer: offer.id });
    return WAIT;
  },

  receive(step, draft, answer, input) {
    const { state } = draft;
    const { offer } = state;
    // Another of their devices shows another preview, or none: it is shown here before anything is answered.
    if (!offer || offer.place !== input.place) return offer_handoff.enter(step, draft, true);
    if (consents(draft, input)) return goTo(step.yes);
    if (answer.code === 'change' && step.change !== undefined) {
      delete state.offer;
      return goTo(step.change);
    }
    const { name } = answer.reading.intent;
    if (answer.code === 'no' || name === 'no' || name === 'unsure' || name === 'no_human') {
      delete state.offer;
      delete state.addressee;
      draft.demand.push({ measure: 'handoff', outcome: 'declined' });
      return goTo(step.no);
    }
    return undefined;
  },
};

/** Is this the yes to the open offer? Then it is asked for, in exactly the words that were shown. */
function consents(draft: Draft, input: ClientInput): boolean {
  const { state, world, content, effects } = draft;
  const { offer, addressee } = state;
  const consent = ClientConsent.from(input, state, content.reader);
  if (!consent || !offer || !addressee) return false;
  const id = world.id();
  const { answerBy, instead, passesOn } = addressee;
  effects.push({ kind: 'request_handoff', consent, id, content: offer.content, answerBy });
  draft.demand.push({ measure: 'handoff', outcome: 'asked' });
  state.handoffs.push({
    id,
    organisation: offer.content.organisation,
    name: offer.content.name,
    state: 'requested',
    at: world.now,
    answerBy,
    until: new Date(Date.parse(world.now) + offer.content.days * DAY_MS).toISOString(),
    content: offer.content,
    log: [],
  });
  const former = handoffWith(state, instead);
  if (isOpen(former)) moveHandoff(draft, former, passesOn ? 'closed' : 'withdrawn');
  delete state.offer;
  delete state.addressee;
  // These words were for this one; a next handoff begins with the story again.
  delete state.message;
  delete state.share;
  return true;
}
