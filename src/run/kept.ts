/**
 * What follows from a state and its effects for what is stored: how long, what is arranged, and what is not kept for
 * long.
 */
import type { Content } from '../content/content.ts';
import type { Retention } from '../domain/retention.ts';
import { AWAY_HOURS, openHandoffs } from '../engine/facts.ts';
import { holdsPassing } from '../engine/forget.ts';
import type { Effect, TurnWorld } from '../engine/result.ts';
import type { ClientState } from '../engine/state.ts';
import type { Address, Arrangement, HandoffChange, World } from './ports.ts';
import { type SipKey, siphash } from './siphash.ts';

export const hours = (count: number): number => count * 3_600_000;
export const later = (from: string, ms: number): string => new Date(Date.parse(from) + ms).toISOString();

/** Until when a client is kept: from their last use on, whatever happened since. */
export function keptUntil({ planDays, sessionHours }: Retention, client: ClientState): string {
  const { session, hasCode, keepDays, lastAt } = client;
  // Nobody can come back to a browser tab that was closed: what is left there would be kept for no one.
  const own = session && !hasCode ? sessionHours : Math.min(keepDays ?? planDays, planDays) * 24;
  // What they sent to someone stays for as long as they said; it hangs on them.
  const sent = openHandoffs(client).map(({ until = '' }) => until);
  return [later(lastAt, hours(own)), ...sent].sort().at(-1) ?? lastAt;
}

const HOUR_MS = hours(1);

/**
 * When the clock looks at a document once more: when its owner is away, on the whole hour. For everyone alike, so that
 * it tells nothing of what they talked about.
 */
export function restsAt({ lastAt }: ClientState, at: string): string {
  const away = Date.parse(lastAt) + hours(AWAY_HOURS);
  const rests = new Date(Math.ceil((away + 1) / HOUR_MS) * HOUR_MS).toISOString();
  return rests > at ? rests : at;
}

/** Long enough to read what a file does on this device; too short for who picks up the phone later. */
const LINK_MINUTES = 10;

export function arrangementOf(effect: Effect, at: string): Arrangement[] {
  switch (effect.kind) {
    case 'download': {
      const { kind, ticket, file } = effect;
      return [{ kind, ticket, file, expiresAt: later(at, LINK_MINUTES * 60_000) }];
    }
    case 'return_code':
      return [
        effect.code === undefined ? { kind: 'no_return_code' } : { kind: 'return_code', code: effect.code },
      ];
    case 'remind':
    case 'forget_reminder':
      return [effect];
    default:
      return [];
  }
}

/** What an effect changes of what was sent to organisations. */
export function handoffChange(effect: Effect, at: string): HandoffChange[] {
  switch (effect.kind) {
    case 'request_handoff': {
      const { id, consent, content, answerBy } = effect;
      const expiresAt = later(at, hours(content.days * 24));
      return [{ kind: 'request', id, offer: consent.offer, content, answerBy, expiresAt }];
    }
    case 'move_handoff':
      return [{ ...effect, kind: 'move' }];
    case 'relay':
      return [{ ...effect, kind: 'said' }];
    case 'arrived':
      return [effect];
    case 'told_unanswered':
      return [{ kind: 'told', id: effect.id }];
    case 'keep_handoff':
      return [{ kind: 'keep', id: effect.id, until: effect.until }];
    default:
      return [];
  }
}

/** No longer than it takes until a code word is asked for. */
const BRIEF_MINUTES = 15;

/** What was said on the way does not stand in a page's history for long, where the client's state would not keep it. */
export function keptBriefly(content: Content, states: readonly ClientState[], at: string): Arrangement[] {
  const brief = states.some((state) => state.codeWord !== undefined || holdsPassing(content, state));
  return brief ? [{ kind: 'keep_texts', until: later(at, BRIEF_MINUTES * 60_000) }] : [];
}

/** The clock and chance of one turn. */
export const turnWorld = (world: World, now: string): TurnWorld => ({
  now,
  id: () => world.id(),
  pick: (below) => pick(world, below),
});

/** From the random end of a fresh id: 48 bits, so every number below a power of two is as likely. */
const pick = (world: World, below: number): number =>
  Number(
    BigInt(
      `0x${world
        .id()
        .replace(/[^0-9a-f]/g, '')
        .slice(-12)}`,
    ) % BigInt(below),
  );

/** Tells a client's conversations apart, and nothing more: it stands in their own document only. */
export const placeOf = ({ channel, conversation }: Address): string =>
  siphash(PLACE, `${channel}\n${conversation}`);
/** No secret: what hides a place is that the document is sealed. It stays the same, as previews outlive a restart. */
const PLACE: SipKey = [0, 0, 0, 0];
