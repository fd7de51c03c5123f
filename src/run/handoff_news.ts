/** That something changed in a handoff, for who has it on a screen: never what. */
import { OPEN_HANDOFF_STATES } from '../domain/handoff.ts';
import type { ClientHandoff } from '../engine/state.ts';
import type { HandoffChange } from './ports.ts';

/** `ended`: nobody may read it any more. `staff`: only this member has it on a screen. */
export interface HandoffNews {
  id: string;
  organisation: string;
  staff?: string;
  ended: boolean;
}

export function newsOf(change: HandoffChange): HandoffNews[] {
  switch (change.kind) {
    case 'request':
      return [{ id: change.id, organisation: change.content.organisation, ended: false }];
    case 'move':
      return [
        {
          id: change.id,
          organisation: change.organisation,
          ended: !OPEN_HANDOFF_STATES.includes(change.to),
        },
      ];
    case 'said':
    case 'arrived': {
      const { id, organisation, staff } = change;
      return [{ id, organisation, ended: false, ...(staff === undefined ? {} : { staff }) }];
    }
    case 'told':
    case 'keep':
      return [];
  }
}

export const goneNews = ({ id, organisation }: ClientHandoff): HandoffNews => ({
  id,
  organisation,
  ended: true,
});
