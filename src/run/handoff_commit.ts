/** The commit of a turn that a professional or the clock caused, on what a client sent to an organisation. */
import type { Content } from '../content/content.ts';
import type { TurnResult } from '../engine/result.ts';
import type { ClientState } from '../engine/state.ts';
import { arrangementOf, handoffChange, hours, keptBriefly, keptUntil, later, restsAt } from './kept.ts';
import { messagesOf } from './messages.ts';
import type { OpenHandoff, TurnCommit } from './ports.ts';

interface Taken {
  before: ClientState;
  result: TurnResult;
  /** ISO instant. */
  now: string;
}

/** @param activity the same again is the same act: it is not done twice. */
export function commitFor(
  content: Content,
  { channel, conversation, reference, pulled, client, lastNumber }: OpenHandoff,
  { before, result, now }: Taken,
  cause: 'contact' | 'clock',
  activity: string,
): TurnCommit {
  const next = result.client;
  return {
    address: { channel, conversation },
    ...(reference ? { reference } : {}),
    activity,
    cause,
    at: now,
    client: {
      id: client.id,
      seq: client.seq + 1,
      document: next,
      // Being written to is no use of it.
      keepUntil: keptUntil(content.retention, next),
      restAt: restsAt(next, now),
    },
    lastNumber,
    messages: messagesOf(content, before, result, undefined),
    pulled,
    textUntil: later(now, hours(content.retention.chatHours)),
    handoffs: result.effects.flatMap((effect) => handoffChange(effect, now)),
    arrangements: [
      ...result.effects.flatMap((effect) => arrangementOf(effect, now)),
      ...keptBriefly(content, [before, next], now),
    ],
    demand: result.demand,
  };
}
