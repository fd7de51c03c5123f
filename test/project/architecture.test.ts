/**
 * Imports point one way: domain <- content, understanding, directory <- engine <- run
 * <- store, channels, trends, staff, pages <- app <- node, worker, cli.
 * When this fails, move the code to the room it belongs to, or let the outer room pass in what the inner needs.
 */
import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importsIn, importsOf, projectFolder, sourceFiles } from './imports.ts';

const reading = ['domain', 'content', 'understanding', 'directory'];
const running = [...reading, 'engine', 'run'];
const serving = [...running, 'export', 'store', 'channels', 'trends', 'staff', 'pages', 'settings.ts'];

/** Per room of src/ (a folder, or a file beside them): the other rooms it may import from. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  content: ['domain'],
  understanding: ['domain'],
  directory: ['domain'],
  engine: reading,
  run: [...reading, 'engine'],
  export: running,
  store: running,
  channels: running,
  trends: running,
  staff: [...running, 'store'],
  // The pages for staff know who is signed in; the client's pages never ask.
  pages: [...running, 'staff'],
  // Plays written conversations; for cli and tests.
  transcript: [...running, 'store', 'channels'],
  'settings.ts': ['domain'],
  'app.ts': serving,
  'node.ts': [...serving, 'app.ts'],
  'worker.ts': [...serving, 'app.ts'],
  cli: [...serving, 'app.ts', 'transcript'],
};

/** Only these know a runtime: Node's own modules, its server, its database. A name that begins with node says so. */
const KNOWS_A_RUNTIME = [
  /^src\/(node|worker)\.ts$/,
  /^src\/(cli|transcript)\//,
  /^src\/(content|directory)\/load\.ts$/,
  /^src\/understanding\/(load|artefact)\.ts$/,
  /^src\/store\/(sqlite|local_key|connection|checkpoints)\.ts$/,
  /\/node[-_][^/]+\.ts$/,
];
const RUNTIME_PACKAGES = [
  'better-sqlite3',
  'drizzle-orm/better-sqlite3',
  '@hono/node-server',
  'ws',
  'esbuild',
];

/** A successor of the archived SDK replaces this and nothing else. */
const KNOWS_BOT_FRAMEWORK = /^src\/channels\/botframework[^/]*(\.ts$|\/)/;

const roomOf = (path: string) => path.split('/')[1] ?? '';
const isOurs = (target: string) => /^(src|dialogs|locales|data|test)\//.test(target);
const belongsTo = (target: string, name: string) => target === name || target.startsWith(`${name}/`);
const isRuntime = (target: string) =>
  /^(node|cloudflare|bun):/.test(target) ||
  builtinModules.includes(target) ||
  RUNTIME_PACKAGES.some((name) => belongsTo(target, name));
const knowsRuntime = (file: string) => KNOWS_A_RUNTIME.some((place) => place.test(file));
const isBotFramework = (target: string) => /^(botbuilder|botframework)/.test(target);

/** Says what is wrong with one import, or nothing. */
function complaint(found: Import): string | undefined {
  const { file, line, target } = found;
  const at = `${file}:${line}`;
  const room = roomOf(file);
  if (isOurs(target)) {
    const other = roomOf(target);
    if (!target.startsWith('src/')) {
      // Data read as a module is part of the room that reads it.
      return target.startsWith('test/') ? `${at}: src must not import from test/` : undefined;
    }
    if (file.startsWith('src/pages/client/') && !target.startsWith('src/pages/client/') && !found.typeOnly)
      return `${at}: a script for the browser may only take types from outside src/pages/client, not ${target}`;
    if (other !== room && !MAY_IMPORT[room]?.includes(other))
      return `${at}: ${room} may not import from ${other} (${target}); it may from: ${MAY_IMPORT[room]?.join(', ') || 'nothing'}`;
    return undefined;
  }
  if (isRuntime(target) && !knowsRuntime(file))
    return `${at}: '${target}' belongs to one runtime; only src/node.ts, src/worker.ts, src/cli, load.ts and files named node-*.ts may import it`;
  if (isBotFramework(target) && !KNOWS_BOT_FRAMEWORK.test(file))
    return `${at}: '${target}' may only be imported by src/channels/botframework*.ts`;
  return undefined;
}

