/**
 * The way of every client activity: load -> turn -> commit -> hand back what was committed.
 */
import type { Incoming, Outgoing } from './ports.ts';

/** `refused` carries a sentence for the person who wrote. */
export type Received =
  | { status: 'answered' | 'duplicate'; outgoing: Outgoing[] }
  | { status: 'refused'; reason: 'busy' | 'too_long'; text: string; retryAfterSeconds?: number };

/** The one entrance that channels use. Rejects only when the store fails; then nothing was acknowledged. */
export type Receive = (incoming: Incoming) => Promise<Received>;
