/**
 * A proxy that writes down all that a browser asks of the network, also what the browser does by itself. Only this
 * machine is reached through it.
 */
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface Recorder {
  address: string;
  /** `host:port` of everything that was asked for, as often as it was. */
  hosts: string[];
  close(): void;
}

const HERE = '127.0.0.1';

export async function startRecorder(): Promise<Recorder> {
  const hosts: string[] = [];
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? '');
    hosts.push(url.host);
    if (url.hostname !== HERE) return void answer.writeHead(502).end();
    const { method, headers } = asked;
    const path = url.pathname + url.search;
    const on = request({ host: HERE, port: url.port, path, method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    on.on('error', () => answer.destroy());
    asked.pipe(on);
  });
  // Sockets, and everything over https.
  server.on('connect', (asked, socket: Socket, head: Buffer) => {
    hosts.push(asked.url ?? '');
    const [host, port] = (asked.url ?? '').split(':');
    socket.on('error', () => socket.destroy());
    if (host !== HERE) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const on = connect(Number(port), HERE, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      on.write(head);
      on.pipe(socket).pipe(on);
    });
    on.on('error', () => socket.destroy());
    socket.on('close', () => on.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${HERE}:${port}`,
    hosts,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
