/** The organisations of written conversations. None of them exists. */
import type { Organisation } from '../domain/organisation.ts';
import type { Actor } from '../run/inbox.ts';

const WORKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR'] as const;

export const ORGANISATIONS: readonly Organisation[] = [
  {
    id: 'buurtteam',
    name: 'het buurtteam',
    about: 'Ze helpen bij alles wat er thuis speelt.',
    municipalities: ['GM0344'],
    topics: [],
    opening: [{ days: [...WORKDAYS], opens: '09:00', closes: '17:00' }],
    answerHours: 8,
    phone: '030 1234567',
  },
  {
    id: 'luisterhuis',
    name: 'het luisterhuis',
    about: 'Een plek om je verhaal te doen.',
    municipalities: [],
    topics: ['loneliness', 'grief'],
    opening: [],
    answerHours: 24,
  },
];

/** Who answers in them. */
export const PROFESSIONALS: readonly Actor[] = [
  { id: 'worker-1', name: 'Marjan', function: 'maatschappelijk werker', organisation: 'buurtteam' },
  { id: 'worker-2', name: 'Ad', function: 'vrijwilliger', organisation: 'luisterhuis' },
];
