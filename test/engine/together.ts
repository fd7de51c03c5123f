/**
 * Random conversations through the entrance: several people and devices on one store, with all that happens between
 * two messages; and what must hold after each of them.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { type ClientState, readState } from '../../src/engine/state.ts';
import type { Incoming, TurnCommit } from '../../src/run/ports.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { ORGANISATIONS } from '../../src/transcript/organisations.ts';
import { type Assistant, type Heard, openAssistant, stage, type Talk } from '../promises/assistant.ts';
import { type Doing, doing, ERRANDS, SECRET, sometimes } from './doings.ts';
import { doServe, staffReadsWhatClientsSee } from './serving.ts';
import { isTalking, saidBy, thereIsAWayOn } from './way_on.ts';

/** `phone` and `laptop` are one person's, `tablet` another's; a tab ends with its session. */
const DEVICES = ['phone', 'laptop', 'tablet'] as const;
type Device = (typeof DEVICES)[number];
const ALWAYS: Record<Device, Partial<Incoming>> = {
  phone: { pulled: false },
  laptop: { session: true },
  tablet: {},
};

interface Happening {
  device: Device;
  done:
    | Doing
    /** Several doings after each other. */
    | { kind: 'errand'; name: string }
    /** Types a code that was made before: their own, or one that they found. */
    | { kind: 'type code'; which: number }
    | { kind: 'someone else' }
    /** An earlier message is delivered again. */
    | { kind: 'again'; back: number };
  passes: string | undefined;
  restarts: true | undefined;
}

export const meanwhile: fc.Arbitrary<Happening> = fc.record({
  device: fc.constantFrom<Device>('phone', 'phone', 'phone', 'laptop', 'tablet'),
  done: fc.oneof(
    { weight: 20, arbitrary: doing },
    {
      weight: 4,
      arbitrary: fc.constantFrom(...Object.keys(ERRANDS)).map((name) => ({ kind: 'errand' as const, name })),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'someone else' as const }) },
    { weight: 2, arbitrary: fc.nat(5).map((which) => ({ kind: 'type code' as const, which })) },
    { weight: 2, arbitrary: fc.nat(6).map((back) => ({ kind: 'again' as const, back })) },
  ),
  passes: sometimes(
    fc.constantFrom('10 minutes', '20 minutes', '7 hours', '2 days', '3 weeks', '100 days'),
    12,
  ),
  restarts: sometimes(fc.constant(true as const), 15),
});

const isUrgent = (text: string): boolean => stage.content.reader(text).risk.level === 'urgent';

/** What is known of a run, to hold it to. */
interface Run {
  assistant: Assistant;
  talks: Record<Device, Talk>;
  delivered: { device: Device; incoming: Incoming; heard: Heard; client: string }[];
  shown: Record<Device, { id: string; label: string }[]>;
  codes: string[];
  /** What was told, and which clients may know it: who told it, and whoever they turned out to be. */
  told: Map<string, Set<string>>;
  /** Previews by the id of their offer: what was on which screen. */
  previews: Map<string, { text: string; device: string }>;
  /** Everything that was ever sent, by id: whose it is. */
  sent: Map<string, string>;
}

function begin(): Run {
  const assistant = openAssistant({ store: openMemoryStore(ORGANISATIONS) });
  const talkOn = (device: Device): Talk => assistant.talk(device, ALWAYS[device]);
  return {
    assistant,
    talks: { phone: talkOn('phone'), laptop: talkOn('laptop'), tablet: talkOn('tablet') },
    delivered: [],
    shown: { phone: [], laptop: [], tablet: [] },
    codes: [],
    told: new Map(),
    previews: new Map(),
    sent: new Map(),
  };
}

export async function playTogether(happenings: Happening[]): Promise<void> {
  const run = begin();
  for (const happening of happenings) {
    if (happening.passes) await letPass(run, happening.passes);
    if (happening.restarts) run.assistant.restart();
    await happen(run, happening);
  }
  for (const device of DEVICES) await thereIsAWayOn(await run.talks[device].state());
}

async function happen(run: Run, { device, done }: Happening): Promise<void> {
  if (done.kind === 'again') return deliverAgain(run, done.back);
  for (const each of done.kind === 'errand' ? (ERRANDS[done.name] ?? []) : [done]) {
    if (each.kind === 'serve') await serve(run, each);
    else await doOne(run, device, each);
    await staffSeesWhatClientsSee(run);
  }
}

