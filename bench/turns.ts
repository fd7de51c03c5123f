/**
 * One turn over HTTP through Direct Line (understand, step, encrypted durable commit, reply), beside a bare route
 * and a plain Bot Framework bot, on the same machine in the same run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Latencies, openLoop, post, saturated } from './load.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const RATES = [200, 1000];
const CONVERSATIONS = 400;
const CONNECTIONS = 32;

/** What a person says, in turn: stories, choices, doubt, commands. Each conversation walks through it. */
const SAID = [
  'ja ik kan veilig typen',
  'ik heb schulden en ik durf me post niet meer open te doen',
  'ja klopt',
  '1',
  'ik wil weer rust in mijn hoofd',
  'weet ik niet',
  '2',
  'morgen',
  'mijn zus',
  '8',
  'mijn plan',
  'terug',
];

interface Target {
  name: string;
  send(index: number): Promise<void>;
}

interface Row {
  target: string;
  load: string;
  result: Partial<Latencies> & { perSecond?: number };
}

function start(
  command: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<[ChildProcess, string]> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((done, fail) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      const found = ready.exec(said)?.[1];
      if (found) done([child, found]);
    });
    child.on('exit', (code) => fail(new Error(`${command.join(' ')} ended with ${code}`)));
  });
}

async function stuur(address: string): Promise<Target> {
  const talks = await Promise.all(
    Array.from({ length: CONVERSATIONS }, async () => {
      const { conversationId, token } = (await post(`${address}v3/directline/conversations`, {})) as {
        conversationId: string;
        token: string;
      };
      return { url: `${address}v3/directline/conversations/${conversationId}/activities`, token, said: 0 };
    }),
  );
  return {
    name: 'Stuur',
    async send(index) {
      const talk = talks[index % talks.length];
      if (!talk) return;
      const text = SAID[talk.said++ % SAID.length];
      await post(
        talk.url,
        { type: 'message', from: { id: 'u' }, text },
        { Authorization: `Bearer ${talk.token}` },
      );
    },
  };
}

const botbuilder = (port: string): Target => ({
  name: 'Bot Framework echo, MemoryStorage',
  async send(index) {
    await post(`http://127.0.0.1:${port}/api/messages`, {
      type: 'message',
      id: `a${index}`,
      channelId: 'test',
      serviceUrl: 'http://127.0.0.1:1/',
      from: { id: 'u' },
      recipient: { id: 'b' },
      conversation: { id: `c${index % CONVERSATIONS}` },
      text: SAID[index % SAID.length],
      deliveryMode: 'expectReplies',
    });
  },
});

const bare = (port: string): Target => ({
  name: 'bare Hono route',
  send: async (index) => void (await post(`http://127.0.0.1:${port}/`, { text: SAID[index % SAID.length] })),
});

const ms = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(1).padStart(8));

export async function benchTurns(root: string): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'stuur-bench-'));
  const children: ChildProcess[] = [];
  const rows: Row[] = [];
  try {
    const node = process.execPath;
    const env = { PORT: '0', STUUR_DATA: data, STUUR_LIMITS: 'off', NODE_ENV: 'development' };
    const [server, address] = await start([node, join(root, 'dist/node.js')], env, /luistert op (\S+)/);
    children.push(server);
    const [echo, echoPort] = await start([node, join(root, 'bench/echo-bot.ts')], {}, /PORT (\d+)/);
    children.push(echo);
    const [plain, plainPort] = await start([node, join(root, 'bench/bare.ts')], {}, /PORT (\d+)/);
    children.push(plain);

    const targets = [bare(plainPort), botbuilder(echoPort), await stuur(address)];
    for (const target of targets) await openLoop({ rate: 100, seconds: 2, send: target.send });
    for (const rate of RATES) {
      for (const target of targets) {
        const result = await openLoop({ rate, seconds: SECONDS, send: target.send });
        rows.push({ target: target.name, load: `${rate}/s`, result });
      }
    }
    for (const target of targets) {
      const result = await saturated(CONNECTIONS, SECONDS, target.send);
      rows.push({ target: target.name, load: `${CONNECTIONS} at once`, result });
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
  print(rows);
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(
    join(root, 'bench/results/turns.json'),
    `${JSON.stringify({ node: process.version, cpus: cpus().length, seconds: SECONDS, rows }, null, 2)}\n`,
  );
}

function print(rows: Row[]): void {
  console.log(
    `One turn over HTTP. Node ${process.version}, ${cpus().length} cores; load generator on the same machine.`,
  );
  console.log('Times in ms from the planned moment to the whole answer (open loop, constant arrival).\n');
  console.log(
    `${'target'.padEnd(36)}${'load'.padEnd(12)}     p50     p90     p99     max   failed   per second`,
  );
  for (const { target, load, result } of rows) {
    const times = [result.p50, result.p90, result.p99, result.max].map(ms).join('').padEnd(32);
    const perSecond = result.perSecond === undefined ? '' : String(Math.round(result.perSecond));
    console.log(
      `${target.padEnd(36)}${load.padEnd(12)}${times}${String(result.failed).padStart(9)}${perSecond.padStart(13)}`,
    );
  }
}
