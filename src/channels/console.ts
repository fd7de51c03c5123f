/**
 * The assistant in a terminal: one line is one message, choices are numbers. Also for lines that come from a file
 * or another program.
 */
import type { Address, Message, Outgoing, Store, World } from '../run/ports.ts';
import type { Receive } from '../run/receive.ts';
import { numbered } from './numbered.ts';

/** A longer line is cut here; the bot has then long refused it with a sentence. */
const LONGEST_LINE = 1_000_000;

export interface ConsoleOptions {
  receive: Receive;
  history: Store['history'];
  world: World;
  /** What was typed, in any pieces: `process.stdin` is one. */
  input: AsyncIterable<Uint8Array | string>;
  write(text: string): void;
  /** The same conversation as before, or a new one. */
  conversation?: string;
  /** Is a person typing at a terminal? Then there is a sign where to type. */
  interactive?: boolean;
  /** Told of every exchange; `said` is undefined for the opening. */
  exchanged?(said: string | undefined, messages: Message[]): void;
}

/** Resolves when the input ends. Rejects when the store fails. */
export async function runConsole(options: ConsoleOptions): Promise<void> {
  const { receive, history, world, input, write } = options;
  const address: Address = { channel: 'console', conversation: options.conversation ?? world.id() };
  const prompt = options.interactive ? '> ' : '';
  let last = 0;

  const show = (rows: readonly Outgoing[]): void => {
    for (const { number, message } of rows) {
      last = Math.max(last, number);
      if (message.kind === 'say') write(`\n${numbered(message.text, message.choices)}\n`);
    }
  };
  const exchange = async (said: string | undefined): Promise<void> => {
    const received = await receive({
      ...address,
      activity: said === undefined ? 'start' : world.id(),
      kind: said === undefined ? 'start' : 'message',
      text: said ?? '',
      attachments: [],
      pulled: true,
    });
    if (received.status === 'refused') {
      write(`\n${received.text}\n`);
      return;
    }
    show(received.outgoing);
    options.exchanged?.(
      said,
      received.outgoing.map((row) => row.message),
    );
  };

  await exchange(undefined);
  write(`\n${prompt}`);
  for await (const line of linesOf(input)) {
    // What others said meanwhile, a peer for instance, comes before the answer to this line.
    show(await history(address, last, 200));
    await exchange(line);
    write(`\n${prompt}`);
  }
}

/** Lines without their ends; the last one also when it has none. */
export async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (
      rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    ).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) yield line.replace(/\r$/, '').slice(0, LONGEST_LINE);
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}
