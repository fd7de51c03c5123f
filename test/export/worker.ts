/**
 * A Worker that makes each kind of file: what the files need is there where no Node is.
 */
import type { File } from '../../src/domain/file.ts';
import { type FileParts, makeFile } from '../../src/export/files.ts';
import type { Letters } from '../../src/export/letters.ts';

export interface Wish {
  file: File;
  parts: Omit<FileParts, 'letters'>;
  /** Base64, as there is no file system to read it from. */
  letters: Record<keyof Letters, string>;
}

const bytes = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// biome-ignore lint/style/noDefaultExport: what a Worker is
export default {
  async fetch(request: Request): Promise<Response> {
    const { file, parts, letters } = (await request.json()) as Wish;
    const made = await makeFile(file, {
      ...parts,
      letters: async () => ({ regular: bytes(letters.regular), bold: bytes(letters.bold) }),
    });
    return new Response(made.body, { headers: { 'Content-Type': made.type } });
  },
};
