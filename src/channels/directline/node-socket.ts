/**
 * WebSockets under Node: the server that @hono/node-server upgrades with. Node only; a Worker has its own.
 */
import { upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server';
import { type WebSocket, WebSocketServer } from 'ws';

const PING_MS = 30_000;

export interface NodeSockets {
  /** For `serve({websocket: {server}})`. */
  server: WebSocketServerLike;
  /** For `directLine({upgrade})`. */
  upgrade: typeof upgradeWebSocket;
  /** Ends every open socket, without which the server never finishes closing. Clients come back by themselves. */
  dropAll(): void;
}

export function nodeSockets(): NodeSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024, perMessageDeflate: false });
  const answered = new WeakSet<WebSocket>();
  server.on('connection', (socket) => {
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
  });
  // A phone that left the network says no goodbye: who misses a whole round is taken to be gone.
  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING_MS);
  pings.unref();
  const dropAll = () => {
    for (const socket of server.clients) socket.terminate();
  };
  server.on('close', () => {
    clearInterval(pings);
    dropAll();
  });
  // The same thing at run time; the two packages' types differ in what may be undefined.
  return { server: server as unknown as WebSocketServerLike, upgrade: upgradeWebSocket, dropAll };
}
