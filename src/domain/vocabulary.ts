/**
 * The closed lists of codes that the whole of Stuur speaks in.
 * Anything that leaves a conversation as a count is built from these and from nothing else.
 */

export const TOPICS = [
  'loneliness',
  'money',
  'violence',
  'care',
  'grief',
  'mind',
  'addiction',
  'housing',
  'work',
  'parenting',
  'health',
  'language',
] as const;
export type Topic = (typeof TOPICS)[number];

/** `other`: the trouble is someone else's and the writer worries about them. */
export const PERSPECTIVES = ['self', 'other'] as const;
export type Perspective = (typeof PERSPECTIVES)[number];

/** `check`: veiled or unclear, one gentle closed question. `urgent`: numbers first. */
export const RISK_LEVELS = ['none', 'check', 'urgent'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export const RISK_KINDS = ['suicide', 'violence', 'child'] as const;
export type RiskKind = (typeof RISK_KINDS)[number];

export const INTENTS = [
  'human',
  'no_human',
  'stop',
  'wipe',
  'my_data',
  'leave_now',
  'back',
  'restart',
  'help',
  'bot',
  'plan',
  'find_service',
  'find_peer',
  'offer',
  'yes',
  'no',
  'unsure',
  'thanks',
  'greet',
  'bye',
  'complaint',
  'tell',
] as const;
export type Intent = (typeof INTENTS)[number];

/** How the client is addressed: informal je or formal u. */
export const FORMS = ['je', 'u'] as const;
export type Form = (typeof FORMS)[number];
