/** The channel contract, held by each channel on its own wire. */
import { afterAll } from 'vitest';
import { WebSocket } from 'ws';
import { botFramework } from '../../src/channels/botframework.ts';
import { runConsole } from '../../src/channels/console.ts';
import { createLimits, NO_LIMITS } from '../../src/run/limits.ts';
import { createOutbox } from '../../src/run/outbox.ts';
import type { World } from '../../src/run/ports.ts';
import { startConnector } from './connector.ts';
import { type ChannelClient, channelContract, type Seen } from './contract.ts';
import { startServer } from './directline-server.ts';
import { fakeBot } from './fake-bot.ts';

const world: World = { now: () => new Date(), id: () => crypto.randomUUID() };

// biome-ignore lint/suspicious/noExplicitAny: activities as they come over the wire
type Wire = any;
const seenOf = (activity: Wire): Seen => ({
  text: activity.text,
  buttons: (activity.suggestedActions?.actions ?? []).map((action: Wire) => action.value),
});
const fromBot = (activity: Wire): boolean => activity.type === 'message' && activity.from.role !== 'user';
const sentenceOf = async (response: Response): Promise<string | undefined> =>
  response.ok ? undefined : ((await response.json()) as Wire).error.message;
const until = async (read: () => Promise<Seen[]> | Seen[], atLeast: number): Promise<Seen[]> => {
  for (let n = 0; n < 100; n += 1) {
    const all = await read();
    if (all.length >= atLeast) return all;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return read();
};

const server = await startServer();
const connector = await startConnector();
afterAll(() => Promise.all([server.stop(), connector.stop()]));

async function openDirectLine(stream: boolean): Promise<ChannelClient> {
  const opened = await fetch(`${server.url}/conversations`, { method: 'POST' });
  const { conversationId, token, streamUrl } = (await opened.json()) as Wire;
  const headers = { Authorization: `Bearer ${token}` };
  const url = `${server.url}/conversations/${conversationId}`;
  const post = async (body: string) =>
    sentenceOf(
      await fetch(`${url}/activities`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body,
      }),
    );
  const heard: Wire[] = [];
  const socket = stream ? new WebSocket(streamUrl) : undefined;
  socket?.on('message', (data) => heard.push(...(JSON.parse(String(data)) as Wire).activities));
  const poll = async () =>
    ((await (await fetch(`${url}/activities`, { headers })).json()) as Wire).activities;
  return {
    send: ({ text, id, attachments }) =>
      post(
        JSON.stringify({
          type: 'message',
          text,
          ...(id ? { channelData: { clientActivityID: id } } : {}),
          ...(attachments ? { attachments: attachments.map((contentType) => ({ contentType })) } : {}),
        }),
      ),
    seen: (atLeast) =>
      until(async () => (stream ? heard : await poll()).filter(fromBot).map(seenOf), atLeast),
    sendMalformed: post,
    get turns() {
      return server.bot.turns.filter((turn) => turn.conversation === conversationId);
    },
    close: async () => socket?.close(),
  };
}

async function openBotFramework(channelId: string, expectReplies: boolean): Promise<ChannelClient> {
  const bot = fakeBot();
  const endpoint = botFramework({
    receive: async (incoming) => {
      const received = await bot.receive(incoming);
      outbox.kick();
      return received;
    },
    world,
    limits: createLimits({ world, rules: NO_LIMITS }),
    addressOf: () => '127.0.0.1',
    settings: { production: false },
  });
  const outbox = createOutbox({ store: bot.outbox, senders: [endpoint.sender], world });
  const conversation = { id: world.id() };
  const inline: Wire[] = [];
  const post = async (body: string) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await endpoint.app.request('/api/messages', { method: 'POST', headers, body });
    const refusal = await sentenceOf(response.clone());
    if (refusal === undefined && expectReplies) inline.push(...((await response.json()) as Wire).activities);
    return refusal;
  };
  const activity = (more: object) =>
    JSON.stringify({
      type: 'message',
      id: world.id(),
      channelId,
      serviceUrl: connector.serviceUrl,
      conversation,
      from: { id: 'user1' },
      recipient: { id: 'bot1' },
      ...(expectReplies ? { deliveryMode: 'expectReplies' } : {}),
      ...more,
    });
  await post(activity({ type: 'conversationUpdate', membersAdded: [{ id: 'bot1' }, { id: 'user1' }] }));
  const posted = () =>
    connector.posted.map((one) => one.activity).filter((one) => one.conversation.id === conversation.id);
  return {
    send: ({ text, id, attachments }) =>
      post(
        activity({
          text,
          ...(id ? { id } : {}),
          ...(attachments ? { attachments: attachments.map((contentType) => ({ contentType })) } : {}),
        }),
      ),
    seen: (atLeast) => until(() => (expectReplies ? inline : posted()).filter(fromBot).map(seenOf), atLeast),
    sendMalformed: post,
    turns: bot.turns,
    close: () => outbox.stop(),
  };
}

async function openConsole(): Promise<ChannelClient> {
  const bot = fakeBot();
  const typed: string[] = [];
  const written: Seen[] = [];
  let more = () => {};
  let ended = false;
  async function* keyboard(): AsyncGenerator<string> {
    for (;;) {
      const line = typed.shift();
      if (line !== undefined) yield `${line}\n`;
      else if (ended) return;
      else await new Promise<void>((resolve) => (more = resolve));
    }
  }
  const running = runConsole({
    receive: bot.receive,
    history: bot.history,
    world,
    input: keyboard(),
    write: (text) => {
      if (text !== '\n') written.push({ text: text.slice(1, -1), buttons: [] });
    },
  });
  return {
    send: async ({ text }) => {
      typed.push(text);
      more();
      return undefined;
    },
    seen: (atLeast) => until(() => [...written], atLeast),
    turns: bot.turns,
    close: async () => {
      ended = true;
      more();
      await running;
    },
  };
}

channelContract({ name: 'Direct Line, polling', open: () => openDirectLine(false) });
channelContract({ name: 'Direct Line, stream', open: () => openDirectLine(true) });
channelContract({
  name: 'Bot Framework, replies in the answer',
  open: () => openBotFramework('msteams', true),
});
channelContract({
  name: 'Bot Framework, replies posted (Teams)',
  open: () => openBotFramework('msteams', false),
});
channelContract({ name: 'Bot Framework, replies posted (SMS)', open: () => openBotFramework('sms', false) });
channelContract({
  name: 'console',
  open: openConsole,
  skips: {
    attachment: 'a terminal sends lines only',
    duplicate: 'a terminal delivers a line once, and lines have no ids',
    malformed: 'every line is a message',
  },
});
