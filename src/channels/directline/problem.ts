/**
 * Refusals in Direct Line's shape, `{error: {code, message}}`, with sentences for the person who writes.
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const PROBLEMS = {
  // 401 and not 403: the known clients take every 403 for an expired token and go on asking for a new one.
  MissingToken: { status: 401, message: 'Dit gesprek is hier niet geopend. Laad de pagina opnieuw.' },
  InvalidToken: { status: 403, message: 'De sleutel van dit gesprek klopt niet. Laad de pagina opnieuw.' },
  TokenExpired: {
    status: 403,
    message: 'Dit gesprek stond te lang stil. Laad de pagina opnieuw om verder te gaan.',
  },
  OtherConversation: {
    status: 403,
    message: 'Deze sleutel hoort bij een ander gesprek. Laad de pagina opnieuw.',
  },
  BadArgument: { status: 400, message: 'Dit bericht kwam verminkt aan. Probeer het nog een keer.' },
  MessageSizeTooBig: {
    status: 413,
    message: 'Dit bericht is te groot. Maak het korter, of stuur het in stukjes.',
  },
  Throttled: {
    status: 429,
    message: 'Dat gaat even te snel. Wacht een paar tellen en probeer het dan opnieuw.',
  },
  NotFound: { status: 404, message: 'Dit adres bestaat hier niet.' },
  NoStream: { status: 426, message: 'Dit adres is alleen voor een WebSocket.' },
  ServiceUnavailable: {
    status: 503,
    message: 'Het lukt nu even niet. Je bericht is niet aangekomen. Probeer het zo nog een keer.',
  },
} as const satisfies Record<string, { status: ContentfulStatusCode; message: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The answer for `code`; `message` replaces the standing sentence, `retryAfter` is in whole seconds. */
export function problem(
  c: Context,
  code: ProblemCode,
  more: { message?: string; retryAfter?: number } = {},
): Response {
  const { status, message } = PROBLEMS[code];
  if (more.retryAfter !== undefined) c.header('Retry-After', String(more.retryAfter));
  return c.json({ error: { code, message: more.message ?? message } }, status);
}
