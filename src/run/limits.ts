/**
 * How often one sender may do something: token buckets in bounded memory.
 * Keys (addresses, conversation ids) are held only as a hash with a salt that is thrown away every few hours.
 */
import type { World } from './ports.ts';
import { newSipKey, siphash } from './siphash.ts';

/** At most `burst` at once, refilled with `perSecond`. */
export interface Rule {
  burst: number;
  perSecond: number;
}

/** What is limited. `*PerAddress`: one network address (an IPv6 /64); several people can share one. */
export interface Rules {
  /** New tokens and new conversations. A library or a mobile carrier puts many clients behind one address. */
  startsPerAddress: Rule;
  /** New conversations in all: what one machine takes before its disk becomes the limit. */
  startsInAll: Rule;
  messagesPerConversation: Rule;
  messagesPerAddress: Rule;
  /** Fetching messages, and opening streams. */
  readsPerConversation: Rule;
  /**
   * Tries with a return code. At most ten an hour for one sender: four at once, two
   * more in the hour, and four once more when the salt and with it the count begins anew. With 66 bits
   * in a code, all senders together would need longer than anyone lives (docs/threat-model.md has the sum).
   */
  codesPerSender: Rule;
  codesInAll: Rule;
  /** Files taken along: making one is most of a tenth of a second. */
  downloadsPerAddress: Rule;
  downloadsInAll: Rule;
  /** Ways to the provider where staff log in. Passwords and codes are counted in the database. */
  loginsPerAddress: Rule;
  /** Sentences that say 'too fast' in the chat itself: without it each refused message would bring about another. */
  noticesPerConversation: Rule;
}

export const RULES: Rules = {
  startsPerAddress: { burst: 60, perSecond: 1 },
  startsInAll: { burst: 2000, perSecond: 100 },
  messagesPerConversation: { burst: 20, perSecond: 1 },
  messagesPerAddress: { burst: 200, perSecond: 10 },
  readsPerConversation: { burst: 60, perSecond: 20 },
  codesPerSender: { burst: 4, perSecond: 2 / 3600 },
  codesInAll: { burst: 1000, perSecond: 5 },
  downloadsPerAddress: { burst: 20, perSecond: 1 / 6 },
  downloadsInAll: { burst: 30, perSecond: 2 },
  loginsPerAddress: { burst: 30, perSecond: 1 / 5 },
  noticesPerConversation: { burst: 1, perSecond: 1 / 20 },
};

export interface Limits {
  /** Takes one from the bucket of `key`. Gives 0 when allowed, else the whole seconds to wait. */
  take(rule: keyof Rules, key: string): number;
  /** How many buckets are held now; for metrics and tests. */
  size(): number;
}

export interface LimitsOptions {
  world: World;
  rules?: Partial<Rules>;
  /** Buckets held at most; the one untouched for longest goes first. About 200 bytes each. */
  maxKeys?: number;
  /** After this the salt and with it every bucket is replaced. */
  saltHours?: number;
}

interface Bucket {
  left: number;
  at: number;
}

export function createLimits(options: LimitsOptions): Limits {
  const { world, maxKeys = 50_000, saltHours = 6 } = options;
  const rules: Rules = { ...RULES, ...options.rules };
  let buckets = new Map<string, Bucket>();
  let salt = newSipKey();
  let saltUntil = world.now().getTime() + saltHours * 3_600_000;

  const forget = (now: number): void => {
    if (now < saltUntil) return;
    salt = newSipKey();
    saltUntil = now + saltHours * 3_600_000;
    buckets = new Map();
  };

  return {
    take(name, key) {
      const rule = rules[name];
      if (rule.perSecond === Number.POSITIVE_INFINITY) return 0;
      const now = world.now().getTime();
      forget(now);
      const id = siphash(salt, `${name}\n${key}`);
      const held = buckets.get(id);
      const since = held ? Math.max(0, now - held.at) / 1000 : 0;
      const left = held ? Math.min(rule.burst, held.left + since * rule.perSecond) : rule.burst;
      const allowed = left >= 1;
      // Set anew also when refused: a Map keeps insertion order, so the busiest keys are the last to be evicted.
      buckets.delete(id);
      buckets.set(id, { left: allowed ? left - 1 : left, at: now });
      if (buckets.size > maxKeys) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return allowed ? 0 : Math.max(1, Math.ceil((1 - left) / rule.perSecond));
    },
    size: () => buckets.size,
  };
}

/** Rules that allow everything: for the benchmark, which sends a city's worth of messages from one address. */
export const NO_LIMITS: Rules = {
  startsPerAddress: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  startsInAll: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  messagesPerConversation: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  messagesPerAddress: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  readsPerConversation: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  codesPerSender: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  codesInAll: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  downloadsPerAddress: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  downloadsInAll: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  loginsPerAddress: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  noticesPerConversation: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
};

/**
 * The part of a network address that stands for one sender: an IPv6 subscriber gets at least a /64, so counting
 * single addresses would let one subscriber have 2^64 buckets.
 */
export function senderOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
