/**
 * A load of constant arrival (open loop): requests are sent at their planned moment whether or not earlier ones are
 * answered, and lateness counts from that moment. A closed loop would hide the waiting.
 */
import { Agent, request } from 'node:http';

export interface Load {
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** Sends one request; resolves when it is answered in full, rejects otherwise. */
  send(index: number): Promise<void>;
}

/** Milliseconds from the planned moment to the whole answer. */
export interface Latencies {
  sent: number;
  failed: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export function summarise(times: number[], failed: number): Latencies {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    sent: times.length + failed,
    failed,
    p50: percentile(sorted, 0.5),
    p90: percentile(sorted, 0.9),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

export async function openLoop({ rate, seconds, send }: Load): Promise<Latencies> {
  const count = Math.floor(rate * seconds);
  const times: number[] = [];
  let failed = 0;
  const open: Promise<void>[] = [];
  const begin = performance.now() + 50;
  for (let index = 0; index < count; ) {
    const now = performance.now();
    while (index < count && begin + (index * 1000) / rate <= now) {
      const planned = begin + (index * 1000) / rate;
      open.push(
        send(index).then(
          () => void times.push(performance.now() - planned),
          () => {
            failed += 1;
          },
        ),
      );
      index += 1;
    }
    // Sleeping, not spinning: the core is the server's too. A timer may be a millisecond late; that counts as lateness.
    await new Promise((done) => setTimeout(done, 1));
  }
  await Promise.all(open);
  return summarise(times, failed);
}

/** As many as it takes at `connections` at a time: requests a second when saturated. */
export async function saturated(
  connections: number,
  seconds: number,
  send: (index: number) => Promise<void>,
): Promise<{ perSecond: number; failed: number }> {
  const until = performance.now() + seconds * 1000;
  let index = 0;
  let done = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      try {
        await send(index++);
        done += 1;
      } catch {
        failed += 1;
      }
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  return { perSecond: (done / (performance.now() - begin)) * 1000, failed };
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Posts JSON and gives the parsed answer; rejects on any status but 200 and 201. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const text = JSON.stringify(body);
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(text),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          if (response.statusCode !== 200 && response.statusCode !== 201) {
            fail(new Error(`status ${response.statusCode}`));
          } else done(JSON.parse(Buffer.concat(chunks).toString() || '{}'));
        });
      },
    );
    call.on('error', fail);
    call.end(text);
  });
}
