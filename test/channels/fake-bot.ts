/**
 * A tiny bot in memory, behind the ports that channels see. It repeats what it hears, asks one question with two
 * choices, and answers attachments.
 */
import type { Address, Incoming, Message, Outgoing, PendingOutgoing, Store } from '../../src/run/ports.ts';
import type { Receive } from '../../src/run/receive.ts';

interface Conversation {
  rows: Outgoing[];
  last: number;
  answered: Map<string, Outgoing[]>;
  turn: Promise<unknown>;
}

interface Queued extends PendingOutgoing {
  due: string | undefined;
  done: boolean;
}

export const CHOICES = [
  { id: 'tea', label: 'Thee' },
  { id: 'coffee', label: 'Koffie' },
];

export interface FakeBot {
  receive: Receive;
  history: Store['history'];
  outbox: Pick<Store, 'pending' | 'delivered' | 'failed'>;
  /** Turns really taken: a duplicate does not count. */
  turns: Incoming[];
  /** A message that no client caused, as a peer or a clock would. */
  say(address: Address, text: string): Outgoing[];
  /** While set, the store fails. */
  broken: boolean;
  queue: Queued[];
}

const say = (text: string, choices: { id: string; label: string }[] = []): Message => ({
  kind: 'say',
  text,
  choices,
});

function answer(incoming: Incoming): Message[] {
  if (incoming.kind === 'start') return [say('Hoi, ik ben Stuur, een computerprogramma.')];
  if (incoming.attachments.length > 0)
    return [say('Dat kan ik niet openen. Wil je het in woorden vertellen?')];
  const picked = CHOICES.find(({ id, label }, index) => {
    const text = incoming.text.trim().toLowerCase();
    return incoming.choice === id || text === label.toLowerCase() || text === String(index + 1);
  });
  if (picked) return [say(`Gekozen: ${picked.label}`)];
  if (incoming.text === 'drinken') return [say('Wat wil je drinken?', CHOICES)];
  if (incoming.text === 'veel') return [say('Kies er een.', manyChoices)];
  if (incoming.text === 'twee') return [say('Een.'), say('Twee.')];
  if (incoming.text === 'weg') return [{ kind: 'event', name: 'leave' }, say('Tot later.')];
  if (incoming.text.trim() === '') return [say('Ik zag geen tekst.')];
  return [say(`Je zei: ${incoming.text}`)];
}

export const manyChoices = Array.from({ length: 12 }, (_, n) => ({
  id: `c${n + 1}`,
  label: `Keuze nummer ${n + 1} met een wat langere naam`,
}));

export function fakeBot(): FakeBot {
  const conversations = new Map<string, Conversation>();
  const queue: Queued[] = [];
  const turns: Incoming[] = [];
  const of = ({ channel, conversation }: Address): Conversation => {
    const key = `${channel} ${conversation}`;
    const held = conversations.get(key) ?? {
      rows: [],
      last: 0,
      answered: new Map(),
      turn: Promise.resolve(),
    };
    conversations.set(key, held);
    return held;
  };
  const commit = (address: Address, messages: Message[], incoming?: Incoming): Outgoing[] => {
    const held = of(address);
    const rows = messages.map((message) => {
      held.last += 1;
      const id = `${address.channel}-${address.conversation}|${held.last}`;
      return { id, number: held.last, at: new Date().toISOString(), message };
    });
    held.rows.push(...rows);
    if (incoming) held.answered.set(incoming.activity, rows);
    if (!incoming?.pulled) {
      const { channel, conversation } = address;
      for (const row of rows) {
        const reference = incoming?.reference;
        queue.push({ ...row, channel, conversation, reference, attempts: 0, due: '', done: false });
      }
    }
    return rows;
  };
  const bot: FakeBot = {
    turns,
    queue,
    broken: false,
    say: (address, text) => commit(address, [say(text)]),
    async receive(incoming) {
      if (bot.broken) throw new Error('de schijf is vol: geheim');
      if (incoming.text.length > 4000) {
        return { status: 'refused', reason: 'too_long', text: 'Dat is te lang. Kun je het korter zeggen?' };
      }
      const held = of(incoming);
      const taken = held.turn.then(async () => {
        const before = held.answered.get(incoming.activity);
        if (before) return { status: 'duplicate' as const, outgoing: before };
        await new Promise((resolve) => setTimeout(resolve, 2));
        turns.push(incoming);
        const echo: Message[] = incoming.echo ? [{ kind: 'echo', activity: incoming.echo }] : [];
        return {
          status: 'answered' as const,
          outgoing: commit(incoming, [...echo, ...answer(incoming)], incoming),
        };
      });
      held.turn = taken.catch(() => undefined);
      return taken;
    },
    async history(address, after, limit) {
      if (bot.broken) throw new Error('de schijf is vol: geheim');
      await new Promise((resolve) => setTimeout(resolve, 1));
      return of(address)
        .rows.filter((row) => row.number > after)
        .slice(0, limit);
    },
    outbox: {
      async pending(now, limit) {
        const first = new Map<string, Queued>();
        for (const row of queue) {
          const key = `${row.channel} ${row.conversation}`;
          if (!row.done && !first.has(key)) first.set(key, row);
        }
        return [...first.values()].filter((row) => row.due !== undefined && row.due <= now).slice(0, limit);
      },
      async delivered(id) {
        for (const row of queue) if (row.id === id) row.done = true;
      },
      async failed(id, nextAttempt) {
        for (const row of queue) {
          if (row.id !== id) continue;
          row.attempts += 1;
          row.due = nextAttempt;
          if (nextAttempt === undefined) row.done = true;
        }
      },
    },
  };
  return bot;
}
