/**
 * Promise P3: every command works in the middle of every question, and there is always a way on afterwards.
 */
import { describe, expect, it } from 'vitest';
import { ASKING_VERBS, askedBy, standingAt } from './places.ts';
import { smallContent, smallWorld, type Talk } from './world.ts';

const content = smallContent();

/** The words of a question asked again, up to what is filled in. */
const again = (key: string): string => {
  const [file = '', name = ''] = key.split('.');
  const text = (smallWorld.texts[file]?.[name] ?? {}) as { again?: string | { je: string } };
  const words = typeof text.again === 'object' ? text.again.je : (text.again ?? '');
  return words.split('{')[0] ?? '';
};

/** What is said first, and how one then comes back to the question that was open. */
const ASIDES: Record<string, { dialog: string; says: RegExp; back: string[] }> = {
  wis: { dialog: 'wipe', says: /^Alles wissen\?/, back: ['nee'] },
  // From whom to ask, or from what was sent already.
  mens: { dialog: 'human', says: /^Een mens luistert/, back: ['toch geen'] },
  help: { dialog: 'help', says: /^Dit zijn de woorden/, back: [] },
  'mijn plan': { dialog: 'plan', says: /Er is nog geen plan|Alleen jij ziet dit/, back: ['klaar ermee'] },
  'mijn gegevens': { dialog: 'my_data', says: /^(Verteld|Over):?/, back: ['niets meer'] },
  'ben je een robot': { dialog: 'bot', says: /^Ja, ik ben een programma/, back: [] },
};

const dialogsOf = ({ state }: Talk): string[] => state.stack.map(({ dialog }) => dialog);

it('there is a place for every asking verb', () => {
  for (const verb of ASKING_VERBS) expect(askedBy(content, standingAt(content, verb))).toBe(verb);
});

describe.each(ASKING_VERBS)('in the middle of %s', (verb) => {
  it.each(Object.keys(ASIDES))('%s answers, and leads back to the question in other words', (command) => {
    const talk = standingAt(content, verb);
    const open = talk.state.question;
    const inOwnDialog = dialogsOf(talk).includes(ASIDES[command]?.dialog ?? '');
    const said = talk.say(command);
    expect(said[0]).toMatch(ASIDES[command]?.says ?? /never/);
    const back =
      askedBy(content, talk) === 'choose' && command === 'mens'
        ? ['zo laten']
        : (ASIDES[command]?.back ?? []);
    const after = back.length > 0 ? talk.say(...back) : said;
    expect(talk.state.question).toBeDefined();
    if (inOwnDialog) return;
    // Said within the talk: it was asked of the other as well.
    if (verb === 'talk' && command === 'ben je een robot') return;
    expect(talk.state.question?.key).toBe(open?.key);
    // Whether to talk now is asked in other words only once something was typed instead of a yes.
    expect(after.at(-1)).toContain(verb === 'talk_now' ? 'Nu praten met Marjan?' : again(open?.key ?? ''));
  });

  it('terug inside a look aside leads back to the question', () => {
    const talk = standingAt(content, verb);
    const open = talk.state.question?.key;
    if (dialogsOf(talk).includes('my_data')) return;
    talk.say('mijn gegevens', 'terug');
    expect(talk.state.question?.key).toBe(open);
  });

  it('stop asks nothing more; who comes back goes on where it was', () => {
    const talk = standingAt(content, verb);
    const open = talk.state.question?.key;
    expect(talk.say('stop')).toEqual(['We stoppen.']);
    expect(talk.state.paused).toBe(true);
    expect(talk.say('hoi')[0]).toBe('Welkom terug.');
    talk.say('verder waar we waren');
    // After stop there is no message left to call off.
    if (verb !== 'drop_reminder') expect(talk.state.question?.key).toBe(open);
  });

  it('weg leaves the page and says nothing', () => {
    const talk = standingAt(content, verb);
    const heard = talk.do({ text: 'weg' });
    expect(heard.said).toEqual([]);
    expect(heard.effects).toEqual([{ kind: 'leave' }]);
    expect(talk.say('hoi')[0]).toBe('Welkom terug.');
  });

  it('terug goes back, or says that it cannot, and a question is open', () => {
    const talk = standingAt(content, verb);
    expect(talk.say('terug')[0]).toMatch(/^(Eén terug|Verder terug kan niet)\.$/);
    expect(talk.state.question).toBeDefined();
  });

  it('opnieuw begins anew and keeps the plan', () => {
    const talk = standingAt(content, verb);
    const { plan, handoffs } = talk.state;
    expect(talk.say('opnieuw').map((text) => text.split('\n')[0])).toEqual([
      'We beginnen opnieuw.',
      'Hallo. Ik ben een programma.',
      'Kan het nu veilig?',
    ]);
    expect(talk.state).toMatchObject({ plan, handoffs, story: [], answers: {}, topics: [] });
  });

  it('wis and ja makes a stranger', () => {
    const talk = standingAt(content, verb);
    talk.say('wis');
    const { effects, client } = talk.do({ text: 'ja' });
    expect(effects).toEqual([{ kind: 'wipe', client: 'client-0' }]);
    expect(client.id).not.toBe('client-0');
    expect(talk.say('hoi')[0]).toBe('Hallo. Ik ben een programma.');
  });

  it('words that only sound a little like a command do not act at once', () => {
    for (const text of ['helemaal opnieuw', 'alles weg']) {
      const talk = standingAt(content, verb);
      const { story, plan } = talk.state;
      const { effects } = talk.do({ text });
      // A code that is on the screen may be shown again; who talks with a professional says it to them.
      const other = verb === 'talk' ? ['relay', 'move_handoff'] : ['show_once'];
      expect(effects.filter(({ kind }) => !other.includes(kind))).toEqual([]);
      expect(talk.state.story.slice(0, story.length)).toEqual(story);
      expect(talk.state.plan.steps.length).toBeGreaterThanOrEqual(plan.steps.length);
    }
  });
});
