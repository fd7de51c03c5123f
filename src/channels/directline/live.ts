/**
 * Tells the open streams of a conversation what was just committed. Holds nothing for those who are not there:
 * they read it back by their watermark.
 */
import type { Outgoing } from '../../run/ports.ts';

export type Listener = (rows: Outgoing[]) => void;

export interface Live {
  /** Call after every commit on this channel, whoever caused it; calling twice for the same rows is harmless. */
  publish(conversation: string, rows: Outgoing[]): void;
  /** Gives the function that ends the subscription. */
  subscribe(conversation: string, listener: Listener): () => void;
  /** Conversations with an open stream. */
  size(): number;
}

export function createLive(): Live {
  const listeners = new Map<string, Set<Listener>>();
  return {
    publish(conversation, rows) {
      if (rows.length === 0) return;
      for (const listener of [...(listeners.get(conversation) ?? [])]) listener(rows);
    },
    subscribe(conversation, listener) {
      const those = listeners.get(conversation) ?? new Set();
      listeners.set(conversation, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0 && listeners.get(conversation) === those) listeners.delete(conversation);
      };
    },
    size: () => listeners.size,
  };
}