describe('imports of src/', () => {
  const files = sourceFiles('src').filter((file) => file.endsWith('.ts') || file.endsWith('.tsx'));

  it('point one way, and only the edge knows a runtime or the Bot Framework', () => {
    expect(files.flatMap(importsOf).map(complaint).filter(Boolean)).toEqual([]);
  });

  it('come from rooms that this test knows', () => {
    const rooms = readdirSync(join(projectFolder, 'src'));
    expect(rooms.filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it('lead from src/app.ts to nothing that knows a runtime, so that it runs anywhere', () => {
    const ways = new Map([['src/app.ts', 'src/app.ts']]);
    for (const [file, way] of ways)
      for (const { target, typeOnly } of existsSync(join(projectFolder, file)) ? importsOf(file) : [])
        if (target.startsWith('src/') && !typeOnly && !ways.has(target))
          ways.set(target, `${way} -> ${target}`);
    expect([...ways].filter(([file]) => knowsRuntime(file)).map(([, way]) => way)).toEqual([]);
  });

  it('name files that exist, with their extension', () => {
    const missing = files
      .flatMap(importsOf)
      .filter(({ target }) => isOurs(target) && !existsSync(join(projectFolder, target)))
      .map(({ file, line, target }) => `${file}:${line}: ${target} does not exist`);
    expect(missing).toEqual([]);
  });
});

describe('the reader of imports', () => {
  it('sees every form of import, on one line or more, and none in comments or strings', () => {
    const code = [
      "import a from 'a';",
      "import type { B } from './b.ts';",
      'import {',
      '  c, // import x from "no-comment"',
      "} from '../domain/c.ts';",
      "import 'side-effect';",
      "export { d } from './d.ts';",
      "export * from './e.ts';",
      "/** Example: import nothing from 'no-doc'; */",
      "const text = 'import y from z';",
      "const later = await import('./f.ts');",
      "export const from = 'no-export';",
      "export type { G } from './g.ts';",
    ].join('\n');
    expect(
      importsIn('src/engine/turn.ts', code).map(({ line, target, typeOnly }) => [line, target, typeOnly]),
    ).toEqual([
      [1, 'a', false],
      [2, 'src/engine/b.ts', true],
      [5, 'src/domain/c.ts', false],
      [6, 'side-effect', false],
      [7, 'src/engine/d.ts', false],
      [8, 'src/engine/e.ts', false],
      [13, 'src/engine/g.ts', true],
      [11, 'src/engine/f.ts', false],
    ]);
  });

  it('complains of each kind of wrong import, and says where', () => {
    const wrong = (file: string, target: string, typeOnly = false) =>
      complaint({ file, line: 3, target, typeOnly });
    expect(wrong('src/domain/plan.ts', 'src/engine/turn.ts')).toBe(
      'src/domain/plan.ts:3: domain may not import from engine (src/engine/turn.ts); it may from: nothing',
    );
    expect(wrong('src/engine/turn.ts', 'node:fs')).toContain("'node:fs' belongs to one runtime");
    expect(wrong('src/engine/turn.ts', 'fs')).toContain("'fs' belongs to one runtime");
    expect(wrong('src/store/d1.ts', 'drizzle-orm/better-sqlite3')).toContain('belongs to one runtime');
    expect(wrong('src/run/send.ts', 'botframework-schema', true)).toContain('may only be imported by');
    expect(wrong('src/channels/botframework.ts', 'botbuilder')).toBeUndefined();
    expect(wrong('src/pages/client/chat.ts', 'src/domain/plan.ts')).toContain('may only take types');
    expect(wrong('src/store/sqlite.ts', 'better-sqlite3')).toBeUndefined();
    expect(wrong('src/channels/console.ts', 'src/store/sqlite.ts')).toContain(
      'channels may not import from store',
    );
    expect(wrong('src/app.ts', 'src/pages/chat.tsx')).toBeUndefined();
  });
});
