/**
 * The yardstick: a plain Bot Framework bot that remembers a count in MemoryStorage and says back what it heard,
 * answering inline. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import botbuilder from 'botbuilder';

const {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
} = botbuilder;

const state = new ConversationState(new MemoryStorage());
const turns = state.createProperty<number>('turns');
const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  const count = (await turns.get(context, 0)) + 1;
  await turns.set(context, count);
  await context.sendActivity(`${count}: ${context.activity.text}`);
  await state.saveChanges(context);
  await next();
});

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const request = {
      method: 'POST',
      headers: incoming.headers as Record<string, string>,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    const response = {
      socket: null,
      status: (code: number) => {
        outgoing.statusCode = code;
      },
      header: (name: string, value: unknown) => void outgoing.setHeader(name, String(value)),
      send: (body: unknown) => void outgoing.end(JSON.stringify(body)),
      end: () => void outgoing.end(),
    };
    void adapter.process(request as never, response as never, (context) => bot.run(context));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`PORT ${(server.address() as AddressInfo).port}`));
