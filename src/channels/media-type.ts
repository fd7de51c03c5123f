/** What kind of thing was sent along, from whatever a channel calls it. */

/** `image/jpeg`, without parameters; `application/octet-stream` when it is no media type. */
export function mediaType(given: string | null | undefined): string {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec((given ?? '').trim().toLowerCase())?.[0];
  return type ?? 'application/octet-stream';
}
