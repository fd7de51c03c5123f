/** The first start: installing, finding a Node, building, passing signals on. In child processes, offline. */
import { existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOldNode, plainEnvironment, smallProject, start } from './small-project.ts';

const oldNode = findOldNode();
const withOldNode = oldNode ? it : it.skip;
const skipReason = oldNode ? '' : ' (skipped: no old Node on this machine)';

let project: ReturnType<typeof smallProject>;
beforeEach(() => {
  project = smallProject();
});
afterEach(() => project.dispose());

const run = (node: string, args: string[], more: { input?: string; env?: Record<string, string> } = {}) =>
  start(node, [project.bootstrap, ...args], {
    cwd: project.folder,
    env: plainEnvironment(more.env),
    ...(more.input !== undefined && { input: more.input }),
  });

const ECHO = `
process.stdin.on('data', (text) => process.stdout.write(process.argv.slice(2).join() + ':' + text));
process.stdin.on('end', () => process.exit(3));
`;
const SERVER = `
process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); });
setInterval(() => {}, 1000);
console.log('up ' + process.pid);
`;

async function until(what: () => boolean, ms = 8000): Promise<void> {
  const end = Date.now() + ms;
  while (!what()) {
    if (Date.now() > end) throw new Error(`Still not so after ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a program started by npm run', () => {
  it('gets stdin, arguments and exit code, with nothing of ours on stdout', async () => {
    project.pretendInstalled(false);
    project.write('src/cli/echo.ts', ECHO);
    const first = await run(process.execPath, ['run', 'echo', 'a', 'b'], { input: 'hoi' }).ended;
    expect(first).toEqual({ code: 3, signal: null, stdout: 'a,b:hoi', stderr: 'Building ...\n' });
    const second = await run(process.execPath, ['run', 'echo'], { input: 'hoi' }).ended;
    expect(second).toEqual({ code: 3, signal: null, stdout: ':hoi', stderr: '' });
  });

  it('finds itself and the files beside its modules, as when it runs from source', async () => {
    project.pretendInstalled(false);
    project.write('src/content/beside.txt', 'beside');
    project.write(
      'src/content/load.ts',
      `import { readFileSync } from 'node:fs';
export const main = process.argv[1] === import.meta.filename;
export const byUrl = readFileSync(new URL('./beside.txt', import.meta.url), 'utf8');
export const byFolder = readFileSync(import.meta.dirname + '/beside.txt', 'utf8') + import.meta.dirname.endsWith('content');`,
    );
    project.write(
      'src/cli/show.ts',
      `import { pathToFileURL } from 'node:url';
import { byFolder, byUrl, main } from '../content/load.ts';
const ownMain = import.meta.url === pathToFileURL(process.argv[1] as string).href;
console.log(ownMain, main, byUrl, byFolder);`,
    );
    expect(await run(process.execPath, ['run', 'show']).ended).toMatchObject({
      stdout: 'true false beside besidetrue\n',
      stderr: 'Building ...\n',
    });
  });

  it('that does not exist is named', async () => {
    project.pretendInstalled(false);
    const { code, stderr } = await run(process.execPath, ['run', 'nothing']).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('There is no src/cli/nothing.ts, so there is nothing to run.');
  });

  withOldNode(`under an old Node runs on the one that npm brought${skipReason}`, async () => {
    project.pretendInstalled(true);
    project.write('src/cli/version.ts', 'console.log(process.version);');
    const { code, stdout } = await run(oldNode, ['run', 'version']).ended;
    expect([code, stdout]).toEqual([0, `${process.version}\n`]);
  });

  withOldNode(`under an old Node, with no other, gets a sentence${skipReason}`, async () => {
    project.pretendInstalled(false);
    const { code, stderr } = await run(oldNode, ['start']).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Cannot start: this is Node [\d.]+, and Stuur needs Node 22\.14 .*Install Node 24/,
    );
  });

  withOldNode(`started past npm under an old Node gets a sentence as well${skipReason}`, async () => {
    project.pretendInstalled(false);
    project.write('src/cli/deep.ts', 'console.log(1);');
    await run(process.execPath, ['build']).ended;
    const { code, stderr } = await start(oldNode, [project.at('dist/cli/deep.js')]).ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Cannot start: this is Node /)]);
  });
});

describe('the server', () => {
  const serverOn = async (node: string, env: Record<string, string> = {}) => {
    project.pretendInstalled(true);
    project.write('src/node.ts', SERVER);
    const parent = run(node, ['start'], { env });
    await until(() => parent.said.stdout.includes('up '));
    const pid = Number(/up (\d+)/.exec(parent.said.stdout)?.[1]);
    return { ...parent, pid };
  };

  it('runs in the same process when this Node will do, and stops on SIGTERM', async () => {
    const server = await serverOn(process.execPath);
    expect(server.pid).toBe(server.child.pid);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stdout: `up ${server.pid}\nstopping\n` });
  });

  withOldNode(`under an old Node is told of SIGTERM${skipReason}`, async () => {
    const server = await serverOn(oldNode);
    expect(server.pid).not.toBe(server.child.pid);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stdout: `up ${server.pid}\nstopping\n` });
  });

  withOldNode(`under an old Node ends when its parent is killed${skipReason}`, async () => {
    const server = await serverOn(oldNode);
    server.child.kill('SIGKILL');
    await until(() => !isAlive(server.pid));
  });
});

describe('installing', () => {
  const GREET = 'console.log("hoi");';

  it('happens once when two start at the same time on a fresh clone, and not again afterwards', async () => {
    project.dependOnTinyPackage();
    const build = () => run(process.execPath, ['run', 'greet']);
    const both = await Promise.all([build().ended, build().ended]);
    const said = both.map(({ stderr }) => stderr).join('');
    expect(said.match(/Installing the packages/g)).toHaveLength(1);
    expect(said.match(/Another start is installing already/g)).toHaveLength(1);
    expect(existsSync(project.at('node_modules/tiny/package.json'))).toBe(true);
    expect(existsSync(project.at('.install-lock'))).toBe(false);
    expect((await build().ended).stderr).not.toContain('Installing');
  }, 20_000);

  it('goes past a lock that a killed start left behind', async () => {
    project.dependOnTinyPackage();
    mkdirSync(project.at('.install-lock'));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(project.at('.install-lock'), longAgo, longAgo);
    await run(process.execPath, ['run', 'greet']).ended;
    expect(existsSync(project.at('node_modules/tiny/package.json'))).toBe(true);
  }, 20_000);

  it('that cannot reach the registry says so and what to do', async () => {
    const registry = 'http://127.0.0.1:9/';
    const name = 'tiny-that-is-nowhere';
    const root = { name: 'small', version: '1.0.0', dependencies: { [name]: '1.0.0' } };
    const packages = { '': root, [`node_modules/${name}`]: { version: '1.0.0', integrity: 'sha512-AAAA' } };
    project.write('package.json', JSON.stringify(root));
    project.write('package-lock.json', JSON.stringify({ ...root, lockfileVersion: 3, packages }));
    const { code, stdout, stderr } = await run(process.execPath, ['start'], {
      env: { npm_config_registry: registry, npm_config_cache: project.at('cache') },
    }).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`Installing failed. ${registry} could not be reached. Check the network`);
    expect(stderr).toContain('npm said:');
  }, 30_000);

  it('is not asked of an npm that cannot read the lockfile', async () => {
    const env = { npm_config_user_agent: 'npm/6.14.18 node/v14.21.3 linux x64' };
    const { code, stderr } = await run(process.execPath, ['start'], { env }).ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^npm 6 is too old .* Install Node 24/)]);
  });

  it('is followed by a build of what changed only', async () => {
    project.pretendInstalled(false);
    project.write('src/cli/greet.ts', GREET);
    project.write('src/pages/client/chat.css', 'body { color: #ff0000 }');
    project.write('src/pages/client/chat.ts', 'console.log(document.title as string);');
    await run(process.execPath, ['run', 'greet']).ended;
    expect(readFileSync(project.at('dist/public/chat.css'), 'utf8')).toBe('body{color:red}\n');
    expect(readFileSync(project.at('dist/public/chat.js'), 'utf8')).toBe('console.log(document.title);\n');
    expect(JSON.parse(readFileSync(project.at('dist/public/manifest.json'), 'utf8'))).toEqual({
      'chat.css': expect.stringMatching(/^[0-9a-f]{12}$/),
      'chat.js': expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    project.write('src/cli/greet.ts', GREET.replace('hoi', 'dag'));
    project.write('src/pages/client/chat.css', '');
    expect((await run(process.execPath, ['run', 'greet']).ended).stdout).toBe('dag\n');
  });

  it('and a program that does not build starts nothing and shows the place', async () => {
    project.pretendInstalled(false);
    project.write('src/cli/greet.ts', `import { a } from './missing.ts';\nconsole.log(a);`);
    const { code, stdout, stderr } = await run(process.execPath, ['run', 'greet']).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('src/cli/greet.ts:1:18');
    expect(stderr).toContain('The build failed; nothing was started.');
    expect(stderr).not.toContain('node_modules/esbuild');
  });
});

describe('training', () => {
  const TRAIN = `import { writeFileSync } from 'node:fs';
console.log('trained');
writeFileSync(process.argv[3] as string, '{}');`;

  it('happens when the material changed, and keeps stdout clean', async () => {
    project.pretendInstalled(false);
    project.write('src/cli/understand.ts', TRAIN);
    project.write('src/cli/chat.ts', 'console.log("hoi");');
    project.write('locales/nl/examples/money.yaml', '- ik heb schulden\n');
    const said = async () =>
      (await run(process.execPath, ['run', 'chat']).ended) as { stdout: string; stderr: string };
    const training = 'Training the understanding of Dutch ...';
    const first = await said();
    expect(first.stdout).toBe('hoi\n');
    expect(first.stderr).toContain(training);
    expect(readFileSync(project.at('dist/understanding.json'), 'utf8')).toBe('{}');
    project.write('src/cli/chat.ts', 'console.log("dag");');
    expect((await said()).stderr).not.toContain(training);
    project.write('locales/nl/examples/money.yaml', '- ik sta rood\n');
    expect((await said()).stderr).toContain(training);
  });

  it('that fails starts nothing, but does not keep other programs from looking at the material', async () => {
    project.pretendInstalled(false);
    project.write('src/cli/understand.ts', 'console.error("money.yaml:3:1 is wrong"); process.exit(1);');
    project.write('src/cli/chat.ts', 'console.log("hoi");');
    project.write('src/cli/stale.ts', 'console.log("none");');
    const { code, stdout, stderr } = await run(process.execPath, ['run', 'chat']).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /money\.yaml:3:1 is wrong\nTraining the understanding failed; nothing was started\./,
    );
    expect(await run(process.execPath, ['run', 'stale']).ended).toMatchObject({ code: 0, stdout: 'none\n' });
  });
});
