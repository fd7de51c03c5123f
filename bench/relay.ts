/**
 * How long words take between client and professional: 50 professionals with the inbox open, 500 handoffs in which is
 * talked, on a durable database. From the moment one side sends to the moment that the other could show it: for a
 * client's words, the event on the professional's open page and the piece of it fetched anew over HTTP; for a
 * professional's, the form posted over HTTP until it is handed to the client's open page. Constant arrival; lateness
 * counts from the planned time.
 * Run: bash bench/relay.sh [messages a second, default 100] [seconds, default 20]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import Database from 'better-sqlite3';
import type { Organisation } from '../src/domain/organisation.ts';
import { inboxPages } from '../src/pages/inbox/routes.tsx';
import { loadPageTextFiles } from '../src/pages/node-assets.ts';
import { readPageTexts } from '../src/pages/texts.ts';
import type { Actor } from '../src/run/inbox.ts';
import { organisationsIn } from '../src/run/organisations.ts';
import type { World } from '../src/run/ports.ts';
import { createReceive } from '../src/run/receive.ts';
import { createInbox } from '../src/run/serve.ts';
import { keyringFrom, newKey } from '../src/store/keyring.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { loadStage, ROOT } from '../src/transcript/stage.ts';

const RATE = Number(process.argv[2] ?? 100);
const SECONDS = Number(process.argv[3] ?? 20);
const PROFESSIONALS = 50;
const HANDOFFS = 500;

const folder = mkdtempSync(join(tmpdir(), 'stuur-relay-'));
const file = join(folder, 'stuur.sqlite');
const store = await openSqliteStore({ file, keys: await keyringFrom(newKey()) });
const world: World = { now: () => new Date(), id: () => crypto.randomUUID() };
const stage = loadStage();

const organisation: Organisation = {
  id: 'bench',
  name: 'het buurtteam',
  about: 'Ze helpen.',
  municipalities: [],
  topics: [],
  opening: [],
  answerHours: 24,
};
const db = new Database(file);
db.prepare(
  `insert into organisation (id, name, about, municipalities, topics, opening, answer_hours, active)
   values (?, ?, ?, '[]', '[]', '[]', 24, 1)`,
).run(organisation.id, organisation.name, organisation.about);
db.close();

/** Whoever waits for words, by their conversation or handoff. */
const arrived = new Map<string, () => void>();
const log = () => undefined;
const inbox = createInbox({
  ...stage,
  store,
  world,
  committed: ({ conversation }) => arrived.get(conversation)?.(),
  log,
});
const receive = createReceive({
  ...stage,
  store,
  world,
  organisations: organisationsIn({ organisations: store.organisations, municipality: () => undefined }),
  handoffsChanged: inbox.changed,
  mayTryCode: () => true,
  committed: () => undefined,
  log,
});

const actors: Actor[] = Array.from({ length: PROFESSIONALS }, (_, n) => ({
  id: `worker-${n}`,
  name: `Medewerker ${n}`,
  function: 'maatschappelijk werker',
  organisation: organisation.id,
}));
const say = (conversation: string, text: string) =>
  receive({
    channel: 'directline',
    conversation,
    activity: crypto.randomUUID(),
    kind: 'message',
    text,
    attachments: [],
    pulled: true,
    session: true,
  });

const TO_A_TALK = [
  'hoi',
  'ja',
  'ik heb schulden',
  'ja',
  'mens',
  'iets sturen',
  'het buurtteam',
  'ja deze woorden',
  'zo is het goed',
  'altijd',
  'een week',
  'ja stuur dit',
];

