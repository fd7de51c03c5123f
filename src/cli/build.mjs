/**
 * Builds dist/ from src/: the server, the command line programs, the page's own script and styles, and the
 * trained understanding. What is fresh is skipped; files are put in place one by one by renaming, so that a
 * running copy never reads half a file. Runs on the good Node only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './install-lock.mjs';

/**
 * All files under a folder, as paths relative to `root` with `/`, in a fixed order.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(root, folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * A fingerprint of the contents of some files: times of files say nothing after a git checkout.
 * @param {string} root
 * @param {string[]} paths
 */
function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * What the trained understanding depends on: the examples, its own code and the vocabulary.
 * @param {string} root
 */
const materialFiles = (root) => [
  ...filesUnder(root, 'locales/nl/examples'),
  ...filesUnder(root, 'locales/nl/lexicon'),
  ...filesUnder(root, 'src/understanding'),
  'src/domain/vocabulary.ts',
];

/**
 * Programs to bundle: `src/node.ts` and each `src/cli/*.ts`. A bundle keeps the depth of its source, so that
 * `../` means the same in both.
 * @param {string} root
 */
function programs(root) {
  const cli = filesUnder(root, 'src/cli').filter((path) => /^src\/cli\/[^/]+\.ts$/.test(path));
  const server = existsSync(join(root, 'src/node.ts')) ? ['src/node.ts'] : [];
  return [...server, ...cli].map((path) => path.replace(/^src\//, '').replace(/\.ts$/, ''));
}

/**
 * Keeps `import.meta.url` (and dirname, filename) pointing at the source file after bundling, so that a
 * module may find the files beside it wherever its code ends up.
 * @param {string} root
 * @param {string} outFile relative to dist/
 * @returns {import('esbuild').Plugin}
 */
const keepSourceUrl = (root, outFile) => ({
  name: 'keep-source-url',
  setup(build) {
    build.onLoad({ filter: /[\\/](src|bench)[\\/].*\.tsx?$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      if (!code.includes('import.meta')) return undefined;
      const from = dirname(join(root, 'dist', outFile));
      const way = JSON.stringify(relative(from, path).split(sep).join('/'));
      const url = `new URL(${way}, import.meta.url)`;
      /** @type {Record<string, string>} */
      const kept = {
        url: `${url}.href`,
        filename: `__path(${url})`,
        dirname: `__path(new URL('.', ${url})).slice(0, -1)`,
      };
      const named = code.replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, name) => kept[name] ?? '');
      const contents = `${named}\nimport { fileURLToPath as __path } from 'node:url';\n`;
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
});

/**
 * The file that is actually started: looks at the Node first, and loads the program only when it will do.
 * `argv[1]` becomes the source file, as `import.meta.url` is, so that a program still sees that it is the one
 * that was started.
 * @param {string} name
 */
const guarded = (name) => {
  const depth = name.split('/').length;
  const up = '../'.repeat(depth - 1) || './';
  return `import { fileURLToPath } from 'node:url';
import { NODE_REMEDY, nodeProblem } from '${up}node-version.mjs';
const problem = nodeProblem(process.version);
if (problem) {
  console.error('Cannot start: ' + problem + '. ' + NODE_REMEDY);
  process.exit(1);
}
process.argv[1] = fileURLToPath(new URL('${'../'.repeat(depth)}src/${name}.ts', import.meta.url));
await import('./${name.split('/').at(-1)}.main.js');
`;
};

/** Packages whose many small files are bundled along: finding and reading them is most of a start. */
const BUNDLED = ['hono', '@hono/node-server', 'zod', 'yaml', 'drizzle-orm'];

/**
 * Every other package stays outside: what is native, reads files beside itself, or is loaded only when needed.
 * @type {import('esbuild').Plugin}
 */
const packagesOutside = {
  name: 'packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (BUNDLED.some((name) => path === name || path.startsWith(`${name}/`))) return undefined;
      return { path, external: true };
    });
  },
};

/**
 * @param {string} root
 * @param {string} out
 */
async function bundlePrograms(root, out) {
  const { build } = await import('esbuild');
  for (const name of programs(root)) {
    await build({
      absWorkingDir: root,
      entryPoints: [`src/${name}.ts`],
      outfile: join(out, `${name}.main.js`),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node22.14',
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'warning',
      // For the packages among those that still `require`.
      banner: {
        js: "import { createRequire as __require_of } from 'node:module'; const require = __require_of(import.meta.url);",
      },
      plugins: [packagesOutside, keepSourceUrl(root, `${name}.main.js`)],
    });
    writeFileSync(join(out, `${name}.js`), guarded(name));
  }
  copyFileSync(join(root, 'src/cli/node-version.mjs'), join(out, 'node-version.mjs'));
}

