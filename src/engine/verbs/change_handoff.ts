/**
 * change_handoff: what was sent is laid ready to be changed. It stays as it is until the client says yes to the new
 * preview, which then takes its place.
 *
 *     - id: change
 *       change_handoff: { none: nothing_sent, to: what_else }
 */
import { layReady } from '../handoff.ts';
import type { Verb } from '../verb.ts';
import { onOpenHandoff } from './open-handoffs.ts';

export const change_handoff: Verb<'change_handoff'> = onOpenHandoff(layReady);
