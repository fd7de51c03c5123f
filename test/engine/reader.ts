/**
 * A reader of a few plain rules, so that tests of the engine do not depend on what the trained one has learned.
 */
import type { Reader } from '../../src/domain/reading.ts';
import type { Intent, RiskKind, RiskLevel, Topic } from '../../src/domain/vocabulary.ts';

/** The whole text, lower case, without closing punctuation. */
const SAID: Record<string, Intent> = {
  stop: 'stop',
  wis: 'wipe',
  mens: 'human',
  weg: 'leave_now',
  terug: 'back',
  opnieuw: 'restart',
  help: 'help',
  'mijn plan': 'plan',
  'mijn gegevens': 'my_data',
  'ben je een robot': 'bot',
  'geen mens': 'no_human',
  'ik zoek hulp in de buurt': 'find_service',
  'ik zoek een maatje': 'find_peer',
  'ik wil anderen helpen': 'offer',
  'ik heb een klacht': 'complaint',
  ja: 'yes',
  'doe maar': 'yes',
  nee: 'no',
  'liever niet': 'no',
  'weet ik niet': 'unsure',
  bedankt: 'thanks',
  hoi: 'greet',
  doei: 'bye',
};

const TOPICS: [RegExp, Topic][] = [
  [/schuld|geld|rekening/, 'money'],
  [/alleen|eenzaam/, 'loneliness'],
  [/slaat|bang thuis/, 'violence'],
  [/kinderen/, 'parenting'],
  [/huis uit/, 'housing'],
];

const RISKS: [RegExp, RiskLevel, RiskKind][] = [
  [/wil dood|maak er een eind aan/, 'urgent', 'suicide'],
  [/hij slaat me nu/, 'urgent', 'violence'],
  [/kind wordt geslagen/, 'urgent', 'child'],
  [/zie het niet meer zitten/, 'check', 'suicide'],
  [/bang thuis/, 'check', 'violence'],
];

/** Words that sound a little like a command, in a text that may mean something else. */
const HALF_HEARD: [RegExp, Intent, number][] = [
  [/ermee stoppen/, 'stop', 0.6],
  [/helemaal opnieuw/, 'restart', 0.6],
  [/alles weg/, 'leave_now', 0.6],
];

export const ruleReader: Reader = (text) => {
  const said = text
    .toLowerCase()
    .replace(/[.!?]+$/, '')
    .trim();
  const risk = RISKS.find(([pattern]) => pattern.test(said));
  const half = HALF_HEARD.find(([pattern]) => pattern.test(said));
  const intent = Object.hasOwn(SAID, said) ? SAID[said] : undefined;
  return {
    topics: intent
      ? []
      : TOPICS.filter(([pattern]) => pattern.test(said)).map(([, topic], index) => ({
          topic,
          score: 0.9 - index / 10,
        })),
    perspective: /mijn (zus|moeder|buurman)/.test(said) ? 'other' : 'self',
    risk: risk ? { level: risk[1], kind: risk[2], because: [said] } : { level: 'none', kind: null },
    intent: intent
      ? { name: intent, score: 1 }
      : half
        ? { name: half[1], score: half[2] }
        : { name: 'tell', score: said === '' ? 0 : 0.9 },
  };
};
