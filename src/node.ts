/**
 * Stuur on Node: reads the settings, puts the parts together, listens, and stops in good order.
 * With `src/worker.ts` the only place that knows a runtime.
 */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { botFramework } from './channels/botframework.ts';
import { CHANNEL as DIRECT_LINE_CHANNEL } from './channels/directline/activities.ts';
import { createLive } from './channels/directline/live.ts';
import { nodeSockets } from './channels/directline/node-socket.ts';
import { directLine } from './channels/directline/routes.ts';
import { nodeAddressOf } from './channels/node-address.ts';
import { assemble } from './content/assemble.ts';
import { loadScriptFiles } from './content/load.ts';
import { ContentError } from './content/source.ts';
import { hsdsApi } from './directory/api.ts';
import { loadDirectory, loadMunicipalities } from './directory/load.ts';
import { staleServices } from './directory/stale.ts';
import { loadLetters } from './export/node_letters.ts';
import { createTake } from './export/take.ts';
import { inboxPages } from './pages/inbox/routes.tsx';
import { loadAssets, loadPageTextFiles, precompress } from './pages/node-assets.ts';
import { pages } from './pages/pages.tsx';
import { staffPages } from './pages/staff/routes.tsx';
import { type PageFacts, readPageTexts } from './pages/texts.ts';
import { startClock } from './run/clock.ts';
import { sendDue } from './run/due.ts';
import { settleHandoffs } from './run/handoffs_due.ts';
import { hubStatus } from './run/hub.ts';
import { createLimits, NO_LIMITS, senderOf } from './run/limits.ts';
import { lookupIn, municipalityIn } from './run/lookup.ts';
import { createMetrics } from './run/metrics.ts';
import { organisationsIn } from './run/organisations.ts';
import { createOutbox } from './run/outbox.ts';
import type { Address, Outgoing, World } from './run/ports.ts';
import { createReceive } from './run/receive.ts';
import { restDue } from './run/rest.ts';
import { createInbox } from './run/serve.ts';
import { loadSettings, type Settings, SettingsError } from './settings.ts';
import { watchRevocations } from './staff/log.ts';
import { createLogin } from './staff/login.ts';
import { members } from './staff/members.ts';
import { openStaffDatabase } from './staff/node_database.ts';
import { staffSecret } from './staff/secret.ts';
import { DATABASE_FILE } from './store/connection.ts';
import { StoreError } from './store/errors.ts';
import { keyringFrom } from './store/keyring.ts';
import { keyTexts } from './store/local_key.ts';
import { nodeCipher } from './store/node_cipher.ts';
import { openLocalServices } from './store/node_directory.ts';
import { watchKeys } from './store/node_key_watch.ts';
import { openSqliteStore } from './store/sqlite.ts';
import { loadReader } from './understanding/artefact.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLOCK_MS = 60_000;
/** How soon an open page hears that another process, such as `npm run staff`, took someone's access. */
const REVOKED_MS = 1_000;
/** A client that trickles its request in must not hold a connection: headers, then the whole request. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

const world: World = { now: () => new Date(), id: () => crypto.randomUUID() };

const write = (line: string): void => void process.stdout.write(`${line}\n`);

/** One line of JSON for each event: codes and figures, never text, address or client id. */
const logLine = (event: string, fields: Record<string, string | number | boolean> = {}): void =>
  void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);

/** A secret for one purpose, from the key that protects everything: nothing more to configure or to lose. */
async function secretFor(purpose: string, key: string): Promise<string> {
  const raw = await crypto.subtle.importKey('raw', Buffer.from(key, 'base64'), 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(purpose);
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info },
    raw,
    256,
  );
  return Buffer.from(bits).toString('base64');
}

const tokenSecret = (key: string): Promise<string> => secretFor('direct line tokens', key);

