/**
 * The way back: `terug`, old buttons and corrections change what was answered and never make it twice.
 */
import { describe, expect, it } from 'vitest';
import { standingAt, TO_AN_OFFER } from './places.ts';
import { smallContent, type Talk, talkWith } from './world.ts';

const content = smallContent();
const goals = ({ state }: Talk): string[] => state.plan.goals.map(({ text }) => text);
const steps = ({ state }: Talk): string[] => state.plan.steps.map(({ text }) => text);
const last = (said: string[]): string => said.at(-1)?.split('\n')[0] ?? '';

describe('terug', () => {
  it('asks the questions before again, in other words, down to the first', () => {
    const talk = standingAt(content, 'scale');
    const asked = Array.from({ length: 12 }, () => talk.say('terug')).map((said) =>
      said.map((text) => text.split('\n')[0]),
    );
    expect(asked).toEqual([
      ['Eén terug.', 'Wie is erbij?'],
      ['Eén terug.', 'Wanneer dan?'],
      ['Eén terug.', 'Welke weg past?'],
      ['Eén terug.', 'Wat zou je willen?'],
      ['Eén terug.', 'Kan iets niet wachten?'],
      ['Eén terug.', 'Waarmee beginnen we?'],
      ['Eén terug.', 'Het gaat over geld en alleen zijn, klopt dat zo?'],
      ['Eén terug.', 'Wat speelt er bij jou?'],
      ['Eén terug.', 'Is het nu veilig om te typen?'],
      ['Verder terug kan niet.', 'Is het nu veilig om te typen?'],
      ['Verder terug kan niet.', 'Is het nu veilig om te typen?'],
      ['Verder terug kan niet.', 'Is het nu veilig om te typen?'],
    ]);
  });

  it('and another answer changes the goal and the step', () => {
    const talk = standingAt(content, 'scale');
    talk.say('terug', 'terug', 'terug', 'terug', 'stilte', 'ik leg de post bij mijn zus');
    expect(goals(talk)).toEqual(['stilte']);
    expect(steps(talk)).toEqual(['ik leg de post bij mijn zus']);
    talk.say('vrijdag', 'terug', 'terug', 'post openen', 'zaterdag');
    expect(talk.state.plan.steps).toMatchObject([{ text: 'Post openen', day: '2026-11-07' }]);
  });

  it('past the choice of the topic, and the same again, makes no second goal or step', () => {
    const talk = standingAt(content, 'scale');
    talk.say(...Array<string>(6).fill('terug'));
    expect(talk.state.question?.key).toBe('story.pick');
    talk.say('geld', 'geen haast', 'vrede', 'post openen', 'morgen', 'mijn zus', '9');
    expect(goals(talk)).toEqual(['vrede']);
    expect(steps(talk)).toEqual(['Post openen']);
  });

  it('past the choice of the topic, and another topic, keeps what was made', () => {
    const talk = standingAt(content, 'scale');
    talk.say(...Array<string>(6).fill('terug'));
    talk.say('alleen zijn', 'vrienden', 'naar het buurthuis');
    expect(goals(talk)).toEqual(['rust', 'vrienden']);
    expect(steps(talk)).toEqual(['Post openen', 'naar het buurthuis']);
  });

  it('what a look aside makes is its own', () => {
    const talk = standingAt(content, 'scale');
    talk.say(...Array<string>(6).fill('terug'));
    talk.say('mijn plan', 'een stap erbij', 'wandelen');
    expect(steps(talk)).toEqual(['Post openen', 'wandelen']);
  });

  it('a number beyond the scale is not a place to go back to', () => {
    const talk = standingAt(content, 'scale');
    talk.say('11', '12');
    expect(last(talk.say('terug'))).toBe('Wie is erbij?');
  });

  it('after stop', () => {
    const talk = standingAt(content, 'scale');
    talk.say('stop');
    expect(last(talk.say('terug'))).toBe('Welk cijfer, 0 tot 10?');
  });
});

