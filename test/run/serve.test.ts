/** What professionals can do with what clients sent them: who of them, once, and what the client hears of it. */
import { describe, expect, it } from 'vitest';
import type { Inbox } from '../../src/run/inbox.ts';
import { AD, asking, BRAM, MARJAN, open, type Served } from './served.ts';

const DONE = { status: 'done' };
const GONE = { status: 'gone' };
const TAKEN = { status: 'taken' };

/** Somebody asked, and Marjan took it on. */
async function taken(served: Served, when?: string): Promise<string> {
  const id = await served.asked('one', when);
  expect(await served.inbox.accept(MARJAN, id)).toEqual(DONE);
  served.heard();
  return id;
}

/** Each act with what was sent, by anybody. */
const ACTS: [name: string, act: (inbox: Inbox, id: string, by: typeof AD) => Promise<{ status: string }>][] =
  [
    ['open', (inbox, id, by) => inbox.open(by, id)],
    ['accept', (inbox, id, by) => inbox.accept(by, id)],
    ['decline', (inbox, id, by) => inbox.decline(by, id, 'full')],
    ['say', (inbox, id, by) => inbox.say(by, id, 'zwartekat', 'k')],
    ['ask for a follow-up', (inbox, id, by) => inbox.askFollowUp(by, id, 4)],
    ['propose', (inbox, id, by) => inbox.propose(by, id, { organisation: 'zuid' })],
    ['close', (inbox, id, by) => inbox.close(by, id)],
  ];

describe.each(ACTS)('who is not to %s', (name, act) => {
  it('is told nothing, and nothing happens', async () => {
    const served = await open();
    const { inbox, commits, state } = served;
    const id = await taken(served);
    const before = [commits.length, await state()];
    // Another organisation, and a colleague of who took it on.
    expect(await act(inbox, id, AD)).toEqual(GONE);
    expect(await act(inbox, id, BRAM)).toEqual(TAKEN);
    expect(await act(inbox, 'an id of nothing', MARJAN)).toEqual(GONE);
    expect([commits.length, await state()]).toEqual(before);
    expect(served.heard()).toEqual([]);
  });

  it('is nobody, once the client took it back', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('nee', 'mijn gegevens', 'iets terughalen');
    const before = served.commits.length;
    for (const actor of [MARJAN, BRAM, AD]) expect(await act(served.inbox, id, actor)).toEqual(GONE);
    expect(served.commits).toHaveLength(before);
  });

  if (!['open', 'accept', 'decline'].includes(name)) {
    it('is who did not take it on first', async () => {
      const served = await open();
      const id = await served.asked();
      const before = served.commits.length;
      expect(await act(served.inbox, id, MARJAN)).toEqual(GONE);
      expect(served.commits).toHaveLength(before);
    });
  }
});

describe('the list', () => {
  it("has what is nobody's yet, longest waiting first, then one's own; never that of others", async () => {
    const served = await open();
    const { inbox } = served;
    const [first, second, third] = [
      await served.asked('a'),
      await served.asked('b'),
      await served.asked('c'),
    ];
    const ids = async (actor = MARJAN) => (await inbox.list(actor)).map(({ id, place }) => [id, place]);
    expect(await ids()).toEqual([
      [first, 'open'],
      [second, 'open'],
      [third, 'open'],
    ]);
    expect(await ids(AD)).toEqual([]);
    await inbox.accept(MARJAN, first);
    await inbox.accept(BRAM, second);
    expect(await ids()).toEqual([
      [third, 'open'],
      [first, 'mine'],
    ]);
    expect(await ids(BRAM)).toEqual([
      [third, 'open'],
      [second, 'mine'],
    ]);
  });

  it('says when an answer is expected, until when it may be read, and what is unread, and nothing else', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja', 'zwartekat');
    expect(await served.inbox.list(MARJAN)).toEqual([
      {
        id,
        state: 'active',
        place: 'mine',
        askedAt: '2026-11-02T18:32:40.000Z',
        expiresAt: '2026-12-02T18:32:40.000Z',
        unread: 1,
      },
    ]);
    const other = await served.asked('two');
    const [waiting] = await served.inbox.list(BRAM);
    expect(waiting).toMatchObject({ id: other, answerBy: '2026-11-03T12:00:00.000Z', place: 'open' });
    expect(waiting?.unread).toBe(0);
  });
});

