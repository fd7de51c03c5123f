/** The inbox's pages, without a browser: who gets in, what is said when it is too late, and where no content may be. */
import { describe, expect, it } from 'vitest';
import { DECLINE_REASONS } from '../../src/domain/handoff.ts';
import { LONGEST_WORDS } from '../../src/run/inbox.ts';
import { revoked } from '../../src/staff/who.ts';
import { type FakeRequest, sentContent } from './fake-inbox.ts';
import { inboxStage, inboxTexts } from './inbox-stage.ts';

const texts = inboxTexts.inbox;
const HOUR = 3_600_000;
const ASKED = '2026-11-24T11:00:00.000Z';
const SECRET = 'Mijn man slaat mij';

/** One that waits and one that is Marjan's, both with words that must not leak. */
function open(more: Partial<FakeRequest> = {}) {
  const stage = inboxStage({ heartbeatMs: 20 });
  const content = sentContent({
    message: SECRET,
    goals: [SECRET],
    steps: [SECRET],
    answers: [{ label: 'Wat', text: SECRET }],
  });
  stage.inbox.add({ id: 'open-1', askedAt: ASKED, answerBy: '2026-11-24T15:00:00.000Z', content });
  stage.inbox.add({
    id: 'mine-1',
    place: 'mine',
    state: 'active',
    owner: 'marjan',
    askedAt: ASKED,
    unread: 2,
    content,
    messages: [{ number: 1, from: 'client', at: ASKED, text: SECRET }],
    ...more,
  });
  return stage;
}

const formOf = (html: string, act: string) =>
  new RegExp(`<form id="form-${act}".*?</form>`, 's').exec(html)?.[0] ?? '';
const keyIn = (html: string, act = 'reply') =>
  /name="key" value="([^"]+)"/.exec(formOf(html, act))?.[1] ?? '';
const titleIn = (html: string) => /<title>(.*?)<\/title>/.exec(html)?.[1];
/** What the page says; without the words that it holds ready for its script. */
const read = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replace(/ data-page="[^"]*"/, '').replaceAll('&#39;', "'");

/** Every route, and what it answers to a professional whose conversation it is. */
const ROUTES: readonly [
  method: 'GET' | 'POST',
  path: string,
  fields: Record<string, string>,
  status: number,
][] = [
  ['GET', '/inbox', {}, 200],
  ['GET', '/inbox/fragment', {}, 200],
  ['GET', '/inbox/events', {}, 200],
  ['GET', '/inbox/open-1', {}, 200],
  ['GET', '/inbox/open-1/fragment', {}, 200],
  ['POST', '/inbox/open-1/accept', {}, 303],
  ['POST', '/inbox/open-1/decline', { reason: 'full' }, 303],
  ['POST', '/inbox/mine-1/reply', { text: 'Dag' }, 303],
  ['POST', '/inbox/mine-1/follow-up', { weeks: '4' }, 303],
  ['POST', '/inbox/mine-1/transfer', { to: 'staff:karim', sure: 'yes' }, 303],
  ['POST', '/inbox/mine-1/close', { sure: 'yes' }, 303],
];

