/** Reads the import statements of a TypeScript file: enough for our own code, not a full parser. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export interface Import {
  /** The file that imports, from the project's folder: `src/engine/turn.ts`. */
  file: string;
  line: number;
  /** What it names: a file of ours (`src/domain/plan.ts`) or a package or built-in (`zod`, `node:fs`). */
  target: string;
  typeOnly: boolean;
}

export const projectFolder = join(import.meta.dirname, '../..');

/** All TypeScript and JavaScript files under a folder of the project, with `/`. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(projectFolder.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** Blanks out comments, keeping line breaks, so that an example in a doc comment is no import. */
function withoutComments(code: string): string {
  return code.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|(^|[^:\\])\/\/[^\n]*/g,
    (found, text: string | undefined, before: string | undefined) =>
      text ?? (before ?? '') + found.replace(/[^\n]/g, ' ').slice((before ?? '').length),
  );
}

const STATEMENT = /^[ \t]*(?:import|export)\b(\s+type\b)?[^'"`;=()]*?(?:\bfrom\s*)?(['"])([^'"\n]+)\2/gm;
const DYNAMIC = /\bimport\(\s*(['"])([^'"\n]+)\1/g;

export function importsIn(file: string, code: string): Import[] {
  const plain = withoutComments(code);
  const resolve = (name: string) => (name.startsWith('.') ? posix.join(dirname(file), name) : name);
  const lineAt = (index: number) => plain.slice(0, index).split('\n').length;
  const statements = [...plain.matchAll(STATEMENT)].map((found) => ({
    file,
    line: lineAt((found.index ?? 0) + found[0].length),
    target: resolve(found[3] ?? ''),
    typeOnly: found[1] !== undefined,
  }));
  const dynamic = [...plain.matchAll(DYNAMIC)].map((found) => ({
    file,
    line: lineAt(found.index ?? 0),
    target: resolve(found[2] ?? ''),
    typeOnly: false,
  }));
  return [...statements, ...dynamic];
}

export const importsOf = (file: string): Import[] =>
  importsIn(file, readFileSync(join(projectFolder, file), 'utf8'));