describe('opening', () => {
  it('gives all that was sent, and nothing else that the client told', async () => {
    const served = await open();
    await served.say('hoi', 'ja', 'ik heb schulden');
    const id = await served.asked('one', 'Altijd', 'bel mij over geld');
    const { content, messages } = await served.read(MARJAN, id);
    expect(content).toEqual({
      organisation: 'noord',
      name: 'Welzijn Noord',
      message: 'bel mij over geld',
      goals: [],
      steps: [],
      answers: [],
      contact: { how: 'in_chat', when: 'any' },
      days: 30,
    });
    expect(messages).toEqual([]);
  });

  it('is what the client sees afterwards: who, and when; and says nothing to them', async () => {
    const served = await open();
    const id = await served.asked();
    await served.read(MARJAN, id);
    expect(served.heard()).toEqual([]);
    expect((await served.state()).handoffs[0]).toMatchObject({ state: 'seen' });
    const seen = await served.say('mijn gegevens');
    expect(seen[0]).toContain('2 november om 19:32: Marjan (maatschappelijk werker) las het');
  });

  it('is written down once in half an hour for each of them', async () => {
    const served = await open();
    const id = await served.asked();
    const log = async () => (await served.state()).handoffs[0]?.log.map(({ who, did }) => [who.name, did]);
    for (let times = 0; times < 3; times++) await served.read(MARJAN, id);
    expect(await log()).toEqual([['Marjan', 'opened']]);
    served.pass('29 minutes');
    await served.read(MARJAN, id);
    expect(await log()).toHaveLength(1);
    served.pass('1 minute');
    await served.read(MARJAN, id);
    await served.read(BRAM, id);
    expect(await log()).toEqual([
      ['Marjan', 'opened'],
      ['Marjan', 'opened'],
      ['Bram', 'opened'],
    ]);
  });

  it('of what one took on is no news, and reads what the client wrote', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja', 'zwartekat', 'en nog iets');
    const before = served.commits.length;
    const { messages } = await served.read(MARJAN, id);
    expect(messages.map(({ from, text }) => [from, text])).toEqual([
      ['client', 'zwartekat'],
      ['client', 'en nog iets'],
    ]);
    expect(served.commits).toHaveLength(before);
    expect((await served.inbox.list(MARJAN))[0]?.unread).toBe(0);
  });

  it('shows nothing when it cannot be written down', async () => {
    const served = await open();
    const id = await served.asked();
    const { runner } = served;
    await runner.batch([
      {
        sql: "create trigger full before insert on turn begin select raise(abort, 'constraint'); end",
        params: [],
      },
    ]);
    await expect(served.inbox.open(MARJAN, id)).rejects.toThrow();
  });
});

describe('accepting', () => {
  it('is heard by the client, who is asked whether to talk; colleagues see it no more', async () => {
    const served = await open();
    const id = await served.asked();
    expect(await served.inbox.accept(MARJAN, id)).toEqual(DONE);
    expect(served.heard()).toEqual([
      'Marjan (maatschappelijk werker) van Welzijn Noord: Ik neem het aan.',
      'Nu praten met Marjan?',
    ]);
    expect((await served.state()).handoffs[0]).toMatchObject({ state: 'accepted', who: { name: 'Marjan' } });
    expect(await served.inbox.list(BRAM)).toEqual([]);
  });

  it('by two at the same moment: one has it, the other is told so', async () => {
    const served = await open();
    for (const where of ['a', 'b', 'c', 'd']) {
      const id = await served.asked(where);
      const both = [MARJAN, BRAM].map((actor) => served.inbox.accept(actor, id));
      const statuses = (await Promise.all(both)).map(({ status }) => status);
      expect([...statuses].sort()).toEqual(['done', 'taken']);
      const winner = statuses[0] === 'done' ? MARJAN : BRAM;
      expect((await served.state(where)).handoffs[0]).toMatchObject({ who: { id: winner.id } });
      const moves = served.changes().filter((each) => each.kind === 'move' && each.id === id);
      expect(moves).toMatchObject([{ to: 'accepted', staff: winner.id }]);
    }
  });

  it('while the client takes it back: either, and then it is back', async () => {
    const served = await open();
    const id = await served.asked();
    await served.say('mijn gegevens');
    const [, accepted] = await Promise.all([
      served.sayIn('one', ['Iets terughalen'], { choice: 'my_data.what:withdraw' }),
      served.inbox.accept(MARJAN, id),
    ]);
    expect(['done', 'gone']).toContain(accepted.status);
    expect((await served.state()).handoffs[0]?.state).toBe('withdrawn');
    expect(await served.inbox.list(MARJAN)).toEqual([]);
  });

  it('pressed twice is one', async () => {
    const served = await open();
    const id = await taken(served);
    const before = served.commits.length;
    expect(await served.inbox.accept(MARJAN, id)).toEqual(DONE);
    expect(served.commits).toHaveLength(before);
    expect(served.heard()).toEqual([]);
  });

  it('is told as busy when the conversation changes all the time', async () => {
    const served = await open();
    const id = await served.asked();
    const stale = await served.store.openHandoff(id);
    await served.say('hoi');
    const late = served.over({ openHandoff: async () => stale });
    expect(await late.accept(MARJAN, id)).toEqual({ status: 'busy' });
    expect(served.logged).toContain('inbox.conflict');
  });
});