type One = Exclude<Happening['done'], { kind: 'again' | 'errand' | 'serve' }>;

async function doOne(run: Run, device: Device, done: One): Promise<void> {
  const talk = run.talks[device];
  const before = await talk.state();
  const owners = await ownersOf(run);
  const incoming = incomingOf(run, device, done, before);
  const from = run.assistant.commits.length;
  const heard = await talk.deliver(incoming);
  const after = await talk.state();
  run.delivered.push({ device, incoming, heard, client: after.id });
  run.shown[device].push(...heard.choices);
  if (after.offer && heard.text.includes(after.offer.content.message))
    run.previews.set(after.offer.id, { text: heard.text, device });
  if (after.newCode && !run.codes.includes(after.newCode)) run.codes.push(after.newCode);

  const commits = run.assistant.commits.slice(from);
  if (heard.status === 'refused') return expect(commits).toEqual([]);
  expect(commits).toHaveLength(1);
  for (const commit of commits) await hold(run, { device, typed: incoming.text }, commit, before, owners);
  whoKnows(run, incoming, commits[0]);
  await nothingOfOthers(run);

  if (isUrgent(incoming.text) && incoming.choice === undefined) expect(heard.text).toMatch(/112|113|0800/);
  const silent = incoming.kind === 'start' || heard.events.includes('leave');
  // Who talks with a professional hears nothing of Stuur.
  if (!silent && !(isTalking(before) && isTalking(after))) expect(heard.messages).not.toEqual([]);
  const { question, paused, codeWord, id } = after;
  expect(question !== undefined || paused || codeWord?.closed || id !== before.id).toBe(true);
  await thereIsAWayOn(after);
}

function incomingOf(run: Run, device: Device, done: One, state: ClientState): Incoming {
  const talk = run.talks[device];
  const press = (button: { id: string; label: string } | undefined, otherwise: string): Incoming =>
    button ? talk.incoming(button.label, { choice: button.id }) : talk.incoming(otherwise);
  const choices = state.question?.choices ?? [];
  switch (done.kind) {
    case 'say':
      return talk.incoming(done.text === '(code)' ? (state.newCode?.split(' ')[0] ?? 'bewaar') : done.text);
    case 'tell': {
      const secret = `${SECRET}${run.told.size}x`;
      run.told.set(secret, new Set());
      return talk.incoming(`${secret} ik vertel van alles over mijn geld`);
    }
    case 'press': {
      const from = done.of === 'now' ? choices : run.shown[device];
      return press(from[done.at % Math.max(from.length, 1)], '');
    }
    case 'choose':
      return press(
        choices.find(({ id }) => id.endsWith(`:${done.code}`)),
        done.code,
      );
    case 'gone button':
      return talk.incoming('Ja', { choice: 'gone.step:code' });
    case 'start':
      return talk.incoming('', { kind: 'start' });
    case 'photo':
      return talk.incoming('', { attachments: ['image/png'] });
    case 'type code':
      return talk.incoming(run.codes[done.which % Math.max(run.codes.length, 1)] ?? 'ik heb een code');
    case 'someone else':
      return talk.incoming('ik ben iemand anders');
  }
}

/** The same activity once more: the same answer, as long as there is anyone it was given to, and nothing done. */
async function deliverAgain(run: Run, back: number): Promise<void> {
  const earlier = run.delivered.at(-1 - back);
  if (!earlier || earlier.heard.status === 'refused') return;
  const { device, incoming, heard } = earlier;
  if ((await ownersOf(run))[device] !== earlier.client) return;
  const from = run.assistant.commits.length;
  const again = await run.talks[device].deliver(incoming);
  expect(again.status).toBe('duplicate');
  expect(run.assistant.commits.slice(from)).toEqual([]);
  // Texts may have been deleted since; no other ones come in their place.
  for (const message of again.messages) expect(heard.messages).toContain(message);
}

