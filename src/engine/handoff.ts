/**
 * What a handoff would carry, how it reads, and how it moves on: the preview and the sent copy come from the same
 * object.
 */
import type { Content } from '../content/content.ts';
import { optionLabel, phrase } from '../content/speak.ts';
import type { HandoffContent, HandoffState, Professional, ReachTime } from '../domain/handoff.ts';
import { OPEN_HANDOFF_STATES, REACH_TIMES, TAKEN_HANDOFF_STATES } from '../domain/handoff.ts';
import type { Form } from '../domain/vocabulary.ts';
import type { Draft } from './draft.ts';
import { openSteps } from './facts.ts';
import { quoted } from './quoted.ts';
import type { Addressee, ClientHandoff, ClientState, LOGGED } from './state.ts';

/** The text keys of the questions when they may be written to, and for how long; their codes are read here. */
const WHEN = 'human.when';
const HOW_LONG = 'human.how_long';
const DAYS: Record<string, number> = { week: 7, fortnight: 14 };

/** The client's own words. */
export const WORDS = 'words';

export const handoffWith = ({ handoffs }: ClientState, id: string | undefined): ClientHandoff | undefined =>
  handoffs.find((each) => each.id === id);

const isReachTime = (code: string | undefined): code is ReachTime =>
  REACH_TIMES.some((each) => each === code);

/** What this organisation would get, as things stand. */
export function handoffContent(draft: Draft, to: Addressee): HandoffContent {
  const { state, content } = draft;
  const whom = { organisation: to.id, name: to.name, ...(to.staff ? { staff: to.staff.id } : {}) };
  const former = to.passesOn ? handoffWith(state, to.instead)?.content : undefined;
  if (former) {
    // What is passed on is what the client sent before, and nothing else.
    const { staff: _, ...same } = former;
    return { ...same, ...whom };
  }
  const { plan, answers, form } = state;
  const share = state.share ?? [WORDS];
  const told = state.message ?? state.story.join('\n');
  const when = answers[WHEN]?.code;
  const most = content.retention.handoffDays;
  return {
    ...whom,
    message: share.includes(WORDS) && told ? told : phrase(content, 'handoff.no_words', form),
    goals: share.includes('goals') ? plan.goals.map(({ text }) => text) : [],
    steps: share.includes('steps') ? openSteps(plan).map(({ text }) => text) : [],
    answers: answersToShare(draft)
      .filter(({ part }) => share.includes(part))
      .map(({ label, text }) => ({ label, text })),
    contact: { how: 'in_chat', when: isReachTime(when) ? when : 'here' },
    days: Math.min(DAYS[answers[HOW_LONG]?.code ?? ''] ?? most, most),
  };
}

/** Answers of which each can be sent along or not: of the plan, and to questions with a short name. */
function answersToShare({ state, content }: Draft): { part: string; label: string; text: string }[] {
  const { plan, answers, form } = state;
  const ofPlan = (['strengths', 'circle'] as const).flatMap((part) => {
    const text = plan[part];
    return text ? [{ part, label: phrase(content, `handoff.${part}`, form), text }] : [];
  });
  const given = Object.entries(answers).flatMap(([part, { text }]) => {
    const label = content.texts[part]?.label;
    return label ? [{ part, label, text }] : [];
  });
  return [...ofPlan, ...given];
}

/** Characters of an answer on a button. */
const MOST_QUOTED = 30;

/** All that could go along, each with its name, in the order of the plan. */
export function partsToShare(draft: Draft): { part: string; label: string }[] {
  const { state, content } = draft;
  const named = (part: string) => ({ part, label: optionLabel(content, 'handoff.parts', part, state.form) });
  return [
    ...(state.message || state.story.length > 0 ? [named(WORDS)] : []),
    ...(state.plan.goals.length > 0 ? [named('goals')] : []),
    ...(openSteps(state.plan).length > 0 ? [named('steps')] : []),
    ...answersToShare(draft).map(({ part, label, text }) => ({
      part,
      label: `${label}: ${quoted(text, MOST_QUOTED)}`,
    })),
  ];
}

/** What goes along as things stand, in words. */
export function partsText(draft: Draft): string {
  const { state, content } = draft;
  const chosen = partsToShare(draft).filter(({ part }) => state.share?.includes(part));
  if (chosen.length === 0) return optionLabel(content, 'handoff.parts', 'nothing', state.form);
  return chosen.map(({ label }) => label).join(', ');
}

/** Every word that would be sent, and nothing else. */
export function previewText(content: Content, handoff: HandoffContent, form: Form): string {
  const lines = [`"${handoff.message}"`];
  const list = (key: string, items: string[]): void => {
    if (items.length > 0) lines.push(phrase(content, key, form), ...items.map((item) => `- ${item}`));
  };
  list('handoff.goals', handoff.goals);
  list('handoff.steps', handoff.steps);
  list(
    'handoff.answers',
    handoff.answers.map(({ label, text }) => `${label}: ${text}`),
  );
  lines.push(phrase(content, `handoff.reach_${handoff.contact.when}`, form));
  lines.push(phrase(content, 'handoff.days', form, { handoff_days: String(handoff.days) }));
  return lines.join('\n');
}

