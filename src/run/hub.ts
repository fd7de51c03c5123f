/**
 * A contact centre that takes the role of the inbox: it hears of a handoff by an event in the conversation itself, and
 * says by another how it stands. Between the two it carries the words; nothing is passed on from here.
 */
import { isOpen } from '../engine/handoff.ts';
import { readState } from '../engine/state.ts';
import type { Actor, Inbox } from './inbox.ts';
import type { Address, Store } from './ports.ts';

export interface HubDeps {
  store: Pick<Store, 'load'>;
  inbox: Pick<Inbox, 'accept' | 'decline' | 'close'>;
  /** The id of the organisation whose handoffs it takes. */
  organisation: string;
}

/** After Bot Framework's `handoff.status`. */
export type HubState = 'accepted' | 'failed' | 'completed';

/** Tells the client how their handoff stands. Of a conversation without one it does nothing. */
export const hubStatus =
  ({ store, inbox, organisation }: HubDeps) =>
  async (conversation: Address, state: HubState): Promise<void> => {
    const { client } = await store.load(conversation);
    if (!client || client.damaged) return;
    const handoff = readState(client.document).handoffs.findLast(
      (each) => isOpen(each) && each.organisation === organisation,
    );
    if (!handoff) return;
    // Who of them it is, the event does not say.
    const actor: Actor = { id: 'hub', name: handoff.name, function: 'medewerker', organisation };
    if (state === 'accepted') await inbox.accept(actor, handoff.id, { elsewhere: true });
    else if (state === 'failed') await inbox.decline(actor, handoff.id, 'no_reason');
    else await inbox.close(actor, handoff.id);
  };
