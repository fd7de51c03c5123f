/**
 * What the names between braces in a text stand for, taken from the client's own state.
 */
import { optionLabel, phrase } from '../content/speak.ts';
import type { Form, Topic } from '../domain/vocabulary.ts';
import { shownDay, shownMoment } from './dates.ts';
import type { Draft } from './draft.ts';
import { openTopics, stepInFocus } from './facts.ts';
import { handoffWith, partsText, previewText } from './handoff.ts';
import { quoted } from './quoted.ts';
import { comesAt } from './reminders.ts';
import type { ClientHandoff, ClientState } from './state.ts';
import { contactText, dataText, handoffsText, keptText, planText, sentText, stepLine } from './summary.ts';
import { toldInFocus } from './told.ts';

/** 'geld, huis en alleen zijn'. */
export function listed(items: string[], and: string): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;
}

const topicWords = (draft: Draft, topics: Topic[], form: Form): string[] =>
  topics.map((topic) => optionLabel(draft.content, 'words.topic', topic, form));

/** The one that changed last: what is said now is about that. */
const lastHandoff = ({ handoffs }: ClientState): ClientHandoff | undefined =>
  handoffs.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);

export function valuesFor(draft: Draft, name: string): string {
  const { state, content } = draft;
  const { plan, focus, form } = state;
  const step = stepInFocus(state);
  const and = phrase(content, 'words.and', form);
  switch (name) {
    case 'story':
      return quoted(state.story.join(' '));
    case 'topic': {
      const topic = focus.topic ?? openTopics(state)[0];
      return topic ? (topicWords(draft, [topic], form)[0] ?? '') : phrase(content, 'words.this', form);
    }
    case 'topics': {
      const open = openTopics(state);
      return listed(topicWords(draft, open.length > 0 ? open : state.topics, form), and);
    }
    case 'goal':
      return quoted((plan.goals.find(({ id }) => id === focus.goal) ?? plan.goals.at(-1))?.text ?? '');
    case 'goals':
      return plan.goals.map(({ text }) => text).join('\n');
    case 'strengths':
      return quoted(plan.strengths ?? '');
    case 'circle':
      return quoted(plan.circle ?? '');
    case 'setback':
      return quoted(plan.setback ?? '');
    case 'step':
      return quoted((step ?? plan.steps.at(-1))?.text ?? '');
    case 'steps':
      return plan.steps.map((each) => stepLine(content, each, form)).join('\n');
    case 'day':
      return step?.day ? shownDay(step.day) : phrase(content, 'words.no_day', form);
    case 'with':
      return step?.with ?? phrase(content, 'words.nobody', form);
    case 'certainty':
      return step?.certainty === undefined ? '' : String(step.certainty);
    case 'organisation':
      return state.offer?.content.name ?? state.addressee?.name ?? lastHandoff(state)?.name ?? '';
    case 'addressee': {
      const { name = lastHandoff(state)?.name ?? '', staff } = state.addressee ?? {};
      return staff ? `${staff.name} (${staff.function}), ${name}` : name;
    }
    case 'about':
      return state.addressee?.about ?? '';
    case 'who': {
      const { talk, followUp, addressee } = state;
      const id = followUp?.handoff ?? addressee?.instead ?? talk?.handoff;
      const handoff = handoffWith(state, id) ?? lastHandoff(state);
      return handoff?.who?.name ?? handoff?.name ?? '';
    }
    case 'unsent':
      return state.talk?.unsent ?? '';
    case 'parts':
      return partsText(draft);
    case 'expected': {
      const answerBy = state.addressee?.answerBy ?? lastHandoff(state)?.answerBy;
      return answerBy ? shownMoment(answerBy) : '';
    }
    case 'reason':
      return phrase(content, `handoff.reason_${lastHandoff(state)?.reason ?? 'no_reason'}`, form);
    case 'weeks':
      return String(state.followUp?.weeks ?? '');
    case 'sent':
      return sentText(content, state);
    case 'message':
      return state.message ?? state.story.join('\n');
    case 'preview':
      return state.offer ? previewText(content, state.offer.content, form) : '';
    case 'plan':
      return planText(content, state);
    case 'data':
      return dataText(content, state);
    case 'handoff_days':
      return String(content.retention.handoffDays);
    case 'kept':
      return keptText(content, state);
    case 'contact':
      return contactText(content, state);
    case 'reminder': {
      const last = state.reminders?.at(-1);
      const at = last && comesAt(state, last);
      return at && at !== 'never' ? shownMoment(at) : '';
    }
    case 'told':
      return quoted(toldInFocus(draft)?.text ?? '');
    case 'word':
      return state.codeWord?.word ?? '';
    case 'handoffs':
      return handoffsText(content, state);
    case 'answer':
      return quoted(state.answers[state.question?.key ?? '']?.text ?? '');
    default:
      return '';
  }
}