/** Things professionals do are kept in the client's own log, no further back than this. */
const MOST_LOGGED = 60;
/** Looking again soon is the same look. */
const SAME_LOOK_MINUTES = 30;

type Deed = (typeof LOGGED)[number];

/** Is it the same look, or the same talk, as what stands last in the log? */
export function isLogged({ log }: ClientHandoff, at: string, who: Professional, did: Deed): boolean {
  const last = log.at(-1);
  const same = last?.did === did && last.who.id === who.id;
  return same && Date.parse(at) - Date.parse(last.at) < SAME_LOOK_MINUTES * 60_000;
}

export function log(handoff: ClientHandoff, at: string, who: Professional, did: Deed): void {
  if (isLogged(handoff, at, who, did)) return;
  handoff.log.push({ at, who, did });
  if (handoff.log.length > MOST_LOGGED) handoff.log.shift();
}

const isOpenState = (state: HandoffState): boolean => OPEN_HANDOFF_STATES.includes(state);
export const isOpen = (handoff: ClientHandoff | undefined): handoff is ClientHandoff =>
  handoff !== undefined && isOpenState(handoff.state);

export type TakenHandoff = ClientHandoff & { state: 'accepted' | 'active' };

/** Has somebody taken it on, so that they and the client can write to each other? */
export const isTaken = (handoff: ClientHandoff | undefined): handoff is TakenHandoff =>
  handoff !== undefined && !handoff.elsewhere && TAKEN_HANDOFF_STATES.includes(handoff.state);

/** Brings it to another state, here and for the organisation. At its end the copies go, also the client's own. */
export function moveHandoff(draft: Draft, handoff: ClientHandoff, to: HandoffState, staff?: string): void {
  const { state, world, effects } = draft;
  handoff.state = to;
  handoff.at = world.now;
  const { id, organisation } = handoff;
  effects.push({ kind: 'move_handoff', id, organisation, to, ...(staff === undefined ? {} : { staff }) });
  if (isOpenState(to)) return;
  delete handoff.content;
  delete handoff.answerBy;
  delete handoff.proposal;
  // Who ended it wrote to the client before that: it is theirs to read. What the client ends, they want nothing more of.
  const theirs = to === 'closed' || to === 'declined';
  const held = (state.held ?? []).filter(
    (each) => each.handoff !== handoff.id || (theirs && each.text !== undefined),
  );
  if (held.length > 0) state.held = held;
  else delete state.held;
  if (state.talk?.handoff === handoff.id) delete state.talk;
  if (state.followUp?.handoff === handoff.id) delete state.followUp;
  // What was to take its place has nothing to take the place of.
  if (state.addressee?.instead === handoff.id) delete state.addressee;
}

const DAY_MS = 86_400_000;

/** What was sent, ready to be changed and sent in place of it. */
export function layReady(draft: Draft, { id, name, organisation, answerBy, content }: ClientHandoff): void {
  const { state, world } = draft;
  // Asked anew, it takes no less time than a day.
  const inADay = new Date(Date.parse(world.now) + DAY_MS).toISOString();
  const later = answerBy !== undefined && answerBy > inADay ? answerBy : inADay;
  state.addressee = { id: organisation, name, about: '', answerBy: later, open: 'unknown', instead: id };
  if (!content) return;
  state.message = content.message;
  const labels = content.answers.map(({ label }) => label);
  state.share = [
    WORDS,
    ...(content.goals.length > 0 ? ['goals'] : []),
    ...(content.steps.length > 0 ? ['steps'] : []),
    ...answersToShare(draft).flatMap(({ part, label }) => (labels.includes(label) ? [part] : [])),
  ];
}

/** Words from the one to the other. They are kept for the organisation as long as its copy is, and not in the state. */
export function relay(
  draft: Draft,
  handoff: ClientHandoff,
  from: 'client' | 'professional',
  text: string,
): void {
  const number = (handoff.written ?? 0) + 1;
  handoff.written = number;
  const { id, organisation, who } = handoff;
  const staff = who ? { staff: who.id } : {};
  draft.effects.push({ kind: 'relay', id, organisation, number, from, text, ...staff });
}

/** The client's words to the professional they talk with. */
export function tellProfessional(draft: Draft, text: string): void {
  const handoff = handoffWith(draft.state, draft.state.talk?.handoff);
  if (!isTaken(handoff)) return;
  if (handoff.state === 'accepted') moveHandoff(draft, handoff, 'active');
  relay(draft, handoff, 'client', text);
}
