/** A real Direct Line server on a loopback port, with the fake bot behind it. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createLive, type Live } from '../../src/channels/directline/live.ts';
import { nodeSockets } from '../../src/channels/directline/node-socket.ts';
import { directLine } from '../../src/channels/directline/routes.ts';
import { nodeAddressOf } from '../../src/channels/node-address.ts';
import { createLimits, NO_LIMITS, type Rules } from '../../src/run/limits.ts';
import type { World } from '../../src/run/ports.ts';
import { type FakeBot, fakeBot } from './fake-bot.ts';

export interface TestServer {
  bot: FakeBot;
  live: Live;
  /** `http://127.0.0.1:PORT/v3/directline` */
  url: string;
  /** Moves the server's clock. */
  later(seconds: number): void;
  /** Cuts every open WebSocket without a goodbye. */
  dropSockets(): void;
  logged: string[];
  stop(): Promise<void>;
}

export async function startServer(rules: Partial<Rules> = {}): Promise<TestServer> {
  const bot = fakeBot();
  const live = createLive();
  const logged: string[] = [];
  let ahead = 0;
  const world: World = { now: () => new Date(Date.now() + ahead), id: () => crypto.randomUUID() };
  const sockets = nodeSockets();
  const app = directLine({
    receive: bot.receive,
    history: bot.history,
    live,
    secret: 'een geheim van minstens tweeendertig tekens',
    world,
    limits: createLimits({ world, rules: { ...NO_LIMITS, ...rules } }),
    addressOf: nodeAddressOf(),
    upgrade: sockets.upgrade,
    log: (event, fields) => logged.push(JSON.stringify({ event, ...fields })),
  });
  // As it is in the real application: one part of a larger whole.
  const whole = new Hono().route('/', app);
  const server = serve({
    fetch: whole.fetch,
    hostname: '127.0.0.1',
    port: 0,
    websocket: { server: sockets.server },
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    bot,
    live,
    logged,
    url: `http://127.0.0.1:${port}/v3/directline`,
    later: (seconds) => {
      ahead += seconds * 1000;
    },
    dropSockets: sockets.dropAll,
    stop: () =>
      new Promise((resolve) => {
        sockets.dropAll();
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
