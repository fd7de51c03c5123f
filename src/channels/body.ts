/**
 * The body of a request as text, up to a measure.
 */
import type { Context } from 'hono';

/** What is above the measure is still read and thrown away up to here, so that the refusal reaches its reader. */
const MOST_DISCARDED = 4 * 1024 * 1024;

/**
 * Undefined: larger than `max` bytes, to be answered with 413. An answer in the middle of an upload would cut the
 * connection, and with it the next request that the client sends over it; so the rest is read first, and when it is
 * too much even for that the answer says (`Connection: close`) that this connection ends.
 */
export async function bodyText(c: Context, max: number): Promise<string | undefined> {
  const announced = c.req.header('content-length');
  const plain = announced !== undefined && c.req.header('transfer-encoding') === undefined;
  // The server holds a sender to the announced length: no need to count.
  if (plain && Number(announced) <= max) return c.req.text();

  if (plain && Number(announced) > MOST_DISCARDED) {
    c.header('Connection', 'close');
    return undefined;
  }
  const decoder = new TextDecoder();
  const reader = c.req.raw.body?.getReader();
  let text = '';
  for (let total = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) return total > max ? undefined : text + decoder.decode();
    total += value.length;
    if (total > MOST_DISCARDED) {
      c.header('Connection', 'close');
      return undefined;
    }
    if (total > max) text = '';
    else text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** The JSON of a text; undefined when it is none (which no schema accepts). */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
