/** What an open inbox is told by itself: that something changed, never what, and only to whom it concerns. */
import { expect, it } from 'vitest';
import { AD, BRAM, MARJAN, open } from './served.ts';

const changed = (id: string) => [{ kind: 'changed', id }, { kind: 'list' }];
const gone = (id: string) => [{ kind: 'gone', id }, { kind: 'list' }];

async function watched() {
  const served = await open();
  const seen = { marjan: served.watch(MARJAN), bram: served.watch(BRAM), ad: served.watch(AD) };
  /** What each was told since the last look. */
  const news = () => ({
    marjan: seen.marjan.splice(0),
    bram: seen.bram.splice(0),
    ad: seen.ad.splice(0),
  });
  return { ...served, news, seen };
}

it('a request: to its organisation, and nothing of its content', async () => {
  const { asked, news } = await watched();
  const id = await asked('one', 'Altijd', 'zwartekat');
  const told = news();
  expect(told).toEqual({ marjan: changed(id), bram: changed(id), ad: [] });
  expect(JSON.stringify(told)).not.toContain('zwartekat');
});

it('that it was seen and taken on: to the whole organisation, so that nobody else begins', async () => {
  const { asked, news, inbox } = await watched();
  const id = await asked();
  news();
  await inbox.open(MARJAN, id);
  expect(news()).toEqual({ marjan: changed(id), bram: changed(id), ad: [] });
  await inbox.accept(MARJAN, id);
  expect(news()).toEqual({ marjan: changed(id), bram: changed(id), ad: [] });
});

it('words, of either: only to who took it on', async () => {
  const { asked, news, inbox, say } = await watched();
  const id = await asked();
  await inbox.accept(MARJAN, id);
  await inbox.say(MARJAN, id, 'dag', 'k0');
  await say('ja');
  news();
  await say('zwartekat');
  expect(news()).toEqual({ marjan: changed(id), bram: [], ad: [] });
  await inbox.say(MARJAN, id, 'rodehond', 'k1');
  expect(news()).toEqual({ marjan: changed(id), bram: [], ad: [] });
});

it('taken back: it goes off the screen of everyone of the organisation', async () => {
  const { asked, news, say } = await watched();
  const id = await asked();
  news();
  await say('mijn gegevens', 'iets terughalen');
  expect(news()).toEqual({ marjan: gone(id), bram: gone(id), ad: [] });
});

it('wiped: as well, each that was open', async () => {
  const { asked, news, say, inbox } = await watched();
  const id = await asked();
  await inbox.accept(MARJAN, id);
  await say(
    'nee',
    'mens',
    'nog iets sturen',
    'Welzijn Zuid',
    'bel',
    'zo is het goed',
    'Altijd',
    'ja, verstuur',
  );
  const [other] = await inbox.list(AD);
  news();
  await say('wis', 'ja');
  expect(news()).toEqual({ marjan: gone(id), bram: gone(id), ad: gone(other?.id ?? '') });
});

it('declined, closed and expired: as well', async () => {
  const { sayIn, state, news, inbox, pass, settle } = await watched();
  const ask = async (where: string) => {
    await sayIn(where, [
      'hoi',
      'ja',
      'mens',
      'Welzijn Noord',
      'bel',
      'zo is het goed',
      'Altijd',
      'ja, verstuur',
    ]);
    const id = (await state(where)).handoffs[0]?.id ?? '';
    news();
    return id;
  };
  const declined = await ask('a');
  await inbox.decline(BRAM, declined, 'full');
  expect(news().marjan).toEqual(gone(declined));
  const closed = await ask('b');
  await inbox.accept(BRAM, closed);
  news();
  await inbox.close(BRAM, closed);
  expect(news().bram).toEqual(gone(closed));
  const expired = await ask('c');
  pass('31 days');
  await settle();
  expect(news().ad).toEqual([]);
  expect(await inbox.list(MARJAN)).toEqual([]);
  expect(await state('c')).toMatchObject({ handoffs: [{ id: expired, state: 'expired' }] });
});

it('passed on: it goes off the one screen, and comes on the other', async () => {
  const { asked, news, inbox, say } = await watched();
  const id = await asked();
  await inbox.accept(MARJAN, id);
  await inbox.propose(MARJAN, id, { organisation: 'zuid' });
  news();
  await say('ja, doorsturen');
  const told = news();
  const [item] = await inbox.list(AD);
  expect(told).toEqual({ marjan: gone(id), bram: gone(id), ad: changed(item?.id ?? '') });
});

it('who stopped watching hears nothing more', async () => {
  const { asked, inbox } = await watched();
  const heard: unknown[] = [];
  inbox.watch(MARJAN, (change) => void heard.push(change))();
  await asked();
  expect(heard).toEqual([]);
});
