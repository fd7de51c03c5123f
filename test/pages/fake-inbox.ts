/** An inbox in memory, with what the real one promises: for the tests of its pages. */
import type { DeclineReason, HandoffContent } from '../../src/domain/handoff.ts';
import type {
  Actor,
  Done,
  Inbox,
  InboxChange,
  InboxConversation,
  InboxItem,
  Refused,
} from '../../src/run/inbox.ts';

export type FakeRequest = InboxConversation & { organisation: string; owner?: string };

export const sentContent = (more: Partial<HandoffContent> = {}): HandoffContent => ({
  organisation: 'welzijn',
  name: 'Welzijn Voorbeeld',
  message: 'Ik zit veel binnen.\nIk mis mensen.',
  goals: ['Weer eens onder de mensen zijn'],
  steps: ['Zaterdag naar de markt, met Anja'],
  answers: [{ label: 'Hoe lang al', text: 'Sinds de verhuizing' }],
  contact: { how: 'in_chat', when: 'daytime' },
  days: 30,
  ...more,
});

export interface FakeInbox extends Inbox {
  /** Every act that was done, in order. */
  acts: string[];
  /** Who looked at what. */
  looks: string[];
  add(request: Partial<FakeRequest> & { id: string }): FakeRequest;
  /** The client writes. */
  clientSays(id: string, text: string): void;
  /** The client takes it back. */
  withdraw(id: string): void;
  find(id: string): FakeRequest | undefined;
  /** Ends what is watched, as when somebody is removed. */
  tell(change: InboxChange): void;
  /** What the next act gets instead of being done. */
  refuseNext(status: Refused['status'] | undefined): void;
  watching(): number;
}

export function fakeInbox(now: () => Date): FakeInbox {
  const requests = new Map<string, FakeRequest>();
  const listeners = new Set<{ actor: Actor; listener: (change: InboxChange) => void }>();
  const said = new Set<string>();
  const acts: string[] = [];
  const looks: string[] = [];
  let refusing: Refused['status'] | undefined;

  const tell = (change: InboxChange): void => {
    for (const { listener } of [...listeners]) listener(change);
  };
  const access = (actor: Actor, id: string): FakeRequest | Refused => {
    const request = requests.get(id);
    if (!request || request.organisation !== actor.organisation) return { status: 'gone' };
    if (request.owner && request.owner !== actor.id) return { status: 'taken' };
    return request;
  };
  const isRefused = (found: FakeRequest | Refused): found is Refused => !('id' in found);
  const act = async (
    actor: Actor,
    id: string,
    name: string,
    work: (request: FakeRequest) => void,
  ): Promise<Done> => {
    const found = access(actor, id);
    if (isRefused(found)) return found;
    if (refusing) {
      const status = refusing;
      refusing = undefined;
      return { status };
    }
    acts.push(name);
    work(found);
    return { status: 'done' };
  };
  const changed = (id: string): void => {
    tell({ kind: 'changed', id });
    tell({ kind: 'list' });
  };
  const remove = (id: string): void => {
    requests.delete(id);
    tell({ kind: 'gone', id });
    tell({ kind: 'list' });
  };

  return {
    acts,
    looks,
    tell,
    find: (id) => requests.get(id),
    refuseNext: (status) => {
      refusing = status;
    },
    watching: () => listeners.size,
    add(request) {
      const whole: FakeRequest = {
        state: 'requested',
        place: 'open',
        askedAt: now().toISOString(),
        expiresAt: new Date(now().getTime() + 30 * 86_400_000).toISOString(),
        unread: 0,
        content: sentContent(),
        messages: [],
        organisation: 'welzijn',
        ...request,
      };
      requests.set(whole.id, whole);
      tell({ kind: 'list' });
      return whole;
    },
    clientSays(id, text) {
      const request = requests.get(id);
      if (!request) return;
      request.messages.push({
        number: request.messages.length + 1,
        from: 'client',
        at: now().toISOString(),
        text,
      });
      request.unread += 1;
      request.state = 'active';
      changed(id);
    },
    withdraw: remove,
    async list(actor) {
      const seen = [...requests.values()].filter(
        ({ organisation, owner }) => organisation === actor.organisation && (!owner || owner === actor.id),
      );
      const item = ({
        content: _c,
        messages: _m,
        organisation: _o,
        owner: _w,
        ...rest
      }: FakeRequest): InboxItem => rest;
      return [
        ...seen.filter(({ place }) => place === 'open').sort((a, b) => a.askedAt.localeCompare(b.askedAt)),
        ...seen.filter(({ place }) => place === 'mine'),
      ].map(item);
    },
    async open(actor, id) {
      const found = access(actor, id);
      if (isRefused(found)) return found;
      looks.push(`${actor.id} ${id}`);
      found.unread = 0;
      if (found.state === 'requested') found.state = 'seen';
      const { organisation: _o, owner: _w, ...conversation } = found;
      return { status: 'open', conversation: structuredClone(conversation) };
    },
    accept: (actor, id) =>
      act(actor, id, 'accept', (request) => {
        Object.assign(request, { state: 'accepted', place: 'mine', owner: actor.id });
        delete request.answerBy;
        changed(id);
      }),
    decline: (actor, id, reason: DeclineReason) => act(actor, id, `decline ${reason}`, () => remove(id)),
    async say(actor, id, text, key) {
      if (said.has(`${id} ${key}`)) return { status: 'done' };
      return act(actor, id, `say ${text}`, (request) => {
        said.add(`${id} ${key}`);
        request.state = 'active';
        request.messages.push({
          number: request.messages.length + 1,
          from: 'professional',
          at: now().toISOString(),
          text,
        });
        changed(id);
      });
    },
    askFollowUp: (actor, id, weeks) => act(actor, id, `follow up ${weeks}`, () => changed(id)),
    propose: (actor, id, to) =>
      act(actor, id, `propose ${to.organisation} ${to.staff?.name ?? '-'}`, () => changed(id)),
    close: (actor, id) => act(actor, id, 'close', () => remove(id)),
    watch(actor, listener) {
      const one = { actor, listener };
      listeners.add(one);
      return () => void listeners.delete(one);
    },
  };
}
