/**
 * The page's own files and how they are sent: compressed beforehand, and kept by the browser for as long as their
 * address names exactly this content.
 */
import type { Context } from 'hono';

/** One file, or a page that was made at the start. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  /** `text/css; charset=utf-8` */
  type: string;
  /** Fingerprint of the content: the `?v=` of its address, and its ETag. */
  version: string;
  /** The same bytes, compressed. Absent where the platform does that itself. */
  encoded?: Partial<Record<'br' | 'gzip', Uint8Array<ArrayBuffer>>>;
}

/** By path under `/assets/`, such as `chat.js`. */
export type Assets = (path: string) => Asset | undefined;

const YEAR = 'public, max-age=31536000, immutable';
const SHORT = 'public, max-age=300';

/** The address of a file, which changes whenever its content does. */
export function addressOf(assets: Assets, path: string): string {
  const version = assets(path)?.version;
  return version === undefined ? `/assets/${path}` : `/assets/${path}?v=${version}`;
}

/** What the client accepts. `q=0` means: not that one. */
function accepted(header: string | undefined, encoding: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** Sends in the smallest form that the client takes. */
export function sendAsset(c: Context, asset: Asset, cacheControl: string): Response {
  const encoding = (['br', 'gzip'] as const).find(
    (one) => asset.encoded?.[one] && accepted(c.req.header('Accept-Encoding'), one),
  );
  c.header('Content-Type', asset.type);
  c.header('Cache-Control', cacheControl);
  c.header('Vary', 'Accept-Encoding');
  if (encoding) c.header('Content-Encoding', encoding);
  return c.body((encoding && asset.encoded?.[encoding]) || asset.body);
}

/** Answers `/assets/<path>`. */
export function serveAsset(c: Context, assets: Assets, path: string): Response | undefined {
  const asset = assets(path);
  if (!asset) return undefined;
  const exact = c.req.query('v') === asset.version;
  const etag = `"${asset.version}"`;
  if (c.req.header('If-None-Match')?.includes(etag)) {
    return c.body(null, 304, { ETag: etag, 'Cache-Control': exact ? YEAR : SHORT });
  }
  c.header('ETag', etag);
  return sendAsset(c, asset, exact ? YEAR : SHORT);
}
