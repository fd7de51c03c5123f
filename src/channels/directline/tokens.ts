/**
 * Direct Line tokens: a signed note that its bearer may take part in one conversation, until a certain time.
 */
import { sign, verify } from 'hono/jwt';
import { z } from 'zod';

/** Seconds that a token lives; what clients are told as `expires_in`. They refresh at half of it. */
export const TOKEN_SECONDS = 1800;
/**
 * Seconds after its end in which a chat token can still be refreshed, and nothing else: a phone that slept through
 * the half hour must not lose its owner's conversation and plan. As long as chat text is kept by default.
 */
export const REFRESH_GRACE_SECONDS = 24 * 3600;
/** A stream token stands in a URL, where logs and histories may keep it: long enough to connect, no longer. */
export const STREAM_TOKEN_SECONDS = 60;

/** Checked tokens remembered; about 600 bytes each. */
const MOST_KNOWN = 10_000;

/** `chat` goes in the Authorization header; `stream` in the address of the WebSocket, and opens nothing else. */
export type TokenUse = 'chat' | 'stream';

export interface Ticket {
  conversation: string;
  /** The name the client gave itself (`user.id`), if it did. */
  user?: string;
}

export type Checked = { ok: true; ticket: Ticket } | { ok: false; because: 'expired' | 'invalid' };

export interface Tokens {
  issue(use: TokenUse, ticket: Ticket): Promise<string>;
  /** `graceSeconds`: also good so long after its end. */
  check(use: TokenUse, token: string, graceSeconds?: number): Promise<Checked>;
}

const payloadSchema = z.object({
  use: z.enum(['chat', 'stream']),
  conv: z.string().min(1),
  user: z.string().optional(),
  exp: z.number(),
});

/** Unguessable: 192 random bits. */
export const newConversation = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24))))
    .replaceAll('+', '-')
    .replaceAll('/', '_');

/**
 * `secret`: at least 32 characters, the same in every process that serves the same conversations. `former` secrets
 * sign nothing, but what they signed is still good until it ends.
 */
export function createTokens(secret: string, now: () => Date, former: readonly string[] = []): Tokens {
  if ([secret, ...former].some(({ length }) => length < 32)) {
    throw new Error('the secret for Direct Line tokens is too short: give at least 32 random characters');
  }
  // Imported once: doing it for every request would cost more than the check itself.
  const imported = (text: string): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', new TextEncoder().encode(text), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ]);
  const key = imported(secret);
  const keys = [key, ...former.map(imported)];
  const seconds = () => Math.floor(now().getTime() / 1000);
  // A client shows the same token with every message: its signature is checked once, its expiry each time.
  const known = new Map<string, z.infer<typeof payloadSchema>>();
  const read = async (token: string): Promise<z.infer<typeof payloadSchema> | undefined> => {
    const before = known.get(token);
    if (before) return before;
    // The longest that is issued is well below this.
    if (token.length > 2000) return undefined;
    let payload: unknown;
    for (const each of keys) {
      // The expiry is left to the caller, which has the injected clock.
      const rules = { alg: 'HS256', exp: false, iat: false, nbf: false } as const;
      payload ??= await verify(token, await each, rules).catch(() => undefined);
    }
    const parsed = payloadSchema.safeParse(payload);
    if (!parsed.success) return undefined;
    const [oldest] = known.size >= MOST_KNOWN ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    known.set(token, parsed.data);
    return parsed.data;
  };
  return {
    async issue(use, { conversation, user }) {
      const exp = seconds() + (use === 'chat' ? TOKEN_SECONDS : STREAM_TOKEN_SECONDS);
      return sign(
        { use, conv: conversation, ...(user === undefined ? {} : { user }), exp },
        await key,
        'HS256',
      );
    },
    async check(use, token, graceSeconds = 0) {
      const payload = await read(token);
      if (!payload || payload.use !== use) return { ok: false, because: 'invalid' };
      if (payload.exp + graceSeconds <= seconds()) return { ok: false, because: 'expired' };
      const { conv, user } = payload;
      return { ok: true, ticket: { conversation: conv, ...(user === undefined ? {} : { user }) } };
    },
  };
}
