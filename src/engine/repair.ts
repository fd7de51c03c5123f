/**
 * Not understood: said plainly, never twice in the same words, and after two tries a menu with a human in it.
 */
import type { ClientAnswer } from './answer.ts';
import { type Draft, say } from './draft.ts';
import { lookAside } from './trail.ts';
import { walk } from './walk.ts';

const TRIES = 2;

export function notUnderstood(draft: Draft, answer: ClientAnswer): void {
  const { question } = draft.state;
  if (!question) return walk(draft);
  question.misses += 1;
  if (question.misses >= TRIES) {
    question.misses = 0;
    lookAside(draft, 'lost');
    return walk(draft);
  }
  // 'Geen idee' was understood very well; it is no choice yet.
  say(draft, answer.reading.intent.name === 'unsure' ? 'repair.unsure' : 'repair.first');
  walk(draft);
}
