/**
 * `npm run check`: types, lint, content and the direction of imports, all of them also when one fails.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';

/**
 * @typedef {{ name: string, file: string, args: string[] }} Check
 * @param {string} root
 * @returns {Check[]}
 */
function checks(root) {
  const inPackages = /** @param {string} path */ (path) => join(root, 'node_modules', path);
  const content = join(root, 'dist/cli/check.js');
  return [
    { name: 'types', file: inPackages('typescript/bin/tsc'), args: ['--noEmit'] },
    {
      name: 'lint',
      file: inPackages('@biomejs/biome/bin/biome'),
      args: ['ci', '--diagnostic-level=warn', '.'],
    },
    ...(existsSync(content) ? [{ name: 'content', file: content, args: [] }] : []),
    {
      name: 'import direction',
      file: inPackages('vitest/vitest.mjs'),
      args: ['run', '--reporter=dot', 'test/project/architecture.test.ts'],
    },
  ];
}

/**
 * @param {string} root
 * @param {string} node
 * @param {Check} check
 * @returns {Promise<{ name: string, ok: boolean, output: string, seconds: string }>}
 */
function run(root, node, check) {
  const started = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(node, [check.file, ...check.args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      resolve({ name: check.name, ok: code === 0, output, seconds });
    });
  });
}

/**
 * Runs all checks, prints each one's words when it fails, and sets the exit code.
 * @param {string} root
 * @param {string} node
 */
export async function runChecks(root, node) {
  // A program that does not build must not hide what the types and the lint say of it.
  const built = await buildIfStale(root, { training: false }).then(
    () => [],
    (error) => [{ name: 'build', ok: false, output: String(error), seconds: '0' }],
  );
  const results = [...built, ...(await Promise.all(checks(root).map((check) => run(root, node, check))))];
  for (const result of results) {
    if (!result.ok) console.log(`\n--- ${result.name} ---\n${result.output.trim()}\n`);
  }
  for (const result of results)
    console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${result.name} (${result.seconds} s)`);
  process.exitCode = results.every((result) => result.ok) ? 0 : 1;
}
