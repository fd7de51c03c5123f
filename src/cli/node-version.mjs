/**
 * Which Node may run Stuur, and where to find one. Must itself run on any Node from 14 on: it is what
 * stands between an old Node and a segmentation fault in better-sqlite3.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Why this Node will not do, or '' when it will. Even-numbered lines only: the odd ones end after months
 * and were never measured; 22.12 and 22.13 crash in better-sqlite3 (docs/decisions/0001-node-24.md).
 * @param {string} version as in `process.version`: 'v22.14.0'
 */
export function nodeProblem(version) {
  const found = /^v?(\d+)\.(\d+)\./.exec(version);
  const major = found ? Number(found[1]) : 0;
  const minor = found ? Number(found[2]) : 0;
  if (major === 22 && minor >= 14) return '';
  if (major >= 24 && major % 2 === 0) return '';
  return `this is Node ${version.replace(/^v/, '')}, and Stuur needs Node 22.14 or later, or 24 (best)`;
}

/** What to do about it, in one sentence. */
export const NODE_REMEDY =
  'Install Node 24 (https://nodejs.org, or `nvm install 24`) and give the same command again.';

/**
 * The Node that npm brought along (Linux x64 and arm64 only), if it is there, starts on this machine and is
 * good enough; otherwise ''. An old npm unpacks it without linking it.
 * @param {string} root the project's folder
 */
export function broughtNode(root) {
  const packages = join(root, 'node_modules');
  const places = [
    join(packages, '.bin', 'node'),
    join(packages, `node-linux-${process.arch}`, 'bin', 'node'),
  ];
  for (const path of places) {
    if (!existsSync(path)) continue;
    const asked = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20000 });
    if (asked.status === 0 && nodeProblem(asked.stdout.trim()) === '') return path;
  }
  return '';
}

/**
 * The Node to use: this one if it will do, else the one npm brought along, else ''.
 * @param {string} root
 */
export function goodNode(root) {
  return nodeProblem(process.version) === '' ? process.execPath : broughtNode(root);
}
