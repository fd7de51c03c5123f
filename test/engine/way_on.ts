/** Where somebody stands in a random conversation: there is a way on, and a way to a human, also while talking with one. */
import { expect } from 'vitest';
import { stepAt } from '../../src/engine/facts.ts';
import type { ClientState } from '../../src/engine/state.ts';
import { stage, standing } from '../promises/assistant.ts';
import { nameOf } from '../promises/everywhere.ts';

const LISTENER = stage.content.services.luisterlijn?.phone ?? 'no number';

export const isTalking = ({ question }: ClientState): boolean =>
  question !== undefined && stepAt(stage.content, question.key)?.verb === 'talk';

/** The words that may go to a professional from here: not one before the client said yes to talking. */
export function saidBy({ question, talk }: ClientState, typed: string): string[] {
  const verb = question && stepAt(stage.content, question.key)?.verb;
  if (verb === 'talk') return [typed];
  if (verb === 'talk_now') return talk?.unsent === undefined ? [] : [talk.unsent];
  const { yes, no } = stage.content.texts['handoff.follow_up']?.options ?? {};
  return verb === 'follow_up' ? [yes, no].map(String) : [];
}

/** From a talk with a professional one comes back with its word, and then there is a question. */
async function thereIsAWayOutOfTalking(state: ClientState): Promise<void> {
  const { here, commits } = await standing(state);
  const heard = await here.say('klaar');
  expect(commits.flatMap(({ handoffs }) => handoffs)).toEqual([]);
  const after = await here.state();
  expect(isTalking(after), heard.text).toBe(false);
  expect(heard.messages).not.toEqual([]);
}

/** Within two turns there is a question to answer, and a human. Looked at once for each kind of place. */
const looked = new Set<string>();

export async function thereIsAWayOn(state: ClientState): Promise<void> {
  if (state.id === 'nobody') return;
  const { question, codeWord, hasCode, handoffs } = state;
  const { closed, wrong } = codeWord ?? {};
  const place = [nameOf(state), question?.misses, closed, wrong, hasCode, handoffs.length].join(' ');
  if (looked.has(place)) return;
  if (isTalking(state) && !state.paused && !closed) await thereIsAWayOutOfTalking(state);
  const human = await (await standing(state)).here.say('mens');
  expect(human.text).toContain(LISTENER);
  const { here } = await standing(state);
  let heard = await here.say('hoi');
  if ((await here.state()).paused) heard = await here.say('hoi');
  const after = await here.state();
  expect(after.question !== undefined || after.codeWord?.closed, heard.text).toBe(true);
  if (!isTalking(after)) expect(heard.messages).not.toEqual([]);
  looked.add(place);
}
