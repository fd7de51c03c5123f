/**
 * The directory as Open Referral HSDS 3.0 objects, for the `/hsds` API. What HSDS has no field for (topics, kinds,
 * role, sources ...) becomes attributes with terms of small taxonomies of our own.
 */
import type { Topic } from '../domain/vocabulary.ts';
import type { Directory } from './national.ts';
import type { OrganizationRecord, ServiceRecord } from './schema.ts';
import { stableUuid } from './uuid.ts';

/** One taxonomy term on one service. */
export interface HsdsAttribute {
  id: string;
  link_id: string;
  link_entity: 'service';
  taxonomy_term_id: string;
  value?: string;
  taxonomy_term: { id: string; code: string; name: string; description: string; taxonomy: string };
}

type Fields = Omit<ServiceRecord, 'stuur' | Lists>;
type Lists = 'phones' | 'schedules' | 'cost_options' | 'languages' | 'service_areas' | 'service_at_locations';
type Location = OrganizationRecord['locations'][number];
type HsdsOrganization = Omit<OrganizationRecord, 'services' | 'locations'>;

/** A service in a list: its own fields and its organisation. */
export type HsdsServiceItem = Fields & { organization_id: string; organization: HsdsOrganization };

/** A service in full. */
export type HsdsService = HsdsServiceItem &
  Pick<ServiceRecord, 'phones' | 'schedules' | 'cost_options' | 'languages' | 'service_areas'> & {
    service_at_locations: { id: string; location: Location }[];
    attributes: HsdsAttribute[];
  };

/** The HSDS `Page`. */
export interface HsdsList {
  total_items: number;
  total_pages: number;
  page_number: number;
  size: number;
  first_page: boolean;
  last_page: boolean;
  empty: boolean;
  contents: (HsdsServiceItem | HsdsService)[];
}

export const TOPIC_NAMES: Record<Topic, string> = {
  loneliness: 'Eenzaamheid en contact',
  money: 'Geld en schulden',
  violence: 'Geweld en veiligheid',
  care: 'Mantelzorg',
  grief: 'Verlies en rouw',
  mind: 'Psychische gezondheid',
  addiction: 'Verslaving',
  housing: 'Wonen',
  work: 'Werk en uitkering',
  parenting: 'Opvoeden en gezin',
  health: 'Gezondheid',
  language: 'Taal en digitale vaardigheden',
};

/** What each of our taxonomies says of a service. */
const TAXONOMIES = {
  topic: 'Life topic that the service is for',
  'also-topic': 'Life topic that the service can be of use for besides',
  kind: 'What one gets from the service',
  role: 'What the service is there for',
  provider: 'Who is on the other side',
  format: 'How one takes part',
  perspective: "Whose trouble it is for: one's own, or worry about someone else",
  danger: 'Danger that the service answers to',
  slug: 'Readable id of the service',
  word: 'Word that people use for it',
  chat: 'Address of the chat or online community',
  source: 'Where the details come from',
} as const;
export type Taxonomy = keyof typeof TAXONOMIES;

export function attribute(service: string, taxonomy: Taxonomy, code: string, value?: string): HsdsAttribute {
  const term = stableUuid('term', taxonomy, code);
  return {
    id: stableUuid('attribute', service, taxonomy, code, value ?? ''),
    link_id: service,
    link_entity: 'service',
    taxonomy_term_id: term,
    ...(value !== undefined && { value }),
    taxonomy_term: {
      id: term,
      code,
      name: taxonomy.endsWith('topic') ? (TOPIC_NAMES[code as Topic] ?? code) : code,
      description: TAXONOMIES[taxonomy],
      taxonomy: `stuur-${taxonomy}`,
    },
  };
}

function attributesOf({ id, stuur }: ServiceRecord): HsdsAttribute[] {
  const each = (taxonomy: Taxonomy, codes: readonly string[]) =>
    codes.map((code) => attribute(id, taxonomy, code));
  const values = (taxonomy: Taxonomy, list: readonly string[]) =>
    list.map((value) => attribute(id, taxonomy, taxonomy, value));
  return [
    ...values('slug', [stuur.slug]),
    ...each('topic', stuur.topics),
    ...each('also-topic', stuur.also),
    ...each('kind', stuur.kinds),
    ...each('role', [stuur.role]),
    ...each('provider', [stuur.by]),
    ...each('format', stuur.formats),
    ...each('perspective', stuur.perspectives),
    ...each('danger', stuur.danger),
    ...values('chat', stuur.chat_url ? [stuur.chat_url] : []),
    ...values('source', stuur.sources),
  ];
}

function toItem(record: ServiceRecord, organization: OrganizationRecord): HsdsServiceItem {
  const {
    stuur,
    phones,
    schedules,
    cost_options,
    languages,
    service_areas,
    service_at_locations,
    ...fields
  } = record;
  const { services, locations, ...owner } = organization;
  return { ...fields, organization_id: organization.id, organization: owner };
}

/** One service as HSDS 3.0 `service` with everything that belongs to it; undefined for an unknown id. */
export function toHsdsService(directory: Directory, id: string): HsdsService | undefined {
  const found = directory.records.get(id);
  if (!found) return undefined;
  const { service, organization } = found;
  return {
    ...toItem(service, organization),
    phones: service.phones,
    schedules: service.schedules,
    cost_options: service.cost_options,
    languages: service.languages,
    service_areas: service.service_areas,
    service_at_locations: service.service_at_locations.flatMap((link) =>
      organization.locations
        .filter((location) => location.id === link.location_id)
        .map((location) => ({ id: link.id, location })),
    ),
    attributes: attributesOf(service),
  };
}

/**
 * One page of the list of services, in the order of their ids.
 * @param page from 1; a page past the end is empty, as HSDS has it
 * @param full also phones, schedules and the rest of each service
 */
export function toHsdsList(
  directory: Directory,
  { page = 1, perPage = 50, full = false }: { page?: number; perPage?: number; full?: boolean } = {},
): HsdsList {
  const ids = [...directory.records.keys()].sort();
  const contents = ids.slice((page - 1) * perPage, page * perPage).flatMap((id) => {
    const service = full ? toHsdsService(directory, id) : undefined;
    const record = directory.records.get(id);
    return service ?? (record ? [toItem(record.service, record.organization)] : []);
  });
  const pages = Math.max(1, Math.ceil(ids.length / perPage));
  return {
    total_items: ids.length,
    total_pages: pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page === pages,
    empty: contents.length === 0,
    contents,
  };
}
