/** Which services were checked too long ago, and what to do about it. */
import { CHECK_EVERY_DAYS, checkDueOn, daysSinceCheck, isStale, type Service } from '../domain/service.ts';
import type { Directory } from './national.ts';

export interface StaleService {
  service: Service;
  /** Days since the check. */
  days: number;
  /** How many days a check stays good for this service. */
  limit: number;
  /** `YYYY-MM-DD`: until when the check was good. */
  dueOn: string;
}

/** Stale services: crisis lines first, then the longest overdue. */
export function staleServices(directory: Directory, now: Date | string): StaleService[] {
  return directory.services
    .filter((service) => isStale(service, now))
    .map((service) => ({
      service,
      days: daysSinceCheck(service, now),
      limit: CHECK_EVERY_DAYS[service.crisis ? 'crisis' : 'other'],
      dueOn: checkDueOn(service),
    }))
    .sort(
      (a, b) =>
        Number(b.service.crisis) - Number(a.service.crisis) ||
        b.days - b.limit - (a.days - a.limit) ||
        (a.service.slug < b.service.slug ? -1 : 1),
    );
}

/** The list for people, in Dutch; one block per service. */
export function staleReport(directory: Directory, now: Date | string): string {
  const stale = staleServices(directory, now);
  const total = directory.services.length;
  if (stale.length === 0) return `Alle ${total} diensten zijn op tijd nagekeken.\n`;
  const blocks = stale.map(({ service, days, limit, dueOn }) =>
    [
      `${service.slug}: ${service.name}${service.crisis ? ' (bij gevaar)' : ''}`,
      `  nummer: ${service.phones.map((phone) => phone.number).join(', ') || 'geen, alleen de site'}`,
      `  nagekeken: ${service.checkedOn} (${days} dagen geleden; goed voor ${limit} dagen, tot ${dueOn})`,
      ...service.sources.map((source) => `  bron: ${source}`),
      `  nakijken op: ${service.url}`,
    ].join('\n'),
  );
  return [
    `${stale.length} van de ${total} diensten zijn te lang geleden nagekeken.`,
    '',
    blocks.join('\n\n'),
    '',
    'Wat te doen, per dienst:',
    '1. Open de site van de dienst en vergelijk nummer, tijden en kosten. Bel het nummer als de site niets zegt.',
    '2. Klopt het? Zet de datum van vandaag bij assured_date in data/national en noem de site bij sources.',
    '3. Klopt het niet? Verbeter het. Is het nummer onzeker? Haal het weg: geen nummer is beter dan een fout nummer.',
    '',
  ].join('\n');
}
