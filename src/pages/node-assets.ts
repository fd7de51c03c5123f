/**
 * Reads the pages' files from disk and compresses them once. The only file of this room that touches a disk.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { SourceFile } from '../content/source.ts';
import type { Asset, Assets } from './assets.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};
/** Compresses no further. */
const PACKED = ['.png', '.ico'];

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Both encodings, at their strongest: this happens once, at the start. */
export function precompress(body: Uint8Array): NonNullable<Asset['encoded']> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return { br: copy(brotliCompressSync(body, { params })), gzip: copy(gzipSync(body, { level: 9 })) };
}

/**
 * All files of `dist/public`, in memory.
 * @param root the folder that holds `dist`
 * @throws Error when the build left nothing there
 */
export function loadAssets(root: string): Assets {
  const folder = join(root, 'dist/public');
  const files = new Map<string, Asset>();
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const extension = extname(name);
    const type = TYPES[extension];
    if (!type) continue;
    const body = copy(readFileSync(join(folder, name)));
    const version = createHash('sha256').update(body).digest('hex').slice(0, 12);
    files.set(name, {
      body,
      type,
      version,
      ...(PACKED.includes(extension) ? {} : { encoded: precompress(body) }),
    });
  }
  if (!files.has('chat.js')) throw new Error(`${folder} has no chat.js; run \`npm run build\` first`);
  return (path) => files.get(path);
}

/**
 * The texts of the pages, for `readPageTexts`.
 * @param root the folder that holds `locales`
 */
export function loadPageTextFiles(root: string): SourceFile[] {
  const folder = 'locales/nl/pages';
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }));
}