describe('who gets in', () => {
  it('is every route of the app, and no other is there', () => {
    const known = new Set(
      ROUTES.map(([method, path]) => `${method} ${path.replace(/(open|mine)-1/, ':id')}`),
    );
    const there = inboxStage()
      .app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/inbox'))
      .map(({ method, path }) => `${method} ${path.replace(/:id\{[^/]*\}(?=\/|$)/, ':id')}`);
    expect(new Set(there)).toEqual(known);
  });

  it.each(ROUTES)('%s %s: professionals of the organisation only', async (method, path, fields, status) => {
    const ask = (stage: ReturnType<typeof open>, staff: string | undefined, more = {}) =>
      method === 'GET' ? stage.get(path, staff, more) : stage.post(path, fields, staff, more);
    const none = await ask(open(), '');
    expect(none.status).toBe(302);
    expect(none.headers.get('Location')).toMatch(/^\/staff\/login/);
    expect((await ask(open(), '', { Accept: '*/*' })).status).toBe(401);

    const admin = open();
    const refused = await ask(admin, 'ada');
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain(SECRET);
    expect([admin.inbox.acts, admin.inbox.looks]).toEqual([[], []]);

    const other = open();
    const elsewhere = await ask(other, 'eve');
    if (path.includes('-1')) expect(elsewhere.status).toBe(410);
    if (path !== '/inbox/events') expect(await elsewhere.text()).not.toContain(SECRET);
    expect([other.inbox.acts, other.inbox.looks]).toEqual([[], []]);

    const own = await ask(open(), 'marjan');
    expect(own.status).toBe(status);
    for (const response of [none, refused, own]) {
      expect(response.headers.get('Cache-Control')).toContain('no-store');
      expect(response.headers.get('Content-Security-Policy')).toContain(`script-src 'self'`);
    }
    expect(own.headers.get('Content-Security-Policy')).toContain(`form-action 'self'`);
    expect(own.headers.get('Content-Security-Policy')).not.toContain('unsafe');
    expect(own.headers.get('Referrer-Policy')).toBe('same-origin');
    await own.body?.cancel();
  });

  it('a form of another site does nothing, whoever is signed in', async () => {
    for (const [method, path, fields] of ROUTES.filter(([one]) => one === 'POST')) {
      expect(method).toBe('POST');
      const stage = open();
      for (const headers of [
        { Origin: 'https://elders.example', 'Sec-Fetch-Site': 'cross-site' },
        { Origin: 'null' },
        { Origin: '', 'Content-Type': 'text/plain' },
      ]) {
        const response = await stage.post(path, fields, 'marjan', headers);
        expect(response.status).toBe(403);
        expect(await response.text()).toContain(texts.refused.foreign.title);
      }
      expect(stage.inbox.acts).toEqual([]);
    }
  });

  it('a colleague reads nothing of what is taken', async () => {
    const { get, post, inbox } = open();
    const response = await get('/inbox/mine-1', 'karim');
    expect(response.status).toBe(409);
    const html = await read(response);
    expect(html).toContain(texts.refused.taken.title);
    expect(html).not.toContain(SECRET);
    expect((await post('/inbox/mine-1/reply', { text: 'Dag' }, 'karim')).status).toBe(409);
    expect([inbox.acts, inbox.looks]).toEqual([[], []]);
  });
});

describe('the list', () => {
  it('tells age, when an answer was promised and what is unread, and nothing of the content', async () => {
    const { get } = open();
    for (const path of ['/inbox', '/inbox/fragment']) {
      const html = await read(get(path));
      expect(html).not.toContain(SECRET);
      expect(html).toContain('2 uur geleden');
      expect(html).toContain('Antwoord beloofd voor vandaag 16:00');
      expect(html).toContain('2 nieuwe berichten');
      expect(html).not.toContain(texts.list.late);
    }
    expect(titleIn(await read(get('/inbox')))).toBe('(2) Inbox · Stuur');
  });

  it('says in words what is late, from the promised moment on', async () => {
    const { get, pass } = open();
    pass(2 * HOUR);
    expect(await read(get('/inbox'))).toContain(texts.list.late);
    const past = open();
    const waiting = past.inbox.find('open-1');
    delete waiting?.answerBy;
    expect(await read(past.get('/inbox'))).toContain(texts.list.late);
  });

  it('is friendly when there is nothing', async () => {
    const html = await read(inboxStage().get('/inbox'));
    expect(html).toContain(texts.list.new_empty);
    expect(html).toContain(texts.list.mine_empty);
    expect(titleIn(html)).toBe('Inbox · Stuur');
  });

  it('does not count as reading', async () => {
    const { get, inbox } = open();
    await get('/inbox');
    await get('/inbox/fragment');
    expect(inbox.looks).toEqual([]);
  });
});

