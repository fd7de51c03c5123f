/** A record of the local directory as an HSDS 3.0 `service`, whole or as an item of a list. */
import type { HsdsRecord } from './record.ts';

export function toHsdsRecord(record: HsdsRecord): object {
  const { attributes, organization } = record;
  return {
    ...record,
    organization_id: organization.id,
    attributes: attributes.map((one) => ({
      ...one,
      link_id: record.id,
      link_entity: 'service',
      taxonomy_term_id: one.taxonomy_term.id,
    })),
  };
}

/** Without the lists of what belongs to it. */
export function toHsdsRecordItem(record: HsdsRecord): object {
  const fields = Object.fromEntries(Object.entries(record).filter(([, value]) => !Array.isArray(value)));
  return { ...fields, organization_id: record.organization.id };
}
