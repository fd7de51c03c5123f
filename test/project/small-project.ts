/** A small project in a temporary folder with our own bootstrap in it, to start as a newcomer would. */
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { nodeProblem } from '../../src/cli/node-version.mjs';
import { projectFolder } from './imports.ts';

/** A Node on this machine that is too old for Stuur; '' when there is none. */
export function findOldNode(): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'node');
    if (!existsSync(path)) continue;
    try {
      if (nodeProblem(execFileSync(path, ['--version'], { encoding: 'utf8' }).trim())) return path;
    } catch {
      // Not a program that starts here.
    }
  }
  return '';
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Environment without what npm and the test runner leave in it. */
export function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST|TEST_)/i.test(name));
  return { ...Object.fromEntries(kept), ...more };
}

/** Starts a program and collects what it says. */
export function start(program: string, args: string[], options: SpawnOptions & { input?: string } = {}) {
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += text));
  child.stderr.on('data', (text) => (said.stderr += text));
  child.stdin.on('error', () => {}).end(options.input ?? '');
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, ended, said };
}

/** Makes the folder; `dispose` removes it. */
export function smallProject() {
  const folder = mkdtempSync(join(tmpdir(), 'stuur-project-'));
  const at = (...path: string[]) => join(folder, ...path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  mkdirSync(at('src/cli'), { recursive: true });
  for (const name of readdirSync(join(projectFolder, 'src/cli')).filter((name) => name.endsWith('.mjs')))
    cpSync(join(projectFolder, 'src/cli', name), at('src/cli', name));
  const manifest = { name: 'small', version: '1.0.0', type: 'module' };
  write('package.json', JSON.stringify(manifest));
  write('package-lock.json', JSON.stringify({ ...manifest, lockfileVersion: 3, packages: { '': manifest } }));
  write('tsconfig.json', '{}');
  write('src/domain/vocabulary.ts', 'export const TOPICS = [];\n');

  return {
    folder,
    at,
    write,
    bootstrap: at('src/cli/bootstrap.mjs'),
    /** As if `npm ci` had run: esbuild, and with `withNode` the Node that npm would have brought. */
    pretendInstalled(withNode: boolean) {
      write('node_modules/.package-lock.json', JSON.stringify({ packages: {} }));
      symlinkSync(join(projectFolder, 'node_modules/esbuild'), at('node_modules/esbuild'));
      mkdirSync(at('node_modules/.bin'));
      if (withNode) symlinkSync(process.execPath, at('node_modules/.bin/node'));
    },
    /** Makes the project depend on one tiny package that is kept inside it. */
    dependOnTinyPackage() {
      write('tiny/package.json', JSON.stringify({ name: 'tiny', version: '1.0.0' }));
      execFileSync('npm', ['pack', './tiny', '--offline'], {
        cwd: folder,
        env: plainEnvironment(),
        stdio: 'ignore',
        shell: process.platform === 'win32',
      });
      const integrity = `sha512-${createHash('sha512')
        .update(readFileSync(at('tiny-1.0.0.tgz')))
        .digest('base64')}`;
      const root = { ...manifest, dependencies: { tiny: 'file:tiny-1.0.0.tgz' } };
      write('package.json', JSON.stringify(root));
      const tiny = { version: '1.0.0', resolved: 'file:tiny-1.0.0.tgz', integrity };
      const packages = { '': root, 'node_modules/tiny': tiny };
      write('package-lock.json', JSON.stringify({ ...manifest, lockfileVersion: 3, packages }));
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
