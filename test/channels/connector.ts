/** A channel's side of the Bot Framework on loopback ports: its connector, its public keys, and its tokens. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface Posted {
  path: string;
  authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: an activity as it came over the wire
  activity: any;
}

export interface Connector {
  serviceUrl: string;
  posted: Posted[];
  /** Status codes for the coming posts; 200 when there are none left. `drop` breaks the connection. */
  answers: (number | 'drop')[];
  /** What was posted, without typing signs. */
  said(): string[];
  until(count: number): Promise<string[]>;
  stop(): Promise<void>;
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export async function startConnector(): Promise<Connector> {
  const posted: Posted[] = [];
  const answers: (number | 'drop')[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const answer = answers.shift() ?? 200;
      if (answer === 'drop') return request.socket.destroy();
      if (answer === 200) {
        const { url = '', headers } = request;
        posted.push({ path: url, authorization: headers.authorization, activity: JSON.parse(body) });
      }
      response.writeHead(answer, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer === 200 ? { id: `c${posted.length}` } : { error: { code: 'x' } }));
    });
  });
  const serviceUrl = await listen(server);
  const said = () =>
    posted
      .filter(({ activity }) => activity.type === 'message')
      .map(({ activity }) => activity.text as string);
  return {
    serviceUrl,
    posted,
    answers,
    said,
    async until(count) {
      for (let n = 0; n < 600 && said().length < count; n += 1)
        await new Promise((resolve) => setTimeout(resolve, 5));
      return said();
    },
    stop: () => close(server),
  };
}

export interface KeyServer {
  metadataUrl: string;
  /** A token as the Bot Connector makes it, with what `changes` changes. */
  token(claims: { aud: string; serviceurl: string }, changes?: TokenChanges): Promise<string>;
  stop(): Promise<void>;
}
export interface TokenChanges {
  issuer?: string;
  expires?: string;
  /** Signed by a key that only says that it is ours. */
  forged?: boolean;
}

export async function startKeyServer(): Promise<KeyServer> {
  const [own, foreign] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const key = {
    ...(await exportJWK(own.publicKey)),
    kid: 'k1',
    use: 'sig',
    endorsements: ['msteams', 'sms'],
  };
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    if (request.url === '/keys') return response.end(JSON.stringify({ keys: [key] }));
    return response.end(
      JSON.stringify({
        issuer: 'https://api.botframework.com',
        jwks_uri: `http://${request.headers.host}/keys`,
      }),
    );
  });
  const at = await listen(server);
  return {
    metadataUrl: `${at}/openid`,
    token: ({ aud, serviceurl }, { issuer, expires, forged } = {}) =>
      new SignJWT({ serviceurl })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(issuer ?? 'https://api.botframework.com')
        .setAudience(aud)
        .setIssuedAt()
        .setExpirationTime(expires ?? '1h')
        .sign(forged ? foreign.privateKey : own.privateKey),
    stop: () => close(server),
  };
}
