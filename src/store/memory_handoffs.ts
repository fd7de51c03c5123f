/** The handoffs of the store in memory: what clients sent, and what was written since. */
import { type HandoffContent, type HandoffState, OPEN_HANDOFF_STATES } from '../domain/handoff.ts';
import type {
  DueHandoff,
  HandoffChange,
  HandoffMessage,
  HandoffRow,
  KeptBeside,
  Store,
  TurnCommit,
} from '../run/ports.ts';

interface Handoff {
  row: HandoffRow;
  client: string;
  /** By the store's own key. */
  conversation: string;
  content: HandoffContent | undefined;
  messages: HandoffMessage[];
  read: number;
}

export interface MemoryHandoffs
  extends Pick<Store, 'handoffs' | 'handoffContent' | 'handoffRead' | 'dueHandoffs'> {
  apply(turn: TurnCommit, change: HandoffChange, conversation: string): void;
  /** All that this client has open is answered there from now on. */
  answerIn(client: string, conversation: string): void;
  forget(client: string): void;
  talksOf(client: string): KeptBeside['talks'];
  /** Whose it is, and where they are answered. */
  find(id: string): { row: HandoffRow; client: string; conversation: string } | undefined;
  /** How many were past their term. */
  expire(now: string): number;
}

export function memoryHandoffs(): MemoryHandoffs {
  const handoffs = new Map<string, Handoff>();
  const open = ({ content }: Handoff): boolean => content !== undefined;
  const end = (handoff: Handoff, to: HandoffState): void => {
    const { answerBy: _, ...row } = handoff.row;
    Object.assign(handoff, { row: { ...row, state: to }, content: undefined, messages: [] });
  };
  const rowOf = ({ row, messages, read }: Handoff): HandoffRow => ({
    ...row,
    unread: messages.filter(({ from, number }) => from === 'client' && number > read).length,
  });

  return {
    apply({ client: { id: client }, at }, change, conversation) {
      if (change.kind === 'request') {
        const { id, content, answerBy, expiresAt } = change;
        const staff = content.staff === undefined ? {} : { staff: content.staff };
        const state = 'requested' as const;
        const { organisation } = content;
        const row = { id, organisation, state, ...staff, askedAt: at, answerBy, expiresAt, unread: 0 };
        handoffs.set(id, { row, client, conversation, content, messages: [], read: 0 });
        return;
      }
      const handoff = handoffs.get(change.id);
      if (!handoff || !open(handoff) || handoff.client !== client) return;
      if (change.kind === 'arrived') return;
      if (change.kind === 'keep') {
        if (change.until > handoff.row.expiresAt) handoff.row.expiresAt = change.until;
      } else if (change.kind === 'told') delete handoff.row.answerBy;
      else if (change.kind === 'said') {
        const { number, from, text } = change;
        handoff.messages.push({ number, from, at, text });
      } else if (!OPEN_HANDOFF_STATES.includes(change.to)) end(handoff, change.to);
      else {
        handoff.row.state = change.to;
        if (change.staff !== undefined) handoff.row.staff = change.staff;
        if (change.to !== 'requested' && change.to !== 'seen') delete handoff.row.answerBy;
      }
    },
    answerIn(client, conversation) {
      for (const handoff of handoffs.values())
        if (handoff.client === client) handoff.conversation = conversation;
    },
    forget(client) {
      for (const [id, handoff] of handoffs) if (handoff.client === client) handoffs.delete(id);
    },
    talksOf: (client) =>
      [...handoffs.values()]
        .filter((handoff) => handoff.client === client && open(handoff))
        .flatMap(({ row, messages }) =>
          messages.map(({ from, at, text }) => ({ handoff: row.id, at, from, text })),
        ),
    find(id) {
      const handoff = handoffs.get(id);
      return handoff && open(handoff) ? { ...handoff, row: rowOf(handoff) } : undefined;
    },
    expire(now) {
      const past = [...handoffs.values()].filter((each) => open(each) && each.row.expiresAt <= now);
      for (const handoff of past) end(handoff, 'expired');
      return past.length;
    },
    handoffs: async (organisation) =>
      [...handoffs.values()]
        .filter((handoff) => open(handoff) && handoff.row.organisation === organisation)
        .map(rowOf)
        .sort((a, b) => a.askedAt.localeCompare(b.askedAt)),
    handoffContent: async (id) => {
      const handoff = handoffs.get(id);
      return handoff?.content && { content: handoff.content, messages: [...handoff.messages] };
    },
    handoffRead: async (id, number) => {
      const handoff = handoffs.get(id);
      if (handoff) handoff.read = Math.max(handoff.read, number);
    },
    dueHandoffs: async (now, limit) =>
      [...handoffs.values()]
        .filter((each) => open(each))
        .flatMap(({ row: { id, expiresAt, answerBy } }): DueHandoff[] => {
          if (expiresAt <= now) return [{ id, due: 'handoff_expired' }];
          return answerBy !== undefined && answerBy <= now ? [{ id, due: 'handoff_unanswered' }] : [];
        })
        .slice(0, limit),
  };
}
