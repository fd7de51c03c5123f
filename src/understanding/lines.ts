/** One JSON line in, one JSON line out: the format of `npm run --silent understand`. */
import type { Reader } from '../domain/reading.ts';

/** One line of input to one line of output; a line that cannot be read becomes `{"error"}`. */
export function answerLine(reader: Reader, line: string): string {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    return JSON.stringify({ error: 'this line is not JSON; write {"text": "..."} on one line' });
  }
  const { text, asked } = (input ?? {}) as { text?: unknown; asked?: unknown };
  if (typeof text !== 'string') return JSON.stringify({ error: '"text" is missing or is not a string' });
  if (asked !== undefined && asked !== null && typeof asked !== 'string') {
    return JSON.stringify({ error: '"asked" is not a string' });
  }
  const { topics, perspective, risk, intent } = reader(text, asked ?? undefined);
  return JSON.stringify({ text, topics, perspective, risk: { level: risk.level, kind: risk.kind }, intent });
}
