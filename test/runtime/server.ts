/**
 * The real, built server as a child process: an ephemeral port, a data folder of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface RunningServer {
  address: string;
  /** What it wrote to stdout and stderr so far. */
  output(): string;
  /** As a power cut: nothing gets a chance to be tidied up. */
  kill(): Promise<void>;
  /** In good order; gives the exit code. */
  stop(): Promise<number | null>;
}

export const temporaryFolder = (): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'stuur-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

export function startServer(data: string, env: Record<string, string> = {}): Promise<RunningServer> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/node.js')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', PORT: '0', STUUR_DATA: data, NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk;
      const address = /luistert op (http:\S+)\//.exec(output)?.[1];
      if (!address) return;
      resolve({
        address,
        output: () => output,
        kill: async () => {
          child.kill('SIGKILL');
          await ended(child);
        },
        stop: async () => {
          child.kill('SIGTERM');
          return ended(child);
        },
      });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

interface Activity {
  type: string;
  id: string;
  text?: string;
  name?: string;
  from: { role?: string };
  replyToId?: string;
  channelData?: { clientActivityID?: string; choices?: { id: string; label: string }[] };
}

/** One person's end of a Direct Line conversation, over plain HTTP. */
export interface Talk {
  /** Sends a message under an id of its own; rejects when it was not acknowledged. */
  say(text: string, id: string): Promise<void>;
  activities(): Promise<Activity[]>;
  /** The same conversation, at a server that was started again. */
  at(address: string): void;
}

export async function openTalk(server: RunningServer): Promise<Talk> {
  let { address } = server;
  const opened = await fetch(`${address}/v3/directline/conversations`, { method: 'POST' });
  if (!opened.ok) throw new Error(`opening a conversation gave ${opened.status}`);
  const { conversationId, token } = (await opened.json()) as { conversationId: string; token: string };
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return {
    async say(text, id) {
      const body = JSON.stringify({
        type: 'message',
        from: { id: 'ik' },
        text,
        channelData: { clientActivityID: id },
      });
      const response = await fetch(`${address}${path}`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`saying something gave ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    },
    async activities() {
      const all: Activity[] = [];
      for (let watermark = ''; ; ) {
        const response = await fetch(`${address}${path}?watermark=${watermark}`, { headers });
        if (!response.ok) throw new Error(`fetching gave ${response.status}: ${await response.text()}`);
        const set = (await response.json()) as { activities: Activity[]; watermark: string };
        all.push(...set.activities);
        if (set.activities.length === 0 || set.watermark === watermark) return all;
        watermark = set.watermark;
      }
    },
    at(next) {
      address = next;
    },
  };
}
