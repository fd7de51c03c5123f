/**
 * Keeps every test off the network: a connection to anywhere but this machine fails at once and says so.
 */
import net from 'node:net';

const LOCAL = /^(localhost|127(\.\d+){3}|::1|0\.0\.0\.0|::|\[::1\])$/;

const connect = net.Socket.prototype.connect;

function hostOf(args: unknown[]): string | undefined {
  // Node passes its own already normalised arguments as one array.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && first.path) return undefined;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (host !== undefined && !LOCAL.test(host))
    throw new Error(`A test tried to reach ${host}. Tests run offline: start what it needs on 127.0.0.1.`);
  return Reflect.apply(connect, this, args);
} as typeof connect;
