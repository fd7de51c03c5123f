/**
 * Is this address the computer itself? Without an app id the bot talks to nobody else: it would post what clients
 * are told to any address that a stranger names.
 */

export function isLoopback(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** A name is believed only when it is `localhost`: any other can be pointed elsewhere after this check. */
export function isLoopbackUrl(url: string): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return false;
  }
  return parsed.hostname === 'localhost' || isLoopback(parsed.hostname);
}
