/**
 * visit_topic: goes through the dialog of the topic in focus (or the one for `any` topic), then comes back.
 *
 *     - id: talk
 *       visit_topic: { to: more }
 */
import { dialogFor } from '../facts.ts';
import { goTo, type Verb, visit } from '../verb.ts';

export const visit_topic: Verb<'visit_topic'> = {
  enter(step, draft) {
    const { topic } = draft.state.focus;
    const dialog = topic && dialogFor(draft.content, topic);
    if (!topic || !dialog) return goTo(step.to);
    if (!draft.state.visited.includes(topic)) draft.state.visited.push(topic);
    return visit(dialog.id);
  },
};
