/** A contact centre on a Bot Framework channel: what it is told, and what its answer does. */
import { EventFactory } from 'botbuilder';
import { expect, it } from 'vitest';
import {
  activitySchema,
  handoffStatusOf,
  outgoingActivities,
} from '../../src/channels/botframework/activities.ts';
import type { HandoffContent } from '../../src/domain/handoff.ts';
import { newClient } from '../../src/engine/state.ts';
import { type HubState, hubStatus } from '../../src/run/hub.ts';

const content: HandoffContent = {
  organisation: 'buurtteam',
  name: 'het buurtteam',
  message: 'ik wil iemand spreken',
  goals: [],
  steps: [],
  answers: [],
  contact: { how: 'in_chat', when: 'here' },
  days: 7,
};

it('it is told by the event that the SDK makes, with what was previewed and an empty transcript', () => {
  const context = { activity: { conversation: { id: 'c' } } } as never;
  const value = { handoff: 'h1', ...content };
  const made = EventFactory.createHandoffInitiation(context, value, { activities: [] } as never);
  const [event] = outgoingActivities('msteams', { kind: 'handoff', id: 'h1', content });
  expect(event).toMatchObject({ type: made.type, name: made.name, value: made.value });
  expect(event?.attachments).toMatchObject(made.attachments ?? []);
});

const activity = (more: object) =>
  activitySchema.parse({
    channelId: 'msteams',
    serviceUrl: 'https://a.example',
    conversation: { id: 'c' },
    ...more,
  });

it.each([
  [{ type: 'event', name: 'handoff.status', value: { state: 'accepted' } }, 'accepted'],
  [{ type: 'event', name: 'handoff.status', value: { state: 'anything' } }, undefined],
  [{ type: 'event', name: 'handoff.status' }, undefined],
  [{ type: 'event', name: 'other', value: { state: 'accepted' } }, undefined],
  [{ type: 'message', name: 'handoff.status', text: 'x', value: { state: 'accepted' } }, undefined],
])('%j says %s', (more, state) => {
  expect(handoffStatusOf(activity(more))).toBe(state);
});

const at = '2026-11-02T18:30:00.000Z';
function centre(organisation: string, state: 'requested' | 'withdrawn') {
  const done: unknown[] = [];
  const handoff = { id: 'h1', organisation, name: 'het buurtteam', state, at, log: [] };
  const document = { ...newClient('client-1', at, 'hello'), handoffs: [handoff] };
  const say =
    (what: string) => async (actor: { id: string; organisation: string }, id: string, how?: unknown) => {
      done.push([what, actor.organisation, id, how]);
      return { status: 'done' as const };
    };
  const status = hubStatus({
    store: { load: async () => ({ client: { id: 'client-1', seq: 1, document }, lastNumber: 0 }) },
    inbox: { accept: say('accept'), decline: say('decline'), close: say('close') },
    organisation: 'buurtteam',
  });
  return { done, says: (said: HubState) => status({ channel: 'msteams', conversation: 'c' }, said) };
}

it('what it says becomes what the client sees, of its own organisation and while it is open only', async () => {
  const { done, says } = centre('buurtteam', 'requested');
  await says('accepted');
  await says('failed');
  await says('completed');
  expect(done).toEqual([
    ['accept', 'buurtteam', 'h1', { elsewhere: true }],
    ['decline', 'buurtteam', 'h1', 'no_reason'],
    ['close', 'buurtteam', 'h1', undefined],
  ]);
  for (const other of [centre('elders', 'requested'), centre('buurtteam', 'withdrawn')]) {
    await other.says('completed');
    expect(other.done).toEqual([]);
  }
});
