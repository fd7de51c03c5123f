/**
 * Random conversations: whatever people do, the engine keeps its promises.
 * `RUNS=10000 npx vitest run test/engine/random.test.ts` looks further; a failure prints the shortest conversation.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkScript } from '../../src/content/checks/index.ts';
import type { Content } from '../../src/content/content.ts';
import { loadScriptFiles } from '../../src/content/load.ts';
import { readScript } from '../../src/content/read.ts';
import { serviceFacts } from '../../src/content/services.ts';
import { showProblem } from '../../src/content/source.ts';
import { loadDirectory } from '../../src/directory/load.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { ruleReader } from './reader.ts';
import { type Act, smallContent, talkWith } from './world.ts';

const RUNS = Number(process.env.RUNS ?? 150);
const TURNS = 30;

const COMMANDS = ['stop', 'wis', 'mens', 'weg', 'terug', 'opnieuw', 'help', 'mijn plan', 'mijn gegevens'];
const WISHES = [
  'ik zoek hulp in de buurt',
  'ik zoek een maatje',
  'ik wil anderen helpen',
  'ik heb een klacht',
  'geen mens',
];
const ANSWERS = [
  'ja',
  'nee',
  'weet ik niet',
  'morgen',
  '8',
  '3',
  '11',
  '1',
  '2',
  '4',
  'mijn zus',
  'ik ga wandelen',
  'bedankt',
];
const STORIES = [
  'ik heb schulden en ben zo alleen',
  'mijn zus heeft schulden en ik maak me zorgen',
  'ik ben bang thuis',
  'ik moet het huis uit met mijn kinderen',
];
const DANGER = [
  'ik wil dood',
  'hij slaat me nu',
  'mijn kind wordt geslagen',
  'ik zie het niet meer zitten',
  'ja, ik wil dood',
];
const URGENT = new Set(DANGER.filter((text) => ruleReader(text).risk.level === 'urgent'));
/** A word that nothing else says, to find back what should be gone. */
const SECRET = 'zwartekat';

/** What someone does: a plain act, or one that depends on which choices are or were shown. */
type Doing = Act & { shown?: { now: boolean; at: number } };

const words = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ANSWERS) },
  { weight: 3, arbitrary: fc.constantFrom(...COMMANDS) },
  { weight: 2, arbitrary: fc.constantFrom(...STORIES, ...WISHES) },
  { weight: 1, arbitrary: fc.constantFrom(...DANGER) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constant(`${SECRET} ${SECRET} ik vertel van alles over mijn geld`) },
);
const after = fc.option(fc.constantFrom('10 minutes', '7 hours', '3 weeks'), { nil: undefined, freq: 12 });

const doing: fc.Arbitrary<Doing> = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: words.map((text): Doing => ({ text })) },
      { weight: 6, arbitrary: fc.nat(20).map((at): Doing => ({ shown: { now: true, at } })) },
      { weight: 1, arbitrary: fc.nat(200).map((at): Doing => ({ shown: { now: false, at } })) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Doing>({ start: true }, { sends: ['image/png'] }, { text: '' }),
      },
      { weight: 1, arbitrary: fc.constant<Doing>({ choice: 'gone.step:code', text: 'Ja' }) },
    ),
    after,
  )
  .map(([act, passed]) => (passed === undefined ? act : { ...act, after: passed }));

function play(content: Content, doings: Doing[]): void {
  const talk = talkWith(content);
  const shown: { id: string; label: string }[] = [];
  talk.do({ start: true });
  for (const { shown: which, ...plain } of doings) {
    const from = which?.now ? (talk.state.question?.choices ?? []) : shown;
    const button = which && from[which.at % Math.max(from.length, 1)];
    const act: Act = button ? { ...plain, choice: button.id, text: button.label } : plain;
    const before = talk.state;
    const heard = talk.doTwice(act);
    shown.push(...heard.replies.flatMap(({ choices }) => choices));

    for (const effect of heard.effects) {
      if (effect.kind === 'request_handoff') {
        // To that very preview: the offer was open, and what is sent is what was shown.
        expect(before.question?.offer).toBe(effect.consent.offer);
        expect(before.offer?.id).toBe(effect.consent.offer);
        expect(effect.content).toEqual(before.offer?.content);
        expect(heard.client.handoffs.at(-1)).toMatchObject({ id: effect.id, state: 'requested' });
      }
      if (effect.kind === 'wipe') {
        expect(effect.client).toBe(before.id);
        expect(heard.client.id).not.toBe(before.id);
        expect(JSON.stringify(heard.client)).not.toContain(SECRET);
        expect(heard.client.plan).toEqual({ goals: [], steps: [] });
      }
    }
    const asked = heard.effects.filter(({ kind }) => kind === 'request_handoff').length;
    const wiped = heard.effects.some(({ kind }) => kind === 'wipe');
    if (!wiped) expect(heard.client.handoffs.length).toBe(before.handoffs.length + asked);
    if (act.text && URGENT.has(act.text)) expect(heard.said.join('\n')).toMatch(/112|113|0800/);
    // Something is asked, or it rests because that was asked for.
    expect(talk.state.question !== undefined || talk.state.paused || wiped).toBe(true);
    if (!act.start && heard.effects.length === 0) expect(heard.said).not.toEqual([]);
  }
  talk.say('hoi');
  expect(talk.state.question).toBeDefined();
}

const hold = (content: Content): void => {
  const talks = fc.array(doing, { minLength: TURNS, maxLength: TURNS });
  fc.assert(
    fc.property(talks, (doings) => play(content, doings)),
    { numRuns: RUNS },
  );
};

/** The real dialogs with the reader of plain rules: quick, and the same everywhere. */
function realContent(): { content?: Content; why?: string } {
  const services = serviceFacts(loadDirectory().services);
  const read = readScript(loadScriptFiles(ROOT));
  const [problem] = checkScript(read, { services, avoid: [] });
  if (problem) return { why: `dialogs are not complete: ${showProblem(problem)}` };
  return {
    content: {
      ...read.script,
      services,
      reader: ruleReader,
      retention: smallContent().retention,
      organisation: 'een organisatie',
    },
  };
}

describe('random conversations', () => {
  it('with the small assistant', () => hold(smallContent()), 20_000 + RUNS * 500);

  it(
    'with the real dialogs',
    ({ skip }) => {
      const { content, why } = realContent();
      if (!content) return skip(why);
      hold(content);
    },
    20_000 + RUNS * 500,
  );
});