const talks: { id: string; conversation: string; actor: Actor }[] = [];
const known = new Set<string>();
for (let n = 0; n < HANDOFFS; n++) {
  const conversation = `relay-${n}`;
  const actor = actors[n % PROFESSIONALS] as Actor;
  for (const text of TO_A_TALK) await say(conversation, text);
  const item = (await store.handoffs(organisation.id)).find(({ id }) => !known.has(id));
  if (!item)
    throw new Error('the way to a handoff is another one: read dialogs/human.yaml, and mend TO_A_TALK');
  known.add(item.id);
  await inbox.accept(actor, item.id);
  await say(conversation, 'ja');
  talks.push({ id: item.id, conversation, actor });
}
const stopping = new AbortController();
const app = inboxPages({
  inbox,
  // Who is signed in is a matter of the staff room; here it stands in a header.
  whoIs: async (request) => {
    const actor = actors.find(({ id }) => id === request.headers.get('X-Bench'));
    return actor && { ...actor, roles: ['professional'] };
  },
  organisations: store.organisations,
  colleagues: async () => [],
  texts: readPageTexts(loadPageTextFiles(ROOT), {
    ...stage.content.retention,
    services: stage.content.services,
    coverMinutes: 5,
  }),
  assets: () => undefined,
  world,
  baseUrl: () => address,
  log,
  stopping: stopping.signal,
});
let address = '';
const server = await new Promise<ServerType>((done) => {
  const listening = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    address = `http://127.0.0.1:${port}`;
    done(listening);
  });
});

/** The open page of one professional: hears events, and forgets what it does not wait for. */
async function watch({ id }: Actor): Promise<void> {
  const { body } = await fetch(`${address}/inbox/events`, { headers: { 'X-Bench': id } });
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    for (const [, of] of decoder.decode(chunk).matchAll(/event: changed\ndata: (\S+)/g))
      arrived.get(of ?? '')?.();
  }
}
for (const actor of actors) void watch(actor).catch(() => undefined);
await new Promise((done) => setTimeout(done, 500));

const took = { client: [] as number[], professional: [] as number[] };
let failed = 0;

async function toProfessional({ id, conversation, actor }: (typeof talks)[number], planned: number) {
  const told = new Promise<void>((done) => arrived.set(id, done));
  await say(conversation, 'ik heb vandaag weer een brief gekregen');
  await told;
  const page = await fetch(`${address}/inbox/${id}/fragment`, { headers: { 'X-Bench': actor.id } });
  if (!(await page.text()).includes('weer een brief')) failed += 1;
  took.client.push(performance.now() - planned);
}

async function toClient({ id, conversation, actor }: (typeof talks)[number], planned: number) {
  const shown = new Promise<void>((done) => arrived.set(conversation, done));
  const body = new URLSearchParams({
    text: 'Dank je wel. Leg hem maar op de stapel.',
    key: crypto.randomUUID(),
  });
  const headers = { 'X-Bench': actor.id, Origin: address };
  const { status } = await fetch(`${address}/inbox/${id}/reply`, { method: 'POST', body, headers });
  if (status !== 204) failed += 1;
  else await shown;
  took.professional.push(performance.now() - planned);
}

const begin = performance.now() + 100;
const running: Promise<void>[] = [];
const total = RATE * SECONDS;
for (let n = 0; n < total; n++) {
  const planned = begin + (n * 1000) / RATE;
  const wait = planned - performance.now();
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  const talk = talks[(n * 7) % HANDOFFS] as (typeof talks)[number];
  running.push(n % 2 === 0 ? toProfessional(talk, planned) : toClient(talk, planned));
}
await Promise.all(running);
stopping.abort();
server.close();
await store.close();
rmSync(folder, { recursive: true });

const at = (values: number[], part: number): number =>
  Math.round((values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0) * 10) / 10;
const rows = Object.fromEntries(
  Object.entries(took).map(([from, values]) => [
    `from the ${from}`,
    { messages: values.length, 'p50 ms': at(values, 0.5), 'p99 ms': at(values, 0.99) },
  ]),
);
console.log(
  `${PROFESSIONALS} inboxes, ${HANDOFFS} handoffs, ${RATE} messages a second for ${SECONDS} s, ${failed} failed`,
);
console.table(rows);
mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
writeFileSync(
  join(ROOT, 'bench/results/relay.json'),
  `${JSON.stringify({ professionals: PROFESSIONALS, handoffs: HANDOFFS, rate: RATE, failed, ...rows }, null, 2)}\n`,
);
