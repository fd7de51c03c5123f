/**
 * offer_handoff: shows exactly what would be sent to whom, and asks. Only a yes to this makes a handoff.
 *
 *     - id: offer
 *       offer_handoff: { yes: sent, no: not_sent, change: message }
 */
import { optionLabel } from '../../content/speak.ts';
import { ClientConsent } from '../consent.ts';
import { ask, choiceId } from '../draft.ts';
import { handoffContent } from '../handoff.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const offer_handoff: Verb<'offer_handoff'> = {
  enter(step, draft, again) {
    const { state, world } = draft;
    const key = stepKey(draft, step);
    const offer = { id: world.id(), content: handoffContent(draft), shownAt: world.now };
    state.offer = offer;
    if (!again) draft.demand.push({ measure: 'handoff', outcome: 'offered' });
    // The ids carry the offer: the button under an earlier preview says nothing about this one.
    const choices = ['yes', 'change', 'no'].map((code) => ({
      id: choiceId(`${key}:${offer.id}`, code),
      label: optionLabel(draft.content, key, code, state.form),
    }));
    // Never in other words: consent is only asked under the whole preview.
    ask(draft, { choices, offer: offer.id });
    return WAIT;
  },

  receive(step, draft, answer, input) {
    const { state, world, content } = draft;
    const { offer } = state;
    if (!offer) return offer_handoff.enter(step, draft, false);
    const consent = ClientConsent.from(input, state, content.reader);
    if (consent) {
      const id = world.id();
      draft.effects.push({ kind: 'request_handoff', consent, id, content: offer.content });
      draft.demand.push({ measure: 'handoff', outcome: 'asked' });
      state.handoffs.push({
        id,
        organisation: offer.content.organisation,
        state: 'requested',
        at: world.now,
      });
      delete state.offer;
      // These words were for this one; a next handoff begins with the story again.
      delete state.message;
      return goTo(step.yes);
    }
    if (answer.code === 'change') {
      delete state.offer;
      return goTo(step.change);
    }
    const { name } = answer.reading.intent;
    if (answer.code === 'no' || name === 'no' || name === 'unsure' || name === 'no_human') {
      delete state.offer;
      draft.demand.push({ measure: 'handoff', outcome: 'declined' });
      return goTo(step.no);
    }
    return undefined;
  },
};