async function start(settings: Settings): Promise<void> {
  const folder = resolve(settings.dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = join(folder, DATABASE_FILE);
  const keys = keyTexts(settings, folder, { make: true });

  const directory = loadDirectory(join(ROOT, 'data'));
  const municipalities = loadMunicipalities(join(ROOT, 'data'));
  const content = assemble({
    files: loadScriptFiles(ROOT),
    reader: loadReader(ROOT),
    services: directory.services,
    retention: settings,
    ...(settings.hub ? { hub: settings.hub } : {}),
  });
  const keyring = await keyringFrom(keys.current, keys.previous);
  const store = await openSqliteStore({ file: database, keys: keyring });

  /** Where people reach this server: known once it listens. */
  let address = settings.publicUrl ?? '';
  const staffTables = openStaffDatabase(database);
  const localServices = openLocalServices(database);
  const login = createLogin({
    db: staffTables.db,
    world,
    secret: await staffSecret(staffTables.db, nodeCipher, keyring),
    baseUrl: () => address,
    production: settings.production,
    ...(settings.oidc ? { oidc: settings.oidc } : {}),
  });
  const revocations = watchRevocations(staffTables.db, world);

  const live = createLive();
  const metrics = createMetrics(logLine, { open_streams: () => live.size() });
  const { log } = metrics;
  const addressOf = nodeAddressOf(settings.proxies);
  const limits = createLimits({ world, ...(settings.unlimited ? { rules: NO_LIMITS } : {}) });
  /** A page that is open hears it at once; what is to be sent, is sent. */
  const tell = ({ channel, conversation, pulled }: Address & { pulled: boolean }, outgoing: Outgoing[]) => {
    if (pulled && channel === DIRECT_LINE_CHANNEL) live.publish(conversation, outgoing);
    else if (!pulled) outbox.kick();
  };
  const inbox = createInbox({ content, store, world, committed: tell, log });
  const receive = createReceive({
    content,
    store,
    world,
    lookup: lookupIn(directory),
    organisations: organisationsIn({
      organisations: store.organisations,
      municipality: municipalityIn(municipalities),
    }),
    handoffsChanged: inbox.changed,
    mayTryCode: (sender) =>
      limits.take('codesPerSender', sender) === 0 && limits.take('codesInAll', '') === 0,
    committed: ({ pulled }) => {
      metrics.count('turn');
      // Direct Line tells its open streams by itself.
      if (!pulled) outbox.kick();
    },
    log,
  });
  const bot =
    settings.bot || !settings.production
      ? botFramework({
          receive,
          world,
          limits,
          addressOf,
          settings: { production: settings.production, ...sdkSettings(settings.bot) },
          ...(settings.hub ? { handoffStatus: hubStatus({ store, inbox, organisation: settings.hub }) } : {}),
          log,
        })
      : undefined;
  const outbox = createOutbox({ store, senders: bot ? [bot.sender] : [], world, log });
  const sockets = nodeSockets();
  const assets = loadAssets(ROOT);
  const texts = loadPageTextFiles(ROOT);
  const facts = pageFacts(settings, content.services);
  const pageTexts = readPageTexts(texts, facts);
  const stopping = new AbortController();
  const app = createApp({
    pages: pages({
      exitUrl: settings.exitUrl,
      texts,
      facts,
      assets,
      precompress,
      downloads: {
        take: createTake({ content, store, world, letters: loadLetters }),
        wait: (c) =>
          limits.take('downloadsPerAddress', senderOf(addressOf(c))) || limits.take('downloadsInAll', ''),
      },
      ...(settings.securityContact ? { security: securityFacts(settings, settings.securityContact) } : {}),
    }),
    hsds: hsdsApi({ national: directory, local: localServices }),
    directLine: directLine({
      receive,
      history: store.history,
      live,
      secret: await tokenSecret(keys.current),
      // A new key must not end the conversations that are open.
      formerSecrets: await Promise.all(keys.previous.map(tokenSecret)),
      world,
      limits,
      addressOf,
      upgrade: sockets.upgrade,
      ...(settings.publicUrl ? { publicUrl: settings.publicUrl } : {}),
      log,
    }),
    ...(bot ? { botFramework: bot.app } : {}),
    staff: staffPages({
      texts: pageTexts,
      assets,
      login,
      db: staffTables.db,
      world,
      municipalities: new Set(municipalities.byCode.keys()),
      baseUrl: () => address,
      addressOf: (c) => senderOf(addressOf(c)),
      wait: (c) => limits.take('loginsPerAddress', senderOf(addressOf(c))),
      log,
    }),
    inbox: inboxPages({
      inbox,
      whoIs: login.whoIs,
      organisations: store.organisations,
      colleagues: async (organisation) =>
        (await members(staffTables.db, organisation)).filter(
          ({ active, joined, roles }) => active && joined && roles.includes('professional'),
        ),
      texts: pageTexts,
      assets,
      world,
      baseUrl: () => address,
      log,
      stopping: stopping.signal,
    }),
    ready: () => store.ready(),
    metrics: async () => metrics.text(),
    log,
  });

  const backups = settings.backupFolder;
  const clock = startClock({
    store,
    world,
    log,
    ends: () =>
      settleHandoffs({ content, store, world, committed: tell, handoffsChanged: inbox.changed, log }),
    due: async () => {
      await sendDue({ content, store, world, committed: () => outbox.kick(), log });
      await restDue({ content, store, world, log });
      await login.sweep();
    },
    ...(backups ? { dropKeys: watchKeys({ database, folder: resolve(backups) }) } : {}),
    every: CLOCK_MS,
  });
  await clock.tick();
  outbox.start();
  const watching = setInterval(
    () => void revocations.look().catch(() => log('staff.watch_failed')),
    REVOKED_MS,
  );
  const server = await listen(app.fetch, sockets.server, settings);
  // Only now is it known where it listens; nobody has said a word yet.
  address = settings.publicUrl ?? addressOfServer(server);
  content.linkBase = address;
  // Before it is told that it listens: whoever hears that may stop it at once.
  stopOnSignal(async () => {
    sockets.dropAll();
    stopping.abort();
    await new Promise((done) => server.close(done));
    clearInterval(watching);
    await clock.stop();
    await outbox.stop();
    staffTables.close();
    localServices.close();
    await store.close();
  });
  sayHello(server, settings, address);
  const stale = staleServices(directory, world.now());
  if (stale.length > 0) {
    write(`Let op: ${stale.length} nummers zijn te lang niet gecontroleerd. \`npm run stale\` noemt ze.`);
  }
}

/** What the pages may say of the settings. */
const pageFacts = (settings: Settings, services: PageFacts['services']): PageFacts => {
  const { chatHours, planDays, sessionHours, handoffDays, coverMinutes, organisation, contact } = settings;
  return {
    services,
    chatHours,
    planDays,
    handoffDays,
    sessionHours,
    coverMinutes,
    ...(organisation ? { organisation } : {}),
    ...(contact ? { contact } : {}),
  };
};

const securityFacts = ({ publicUrl }: Settings, contact: string) => ({
  contact,
  now: world.now,
  ...(publicUrl ? { publicUrl } : {}),
});

/** The SDK's names for the bot's own identity. */
const sdkSettings = (bot: Settings['bot']) =>
  bot && {
    appId: bot.appId,
    appType: bot.type,
    ...(bot.password ? { appPassword: bot.password } : {}),
    ...(bot.tenant ? { tenantId: bot.tenant } : {}),
  };

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  sockets: ReturnType<typeof nodeSockets>['server'],
  { port, host }: Settings,
): Promise<ServerType> {
  return new Promise((done, fail) => {
    const server = serve({ fetch, port, hostname: host, websocket: { server: sockets } }, () => done(server));
    if ('headersTimeout' in server) {
      server.headersTimeout = HEADERS_MS;
      server.requestTimeout = REQUEST_MS;
    }
    server.on('error', (error: NodeJS.ErrnoException) => fail(portProblem(error, port)));
  });
}

function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new SettingsError([
      `PORT ${port} is in use; stop what uses it, or write another one: PORT=3979 npm start.`,
    ]);
  }
  if (error.code === 'EACCES') {
    return new SettingsError([`PORT ${port} is not allowed for this user; write a number above 1023.`]);
  }
  return error;
}

function addressOfServer(server: ServerType): string {
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return `http://${host === '0.0.0.0' || host === '[::]' ? '127.0.0.1' : host}:${port}`;
}

function sayHello(server: ServerType, settings: Settings, address: string): void {
  write(`Stuur luistert op ${addressOfServer(server)}/`);
  write(`  gesprek       ${address}/`);
  write(`  Direct Line   ${address}/v3/directline`);
  write(`  inbox         ${address}/inbox`);
  write(`  Bot Framework ${address}/api/messages`);
  write(`  data          ${resolve(settings.dataFolder)}`);
  for (const warning of settings.warnings) write(`Let op: ${warning}`);
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal is someone who does not want to wait.
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

try {
  await start(loadSettings(process.env));
} catch (error) {
  const known =
    error instanceof SettingsError || error instanceof ContentError || error instanceof StoreError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}
