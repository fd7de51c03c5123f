/**
 * After a talk about violence nothing of it is in what is stored, but what the client put into their plan: also when
 * the talk was interrupted. With the real dialogs and the real understanding of Dutch.
 */
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import type { ClientState } from '../../src/engine/state.ts';
import { ORGANISATIONS } from '../../src/transcript/organisations.ts';
import { openConversation } from '../../src/transcript/play.ts';
import { loadStage } from '../../src/transcript/stage.ts';

const stage = loadStage();

async function talk(where: string, ...texts: (string | { after: string; ik: string })[]) {
  const conversation = openConversation(stage, new Date('2026-11-02T19:30:00+01:00'), ORGANISATIONS);
  const said: string[][] = [];
  for (const text of texts) {
    const turn = typeof text === 'string' ? { ik: text } : text;
    said.push((await conversation.take({ where, ...turn })).stuur ?? []);
  }
  const stored = async (): Promise<ClientState> =>
    (await conversation.store.load({ channel: 'transcript', conversation: where })).client
      ?.document as ClientState;
  return { said, state: await stored(), stored, rest: conversation.rest };
}

const FORGETS = Object.values(stage.content.dialogs)
  .filter(
    ({ id, topic }) => topic === 'violence' || /^(danger|check)_(violence|child)$|^safety_plan$/.test(id),
  )
  .map(({ id }) => id);
/** Words that nobody but this client typed. */
const SAID = /slaa|geslagen|me man|mijn man|bang|mes|zwartekat/i;

/** To whom it could be sent. */
const WHOM = ['mens', 'iets sturen', 'Utrecht', 'het buurtteam'];

/** Nothing in the whole document tells of it: not a word, not a place, not a code. */
function expectNothing(state: ClientState): void {
  const { plan, ...rest } = state;
  const text = JSON.stringify(rest);
  expect(text).not.toMatch(SAID);
  expect(text).not.toMatch(/violence/);
  for (const dialog of FORGETS) expect(text).not.toContain(`"${dialog}`);
  expect(rest).toMatchObject({ topics: [], visited: [], story: [], perspective: 'self', shown: [] });
  expect(rest.news).toBeUndefined();
  expect(rest.passing).toBeUndefined();
  // Nor whom they were about to ask for help.
  expect(text).not.toContain('buurtteam');
  expect(rest.share).toBeUndefined();
  expect(JSON.stringify(plan)).not.toMatch(/violence/);
}

const TOLD = ['hallo', 'ja', 'me man slaat me soms'];
/** In the dialog itself, past the numbers. */
const INSIDE = [...TOLD, 'ja nu wel', 'ik wil erover praten', 'nee'];
const LOOKED = [...INSIDE, 'een plan voor mijn veiligheid', 'een veilige plek', 'klaar met dit plan'];

