/**
 * Installs from the lockfile when node_modules is missing or does not match it, and explains in plain
 * sentences what to do when that fails. Must run on any Node from 14 on. Everything it prints goes to stderr.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './install-lock.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, os?: string | string[], cpu?: string | string[], libc?: string[] }} Locked */

/**
 * @param {string} path
 * @returns {Record<string, Locked>}
 */
const lockedPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages || {};

/**
 * Whether an optional package is meant for this kind of machine and no other.
 * @param {Locked} wanted
 * @param {string} platform
 * @param {string} arch
 */
function isFor(wanted, platform, arch) {
  const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc';
  if (!wanted.os || !wanted.cpu || (wanted.libc && wanted.libc.indexOf(libc) === -1)) return false;
  return [wanted.os, wanted.cpu].join() === [platform, arch].join();
}

/**
 * Why node_modules has to be installed (again), or '' when it matches the lockfile. Compares what npm says
 * it installed (node_modules/.package-lock.json, written last) with package-lock.json, package by package:
 * times of files say nothing after a git checkout.
 * @param {string} root
 * @param {{ withDev: boolean, complete: boolean, platform?: string, arch?: string }} options `complete`: also
 *   the packages that are for this kind of machine only
 */
export function installReason(root, options) {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'node_modules is not there yet';
  const platform = options.platform || process.platform;
  const arch = options.arch || process.arch;
  try {
    const wanted = lockedPackages(join(root, 'package-lock.json'));
    const installed = lockedPackages(installedPath);
    for (const path of Object.keys(wanted)) {
      const want = /** @type {Locked} */ (wanted[path]);
      const has = installed[path];
      if (path === '') continue;
      if (!has && ((want.dev && !options.withDev) || want.devOptional)) continue;
      if (!has && want.optional && !(options.complete && isFor(want, platform, arch))) continue;
      if (!has) return `${path} is not installed`;
      if (has.version !== want.version || has.integrity !== want.integrity)
        return `${path} is ${has.version}, the lockfile says ${want.version}`;
    }
    const first = Object.keys(installed)[0];
    if (first && !existsSync(join(root, first))) return `${first} has gone`;
    return '';
  } catch (error) {
    const failure = /** @type {Error} */ (error);
    return `what is installed could not be read (${failure.message})`;
  }
}

/**
 * What to do about a failed `npm ci`, from what npm printed.
 * @param {string} output
 * @param {string} registry
 */
export function installRemedy(output, registry) {
  /** @param {RegExp} pattern */
  const says = (pattern) => pattern.test(output);
  if (says(/\bENOSPC\b|no space left/i))
    return 'The disk is full. Free about 1.5 GB in this folder and in npm’s cache (`npm cache clean --force`), then try again.';
  if (says(/\b(EACCES|EPERM|EROFS)\b/))
    return 'This folder or npm’s cache may not be written to. Make both yours (`chown -R $(id -u) . ~/.npm`), then try again.';
  if (says(/CERT|SSL|self.signed/))
    return (
      'The certificate of ' +
      registry +
      ' was not trusted. Behind a company proxy, point NODE_EXTRA_CA_CERTS at its certificate, then try again.'
    );
  if (says(/\b(E401|E403|ENEEDAUTH)\b/))
    return (
      registry +
      ' wants a login. Log in (`npm login`) or set another registry (`npm config set registry URL`), then try again.'
    );
  if (
    says(
      /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b|network/,
    )
  )
    return (
      registry +
      ' could not be reached. Check the network and, if you use one, the proxy (`npm config get proxy`), then try again.'
    );
  if (says(/\b(E404|ETARGET|EINTEGRITY)\b/))
    return (
      registry +
      ' does not have the packages of package-lock.json. Check which registry npm uses (`npm config get registry`), then try again.'
    );
  if (says(/\bEUSAGE\b|in sync/))
    return 'package.json and package-lock.json do not match. Run `npm install` and commit both, or undo the change, then try again.';
  if (says(/stopped by SIG(TERM|INT)/)) return 'It was stopped halfway; the next start begins anew.';
  if (says(/SIGKILL|Killed|heap out of memory/))
    return 'npm was stopped, most likely because memory ran out. Free about 1 GB, then try again.';
  return 'Run `npm ci` by hand to see all that npm says about it.';
}

/**
 * The lines of npm that say something: without its usage text and the paths of its logs.
 * @param {string} output
 */
const npmWords = (output) =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) => line !== '' && line !== 'npm error' && !/complete log of this run|EBADENGINE/.test(line),
    )
    .slice(0, 8);

/**
 * The npm that started us, or else the one on the path.
 * @param {string[]} args
 */
function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli) && existsSync(cli))
    return { command: process.execPath, args: [cli].concat(args), shell: false };
  return { command: 'npm', args: args, shell: process.platform === 'win32' };
}

/**
 * Runs `npm ci`; resolves to what it printed and how it ended.
 * @param {string} root
 * @param {boolean} withDev
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function npmCi(root, withDev) {
  const wanted = ['--include=prod', '--include=optional'].concat(withDev ? ['--include=dev'] : []);
  const quick = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const npm = npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error'].concat(wanted, quick));
  const started = Date.now();
  const ticking = setInterval(() => {
    console.error(`  still installing, ${Math.round((Date.now() - started) / 1000)} s ...`);
  }, 5000);
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(npm.command, npm.args, {
      cwd: root,
      shell: npm.shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @param {Buffer} text */
    const keep = (text) => {
      output = (output + text).slice(-20000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // Stopped by hand: npm must not go on alone, beside the npm of a next start.
    const stop = () => child.kill('SIGTERM');
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    /** @param {boolean} ok @param {string} [last] */
    const end = (ok, last) => {
      clearInterval(ticking);
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
      resolve({ ok: ok, output: output + (last || '') });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => end(code === 0, signal ? `stopped by ${signal}` : ''));
  });
}

/**
 * Makes node_modules match the lockfile. Returns '' or, when it failed, the sentences to show.
 * @param {string} root
 * @param {{ withDev: boolean, complete: boolean }} options
 * @returns {Promise<string>}
 */
export async function ensureInstalled(root, options) {
  if (installReason(root, options) === '') return '';
  const lock = join(root, '.install-lock');
  try {
    return await withLock(
      lock,
      async () => {
        const reason = installReason(root, options);
        if (reason === '') return '';
        console.error(
          `Installing the packages of package-lock.json (${reason}). This takes about half a minute.`,
        );
        const started = Date.now();
        const done = await npmCi(root, options.withDev);
        if (done.ok) {
          console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
          return '';
        }
        const registry = process.env.npm_config_registry || 'The npm registry';
        const lines = npmWords(done.output).join('\n  ');
        return `Installing failed. ${installRemedy(done.output, registry)}\nnpm said:\n  ${lines}`;
      },
      () => console.error('Another start is installing already; waiting for it ...'),
    );
  } catch (error) {
    const failure = /** @type {Error} */ (error);
    return `Installing failed. ${installRemedy(failure.message, 'The npm registry')}\n  ${failure.message}`;
  }
}