describe('an old button', () => {
  it('goes back to its question with that answer', () => {
    const talk = standingAt(content, 'scale');
    const { said } = talk.do({ text: 'Mijn huis', choice: 'money.urgent:home' });
    expect(said).toEqual(['Dat wordt Mijn huis.', 'Wat wil je anders?']);
    expect(talk.state.answers['money.urgent']?.text).toBe('Mijn huis');
    talk.say('rust', 'post openen', 'morgen', 'mijn zus', '8');
    expect(goals(talk)).toEqual(['rust']);
    expect(steps(talk)).toEqual(['Post openen']);
  });

  it('by its words, where the channel cannot say which button it was', () => {
    const talk = standingAt(content, 'scale');
    expect(talk.say('Mijn huis')[0]).toBe('Dat wordt Mijn huis.');
  });

  it.each([
    ['main.safe:yes', 'Ja'],
    ['story.topic:money', 'Geld'],
    ['gone.step:code', 'Iets van vroeger'],
    ['', ''],
    ['x', 'Ja'],
  ])('%j that leads nowhere says so, and the question stays', (choice, text) => {
    for (const verb of ['scale', 'ask', 'next_topic', 'safety', 'offer_handoff'] as const) {
      const talk = standingAt(content, verb);
      const open = talk.state.question?.key;
      const heard = talk.do({ choice, text });
      expect(heard.said[0]).toBe('Die knop was van eerder.');
      expect(heard.effects).toEqual([]);
      expect(talk.state.question?.key).toBe(open);
    }
  });

  it('of an earlier preview does not agree to a later one', () => {
    const talk = talkWith(content);
    talk.open();
    talk.say(...TO_AN_OFFER);
    const [yes] = talk.state.question?.choices ?? [];
    talk.say('eerst iets wijzigen', 'bel mij nooit', 'zo is het goed', 'altijd');
    const pressed = talk.do({ text: yes?.label ?? '', choice: yes?.id ?? '' });
    expect(pressed.effects).toEqual([]);
    expect(pressed.said.join('\n')).toContain('bel mij nooit');
    const [now] = talk.state.question?.choices ?? [];
    expect(talk.do({ text: now?.label ?? '', choice: now?.id ?? '' }).effects).toMatchObject([
      { kind: 'request_handoff', content: { message: 'bel mij nooit' } },
    ]);
  });
});

describe('a correction', () => {
  it('of one answer leaves the rest, also in a dialog that forgets', () => {
    const forgetful = smallContent({
      dialogs: {
        money: {
          topic: 'money',
          forget: true,
          steps: [
            { id: 'urgent', choose: { keep: 'answer', options: { home: 'goal', no: 'goal' } } },
            { id: 'goal', ask: { keep: 'answer' } },
            { id: 'ways', ask: { keep: 'step' } },
          ],
        },
      },
      texts: {
        money: {
          urgent: {
            text: 'Haast?',
            again: 'Is er haast?',
            label: 'haast',
            options: { home: 'Huis', no: 'Nee hoor' },
          },
          goal: { text: 'Wat?', again: 'Wat dan?' },
          ways: { text: 'Hoe?', again: 'Hoe dan?' },
        },
      },
    });
    const talk = talkWith(forgetful);
    talk.open();
    talk.say('ja', 'ik heb schulden', 'ja', 'huis', 'rust');
    expect(Object.keys(talk.state.answers)).toEqual(['money.urgent', 'money.goal']);
    talk.say('mijn gegevens', 'een antwoord verbeteren', '1');
    expect(last(talk.say('nee hoor'))).toBe('Wat wil je hiermee?');
    expect(talk.state.answers).toMatchObject({
      'money.goal': { text: 'rust' },
      'money.urgent': { code: 'no' },
    });
    expect(talk.state.topics).toEqual(['money']);
  });
});
