/**
 * `/.well-known/security.txt` (RFC 9116): whom to tell about a weakness in this installation.
 */

/** A copy that nobody runs any more must not go on promising an answer: what is served says it holds this long. */
const VALID_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @param contact `mailto:` or `https:`, without line breaks; @param publicUrl without a slash at the end */
export function securityTxt(contact: string, now: Date, publicUrl?: string): string {
  // Whole days, so that the file does not change with every request.
  const expires = new Date((Math.floor(now.getTime() / DAY_MS) + VALID_DAYS) * DAY_MS);
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: nl, en',
    ...(publicUrl ? [`Canonical: ${publicUrl}/.well-known/security.txt`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
