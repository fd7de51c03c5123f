/**
 * What each channel behind the Bot Framework can show. A channel that is not listed gets plain text and numbers,
 * which work everywhere.
 */

export interface Capabilities {
  /** Buttons at most; with more choices than that they become numbers. 0: no buttons at all. */
  buttons: number;
  /** Characters on a button; a longer choice would be cut off, so then all become numbers. */
  label: number;
  /** Characters in one message. */
  text: number;
  /** Shows that someone is typing. */
  typing: boolean;
  /** Its client may act on events (`leave`, `wiped`, `plan`). */
  events: boolean;
}

const PLAIN: Capabilities = { buttons: 0, label: 0, text: 4000, typing: false, events: false };
const OWN_CLIENT: Capabilities = { buttons: 100, label: 200, text: 20_000, typing: true, events: true };

/**
 * Numbers of buttons: `supportsSuggestedActions` in botbuilder-dialogs 4.23 (choices/channel.ts); for Teams
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/suggested-actions (the first three
 * are shown). Lengths: the makers' limits for quick replies (Messenger and LINE 20, WhatsApp reply buttons 3 of 20)
 * and messages (SMS: ten segments of 160).
 */
const CHANNELS: Record<string, Capabilities> = {
  directline: OWN_CLIENT,
  webchat: OWN_CLIENT,
  emulator: OWN_CLIENT,
  msteams: { buttons: 3, label: 60, text: 20_000, typing: true, events: false },
  telegram: { buttons: 100, label: 100, text: 4096, typing: true, events: false },
  facebook: { buttons: 10, label: 20, text: 2000, typing: true, events: false },
  line: { buttons: 13, label: 20, text: 5000, typing: false, events: false },
  whatsapp: { buttons: 3, label: 20, text: 4096, typing: false, events: false },
  slack: { ...PLAIN, typing: true },
  sms: { ...PLAIN, text: 1530 },
  email: { ...PLAIN, text: 20_000 },
};

/** The adapters of phone providers name their channel after themselves: `infobip-whatsapp`, `twilio-sms`. */
export function capabilitiesOf(channel: string): Capabilities {
  const name = channel.toLowerCase();
  if (Object.hasOwn(CHANNELS, name)) return CHANNELS[name] ?? PLAIN;
  if (name.includes('whatsapp')) return CHANNELS.whatsapp ?? PLAIN;
  if (name.includes('sms')) return CHANNELS.sms ?? PLAIN;
  return PLAIN;
}
