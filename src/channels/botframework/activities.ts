/**
 * Bot Framework activities: what comes in, checked; what goes out, in the form its channel can show.
 * https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
 */
import { z } from 'zod';
import type { Incoming, Message } from '../../run/ports.ts';
import { mediaType } from '../media-type.ts';
import { numbered, pieces } from '../numbered.ts';
import { capabilitiesOf } from './capabilities.ts';

const id = z.string().min(1).max(1000);
const accountSchema = z.looseObject({ id, name: z.string().max(500).nullish() });
const conversationSchema = z.looseObject({
  id,
  isGroup: z.boolean().nullish(),
  conversationType: z.string().max(100).nullish(),
  tenantId: z.string().max(200).nullish(),
});

/** An activity from a channel. Unknown fields are let through and never looked at. */
export const activitySchema = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().max(1000).nullish(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(2000),
  conversation: conversationSchema,
  from: accountSchema.nullish(),
  recipient: accountSchema.nullish(),
  name: z.string().max(200).nullish(),
  text: z.string().max(200_000).nullish(),
  value: z.unknown().optional(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().max(200).nullish() }))
    .max(50)
    .nullish(),
  membersAdded: z.array(z.looseObject({ id })).max(1000).nullish(),
  deliveryMode: z.string().max(50).nullish(),
});
export type ChannelActivity = z.infer<typeof activitySchema>;

/** What is kept in order to answer later, also after a restart: no names, nothing that was said. */
export const referenceSchema = z.object({
  serviceUrl: z.url({ protocol: /^https?$/ }),
  channelId: z.string(),
  conversation: z.object({ id, conversationType: z.string().optional(), tenantId: z.string().optional() }),
  bot: z.object({ id, name: z.string().optional() }),
  user: z.object({ id }),
  activityId: z.string().optional(),
});
export type Reference = z.infer<typeof referenceSchema>;

const choiceSchema = z.looseObject({ choice: z.string().min(1).max(200) });

export const expectsReplies = (activity: ChannelActivity): boolean =>
  activity.deliveryMode === 'expectReplies';

/** Stuur speaks with one person at a time: in a group others would read along. */
const inGroup = ({ conversation }: ChannelActivity): boolean =>
  conversation.isGroup === true ||
  ['groupchat', 'channel'].includes(conversation.conversationType?.toLowerCase() ?? '');

/** What an activity means to the bot: an `Incoming`, nothing, or nonsense. */
export function incomingOf(activity: ChannelActivity, freshId: string): Incoming | 'ignored' | 'malformed' {
  const { type, from, recipient } = activity;
  const start =
    type === 'conversationUpdate' &&
    (activity.membersAdded ?? []).some((member) => member.id !== recipient?.id);
  if ((type !== 'message' && !start) || inGroup(activity)) return 'ignored';
  const user =
    from ?? (start ? { id: activity.membersAdded?.find((one) => one.id !== recipient?.id)?.id ?? '' } : null);
  if (!user || !recipient) return 'malformed';

  const text = start ? '' : (activity.text ?? '');
  const choice = choiceSchema.safeParse(activity.value);
  return {
    channel: activity.channelId,
    conversation: activity.conversation.id,
    activity: `b:${activity.id || (start ? 'start' : freshId)}`,
    kind: start ? 'start' : 'message',
    text,
    ...(choice.success && !start ? { choice: choice.data.choice } : {}),
    attachments: start ? [] : attachmentsOf(activity),
    reference: referenceOf(activity, user.id, recipient),
    ...(expectsReplies(activity) ? { pulled: true } : {}),
  };
}

/** Teams sends every text once more as an HTML attachment: that is no thing sent along. */
function attachmentsOf({ text, attachments }: ChannelActivity): string[] {
  const types = (attachments ?? []).map((one) => mediaType(one.contentType));
  return text?.trim() ? types.filter((type) => type !== 'text/html' && type !== 'text/plain') : types;
}

function referenceOf(
  activity: ChannelActivity,
  user: string,
  bot: { id: string; name?: string | null | undefined },
) {
  const { conversationType, tenantId } = activity.conversation;
  return {
    serviceUrl: activity.serviceUrl,
    channelId: activity.channelId,
    conversation: {
      id: activity.conversation.id,
      ...(conversationType ? { conversationType } : {}),
      ...(tenantId ? { tenantId } : {}),
    },
    bot: { id: bot.id, ...(bot.name ? { name: bot.name } : {}) },
    user: { id: user },
    ...(activity.id ? { activityId: activity.id } : {}),
  } satisfies Reference;
}

const statusSchema = z.looseObject({ state: z.enum(['accepted', 'failed', 'completed']) });
export type HandoffStatus = z.infer<typeof statusSchema>['state'];

/** What a contact centre says of the handoff in this conversation; undefined: this activity is about something else. */
export function handoffStatusOf({ type, name, value }: ChannelActivity): HandoffStatus | undefined {
  if (type !== 'event' || name !== 'handoff.status') return undefined;
  return statusSchema.safeParse(value).data?.state;
}

/**
 * The event with which a bot asks a contact centre to take over, as the SDK's EventFactory makes it. The transcript is
 * empty: what was said before is the client's, and the context holds what they chose to send.
 */
const handoffInitiation = ({ id, content }: Extract<Message, { kind: 'handoff' }>): OutgoingActivity => ({
  type: 'event',
  name: 'handoff.initiate',
  value: { handoff: id, ...content },
  attachments: [{ contentType: 'application/json', name: 'Transcript', content: { activities: [] } }],
});

export interface OutgoingActivity {
  type: 'message' | 'event' | 'typing';
  [field: string]: unknown;
}

/** A committed message as the channel shows it; none when the channel has no use for it. */
export function outgoingActivities(channel: string, message: Message): OutgoingActivity[] {
  const can = capabilitiesOf(channel);
  if (message.kind === 'echo') return [];
  if (message.kind === 'handoff') return [handoffInitiation(message)];
  if (message.kind === 'event') {
    return can.events ? [{ type: 'event', name: message.name, value: message.value ?? null }] : [];
  }
  const { text, choices } = message;
  const asButtons = choices.length <= can.buttons && choices.every(({ label }) => label.length <= can.label);
  const parts = pieces(asButtons ? text : numbered(text, choices), can.text);
  return parts.map((part, index) => {
    const last = index === parts.length - 1;
    return {
      type: 'message',
      text: part,
      textFormat: 'plain',
      locale: 'nl-NL',
      inputHint: last && choices.length > 0 ? 'expectingInput' : 'acceptingInput',
      ...(last && asButtons && choices.length > 0
        ? {
            suggestedActions: {
              actions: choices.map(({ label }) => ({ type: 'imBack', title: label, value: label })),
            },
          }
        : {}),
    };
  });
}
