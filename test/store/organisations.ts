/** Organisations in a database: a handoff is sent to one that is there. */
import Database from 'better-sqlite3';
import type { Organisation } from '../../src/domain/organisation.ts';
import type { Store } from '../../src/run/ports.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Statement } from '../../src/store/statement.ts';
import { ORGANISATIONS } from '../../src/transcript/organisations.ts';

/** To which the turns of `turns.ts` send something. */
export const OF_TURNS: readonly Organisation[] = ['org-1', 'org-2'].map((id) => ({
  id,
  name: `Welzijn ${id}`,
  about: 'Ze helpen.',
  municipalities: ['GM0344'],
  topics: ['money'],
  opening: [{ days: ['MO', 'TU'], opens: '09:00', closes: '17:00' }],
  answerHours: 8,
  phone: '030 1234567',
}));

export const organisationRow = (organisation: Organisation, active = 1): Statement => {
  const { id, name, about, municipalities, topics, opening, answerHours, phone = null } = organisation;
  return {
    sql: `insert or ignore into organisation
      (id, name, about, municipalities, topics, opening, answer_hours, phone, active)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      ...[id, name, about, JSON.stringify(municipalities), JSON.stringify(topics), JSON.stringify(opening)],
      ...[answerHours, phone, active],
    ],
  };
};

/** Puts them in a database that has its tables. */
export function addOrganisations(file: string, organisations: readonly Organisation[]): void {
  const db = new Database(file, { fileMustExist: true });
  try {
    for (const each of organisations) {
      const { sql, params } = organisationRow(each);
      db.prepare(sql).run(...params);
    }
  } finally {
    db.close();
  }
}

/** A store on a file, with the organisations of written conversations in it. */
export async function openWithOrganisations(options: Parameters<typeof openSqliteStore>[0]): Promise<Store> {
  const store = await openSqliteStore(options);
  addOrganisations(options.file, ORGANISATIONS);
  return store;
}
