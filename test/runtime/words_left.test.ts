/**
 * What a client types is nowhere to be read but by them: not in a database file, its log or a backup, not in what the
 * server writes, not in its metrics; neither before they wipe everything nor after. Of a real server and a whole
 * conversation, with words that nothing else says.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

const ROOT = join(import.meta.dirname, '../..');
const data = temporaryFolder();
const backups = temporaryFolder();
/** A talk as quick as a test's is too fast for a person. */
const SETTINGS = { STUUR_BACKUPS: backups.path, STUUR_LIMITS: 'off' };
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(data.path, SETTINGS);
});
afterAll(async () => {
  await server.kill();
  data.remove();
  backups.remove();
});

/** A word as it may lie in a file: plain, in two bytes a letter, in base64 wherever it begins, in hex, in an address. */
function forms(word: string): Buffer[] {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The letters at both ends depend on what stands beside them.
    return whole.slice(
      Math.ceil((before * 4) / 3) + (before ? 1 : 0),
      Math.floor(((before + bytes.length) * 4) / 3) - 1,
    );
  });
  const plain = [word, word.toUpperCase(), encodeURIComponent(word), bytes.toString('hex')];
  return [
    ...plain.map((text) => Buffer.from(text)),
    ...base64.flatMap((text) => [
      Buffer.from(text),
      Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
    Buffer.from(word, 'utf16le'),
  ];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** Where which of these words can be read. */
async function readable(words: readonly string[]): Promise<string[]> {
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const places: [string, Buffer][] = [
    ...[...filesIn(data.path), ...filesIn(backups.path)].map((path): [string, Buffer] => [
      path,
      readFileSync(path),
    ]),
    ['what the server wrote', Buffer.from(server.output())],
    ['/metrics', Buffer.from(metrics)],
  ];
  return places.flatMap(([place, bytes]) =>
    words
      .filter((word) => forms(word).some((form) => bytes.includes(form)))
      .map((word) => `${place}: ${word}`),
  );
}

const TYPED = {
  story: 'xylofoonkast',
  step: 'wombatvoeren',
  message: 'quaggaverhaal',
  password: 'W4chtw00rd#Geheim93',
  phone: '06-87654321',
  street: 'Narwalsteeg',
  word: 'okapizwam',
} as const;
/** What comes along with the words. */
const ALONG = {
  user: 'dl_axolotl77',
  activity: 'activiteit-gnoe',
  upload: 'vondst-dugong.jpg',
  agent: 'TapirBrowser/9',
  address: '203.0.113.77',
  path: 'kiwivogel',
} as const;

interface Chat {
  conversationId: string;
  token: string;
  activities: { text?: string }[];
}

const HEADERS = {
  'Content-Type': 'application/json',
  'User-Agent': ALONG.agent,
  'X-Forwarded-For': ALONG.address,
};
const post = (path: string, body: string, token?: string): Promise<Response> =>
  fetch(`${server.address}${path}`, {
    method: 'POST',
    headers: { ...HEADERS, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body,
  });

async function open(): Promise<Chat> {
  const body = JSON.stringify({ user: { id: ALONG.user } });
  return (await (await post('/v3/directline/conversations', body)).json()) as Chat;
}

let sent = 0;
/** Says something; all texts of the conversation are given back. */
async function say({ conversationId, token }: Chat, text: string): Promise<string> {
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  const channelData = { clientActivityID: `${ALONG.activity}-${++sent}` };
  const response = await post(
    path,
    JSON.stringify({ type: 'message', from: { id: ALONG.user }, text, channelData }),
    token,
  );
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  const all = await fetch(`${server.address}${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return ((await all.json()) as Chat).activities.map((each) => each.text ?? '').join('\n');
}

/** A whole conversation; gives the code that was made in it. */
async function talk(chat: Chat): Promise<string> {
  for (const text of ['ja', `ik heb schulden bij mijn buurman ${TYPED.story} in de ${TYPED.street}`])
    await say(chat, text);
  for (const text of ['mijn plan', 'ja', TYPED.step, 'morgen', TYPED.phone, '8', 'dan later'])
    await say(chat, text);
  await say(chat, 'bewaar');
  const code = /\n((?:[a-z]+ ){5}[a-z]+)\n/.exec(await say(chat, 'ja'))?.[1] ?? '';
  await say(chat, code.split(' ')[2] ?? '');
  await say(chat, `mijn wachtwoord is ${TYPED.password}`);
  for (const text of ['codewoord', 'ja', TYPED.word]) await say(chat, text);
  for (const text of ['mens', 'iets sturen naar een organisatie', 'nee, ik schrijf iets anders'])
    await say(chat, text);
  for (const text of [TYPED.message, 'alleen mijn woorden', 'ja, stuur dit']) await say(chat, text);
  return code;
}

/** What goes wrong, with the words in it. */
async function goWrong({ conversationId, token }: Chat): Promise<void> {
  const path = `/v3/directline/conversations/${conversationId}`;
  await post(`${path}/activities`, `{"type":"message","text":"${TYPED.story}`, token);
  await post(
    `${path}/activities`,
    JSON.stringify({ type: 'message', text: `${TYPED.story} `.repeat(500) }),
    token,
  );
  await post(`${path}/activities`, JSON.stringify({ type: 'message', text: TYPED.story }), `${token}x`);
  await post('/api/messages', JSON.stringify({ type: 'message', text: TYPED.story }));
  await fetch(`${server.address}/${ALONG.path}?${ALONG.path}=${TYPED.story}`, { headers: HEADERS });
  const form = new FormData();
  form.append(
    'activity',
    new Blob([JSON.stringify({ type: 'message', text: TYPED.story })], {
      type: 'application/vnd.microsoft.activity',
    }),
  );
  form.append('file', new Blob([TYPED.story], { type: 'image/jpeg' }), ALONG.upload);
  await fetch(`${server.address}${path}/upload`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: form,
  });
}

const backup = (): void => {
  const made = spawnSync(process.execPath, [join(ROOT, 'dist/cli/backup.js')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', STUUR_DATA: data.path, STUUR_BACKUPS: backups.path },
    encoding: 'utf8',
  });
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);
};

const clientIds = (): string[] => {
  const db = new Database(join(data.path, 'stuur.sqlite'), { readonly: true });
  const ids = db.prepare('select id from client').pluck().all() as string[];
  db.close();
  return ids;
};

describe('everything a client typed', () => {
  it('would be found, in whatever form it lay there', async () => {
    const [word] = ['zeekoetvangst'];
    for (const [index, form] of forms(word ?? '').entries())
      writeFileSync(join(data.path, `${index}.txt`), form);
    for (const before of ['', 'a', 'ab']) {
      const text = Buffer.from(`${before}${word} en meer`).toString('base64');
      writeFileSync(join(data.path, `base64-${before}.txt`), text);
    }
    const files = filesIn(data.path).filter((path) => path.endsWith('.txt'));
    expect(files.length).toBeGreaterThan(10);
    expect(await readable([word ?? ''])).toHaveLength(files.length);
    for (const path of files) writeFileSync(path, '');
  });

  it('is in no file, no backup, no log line and no metric, before `wis` and after', async () => {
    const chat = await open();
    const code = await talk(chat);
    expect(code.split(' ')).toHaveLength(6);
    const laptop = await open();
    await say(laptop, 'aardbei abrikoos achtbaan ademen agenda album');
    const back = await say(laptop, code);
    expect(back).toContain('Welkom terug');
    await goWrong(chat);
    backup();

    const words = [
      ...Object.values(TYPED),
      ...Object.values(ALONG),
      code,
      code.replaceAll(' ', ''),
      'abrikoos achtbaan',
    ];
    const ids = clientIds();
    expect(ids.length).toBeGreaterThan(0);
    expect(await say(laptop, 'mijn plan')).toContain(TYPED.step);
    expect(await readable(words)).toEqual([]);
    // Ids of conversations and their tokens are no one's to read either; a client's id is in the database alone.
    const names = [chat, laptop].flatMap(({ conversationId, token }) => [conversationId, token]);
    expect(await readable(names)).toEqual([]);
    for (const id of ids) expect(server.output()).not.toContain(id);

    await say(laptop, 'wis');
    expect(await say(laptop, 'ja')).toContain('Alles is gewist');
    expect(clientIds().filter((id) => ids.includes(id))).toEqual([]);
    expect(await readable([...words, ...names])).toEqual([]);
    expect(await server.stop()).toBe(0);
    server = await startServer(data.path, SETTINGS);
    expect(await readable([...words, ...names])).toEqual([]);
  });

  it('is not in log lines, of which each is one record of codes and figures', () => {
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    for (const line of lines) {
      const { at, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
      expect(at).toMatch(/^\d{4}-/);
      expect(event).toMatch(/^[a-z_.]+$/);
      for (const value of Object.values(fields)) expect(String(value)).toMatch(/^[\w.-]{0,40}$/);
    }
  });
});
