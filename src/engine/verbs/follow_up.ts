/**
 * follow_up: a professional asked whether they may write once more later. Only a yes keeps what they were sent for
 * that long; it says so to them.
 *
 *     - id: may
 *       follow_up: { yes: agreed, no: not }
 */
import { optionLabel } from '../../content/speak.ts';
import { ask, type Draft } from '../draft.ts';
import { handoffWith, isOpen, relay } from '../handoff.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

/** Days after the follow-up in which it can still be written. */
const DAYS_AFTER = 7;
const DAY_MS = 86_400_000;

export const follow_up: Verb<'follow_up'> = {
  enter(step, draft, again) {
    if (!isOpen(handoffWith(draft.state, draft.state.followUp?.handoff))) return goTo(step.no);
    ask(draft, { choices: yesNo(draft, stepKey(draft, step), false), again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const code = answer.code ?? answer.reading.intent.name;
    if (code !== 'yes' && code !== 'no' && code !== 'unsure') return undefined;
    const agreed = code === 'yes';
    settle(draft, agreed);
    return goTo(agreed ? step.yes : step.no);
  },
};

function settle(draft: Draft, agreed: boolean): void {
  const { state, world, content } = draft;
  const { followUp } = state;
  delete state.followUp;
  const handoff = handoffWith(state, followUp?.handoff);
  if (!followUp || !isOpen(handoff)) return;
  const text = optionLabel(content, 'handoff.follow_up', agreed ? 'yes' : 'no', state.form);
  relay(draft, handoff, 'client', text);
  if (!agreed) return;
  const days = followUp.weeks * 7 + DAYS_AFTER;
  const until = new Date(Date.parse(world.now) + days * DAY_MS).toISOString();
  handoff.until = [handoff.until ?? '', until].sort().at(-1) ?? until;
  draft.effects.push({ kind: 'keep_handoff', id: handoff.id, until: handoff.until });
}
