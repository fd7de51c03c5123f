/**
 * The services in a JSON text that comes in pieces, one at a time: a list, an HSDS page (`contents`), or (`lines`) a
 * service on each line. So a file of any length takes no more room than its longest service.
 */

export interface JsonItem {
  /** The line on which it begins, from 1. */
  line: number;
  text: string;
}

/** Characters of one service. */
const LONGEST = 1_000_000;

export class JsonShapeError extends Error {
  override name = 'JsonShapeError';
}

/** @throws JsonShapeError with a Dutch sentence when the text ends within a service, or one is too long. */
export async function* jsonItems(
  pieces: AsyncIterable<string> | Iterable<string>,
  { lines = false }: { lines?: boolean } = {},
): AsyncGenerator<JsonItem> {
  /** Of each bracket that is open: which. */
  const open: string[] = [];
  let line = 1;
  let began = 0;
  let text = '';
  let string = false;
  let escaped = false;
  /** How many brackets are open outside the service that is being read; undefined: not in one. */
  let inside: number | undefined;
  let lastString = '';
  let page = false;
  let first = true;
  for await (const piece of pieces) {
    for (const char of first ? piece.replace(/^\uFEFF/, '') : piece) {
      if (char === '\n') line += 1;
      if (inside !== undefined) text += char;
      if (text.length > LONGEST)
        throw new JsonShapeError(`regel ${began}: deze dienst is langer dan ${LONGEST} tekens`);
      if (string) {
        if (!escaped && char === '"') string = false;
        else if (inside === undefined) lastString = (lastString + char).slice(-40);
        escaped = !escaped && char === '\\';
      } else if (char === '"') {
        string = true;
        escaped = false;
        if (inside === undefined) lastString = '';
      } else if (char === '[' || char === '{') {
        if (
          inside === undefined &&
          char === '[' &&
          open.length === 1 &&
          open[0] === '{' &&
          lastString === 'contents'
        )
          page = true;
        const around = open.join('');
        const begins = lines ? around === '' : around === '[' || (page && around === '{[');
        if (inside === undefined && char === '{' && begins) {
          inside = open.length;
          began = line;
          text = char;
        }
        open.push(char);
      } else if (char === ']' || char === '}') {
        open.pop();
        if (open.length === inside) {
          yield { line: began, text };
          inside = undefined;
          text = '';
        }
      }
    }
    first = false;
  }
  if (open.length > 0 || string)
    throw new JsonShapeError(`regel ${began || line}: het bestand houdt midden in een dienst op`);
}
