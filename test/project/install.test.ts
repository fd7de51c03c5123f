/** When to install, what to say when it fails, which Node will do, and the lock between two starts. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installReason, installRemedy } from '../../src/cli/install.mjs';
import { withLock } from '../../src/cli/install-lock.mjs';
import { nodeProblem } from '../../src/cli/node-version.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stuur-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('which Node will do', () => {
  it.each(['v22.14.0', 'v22.23.1', 'v24.0.0', 'v24.21.0', 'v26.10.0', '24.21.0'])('%s', (version) => {
    expect(nodeProblem(version)).toBe('');
  });
  it.each(['v14.21.3', 'v20.20.2', 'v22.12.0', 'v22.13.1', 'v23.11.0', 'v25.1.0', 'nonsense', ''])(
    'not %s',
    (version) => {
      expect(nodeProblem(version)).toContain('Stuur needs Node 22.14 or later, or 24');
    },
  );
});

describe('when to install', () => {
  const write = (path: string, packages: Record<string, object>) => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify({ packages }));
  };
  const wanted = {
    '': { name: 'stuur' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', dev: true },
    'node_modules/@esbuild/linux-x64': {
      version: '1.0.0',
      integrity: 'sha512-x',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
    },
    'node_modules/@esbuild/darwin-arm64': {
      version: '1.0.0',
      integrity: 'sha512-y',
      optional: true,
      os: ['darwin'],
      cpu: ['arm64'],
    },
    'node_modules/other-libc': {
      version: '1.0.0',
      integrity: 'sha512-z',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['another'],
    },
  };
  const {
    'node_modules/@esbuild/darwin-arm64': _mac,
    'node_modules/other-libc': _libc,
    '': _root,
    ...onLinux
  } = wanted;
  const reason = (withDev = true, complete = true) =>
    installReason(folder, { withDev, complete, platform: 'linux', arch: 'x64' });
  beforeEach(() => {
    write('package-lock.json', wanted);
    mkdirSync(join(folder, 'node_modules/a'), { recursive: true });
  });

  it('not when what is installed is what the lockfile says, whatever the times of the files', () => {
    write('node_modules/.package-lock.json', onLinux);
    const old = new Date(0);
    utimesSync(join(folder, 'node_modules/.package-lock.json'), old, old);
    expect(reason()).toBe('');
  });
  it('when there is no node_modules', () => {
    expect(reason()).toBe('node_modules is not there yet');
  });
  it('when a version differs', () => {
    write('node_modules/.package-lock.json', { ...onLinux, 'node_modules/a': { version: '0.9.0' } });
    expect(reason()).toBe('node_modules/a is 0.9.0, the lockfile says 1.0.0');
  });
  it('when a package is missing, but those for tests only when they are needed', () => {
    const { 'node_modules/b': _, ...production } = onLinux;
    write('node_modules/.package-lock.json', production);
    expect(reason(false)).toBe('');
    expect(reason(true)).toBe('node_modules/b is not installed');
  });
  it('when it was made on another kind of machine, or by an old Node that cannot make it complete', () => {
    const { 'node_modules/@esbuild/linux-x64': _, ...other } = onLinux;
    write('node_modules/.package-lock.json', other);
    expect(reason()).toBe('node_modules/@esbuild/linux-x64 is not installed');
    expect(reason(true, false)).toBe('');
  });
  it('when somebody emptied it by hand, or it cannot be read', () => {
    write('node_modules/.package-lock.json', onLinux);
    rmSync(join(folder, 'node_modules/a'), { recursive: true });
    expect(reason()).toBe('node_modules/a has gone');
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{');
    expect(reason()).toContain('could not be read');
  });
});

describe('what to do when installing fails', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request to https://r/zod failed', 'could not be reached'],
    ['npm error code ENOSPC\nnpm error nospc no space left on device, write', 'The disk is full'],
    ['npm error code E404\nnpm error 404 Not Found - GET https://r/zod', 'does not have the packages'],
    ['npm error code ETARGET\nnpm error notarget No matching version found', 'does not have the packages'],
    ['npm error code EACCES\nnpm error syscall mkdir', 'may not be written to'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['npm error code E401\nnpm error Incorrect or missing password.', 'wants a login'],
    [
      'npm error code EUSAGE\nnpm error `npm ci` can only install packages when ... are in sync',
      'do not match',
    ],
    ['stopped by SIGKILL', 'memory ran out'],
    ['stopped by SIGTERM', 'stopped halfway'],
    ['something new', 'Run `npm ci` by hand'],
  ])('%j', (output, sentence) => {
    expect(installRemedy(output, 'https://r/')).toContain(sentence);
  });
});

describe('the lock', () => {
  it('lets one in at a time, and tells the other that it waited', async () => {
    const lock = join(folder, 'lock');
    const seen: string[] = [];
    const enter = (name: string) =>
      withLock(
        lock,
        async (waited) => {
          seen.push(`${name} in, waited ${waited}`);
          await new Promise((resolve) => setTimeout(resolve, 50));
          seen.push(`${name} out`);
        },
        () => seen.push(`${name} waits`),
      );
    await Promise.all([enter('first'), enter('second')]);
    expect(seen).toEqual([
      'first in, waited false',
      'second waits',
      'first out',
      'second in, waited true',
      'second out',
    ]);
  });

  it('is given back when the work fails', async () => {
    const lock = join(folder, 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(lock, (waited) => waited)).toBe(false);
  });
});