/** A professional does something; what it brings may be a preview on a screen, or hold back from one. */
async function serve(run: Run, doing: Extract<Doing, { kind: 'serve' }>): Promise<void> {
  for (const { address, client, messages } of await doServe(run.assistant, [...run.sent.keys()], doing)) {
    const after = readState(client.document);
    const text = messages.map((message) => (message.kind === 'say' ? message.text : '')).join('\n');
    if (after.offer && text.includes(after.offer.content.message)) {
      run.previews.set(after.offer.id, { text, device: address.conversation });
    }
    const { question, paused, codeWord } = after;
    expect(question !== undefined || paused || codeWord?.closed).toBe(true);
    await thereIsAWayOn(after);
  }
  await nothingOfOthers(run);
}

/** Time passes: it sends nothing, and no words of anyone. */
async function letPass(run: Run, time: string): Promise<void> {
  const from = run.assistant.commits.length;
  await run.assistant.pass(time);
  for (const { cause, handoffs } of run.assistant.commits.slice(from)) {
    expect(cause).toBe('clock');
    expect(handoffs.filter(({ kind }) => kind === 'request' || kind === 'said')).toEqual([]);
  }
  await staffSeesWhatClientsSee(run);
}

const staffSeesWhatClientsSee = ({ assistant, sent }: Run): Promise<void> =>
  staffReadsWhatClientsSee(assistant, [...sent.keys()]);

type Owners = Record<Device, string | undefined>;

async function ownersOf({ talks, assistant: { store } }: Run): Promise<Owners> {
  const owner = async (device: Device) => (await store.load(talks[device].address)).client?.id;
  return { phone: await owner('phone'), laptop: await owner('laptop'), tablet: await owner('tablet') };
}

/** What must hold of a turn that was committed. */
async function hold(
  run: Run,
  { device, typed }: { device: Device; typed: string },
  turn: TurnCommit,
  before: ClientState,
  owners: Owners,
) {
  for (const change of turn.handoffs) {
    if (change.kind !== 'request') continue;
    // The offer was the open question, and what goes is what was on this screen.
    expect(turn.cause).toBe('client');
    expect(before.question?.offer).toBe(change.offer);
    expect(before.offer?.content).toEqual(change.content);
    expect(run.previews.get(change.offer)).toMatchObject({ device });
    expect(run.previews.get(change.offer)?.text).toContain(change.content.message);
    run.sent.set(change.id, turn.client.id);
  }
  for (const change of turn.handoffs) {
    if (change.kind === 'said') expect(saidBy(before, typed)).toContain(change.text);
  }
  expect(turn.address.conversation).toBe(device);
  if (turn.wipes !== undefined) await isGone(run, turn.wipes, owners, device);
}

/** Wiped means gone: from every device of that client the words, and the code. */
async function isGone(run: Run, client: string, owners: Owners, by: Device): Promise<void> {
  const { store } = run.assistant;
  expect(owners[by]).toBe(client);
  // Who goes because its owner came back with another's code is told on there.
  const returned = (run.assistant.commits.at(-1)?.client.seq ?? 0) > 1;
  for (const device of DEVICES.filter((each) => owners[each] === client)) {
    const { address } = run.talks[device];
    const loaded = await store.load(address);
    expect(loaded.client?.id).not.toBe(client);
    if (!returned) {
      const words = JSON.stringify([loaded.client, await store.history(address, 0, 1000)]);
      expect(words).not.toContain(SECRET);
    }
  }
  for (const code of run.codes) expect((await store.byReturnCode(code))?.id).not.toBe(client);
}

function whoKnows({ told }: Run, { text }: Incoming, turn: TurnCommit | undefined): void {
  if (!turn) return;
  const { client, takenFrom = '' } = turn;
  for (const [secret, knowing] of told) {
    if (text.includes(secret)) knowing.add(client.id);
    // Who came back with a code is told once what was told here before it was known who they are.
    if (client.seq > 1 && knowing.has(takenFrom)) knowing.add(client.id);
  }
}

/** Nobody's words are with anyone else, nor in what their page shows. */
async function nothingOfOthers({ talks, told, assistant: { store } }: Run): Promise<void> {
  if (told.size === 0) return;
  for (const device of DEVICES) {
    const { client } = await store.load(talks[device].address);
    const rows = await store.history(talks[device].address, 0, 1000);
    const words = JSON.stringify([client?.document, rows]);
    for (const [secret, knowing] of told) {
      if (!knowing.has(client?.id ?? '')) expect(words).not.toContain(secret);
    }
  }
}
