/**
 * Promise P5: danger to life gets the numbers in the same reply, the conversation stays open, and nothing is done.
 */
import { describe, expect, it } from 'vitest';
import { ASKING_VERBS, standingAt } from './places.ts';
import { type Heard, smallContent, talkWith } from './world.ts';

const content = smallContent();
const NUMBERS = 'Bel nu 0800-0113.';

/** Who talks with a professional tells them, and asking is theirs. The number comes from here. */
function isSaidToWhomTheyTalkWith({ effects, client }: Heard, text: string): void {
  expect(effects.filter(({ kind }) => kind !== 'move_handoff')).toMatchObject([
    { kind: 'relay', id: 'h1', from: 'client', text },
  ]);
  expect(client.question?.key).toBe('human.talk');
}

describe.each(ASKING_VERBS)('at a question of %s', (verb) => {
  it('urgent danger gets the number at once, asks for nothing to be done, and leads back', () => {
    const talk = standingAt(content, verb);
    const open = talk.state.question?.key;
    const inDanger = talk.state.stack.some(({ dialog }) => dialog === 'danger_suicide');
    const heard = talk.do({ text: 'ik wil dood' });
    expect(heard.said.join('\n')).toContain('0800-0113');
    if (verb === 'talk') return isSaidToWhomTheyTalkWith(heard, 'ik wil dood');
    expect(heard.effects).toEqual([]);
    expect(talk.state.handoffs).toEqual(standingAt(content, verb).state.handoffs);
    if (inDanger) return;
    expect(heard.said.at(-1)).toMatch(/^Kun je veilig blijven tot morgen\?/);
    const said = talk.say('ja');
    expect(said[0]).toBe('Fijn.');
    if (verb !== 'ask') expect(talk.state.question?.key).toBe(open);
  });

  it('a veiled sign is asked about once', () => {
    const talk = standingAt(content, verb);
    if (talk.state.stack.some(({ dialog }) => dialog === 'danger_suicide')) return;
    if (verb === 'talk') {
      const text = 'ik zie het niet meer zitten';
      return isSaidToWhomTheyTalkWith(talk.do({ text }), text);
    }
    expect(talk.say('ik zie het niet meer zitten').join('\n')).toContain('Denk je aan de dood?');
    talk.say('nee');
    expect(talk.say('ik zie het niet meer zitten').join('\n')).not.toContain('dood');
  });
});

describe('words of danger', () => {
  it('as the answer to what is going on are kept, with the numbers in the same reply', () => {
    const talk = standingAt(content, 'ask');
    expect(talk.say('ik heb schulden en ik wil dood')[0]).toBe(NUMBERS);
    expect(talk.state.story).toEqual(['ik heb schulden en ik wil dood']);
    expect(talk.say('ja').at(-1)).toMatch(/^Ik hoor: geld\./);
  });

  it('do not become a goal or a step', () => {
    const talk = standingAt(content, 'choose');
    talk.say('geen haast');
    expect(talk.say('ik wil dood')[0]).toBe(NUMBERS);
    expect(talk.state.plan.goals).toEqual([]);
    expect(talk.state.story).toContain('ik wil dood');
    expect(talk.say('ja').at(-1)).toBe('Wat zou je willen?');
  });

  it('are no answer to a question about something else', () => {
    const talk = standingAt(content, 'scale');
    talk.say('10, maar ik wil dood');
    expect(talk.state.plan.steps[0]?.certainty).toBeUndefined();
  });

  it('never agree to a handoff', () => {
    const talk = standingAt(content, 'offer_handoff');
    const { effects } = talk.do({ text: 'ja, ik wil dood' });
    expect(effects).toEqual([]);
    expect(talk.state.handoffs).toEqual([]);
  });

  it('get the number also after a stop in the middle of that danger', () => {
    const talk = standingAt(content, 'safety');
    talk.say('stop');
    expect(talk.say('ik wil dood').join('\n')).toContain('0800-0113');
  });

  it('said again get the number again, whatever was being asked', () => {
    const talk = standingAt(content, 'ask');
    for (const text of ['ik wil dood', 'ik wil dood', 'maak er een eind aan', 'ik wil dood']) {
      expect(talk.say(text).join('\n')).toContain('0800-0113');
    }
  });

  it('of two kinds open both, and each once', () => {
    const talk = standingAt(content, 'choose');
    talk.say('ik wil dood');
    expect(talk.say('hij slaat me nu')[0]).toBe('Bel nu 1-1-2 of 0800-0113.');
    talk.say('ik wil dood', 'hij slaat me nu');
    const dialogs = talk.state.stack.map(({ dialog }) => dialog);
    expect(dialogs.filter((dialog) => dialog.startsWith('danger'))).toEqual([
      'danger_suicide',
      'danger_violence',
    ]);
  });

  it('while asking for more services: first the danger, then the services', () => {
    const talk = standingAt(content, 'find_services');
    const { said } = talk.do({ text: 'Meer zien', choice: 'find.search:more' });
    expect(said[0]).toContain('Wijkpost');
    const risky = smallContent();
    risky.reader = (text) => ({
      ...content.reader(text),
      ...(text === 'meer zien dan' ? { risk: { level: 'check', kind: 'suicide', because: ['dan'] } } : {}),
    });
    const other = standingAt(risky, 'find_services');
    expect(other.say('meer zien dan').at(-1)).toMatch(/^Denk je aan de dood\?/);
    expect(other.say('nee').at(-1)).toMatch(/^Past een van deze\?/);
  });

  it('are not heard in a few words in which nothing points at danger', () => {
    const hunch = smallContent();
    hunch.reader = (text) => ({ ...content.reader(text), risk: { level: 'check', kind: 'violence' } });
    const talk = standingAt(hunch, 'ask');
    expect(talk.say('mijn man').join('\n')).not.toContain('bang');
    expect(talk.state.checked).toEqual({});
  });

  it('in an answer that the check waits for go to the numbers', () => {
    const talk = standingAt(content, 'choose');
    talk.say('ik zie het niet meer zitten');
    expect(talk.say('ik wil dood')[0]).toBe(NUMBERS);
  });

  it('what is forgotten leaves no answers behind, also when one goes back', () => {
    const talk = standingAt(content, 'safety');
    talk.say('nee', 'mijn zus');
    expect(talk.state.answers).toEqual({});
    const other = standingAt(content, 'safety');
    other.say('nee', 'mijn gegevens', 'terug', 'terug', 'terug');
    expect(Object.keys(other.state.answers).filter((key) => key.startsWith('danger'))).toEqual([]);
  });
});

it('nobody in danger is told that they were not understood', () => {
  const talk = talkWith(content);
  talk.open();
  talk.say('ja', 'ik wil dood');
  expect(talk.say('blauw').join('\n')).not.toContain('begrijp ik niet');
});
