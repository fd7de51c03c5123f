/**
 * From the text of `data/national/*.yaml` to a `Directory`. Pure: reading files is `load.ts`, so that the Worker can
 * bundle the same data.
 */

import { distance } from '../domain/distance.ts';
import type { Service } from '../domain/service.ts';
import { nationalFile, type OrganizationRecord, type ServiceRecord } from './schema.ts';
import { dig, type Path, readSource, type Source } from './source.ts';
import { toService } from './view.ts';

export type { Source } from './source.ts';

export interface Directory {
  /** Active services, in the order of their slugs. */
  services: readonly Service[];
  byId: ReadonlyMap<string, Service>;
  /** For texts that mention a service: `{service.113.phone}`. */
  bySlug: ReadonlyMap<string, Service>;
  /** The records as they are in the data, for the HSDS view; by service id. */
  records: ReadonlyMap<string, { service: ServiceRecord; organization: OrganizationRecord }>;
}

/** All that is wrong with the data, one sentence each: where, which object, what to write instead. */
export class DirectoryError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The directory has ${problems.length} problem(s):\n${problems.join('\n')}`);
    this.name = 'DirectoryError';
    this.problems = problems;
  }
}

/** "service 'geldfit'", or the organisation when the problem is there; and the field within it. */
function objectAt(data: unknown, path: Path): { object: string; field: string } {
  for (let length = path.length; length > 0; length -= 1) {
    const list = path[length - 2];
    if (list !== 'services' && list !== 'organizations') continue;
    const entry = dig(data, path.slice(0, length));
    const name = dig(entry, ['stuur', 'slug']) ?? dig(entry, ['name']) ?? dig(entry, ['id']) ?? '?';
    const object = `${list === 'services' ? 'service' : 'organization'} '${String(name)}'`;
    return { object, field: path.slice(length).map(String).join('.') };
  }
  return { object: 'file', field: path.map(String).join('.') };
}

interface Issue {
  code?: string;
  message: string;
  path: Path;
  keys?: readonly string[];
  /** The words that are allowed. */
  values?: readonly unknown[];
}

function sentence(issue: Issue, data: unknown): string {
  const { object, field: path } = objectAt(data, issue.path);
  const field = `${object}: ${path || 'it'}`;
  const value = dig(data, issue.path);
  if (issue.code === 'unrecognized_keys')
    return `${object}: '${issue.keys?.join("', '")}' is not a field here; correct the name or remove it`;
  if (value === undefined) return `${field} is missing; add it (${issue.message})`;
  const meant = issue.values?.find((word) => distance(String(value), String(word), 2) <= 2);
  if (meant !== undefined)
    return `${field} is '${String(value)}', which does not exist; did you mean '${meant}'?`;
  return typeof value === 'object'
    ? `${field} is not right: ${issue.message}`
    : `${field} is '${String(value)}', which is not right: ${issue.message}`;
}

const PARTS = [
  'phones',
  'schedules',
  'cost_options',
  'languages',
  'service_areas',
  'service_at_locations',
] as const satisfies (keyof ServiceRecord)[];

/**
 * Reads and checks all files together.
 * @throws DirectoryError naming every problem with file, line, object and remedy.
 */
export function parseNational(sources: readonly Source[]): Directory {
  const problems: string[] = [];
  const services: Service[] = [];
  const records = new Map<string, { service: ServiceRecord; organization: OrganizationRecord }>();
  const seen = new Map<string, string>();
  const once = (what: string, key: string, place: string, owner: string): void => {
    const first = seen.get(`${what} ${key}`);
    if (first)
      problems.push(`${place} ${owner}: ${what} '${key}' is also at ${first}; give this one its own`);
    else seen.set(`${what} ${key}`, place);
  };

  for (const source of sources) {
    const read = readSource(source, problems);
    if (!read) continue;
    const parsed = nationalFile.safeParse(read.data);
    if (!parsed.success) {
      for (const issue of parsed.error.issues as Issue[])
        problems.push(`${read.locate(issue.path)} ${sentence(issue, read.data)}`);
      continue;
    }
    for (const [o, organization] of parsed.data.organizations.entries()) {
      const here = ['organizations', o];
      const owner = `organization '${organization.name}'`;
      once('id', organization.id, read.locate([...here, 'id']), owner);
      for (const [l, location] of organization.locations.entries())
        once('id', location.id, read.locate([...here, 'locations', l, 'id']), owner);
      for (const [s, service] of organization.services.entries()) {
        const path = [...here, 'services', s];
        const name = `service '${service.stuur.slug}'`;
        once('slug', service.stuur.slug, read.locate([...path, 'stuur', 'slug']), name);
        once('id', service.id, read.locate([...path, 'id']), name);
        for (const list of PARTS)
          for (const [i, part] of service[list].entries())
            once('id', part.id, read.locate([...path, list, i, 'id']), name);
        for (const [i, link] of service.service_at_locations.entries())
          if (!organization.locations.some((location) => location.id === link.location_id))
            problems.push(
              `${read.locate([...path, 'service_at_locations', i, 'location_id'])} ${name}: location_id ` +
                `'${link.location_id}' is not a location of ${owner}; use the id of one of its locations`,
            );
        records.set(service.id, { service, organization });
        if (service.status === 'active') services.push(toService(service, organization));
      }
    }
  }
  if (problems.length > 0) throw new DirectoryError(problems);
  services.sort((a, b) => (a.slug < b.slug ? -1 : 1));
  return {
    services,
    byId: new Map(services.map((service) => [service.id, service])),
    bySlug: new Map(services.map((service) => [service.slug, service])),
    records,
  };
}

/** The number to call of the service with this slug; undefined when there is no such service or it has no number. */
export function phoneOf(directory: Directory, slug: string): string | undefined {
  return directory.bySlug.get(slug)?.phone;
}
