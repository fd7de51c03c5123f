/**
 * The choices of a closed question: its own words where the locale gives them, else plain ja and nee.
 */
import { optionLabel, textOf } from '../../content/speak.ts';
import { choiceId, type Draft } from '../draft.ts';
import type { Choice } from '../state.ts';

export function yesNo(draft: Draft, key: string, unsure: boolean): Choice[] {
  const own = textOf(draft.content, key).options;
  const codes = unsure ? ['yes', 'no', 'unsure'] : ['yes', 'no'];
  return codes.map((code) => ({
    id: choiceId(key, code),
    label: optionLabel(draft.content, own[code] ? key : 'words.confirm', code, draft.state.form),
  }));
}
