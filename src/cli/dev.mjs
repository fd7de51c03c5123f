/**
 * `npm run dev`: the server, built and started again after each change of code, dialogs, texts or data.
 */
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';

const WATCHED = ['src', 'dialogs', 'locales', 'data'];
const SETTLE_MS = 150;

/**
 * @param {string} root
 * @param {string} node
 */
export async function watchAndServe(root, node) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let server;
  let ending = false;

  const stop = () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        if (!server || server.exitCode !== null || server.signalCode !== null) return resolve();
        server.once('exit', () => resolve());
        server.kill('SIGTERM');
      })
    );
  const restart = async () => {
    try {
      await buildIfStale(root);
    } catch (error) {
      // esbuild has printed where; the server goes on as it was until the next change.
      console.error(`Not restarted: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
      return;
    }
    await stop();
    if (ending) return;
    const bootstrap = join(root, 'src/cli/bootstrap.mjs');
    server = spawn(node, [bootstrap, 'start'], {
      cwd: root,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
  };

  let running = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(restart);
    }, SETTLE_MS);
  };
  for (const folder of WATCHED)
    if (existsSync(join(root, folder))) watch(join(root, folder), { recursive: true }, changed);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => {
      ending = true;
      void stop().then(() => process.exit(0));
    });
  changed();
}
