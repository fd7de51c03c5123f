/**
 * The first file of every npm script: makes sure that the packages and a good Node are there, then runs
 * what was asked. Must itself start on any Node from 14 on. It prints to stderr only, so that stdout
 * belongs to the program it starts.
 *
 *   node src/cli/bootstrap.mjs start | test [...] | check | build | dev | format | run NAME [...]
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { goodNode, NODE_REMEDY, nodeProblem } from './node-version.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [command = '', ...rest] = process.argv.slice(2);

/**
 * Says what went wrong and ends.
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Runs a program with our own input and output, passes signals on, and ends as it ends. The open IPC
 * channel tells the program when we are gone (see `endWithParent`).
 * @param {string} program
 * @param {string[]} args
 * @param {boolean} withChannel only for our own files: others may take the channel for something else
 */
function runAndEnd(program, args, withChannel) {
  // Whatever it starts by the name `node` is then the good one too.
  const path = dirname(program) + delimiter + (process.env.PATH || '');
  const child = spawn(program, args, {
    cwd: root,
    stdio: withChannel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    env: Object.assign({}, process.env, { PATH: path }),
  });
  // A terminal already gives Ctrl-C to the whole group; passing it on would count as a second one.
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on('SIGINT', () => atTerminal || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => giveUp(`${program} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code === null ? 1 : code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The process ids between us and npm: our parent and, when that is npm's shell (seen on Linux), its parent. */
function npmAbove() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const shell = /\(\w*sh\) \S+ (\d+)/.exec(stat);
    return shell ? `${process.ppid} ${shell[1]}` : `${process.ppid}`;
  } catch {
    return `${process.ppid}`;
  }
}

/**
 * Stop, in good order, as soon as the parent is gone, however it went: a server that nobody sees any more
 * would keep its port and its data.
 */
function endWithParent() {
  const stop = () => process.kill(process.pid, 'SIGTERM');
  if (process.channel) {
    process.on('disconnect', stop);
    process.channel.unref();
  }
  // npm passes SIGTERM to its shell only, and the shell dies of it without telling us.
  if (!process.env.npm_lifecycle_event) return;
  const before = npmAbove();
  const looking = setInterval(() => {
    if (npmAbove() === before) return;
    clearInterval(looking);
    stop();
  }, 500);
  looking.unref();
}

/**
 * Runs a built program in this process.
 * @param {string} name relative to dist/, without `.js`
 */
async function runBuilt(name) {
  const file = join(root, 'dist', `${name}.js`);
  if (!existsSync(file)) giveUp(`There is no src/${name}.ts, so there is nothing to run.`);
  process.argv = [process.execPath, file, ...rest.slice(command === 'run' ? 1 : 0)];
  await import(pathToFileURL(file).href);
}

/** @param {string} node */
async function runHere(node) {
  const { buildIfStale } = await import('./build.mjs');
  /** @param {string[]} path */
  const inPackages = (...path) => join(root, 'node_modules', ...path);
  // The others do without the trained understanding: looking for a mistake in its material, for one.
  const readsDutch =
    ['chat', 'bench'].includes(rest[0] || '') || (rest[0] === 'understand' && rest.length === 1);
  switch (command) {
    case 'start':
      await buildIfStale(root);
      return runBuilt('node');
    case 'run':
      await buildIfStale(root, { training: readsDutch });
      return runBuilt(`cli/${rest[0] || ''}`);
    case 'build':
      return buildIfStale(root, { force: true });
    case 'test':
      return runAndEnd(node, [inPackages('vitest', 'vitest.mjs'), 'run', ...rest], false);
    case 'format':
      return runAndEnd(
        node,
        [inPackages('@biomejs', 'biome', 'bin', 'biome'), 'check', '--write', '.'],
        false,
      );
    case 'check':
      return (await import('./checks.mjs')).runChecks(root, node);
    case 'dev':
      return (await import('./dev.mjs')).watchAndServe(root, node);
    default:
      giveUp(
        'Unknown command "' +
          command +
          '". The commands are the scripts of package.json; `npm run` lists them.',
      );
  }
}

async function main() {
  endWithParent();
  const production = process.env.NODE_ENV === 'production';
  const npmVersion = /^npm\/(\d+)\./.exec(process.env.npm_config_user_agent || '');
  if (npmVersion && Number(npmVersion[1]) < 7)
    giveUp(`npm ${npmVersion[1]} is too old to read package-lock.json. ${NODE_REMEDY}`);
  const withDev = command !== 'start' && command !== 'run' ? true : !production;
  // On an old Node, npm passes over packages that ask for a newer one. So when a good Node is there already,
  // it does the installing too; when it was brought just now, it completes what the old one began.
  const here = nodeProblem(process.version) === '';
  let node = goodNode(root);
  if (here || node === '') {
    const trouble = await ensureInstalled(root, { withDev: withDev, complete: here });
    if (trouble) giveUp(trouble);
    node = goodNode(root);
  }
  if (node === '') giveUp(`Cannot start: ${nodeProblem(process.version)}. ${NODE_REMEDY}`);
  if (node !== process.execPath) {
    runAndEnd(node, [fileURLToPath(import.meta.url), command, ...rest], true);
    return;
  }
  await runHere(node);
}

main().catch((error) => {
  // esbuild has already printed each error with its place.
  if (error && Array.isArray(error.errors))
    giveUp('The build failed; nothing was started. The places are above.');
  giveUp(error?.name === 'BuildFailure' ? error.message : error?.stack || String(error));
});