describe('nothing of a talk about violence is stored', () => {
  it('when it came to its end and what was talked about before goes on', async () => {
    const texts = [...LOOKED, 'zo is het genoeg', 'nee bewaar niets', 'ja nog iets anders'];
    const { state } = await talk('one', ...texts);
    // The menu has all topics, for everyone.
    expect(state.question?.key).toBe('story.topic');
    const { question: _, ...rest } = state;
    expectNothing(rest);
  });

  it('when it was about someone else', async () => {
    const { stored, rest } = await talk(
      'one',
      'hallo',
      'ja',
      'mijn zus wordt geslagen door haar vriend',
      'ja nu wel',
      'ja laat zien',
      'wat kan ik zeggen',
      'zo is het genoeg',
    );
    await rest('8 hours');
    expectNothing(await stored());
  });

  it.each([
    ['after the first words', TOLD],
    ['at the question whether they are safe', [...TOLD, 'nee']],
    ['in the middle of it', INSIDE],
    ['in the middle of a safety plan', [...INSIDE, 'een plan voor mijn veiligheid']],
    ['with own words at a closed question', [...INSIDE, 'met iemand praten', 'zwartekat is er ook nog bij']],
    ['at a look aside', [...INSIDE, 'mijn gegevens']],
    ['at a human', [...INSIDE, 'een mens spreken', 'iets sturen naar een organisatie']],
    ['at whom to ask', [...INSIDE, ...WHOM.slice(0, 3)]],
    [
      'at what an organisation would get',
      [...INSIDE, ...WHOM, 'ja deze woorden', 'zo is het goed', 'altijd', 'een week'],
    ],
    [
      'after own words for an organisation',
      [...INSIDE, ...WHOM, 'nee, ik schrijf iets anders', 'hij slaat mij en ik wil hulp', 'nee'],
    ],
    [
      'with a story at a closed question',
      [
        ...TOLD,
        'ja nu wel',
        'ik wil erover praten',
        'ja dat kan',
        'zwartekat komt zo uit zijn werk en kookt dan',
      ],
    ],
    ['after stop', [...INSIDE, 'stop']],
    ['after goodbye', [...INSIDE, 'doei']],
    ['where another topic was begun', [...INSIDE, 'ik heb ook schulden en ik slaap slecht']],
    ['back before it', [...INSIDE, 'terug', 'terug', 'terug']],
  ])('when the tab was closed %s, and they stay away', async (_, texts) => {
    const { stored, rest } = await talk('web', ...texts);
    await rest('8 hours');
    const state = await stored();
    expectNothing({ ...state, topics: [], visited: [], story: [] });
    expect(state.topics).not.toContain('violence');
    expect(state.story.join('\n')).not.toMatch(SAID);
  });

  it('at once when they leave', async () => {
    expectNothing((await talk('one', ...INSIDE, 'weg')).state);
    expectNothing((await talk('one', ...TOLD, 'weg')).state);
  });

  it('at once when they begin anew', async () => {
    expectNothing((await talk('one', ...INSIDE, 'opnieuw')).state);
  });

  it('where it was only told beside something else, and then not talked about', async () => {
    const { state } = await talk(
      'one',
      'hallo',
      'ja',
      'ik heb schulden en ik ben bang voor mijn man',
      'ja nu wel',
      'verder met ons gesprek',
      'weg',
    );
    expect(state.topics).toEqual(['money']);
    const { news: _, ...rest } = state;
    expectNothing({ ...rest, topics: [] });
  });

  it('also where the words alone do not say it, but were understood so in the light of the question', async () => {
    const { reader } = stage.content;
    const inItsLight = {
      ...stage,
      content: {
        ...stage.content,
        reader: (text: string, asked?: string): Reading =>
          asked && text === 'zwartekat doet het weer'
            ? { ...reader(text), topics: [{ topic: 'violence', score: 0.9 }] }
            : reader(text),
      },
    };
    const conversation = openConversation(inItsLight, new Date('2026-11-02T19:30:00+01:00'));
    for (const ik of ['hallo', 'ja', 'zwartekat doet het weer']) await conversation.take({ ik });
    const stored = async () =>
      (await conversation.store.load({ channel: 'transcript', conversation: 'one' })).client
        ?.document as ClientState;
    expect((await stored()).story).toEqual(['zwartekat doet het weer']);
    await conversation.rest('8 hours');
    expectNothing(await stored());
  });

  it('where they come back, and they are not asked about it', async () => {
    const { said, state } = await talk('one', ...INSIDE, { after: '8 hours', ik: 'hoi' });
    expect(said.at(-1)?.join('\n')).not.toMatch(/veilig|geweld|112/);
    expectNothing(state);
  });
});

describe('what they ask to keep', () => {
  const STEP = [...LOOKED, 'zo is het genoeg', 'ja een stap', 'bellen om 10 uur', 'morgen', 'alleen', '8'];

  it('is the step and nothing else, and in a tab a code is offered for it', async () => {
    const { said, state } = await talk('web', ...STEP, 'dan woensdag', 'alleen ik');
    expect(said.at(-1)?.join('\n')).toContain('Wil je een code?');
    expect(state.plan.steps).toMatchObject([{ text: 'bellen om 10 uur', state: 'open' }]);
  });

  it('in a chat that stays, a code word', async () => {
    const { said, stored, rest } = await talk('app', ...STEP, 'dan woensdag', 'alleen ik', 'ja', 'kastanje');
    expect(said.at(-3)?.join('\n')).toContain('Wil je een codewoord?');
    expect(said.join('\n')).not.toContain('seintje');
    await rest('8 hours');
    const state = await stored();
    expectNothing(state);
    expect(state.plan.steps).toMatchObject([{ text: 'bellen om 10 uur' }]);
    expect(state.codeWord).toBeDefined();
  });
});
