/**
 * The same files inside workerd, bundled as for Cloudflare.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FILES } from '../../src/domain/file.ts';
import { makeFile } from '../../src/export/files.ts';
import { loadLetters } from '../../src/export/node_letters.ts';
import { content, MADE_AT, wholeClient } from './client.ts';
import { readPdf } from './read-pdf.ts';
import type { Wish } from './worker.ts';

const parts = { content: { ...content, reader: undefined as never }, state: wholeClient, madeAt: MADE_AT };
let workerd: Miniflare | undefined;

beforeAll(async () => {
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    // pdfkit names a colour profile beside itself when it is loaded; a Worker has no such place. It is never read.
    define: { 'import.meta.url': '"file:///worker.js"' },
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['module', 'main'],
    write: false,
  });
  workerd = new Miniflare({
    workers: [
      {
        config: {
          name: 'export-test',
          compatibilityDate: '2026-10-01',
          manifest: {
            mainModule: 'worker.js',
            modulesRoot: '/',
            modules: { 'worker.js': { type: 'esm', contents: bundled.outputFiles[0]?.text ?? '' } },
          },
        },
      },
    ],
  });
  await workerd.ready;
}, 60_000);
afterAll(() => workerd?.dispose());

it.each(FILES)(
  '%s is made in a Worker as on Node',
  async (file) => {
    const { regular, bold } = await loadLetters();
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const wish: Wish = { file, parts, letters: { regular: base64(regular), bold: base64(bold) } };
    const response = await workerd?.dispatchFetch('http://export/', {
      method: 'POST',
      body: JSON.stringify(wish),
    });
    const made = new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0));
    if (response?.status !== 200) throw new Error(Buffer.from(made).toString());
    const own = await makeFile(file, { ...parts, letters: loadLetters });
    if (!own.type.includes('pdf'))
      return expect(Buffer.from(made).toString()).toBe(Buffer.from(own.body).toString());
    // Each packs in its own way; what is in it is the same.
    const { outline, title } = await readPdf(own.body);
    expect(await readPdf(made)).toMatchObject({ outline, title });
  },
  60_000,
);
