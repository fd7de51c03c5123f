/** P6: what was acknowledged is there after kill -9, and was on the disk before it was acknowledged. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Outgoing } from '../../src/run/ports.ts';
import { assertSettings, connect } from '../../src/store/connection.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { bundled } from './bundled.ts';

const folder = mkdtempSync(join(tmpdir(), 'stuur-durable-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = newKey();
const keys = await keyringFrom(key);
const writer = bundled('writer.ts');

/** Starts a writer and kills it some time after its first word; all complete lines it said. */
function killedAfter(file: string, name: string, ms: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, file, key, name], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), ms);
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1));
      else reject(new Error(complaint));
    });
  });
}

const textOf = ({ message }: Outgoing): string => (message.kind === 'say' ? message.text : '');

describe('kill -9', () => {
  it('loses nothing that was acknowledged and doubles nothing, 20 times', { timeout: 60_000 }, async () => {
    let total = 0;
    const cycles = async (name: string, waits: number[]): Promise<void> => {
      const file = join(folder, `${name}.sqlite`);
      const acknowledged: string[] = [];
      for (const wait of waits) acknowledged.push(...(await killedAfter(file, name, wait)));
      total += acknowledged.length;
      const store = await openSqliteStore({ file, keys });
      for (let index = 0; index < 8; index++) {
        const address = { channel: 'console', conversation: `${name}-${index}` };
        const texts = (await store.history(address, 0, 100_000)).map(textOf);
        // Every turn once and in order, among them all that were acknowledged.
        expect(texts).toEqual(texts.map((_, at) => `${address.conversation}:${at + 1}`));
        const there = new Set(texts);
        const mine = acknowledged.filter((text) => text.startsWith(`${address.conversation}:`));
        expect(mine.filter((text) => !there.has(text))).toEqual([]);
        expect((await store.load(address)).client?.seq ?? 0).toBe(texts.length);
        for (const text of mine.slice(-3)) {
          expect((await store.answered(address, text))?.map(textOf)).toEqual([text]);
        }
      }
      await store.close();
    };
    const waits = [3, 40, 7, 90, 15, 1, 60, 25, 4, 33];
    await Promise.all([cycles('first', waits), cycles('second', waits.toReversed())]);
    expect(total).toBeGreaterThan(100);
  });
});

describe('several processes on one file', () => {
  it('start at once on a new file and commit all their turns', { timeout: 60_000 }, async () => {
    const file = join(folder, 'shared.sqlite');
    const run = (name: string) =>
      new Promise<number | null>((resolve) => {
        const child = spawn(process.execPath, [writer, file, key, name, '10'], { stdio: 'ignore' });
        child.on('close', resolve);
      });
    expect(await Promise.all(['a', 'b', 'c'].map(run))).toEqual([0, 0, 0]);
    const store = await openSqliteStore({ file, keys });
    for (const name of ['a', 'b', 'c']) {
      expect((await store.load({ channel: 'console', conversation: `${name}-7` })).client?.seq).toBe(10);
    }
    await store.close();
  });
});

describe('on the disk before it is acknowledged', () => {
  it('has synchronous FULL, foreign keys and secure_delete on every connection', () => {
    for (const file of [join(folder, 'settings.sqlite'), join(folder, 'settings.sqlite'), ':memory:']) {
      const db = connect(file);
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(db.pragma('secure_delete', { simple: true })).toBe(1);
      db.close();
    }
  });

  it.each([
    ['synchronous = NORMAL', /synchronous 1 where 2/],
    ['synchronous = OFF', /synchronous 0 where 2/],
    ['foreign_keys = OFF', /foreign_keys 0/],
    ['secure_delete = OFF', /secure_delete 0/],
  ])('refuses a connection with %s', (mutant, complaint) => {
    const db = connect(join(folder, 'mutant.sqlite'));
    db.pragma(mutant);
    expect(() => assertSettings(db)).toThrow(complaint);
    db.close();
  });

  it('refuses a connection as better-sqlite3 opens it by itself', () => {
    connect(join(folder, 'plain.sqlite')).close();
    const db = new Database(join(folder, 'plain.sqlite'));
    expect(() => assertSettings(db)).toThrow(/synchronous 1 where 2/);
    db.close();
  });

  // kill -9 cannot see a missing sync: the system keeps the pages. The order of the system calls can.
  const traced = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
  const why = traced ? '' : ' (skipped: strace cannot run here)';
  it.skipIf(!traced)(`syncs the log between writing and acknowledging${why}`, { timeout: 60_000 }, () => {
    expect(unsynced('full', [])).toEqual({ acknowledged: 40, early: 0 });
  });
  it.skipIf(!traced)(`and that test catches NORMAL${why}`, { timeout: 60_000 }, () => {
    const { acknowledged, early } = unsynced('normal', ['--import', mutantOf('FULL', 'NORMAL')]);
    expect(acknowledged).toBe(40);
    expect(early).toBeGreaterThan(30);
  });
});

/** A module that makes every `synchronous = FULL` into another one, and its check pass. */
function mutantOf(from: string, to: string): string {
  const source = `
    import { createRequire } from 'node:module';
    const Database = createRequire(${JSON.stringify(import.meta.url)})('better-sqlite3');
    const pragma = Database.prototype.pragma;
    Database.prototype.pragma = function (text, options) {
      if (text === 'synchronous') return 2;
      return pragma.call(this, text.replace('synchronous = ${from}', 'synchronous = ${to}'), options);
    };`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** Acknowledgements of a traced writer, and how many came while the log had bytes that were not synced. */
function unsynced(name: string, flags: string[]): { acknowledged: number; early: number } {
  const trace = join(folder, `${name}.trace`);
  const file = join(folder, `${name}.sqlite`);
  const calls = ['-f', '-y', '-e', 'trace=pwrite64,write,fdatasync,fsync', '-o', trace];
  spawnSync('strace', [...calls, process.execPath, ...flags, writer, file, key, name, '5'], {
    encoding: 'utf8',
  });
  let dirty = false;
  let acknowledged = 0;
  let early = 0;
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    if (/pwrite64\(\d+<[^>]*-wal>/.test(line)) dirty = true;
    else if (/f(data)?sync\(\d+<[^>]*-wal>/.test(line)) dirty = false;
    else if (new RegExp(`write\\(1<[^>]*>, "${name}-`).test(line)) {
      acknowledged += 1;
      if (dirty) early += 1;
    }
  }
  return { acknowledged, early };
}