describe('one conversation', () => {
  it.each([
    ['any', 'Altijd'],
    ['daytime', 'Overdag (9-17)'],
    ['evening', "'s Avonds (18-21)"],
    ['here', 'Alleen als de cliënt er zelf is. Je bericht komt aan zodra die terug is.'],
  ] as const)(
    'begins with when the client may be reached (%s), then their own words',
    async (when, words) => {
      const { get } = open({ content: sentContent({ contact: { how: 'in_chat', when } }) });
      const html = await read(get('/inbox/mine-1'));
      const order = [
        'id="conversation"',
        words,
        texts.conversation.how,
        '<h1>',
        'Ik zit veel binnen.\nIk mis mensen.',
        'Weer eens onder de mensen zijn',
        'Zaterdag naar de markt, met Anja',
        'Sinds de verhuizing',
        'id="messages"',
        'id="form-reply"',
      ];
      const places = order.map((one) => html.indexOf(one));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    },
  );

  it('shows hostile words as words, and keeps them out of title and attributes', async () => {
    const hostile = `</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"'&{number}`;
    const stage = open({
      content: sentContent({
        message: hostile,
        goals: [hostile],
        steps: [hostile],
        answers: [{ label: hostile, text: hostile }],
      }),
      messages: [{ number: 1, from: 'client', at: ASKED, text: hostile }],
    });
    stage.people.set('karim', { ...stage.people.get('karim')!, name: hostile });
    const page = await (await stage.get('/inbox/mine-1')).text();
    const kept = await (await stage.post('/inbox/mine-1/reply', { text: hostile.repeat(40) })).text();
    for (const html of [page, kept]) {
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html).not.toContain('<img');
      expect(html).not.toMatch(/<style|style=|\son\w+="|javascript:/);
      expect(titleIn(html)).toBe('Gesprek INE1 · Inbox · Stuur');
    }
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('offers what its state allows', async () => {
    const { get } = open();
    const forms = async (id: string) =>
      [...(await read(get(`/inbox/${id}`))).matchAll(/<form id="form-(\w+)"/g)].map(([, act]) => act);
    expect(await forms('open-1')).toEqual(['accept', 'decline']);
    expect(await forms('mine-1')).toEqual(['reply', 'follow_up', 'transfer', 'close']);
  });

  it('has no way to take content out', async () => {
    const html = await read(open().get('/inbox/mine-1'));
    expect(html).not.toMatch(/<a[^>]+download|kopi[eë]|export|afdrukken|printen|mailto:/i);
  });

  it('offers to hand over to colleagues and other organisations, not to oneself', async () => {
    const options = [...(await read(open().get('/inbox/mine-1'))).matchAll(/<option value="([^"]+)"/g)].map(
      ([, to]) => to,
    );
    expect(options).toEqual(['staff:karim', 'staff:both', 'organisation:schulden']);
  });
});

describe('what is done', () => {
  it('is done, and the next page says so', async () => {
    for (const [, path, fields, status] of ROUTES.filter(([method]) => method === 'POST')) {
      const stage = open();
      const response = await stage.post(path, fields);
      expect(response.status).toBe(status);
      const act = path.split('/')[3]?.replace('-', '_') as keyof typeof texts.done;
      const to = response.headers.get('Location') ?? '';
      expect(to.split('#')[0]).toBe(
        `${act === 'close' || act === 'decline' ? '/inbox' : path.split('/').slice(0, 3).join('/')}?done=${act}`,
      );
      expect(await read(stage.get(to.split('#')[0] ?? ''))).toContain(texts.done[act]);
      expect(stage.inbox.acts).toHaveLength(1);
    }
  });

  it('takes each reason of the closed list, and no other', async () => {
    for (const reason of DECLINE_REASONS) {
      const { post, inbox } = open();
      await post('/inbox/open-1/decline', { reason });
      expect(inbox.acts).toEqual([`decline ${reason}`]);
    }
    const { post, inbox } = open();
    const response = await post('/inbox/open-1/decline', { reason: 'lastig mens' });
    expect(response.status).toBe(422);
    expect(await read(response)).toContain(texts.wrong.pick);
    expect(inbox.acts).toEqual([]);
  });

  it.each([
    ['follow-up', { weeks: '3' }],
    ['follow-up', {}],
    ['transfer', { to: 'staff:marjan', sure: 'yes' }],
    ['transfer', { to: 'staff:ada', sure: 'yes' }],
    ['transfer', { to: 'organisation:welzijn', sure: 'yes' }],
    ['transfer', { to: 'staff:karim' }],
    ['close', {}],
  ])('%s with %j does nothing', async (act, fields) => {
    const { post, inbox } = open();
    expect((await post(`/inbox/mine-1/${act}`, fields as Record<string, string>)).status).toBe(422);
    expect(inbox.acts).toEqual([]);
  });

  it('said twice with the same key is said once', async () => {
    const { get, post, inbox } = open();
    const html = await read(get('/inbox/mine-1'));
    const fields = { text: 'Dag, ik ben Marjan.', key: keyIn(html) };
    expect(fields.key).not.toBe('');
    const answers = await Promise.all([
      post('/inbox/mine-1/reply', fields),
      post('/inbox/mine-1/reply', fields),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(inbox.acts).toEqual(['say Dag, ik ben Marjan.']);
    expect(keyIn(await read(get('/inbox/mine-1')))).not.toBe(fields.key);
  });

  it.each([
    ['/inbox/open-1/accept', 'accept', {}],
    ['/inbox/mine-1/close', 'close', { sure: 'yes' }],
    ['/inbox/mine-1/follow-up', 'follow_up', { weeks: '2' }],
    ['/inbox/mine-1/transfer', 'transfer', { to: 'staff:karim', sure: 'yes' }],
  ])('%s sent twice is done once, and looks done', async (path, act, fields) => {
    const { get, post, inbox } = open();
    const key = keyIn(await read(get(path.split('/').slice(0, 3).join('/'))), act);
    const all = { ...fields, key } as unknown as Record<string, string>;
    expect((await post(path, all)).status).toBe(303);
    expect((await post(path, all)).status).toBe(303);
    expect(inbox.acts).toHaveLength(1);
  });

  it('line ends count as typed', async () => {
    const { post, inbox } = open();
    const text = `${'a\r\n'.repeat(LONGEST_WORDS / 2 - 1)}ab`;
    expect((await post('/inbox/mine-1/reply', { text })).status).toBe(303);
    expect(inbox.acts[0]).toBe(`say ${text.replaceAll('\r\n', '\n')}`);
  });

  it('a phrase is put in the field and not sent', async () => {
    const { post, inbox } = open();
    const phrase = texts.quick[1]?.text ?? '';
    const html = await read(post('/inbox/mine-1/reply', { text: 'Dag', insert: '1' }));
    expect(formOf(html, 'reply')).toContain(`Dag\n\n${phrase}</textarea>`);
    await post('/inbox/mine-1/reply', { text: 'Dag', insert: '99' });
    expect(inbox.acts).toEqual([]);
  });
});

describe('what is refused', () => {
  it('too long: says so, and keeps every letter', async () => {
    const { post, inbox } = open();
    const text = `${'Woord '.repeat(400)}einde`;
    const response = await post('/inbox/mine-1/reply', { text });
    expect(response.status).toBe(422);
    const html = await read(response);
    expect(formOf(html, 'reply')).toContain(`${text}</textarea>`);
    expect(formOf(html, 'reply')).toMatch(/role="alert"[^>]*>Je antwoord is \d+ tekens te lang/);
    expect(formOf(html, 'reply')).toContain('aria-invalid="true"');
    expect(inbox.acts).toEqual([]);
    expect((await post('/inbox/mine-1/reply', { text: ' \n ' })).status).toBe(422);
    expect((await post('/inbox/mine-1/reply', { text: 'x'.repeat(70_000) })).status).toBe(413);
  });

  it.each([
    ['gone', 410],
    ['taken', 409],
    ['busy', 503],
  ] as const)('%s is %i, in plain words', async (status, code) => {
    for (const [, path, fields] of ROUTES.filter(([method]) => method === 'POST')) {
      const stage = open();
      stage.inbox.refuseNext(status);
      const response = await stage.post(path, { ...fields, key: 'key-of-this-form' });
      expect(response.status).toBe(code);
      const html = await read(response);
      expect(html).toContain(texts.refused[status].title);
      expect(html).not.toContain(SECRET);
      expect(response.headers.has('Retry-After')).toBe(status === 'busy');
      // Busy: the same once more, by its button, with the same key.
      expect(html.includes('value="key-of-this-form"')).toBe(status === 'busy');
      // Typed words are kept, but not for a client who took it back.
      if (path.endsWith('/reply')) expect(html.includes('Dag</textarea>')).toBe(status !== 'gone');
    }
  });

  it('a script hears it as one sentence', async () => {
    const stage = open();
    const asScript = { Accept: 'application/json' };
    expect((await stage.post('/inbox/mine-1/reply', { text: 'Dag' }, 'marjan', asScript)).status).toBe(204);
    stage.inbox.refuseNext('busy');
    const busy = await stage.post('/inbox/mine-1/reply', { text: 'Dag' }, 'marjan', asScript);
    expect([busy.status, await busy.json()]).toEqual([
      503,
      { error: { code: 'busy', message: texts.refused.busy.text.join(' ') } },
    ]);
    const long = await stage.post('/inbox/mine-1/reply', { text: 'x'.repeat(2010) }, 'marjan', asScript);
    expect([long.status, (await long.json()).error.message]).toEqual([
      422,
      expect.stringContaining('10 tekens te lang'),
    ]);
  });

  it('what never was is gone, as what was taken back', async () => {
    const { get } = open();
    expect((await get('/inbox/nooit')).status).toBe(410);
    expect((await get('/inbox/nooit/fragment')).status).toBe(410);
    expect((await get('/inbox/a/b/c')).status).toBe(404);
    expect((await get('/inbox/%00')).status).toBe(404);
  });

  it('a failure tells nobody what was typed', async () => {
    const stage = open();
    stage.inbox.say = async () => {
      throw new TypeError(SECRET);
    };
    const response = await stage.post('/inbox/mine-1/reply', { text: SECRET });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(SECRET);
    expect(stage.logged).toEqual(['{"event":"inbox.failed","error":"TypeError"}']);
  });
});

describe('the stream', () => {
  /** Reads until the stream ends, or `until` was heard. */
  async function hear(response: Response, until?: string): Promise<string> {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    for (;;) {
      const { done, value } = await reader.read();
      heard += value ?? '';
      if (done) return heard;
      if (until && heard.includes(until)) {
        await reader.cancel();
        return heard;
      }
    }
  }
  const eventsIn = (heard: string) =>
    [...heard.matchAll(/event: (\w+)\ndata: (.*)/g)].map(([, event, id]) => `${event} ${id}`.trim());

  it('tells what is another without content, each once to who is slow', async () => {
    const { get, inbox } = open();
    const response = await get('/inbox/events');
    expect(response.headers.get('Content-Type')).toContain('text/event-stream');
    inbox.clientSays('mine-1', SECRET);
    inbox.clientSays('mine-1', SECRET);
    inbox.withdraw('open-1');
    const heard = await hear(response, 'gone');
    expect(heard).not.toContain(SECRET);
    expect(
      eventsIn(heard)
        .filter((event) => event !== 'beat')
        .sort(),
    ).toEqual(['changed mine-1', 'gone open-1', 'list']);
    await expect.poll(() => inbox.watching()).toBe(0);
  });

  it('gives a sign of life', async () => {
    expect(eventsIn(await hear(await open().get('/inbox/events'), 'beat\ndata: \n\nevent: beat'))).toContain(
      'beat',
    );
  });

  it('ends at once, and says so, for who is removed; not for another browser of theirs that may still read', async () => {
    const { get, people, inbox } = inboxStage({ heartbeatMs: 60_000 });
    const response = await get('/inbox/events');
    revoked('karim');
    revoked('marjan');
    inbox.clientSays('mine-1', SECRET);
    const read = hear(response);
    await expect.poll(() => inbox.watching()).toBe(1);
    people.delete('marjan');
    revoked('marjan');
    expect(eventsIn(await read).at(-1)).toBe('lapsed');
    expect(inbox.watching()).toBe(0);
  });

  it('ends, and says so, when the session or the role does', async () => {
    for (const change of ['out', 'role'] as const) {
      const { get, people, inbox } = open();
      const response = await get('/inbox/events');
      if (change === 'out') people.delete('marjan');
      else people.set('marjan', { ...people.get('marjan')!, roles: ['analyst'] });
      expect(eventsIn(await hear(response)).at(-1)).toBe('lapsed');
      expect(inbox.watching()).toBe(0);
    }
  });

  it('ends when the server stops', async () => {
    const stopping = new AbortController();
    const stage = inboxStage({ stopping: stopping.signal });
    const other = await stage.get('/inbox/events');
    stopping.abort();
    await hear(other);
    expect(stage.inbox.watching()).toBe(0);
  });
});
