/**
 * take_along: gives one file, through a link that works once, for ten minutes; the text shows it as {link}. Lead here
 * only where there are links (fact `can_link`). `words`: in the file `calendar`, whether what they do stands with a day.
 *
 *     - id: days
 *       take_along: { file: calendar, words: false, to: more }
 */
import { say } from '../draft.ts';
import type { TurnWorld } from '../result.ts';
import { goTo, type Verb } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** One id has 122 random bits; with a part of another it stays above 128 whatever becomes of the first. */
const LETTERS_OF_SECOND = 12;
const compact = (id: string): string => id.replaceAll('-', '');
const newTicket = (world: TurnWorld): string =>
  compact(world.id()) + compact(world.id()).slice(-LETTERS_OF_SECOND);

export const take_along: Verb<'take_along'> = {
  enter(step, draft) {
    const { state, content, world, effects } = draft;
    if (content.linkBase === undefined) {
      throw new Error(
        `dialogs: '${stepKey(draft, step)}' gives a link where there are none; ask can_link first`,
      );
    }
    if (step.words === true) state.agendaWords = true;
    if (step.words === false) delete state.agendaWords;
    const ticket = newTicket(world);
    say(draft, stepKey(draft, step), { link: `${content.linkBase}/d/${ticket}` });
    effects.push({ kind: 'download', file: step.file, ticket }, { kind: 'show_once' });
    return goTo(step.to);
  },
};
