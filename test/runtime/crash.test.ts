/**
 * Promise P6 on the real server: killed in the middle of a conversation and started again, it is in the same place;
 * nothing acknowledged is lost, nothing is applied or answered twice.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTalk, type RunningServer, startServer, type Talk, temporaryFolder } from './server.ts';

/** As many as there are moments that differ; `bash bench/crashes.sh` does a thousand. */
const CRASHES = Number(process.env.CRASHES ?? 10);

/** A kill comes this long after the request left: before it is heard, while it is worked on, and after the answer. */
const LATEST_MS = 12;

const SAID = [
  'ja',
  'ik heb geldproblemen en ik zit de hele dag alleen',
  'ja',
  'Geld of schulden',
  'nee niks met haast',
  'rust in mijn hoofd',
  'weet ik niet',
  'mijn zus',
  'zelf een begin maken',
  '1',
  'morgen',
  'met mijn zus',
  '8',
  'dan bel ik mijn zus',
  'mijn plan',
];

/** Repeatable chance, so that a failing run can be run again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const shown = async (talk: Talk): Promise<string[]> =>
  (await talk.activities())
    .filter(({ type }) => type === 'message')
    .map(({ text, from }) => `${from.role === 'bot' ? 'stuur' : 'ik'}: ${text}`);

describe('a server that is killed', () => {
  const data = temporaryFolder();
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer(data.path);
  });
  afterAll(async () => {
    await server.kill();
    data.remove();
  });

  it(
    `goes on where it was, ${CRASHES} times`,
    async () => {
      const calm = await openTalk(server);
      for (const [index, text] of SAID.entries()) await calm.say(text, `calm-${index}`);
      const expected = await shown(calm);
      expect(expected.filter((line) => line.startsWith('ik: '))).toHaveLength(SAID.length);

      const random = chance(20261124);
      /** Spread over the whole span, so that a few kills already come at different moments. */
      const moment = (kill: number): number => (((kill * 7) % 10) + random()) * (LATEST_MS / 10);
      let crashes = 0;
      let retried = 0;
      while (crashes < CRASHES) {
        const talk = await openTalk(server);
        for (const [index, text] of SAID.entries()) {
          const id = `said-${index}`;
          for (;;) {
            const dies = crashes < CRASHES && random() < 0.3;
            const sent = talk.say(text, id).then(
              () => true,
              () => false,
            );
            if (dies) {
              // Somewhere between the request leaving and its answer arriving.
              await new Promise((resolve) => setTimeout(resolve, moment(crashes)));
              await server.kill();
              crashes += 1;
              server = await startServer(data.path);
              talk.at(server.address);
            }
            if (await sent) break;
            // What was not acknowledged is sent again, under the same id, as the page does.
            retried += 1;
          }
        }
        expect(await shown(talk)).toEqual(expected);
      }
      expect(retried).toBeGreaterThan(0);
    },
    120_000 + CRASHES * 10_000,
  );
});