describe('declining', () => {
  it.each([
    ['full', 'Er is geen plek.'],
    ['other_help', 'Een ander past beter.'],
    ['not_here', 'Niet in deze plaats.'],
    ['no_reason', 'Zonder reden.'],
  ] as const)('because of %s is heard in plain words, and the copy is gone', async (reason, words) => {
    const served = await open();
    const id = await served.asked();
    expect(await served.inbox.decline(MARJAN, id, reason)).toEqual(DONE);
    expect(served.heard()[0]).toBe(`Welzijn Noord kan niet. ${words}`);
    expect((await served.state()).handoffs[0]).toMatchObject({ state: 'declined', reason });
    expect((await served.state()).handoffs[0]?.content).toBeUndefined();
    expect(await served.store.handoffContent(id)).toBeUndefined();
    expect(await served.inbox.open(MARJAN, id)).toEqual(GONE);
  });
});

describe('a talk that was begun twice', () => {
  it('ends whole with one word: what is typed then goes nowhere', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja', 'dag', 'mens', 'nu praten', 'klaar');
    await served.say('zwartekat zit op de bank');
    expect((await served.read(MARJAN, id)).messages.map(({ text }) => text)).toEqual(['dag']);
  });
});

describe('writing', () => {
  it('is heard by the client, and stands in both places', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja');
    expect(await served.inbox.say(MARJAN, id, 'Dag, hoe gaat het?', 'k1')).toEqual(DONE);
    expect(served.heard()).toEqual(['Marjan: Dag, hoe gaat het?']);
    await served.say('gaat wel');
    expect((await served.read(MARJAN, id)).messages.map(({ from, text }) => [from, text])).toEqual([
      ['professional', 'Dag, hoe gaat het?'],
      ['client', 'gaat wel'],
    ]);
  });

  it('the same words with the same key are said once, after each other and at the same moment', async () => {
    const served = await open();
    const id = await taken(served);
    const once = () => served.inbox.say(MARJAN, id, 'Dag', 'k1');
    expect(await Promise.all([once(), once(), once()])).toEqual([DONE, DONE, DONE]);
    expect(await once()).toEqual(DONE);
    expect(served.heard().filter((text) => text.includes('Dag'))).toHaveLength(1);
    expect((await served.read(MARJAN, id)).messages).toHaveLength(1);
    await served.inbox.say(MARJAN, id, 'Dag', 'k2');
    expect((await served.read(MARJAN, id)).messages.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('at the same moment as the client: nothing is lost, and each has a number of its own', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja');
    await Promise.all([
      ...['a', 'b', 'c'].map((text) => served.inbox.say(MARJAN, id, text, text)),
      served.say('x'),
      served.say('y'),
    ]);
    const { messages } = await served.read(MARJAN, id);
    expect(messages.map(({ text }) => text).sort()).toEqual(['a', 'b', 'c', 'x', 'y']);
    expect(messages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  it('nothing the client types goes there before they said yes to talking', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('zwartekat is boos', 'en nog iets');
    expect((await served.read(MARJAN, id)).messages).toEqual([]);
    await served.say('nee');
    await served.say('zwartekat weer');
    expect((await served.read(MARJAN, id)).messages).toEqual([]);
  });
});

describe('proposing someone else', () => {
  it('sends nothing: the client sees all of it, and only their yes does', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja', 'dit blijft bij Marjan');
    const from = served.commits.length;
    expect(await served.inbox.propose(MARJAN, id, { organisation: 'zuid' })).toEqual(DONE);
    expect(served.heard().join('\n')).toContain('Marjan stelt Welzijn Zuid voor.\n"bel mij"');
    expect(served.changes(from)).toEqual([]);
    expect(await served.inbox.list(AD)).toEqual([]);
    await served.say('ja, doorsturen');
    expect(await served.inbox.list(MARJAN)).toEqual([]);
    expect(await served.store.handoffContent(id)).toBeUndefined();
    const [item] = await served.inbox.list(AD);
    const { content, messages } = await served.read(AD, item?.id ?? '');
    expect(content).toMatchObject({ organisation: 'zuid', message: 'bel mij' });
    expect(messages).toEqual([]);
  });

  it('and a no leaves all as it was', async () => {
    const served = await open();
    const id = await taken(served);
    await served.inbox.propose(MARJAN, id, { organisation: 'zuid' });
    await served.say('nee');
    expect(await served.inbox.list(AD)).toEqual([]);
    expect(await served.inbox.list(MARJAN)).toMatchObject([{ id, state: 'accepted' }]);
    expect((await served.state()).addressee).toBeUndefined();
  });

  it('a colleague gets it, and no other of the same organisation', async () => {
    const served = await open();
    const id = await taken(served);
    await served.inbox.propose(MARJAN, id, { organisation: 'noord', staff: BRAM });
    expect(served.heard().join('\n')).toContain(
      'Marjan stelt Bram (maatschappelijk werker), Welzijn Noord voor.',
    );
    await served.say('ja, doorsturen');
    expect(await served.inbox.list(MARJAN)).toEqual([]);
    const [item] = await served.inbox.list(BRAM);
    expect(item).toMatchObject({ place: 'mine', state: 'requested' });
    expect(await served.inbox.open(MARJAN, item?.id ?? '')).toEqual(GONE);
    expect(await served.inbox.accept(BRAM, item?.id ?? '')).toEqual(DONE);
  });

  it('does not change whom the client is about to ask something themselves', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('nee', 'mens', 'nog iets sturen', 'Welzijn Zuid', 'wil jij bellen');
    served.pass('3 hours');
    await served.inbox.propose(MARJAN, id, { organisation: 'west' });
    expect((await served.state()).addressee).toMatchObject({ id: 'zuid' });
    expect(served.heard()).toEqual([]);
    await served.say('zo is het goed', 'Altijd');
    // What they asked themselves is sent as they saw it; only then are they asked about the proposal.
    const from = served.commits.length;
    const said = await served.say('ja, verstuur');
    expect(served.changes(from)).toMatchObject([{ kind: 'request', content: { organisation: 'zuid' } }]);
    expect(said[0]).toBe('Het is verstuurd.');
    expect(said[1]).toContain('Marjan stelt Welzijn West voor.');
  });

  it('to an organisation that is not there does nothing', async () => {
    const served = await open();
    const id = await taken(served);
    expect(await served.inbox.propose(MARJAN, id, { organisation: 'nergens' })).toEqual(GONE);
  });
});

describe('closing', () => {
  it('is heard, and nothing of it is left; who was talking is with Stuur again', async () => {
    const served = await open();
    const id = await taken(served);
    await served.say('ja', 'dag');
    expect(await served.inbox.close(MARJAN, id)).toEqual(DONE);
    expect(served.heard().slice(0, 2)).toEqual([
      'Marjan (maatschappelijk werker) van Welzijn Noord: Ik rond het af.',
      'Je praat weer met het programma.',
    ]);
    expect((await served.state()).handoffs[0]).toMatchObject({ state: 'closed' });
    expect(await served.store.handoffContent(id)).toBeUndefined();
    const words = { sql: 'select count(*) as rows from handoff_message', params: [] };
    expect(await served.runner.all(words)).toEqual([{ rows: 0 }]);
    await served.say('zwartekat');
    expect(await served.runner.all(words)).toEqual([{ rows: 0 }]);
  });
});

describe('asking for a follow-up', () => {
  it.each([
    ['ja', '2026-12-07', 'Dat mag.'],
    ['nee', '2026-12-02', 'Liever niet.'],
    ['weet ik niet', '2026-12-02', 'Liever niet.'],
  ])('answered with %s: kept until %s', async (answer, until, words) => {
    const served = await open();
    const id = await taken(served);
    expect(await served.inbox.askFollowUp(MARJAN, id, 4)).toEqual(DONE);
    expect(served.heard()).toEqual(['Mag Marjan over 4 weken schrijven?']);
    await served.say(answer);
    expect((await served.inbox.list(MARJAN))[0]?.expiresAt.slice(0, 10)).toBe(until);
    expect((await served.state()).handoffs[0]?.until?.slice(0, 10)).toBe(until);
    expect((await served.read(MARJAN, id)).messages).toMatchObject([{ from: 'client', text: words }]);
  });
});

it('a second request of the same client is one of its own', async () => {
  const served = await open();
  const id = await taken(served);
  await served.say('nee', ...asking().slice(2, 3), 'nog iets sturen', ...asking().slice(3));
  const items = await served.inbox.list(BRAM);
  expect(items).toHaveLength(1);
  expect(items[0]?.id).not.toBe(id);
  await served.inbox.decline(BRAM, items[0]?.id ?? '', 'full');
  expect(await served.inbox.list(MARJAN)).toMatchObject([{ id }]);
});
