/**
 * Direct Line's activities: what clients may send, and how committed messages look to them.
 */
import { z } from 'zod';
import type { Incoming, Outgoing } from '../../run/ports.ts';
import { mediaType } from '../media-type.ts';
import type { Ticket } from './tokens.ts';

export const CHANNEL = 'directline';

const short = z.string().max(200);

const accountSchema = z.looseObject({ id: short.nullish() });

/** A client's activity. Unknown fields are let through and never looked at. */
export const activitySchema = z.looseObject({
  type: z.string().min(1).max(60),
  // The longest text that is let in whole; receive refuses above its own, smaller measure with a sentence.
  text: z.string().max(200_000).nullish(),
  value: z.unknown().optional(),
  from: accountSchema.nullish(),
  attachments: z
    .array(z.looseObject({ contentType: short.nullish() }))
    .max(20)
    .nullish(),
  channelData: z.looseObject({ clientActivityID: short.optional() }).nullish().catch(undefined),
});
export type ClientActivity = z.infer<typeof activitySchema>;

export const startSchema = z.looseObject({ user: accountSchema.nullish() });

const choiceSchema = z.looseObject({ choice: z.string().min(1).max(200) });

/** `<conversation>|0000012`: the same for every reader of that row. */
export const activityId = (conversation: string, number: number): string =>
  `${conversation}|${String(number).padStart(7, '0')}`;

/** The number in a watermark. Nothing yet (empty, or the `-` that stream addresses use) is 0. */
export function watermarkNumber(watermark: string | undefined): number | undefined {
  if (watermark === undefined || watermark === '' || watermark === '-') return 0;
  return /^\d{1,15}$/.test(watermark) ? Number(watermark) : undefined;
}

/** The bot's opening turn; its fixed id makes opening the same conversation twice one opening. */
export const opening = (conversation: string): Incoming => ({
  channel: CHANNEL,
  conversation,
  activity: 'start',
  kind: 'start',
  text: '',
  attachments: [],
  pulled: true,
});

export interface Sent {
  ticket: Ticket;
  activity: ClientActivity;
  /** The `Idempotency-Key` header. */
  key: string | undefined;
  /** Used when the client gave its activity no id at all. */
  freshId: string;
  /** Media types of uploaded files; what the activity itself lists when nothing was uploaded. */
  uploads?: string[];
}

/** What a client's message means to the bot. */
export function incomingOf({ ticket, activity, key, freshId, uploads }: Sent): Incoming {
  const { conversation } = ticket;
  const clientActivityID = activity.channelData?.clientActivityID;
  const text = activity.text ?? '';
  const attachments = uploads ?? (activity.attachments ?? []).map((one) => mediaType(one.contentType));
  const choice = choiceSchema.safeParse(activity.value);
  return {
    channel: CHANNEL,
    conversation,
    // Prefixed, so that no client can name its message 'start', or hit upon an id of another kind.
    activity: clientActivityID ? `c:${clientActivityID}` : key ? `k:${key}` : `f:${freshId}`,
    kind: 'message',
    text,
    ...(choice.success ? { choice: choice.data.choice } : {}),
    attachments,
    pulled: true,
    echo: {
      type: 'message',
      from: { id: activity.from?.id ?? ticket.user ?? 'client', role: 'user' },
      text,
      ...(attachments.length > 0 ? { attachments: attachments.map((contentType) => ({ contentType })) } : {}),
      ...(clientActivityID ? { channelData: { clientActivityID } } : {}),
    },
  };
}

/** A committed message as clients get it. */
export function outgoingActivity(
  conversation: string,
  { number, at, message }: Outgoing,
): Record<string, unknown> {
  const common = {
    id: activityId(conversation, number),
    timestamp: at,
    channelId: CHANNEL,
    conversation: { id: conversation },
  };
  const bot = { ...common, from: { id: 'stuur', name: 'Stuur', role: 'bot' }, locale: 'nl-NL' };
  switch (message.kind) {
    case 'echo':
      return { ...message.activity, ...common };
    case 'event':
      return {
        ...bot,
        type: 'event',
        name: message.name,
        ...(message.value === undefined ? {} : { value: message.value }),
      };
    // No contact centre listens here; a page may want to know that it was asked for.
    case 'handoff':
      return { ...bot, type: 'event', name: 'handoff.initiate', value: { handoff: message.id } };
    case 'say':
      return {
        ...bot,
        type: 'message',
        text: message.text,
        textFormat: 'plain',
        inputHint: message.choices.length > 0 ? 'expectingInput' : 'acceptingInput',
        ...(message.choices.length > 0
          ? {
              suggestedActions: {
                actions: message.choices.map(({ label }) => ({ type: 'imBack', title: label, value: label })),
              },
              channelData: { choices: message.choices },
            }
          : {}),
      };
  }
}

/** The answer to a fetch and the frame of a stream: activities with the place to go on from. */
export const activitySet = (conversation: string, rows: Outgoing[], after: number) => ({
  activities: rows.map((row) => outgoingActivity(conversation, row)),
  watermark: String(rows.at(-1)?.number ?? after),
});
