/**
 * Cuts what the bot says into text, telephone numbers and addresses of services. Gives data, never HTML.
 */

export type Piece = { text: string; href?: string };

/** 0800-0113, 088 0767 000, 06-13 86 38 03, 030 - 229 98 00, 14 030, +31 30 229 98 00, 112 and 113. */
const PHONE =
  /0[89]00[ -]?\d{4}(?:\d{3})?|(?:\+31[ -]?|0)[1-9]\d{0,2}(?:(?: - |[ -])?\d{1,4}){1,5}|14[ ]?0\d{2,3}|11[23]/g;
/** Part of a longer number, an amount or a code: no telephone number. Looked at apart, as old Safari cannot look back. */
const NOT_AFTER = /(?:[\p{L}\d.,:/@#€+-]|€ )$/u;
const NOT_BEFORE = /^(?:[\p{L}\d]|[.,:-]\d|[ ]?(?:euro|keer|dagen|%))/u;

const ADDRESS = /(?:https?:\/\/)?(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[^\s<>"')\]]*)?/gi;

/**
 * A link to a file of the client's own, as the bot gives it. Whatever host the server thinks it has, it is this one:
 * so it works behind a proxy, and such words in a client's own text lead nowhere else.
 */
export const DOWNLOAD = /https?:\/\/[^\s/]+(\/d\/[0-9a-z]{32,128})(?![0-9a-z/])/gi;

/** The number to dial, or nothing when it has not the length of one. */
function dialled(text: string): string | undefined {
  const digits = text.replace(/[^\d+]/g, '');
  if (digits.startsWith('+31')) return digits.length === 12 ? digits : undefined;
  if (/^11[23]$|^140\d{2,3}$|^0[89]00(\d{4}|\d{7})$/.test(digits)) return digits;
  return digits.length === 10 ? digits : undefined;
}

/** Only hosts of services in the directory become links: words that come from people must not lead anywhere. */
function linked(text: string, hosts: ReadonlySet<string>): string | undefined {
  const url = /^https?:/i.test(text) ? text : `https://${text}`;
  const { host, href } = parsed(url) ?? {};
  if (host === undefined || href === undefined) return undefined;
  return hosts.has(host.replace(/^www\./, '')) ? href.replace(/^http:/, 'https:') : undefined;
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

export function linkify(text: string, hosts: ReadonlySet<string>): Piece[] {
  const found: { at: number; piece: Piece }[] = [];
  for (const { 0: shown, 1: href = '', index } of text.matchAll(DOWNLOAD)) {
    found.push({ at: index, piece: { text: shown, href } });
  }
  const isTaken = (from: number, to: number): boolean =>
    found.some(({ at, piece }) => from < at + piece.text.length && at < to);
  for (const match of text.matchAll(ADDRESS)) {
    const shown = match[0].replace(/[.,;:!?]+$/, '');
    const before = text[match.index - 1] ?? '';
    const href = before === '@' ? undefined : linked(shown, hosts);
    if (href !== undefined && !isTaken(match.index, match.index + shown.length))
      found.push({ at: match.index, piece: { text: shown, href } });
  }
  for (const match of text.matchAll(PHONE)) {
    const number = dialled(match[0]);
    const end = match.index + match[0].length;
    const alone = !NOT_AFTER.test(text.slice(0, match.index)) && !NOT_BEFORE.test(text.slice(end));
    if (number && alone && !isTaken(match.index, end))
      found.push({ at: match.index, piece: { text: match[0], href: `tel:${number}` } });
  }
  found.sort((a, b) => a.at - b.at);
  const pieces: Piece[] = [];
  let done = 0;
  for (const { at, piece } of found) {
    if (at > done) pieces.push({ text: text.slice(done, at) });
    pieces.push(piece);
    done = at + piece.text.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}