/**
 * The page's own scripts and styles: each `src/pages/client/*.ts` and `*.css`, minified; other files as
 * they are. `manifest.json` gives each file's fingerprint, for `?v=` in its address.
 * @param {string} root
 * @param {string} out
 */
async function bundlePublic(root, out) {
  const { build } = await import('esbuild');
  const folder = join(out, 'public');
  mkdirSync(folder, { recursive: true });
  const files = filesUnder(root, 'src/pages/client');
  const isEntry = /** @param {string} path */ (path) =>
    /^src\/pages\/client\/[^/]+\.(ts|css)$/.test(path) && !path.endsWith('.d.ts');
  const entryPoints = files.filter(isEntry);
  if (entryPoints.length > 0)
    await build({
      absWorkingDir: root,
      entryPoints,
      outdir: folder,
      outbase: 'src/pages/client',
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: ['es2020', 'safari14.1'],
      charset: 'utf8',
      legalComments: 'none',
      external: ['*.svg', '*.png', '*.woff2'],
      logLevel: 'warning',
    });
  for (const path of files.filter((path) => !/\.(tsx?|css|md)$/.test(path))) {
    const to = join(folder, relative('src/pages/client', path));
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(root, path), to);
  }
  const manifest = Object.fromEntries(
    filesUnder(folder, '.').map((path) => [path, fingerprint(folder, [path]).slice(0, 12)]),
  );
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Puts the new files in place of the old, each in one step, and removes what is no longer made.
 * @param {string} from
 * @param {string} dist
 */
function putInPlace(from, dist) {
  const made = filesUnder(from, '.');
  for (const path of made) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    renameSync(join(from, path), join(dist, path));
  }
  const ours = /^((cli|public)\/|[^/]+\.(js|js\.map|mjs)$)/;
  for (const path of filesUnder(dist, '.'))
    if (ours.test(path) && !made.includes(path)) rmSync(join(dist, path), { force: true });
}

/**
 * Trains the understanding into dist/understanding.json. Its own process, so that memory used in training
 * is given back.
 * @param {string} root
 * @param {string} dist
 */
function train(root, dist) {
  const target = join(dist, 'understanding.json');
  const next = `${target}.next`;
  const program = join(dist, 'cli/understand.js');
  const run = spawnSync(process.execPath, [program, '--train', next], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0 || !existsSync(next)) {
    const failure = new Error('Training the understanding failed; nothing was started. The reason is above.');
    failure.name = 'BuildFailure';
    throw failure;
  }
  renameSync(next, target);
}

/**
 * Builds what is stale. Returns what was built.
 * @param {string} root
 * @param {{ force?: boolean, training?: boolean }} [options] `training: false`: the program can do without
 * @returns {Promise<{ code: boolean, understanding: boolean }>}
 */
export async function buildIfStale(root, options = {}) {
  const dist = join(root, 'dist');
  const stampPath = join(dist, 'stamp.json');
  /** @returns {{ code?: string, understanding?: string }} */
  const stamp = () => (existsSync(stampPath) ? JSON.parse(readFileSync(stampPath, 'utf8')) : {});
  const wanted = () => ({
    code: fingerprint(root, [
      ...filesUnder(root, 'src'),
      ...filesUnder(root, 'bench').filter((path) => path.endsWith('.ts')),
      'package.json',
      'package-lock.json',
      'tsconfig.json',
    ]),
    understanding: fingerprint(root, materialFiles(root)),
  });
  const mayTrain = options.training !== false && existsSync(join(root, 'src/cli/understand.ts'));
  /** @param {{ code?: string, understanding?: string }} news */
  const mark = (news) => {
    writeFileSync(`${stampPath}.next`, JSON.stringify({ ...stamp(), ...news }));
    renameSync(`${stampPath}.next`, stampPath);
  };
  /** @param {{ code: string, understanding: string }} want */
  const stale = (want) => {
    const has = stamp();
    return {
      code: options.force === true || has.code !== want.code,
      understanding:
        mayTrain &&
        (options.force === true ||
          has.understanding !== want.understanding ||
          !existsSync(join(dist, 'understanding.json'))),
    };
  };
  const before = stale(wanted());
  if (!before.code && !before.understanding) return before;
  mkdirSync(dist, { recursive: true });
  return withLock(join(dist, '.build-lock'), async () => {
    const want = wanted();
    const todo = stale(want);
    if (todo.code) {
      console.error('Building ...');
      const next = join(dist, '.next');
      rmSync(next, { recursive: true, force: true });
      mkdirSync(next, { recursive: true });
      await bundlePrograms(root, next);
      await bundlePublic(root, next);
      putInPlace(next, dist);
      rmSync(next, { recursive: true, force: true });
      mark({ code: want.code });
    }
    if (todo.understanding) {
      console.error('Training the understanding of Dutch ...');
      train(root, dist);
      mark({ understanding: want.understanding });
    }
    return todo;
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await buildIfStale(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
