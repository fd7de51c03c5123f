/**
 * The tables of the local directory: Open Referral HSDS 3.0, with its own names for tables (after `hsds_`) and columns,
 * and what searching needs. Nothing in them is about a client.
 *
 * A part of a service has the key (service, id): two suppliers that use one id do not touch each other's rows, and all
 * of a service lies together. Parts go with what they are part of.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

export const hsds_organization = sqliteTable('hsds_organization', {
  id: text().primaryKey(),
  name: text().notNull(),
  alternate_name: text(),
  description: text().notNull(),
  email: text(),
  website: text(),
});

export const hsds_service = sqliteTable(
  'hsds_service',
  {
    /** Also the row of `hsds_search`: full-text search knows rows by number only. */
    number: integer().primaryKey(),
    id: text().notNull(),
    organization_id: text()
      .notNull()
      .references(() => hsds_organization.id),
    name: text().notNull(),
    alternate_name: text(),
    description: text(),
    url: text(),
    email: text(),
    status: text({ enum: ['active', 'inactive', 'defunct', 'temporarily closed'] }).notNull(),
    application_process: text(),
    fees_description: text(),
    wait_time: text(),
    eligibility_description: text(),
    minimum_age: real(),
    maximum_age: real(),
    /** YYYY-MM-DD; null: nobody says when it was checked. */
    assured_date: text(),
    assurer_email: text(),
    alert: text(),
    last_modified: text(),
  },
  (t) => [
    unique('hsds_service_id').on(t.id),
    index('hsds_service_organization').on(t.organization_id),
    index('hsds_service_assured').on(t.assured_date),
    check(
      'hsds_service_status_known',
      sql`${t.status} in ('active', 'inactive', 'defunct', 'temporarily closed')`,
    ),
  ],
);

const service_id = () =>
  text()
    .notNull()
    .references(() => hsds_service.id, { onDelete: 'cascade' });

export const hsds_phone = sqliteTable(
  'hsds_phone',
  {
    service_id: service_id(),
    id: text().notNull(),
    number: text().notNull(),
    /** `text`: for messages, not for calling. */
    type: text(),
    description: text(),
  },
  (t) => [primaryKey({ columns: [t.service_id, t.id] })],
);

export const hsds_schedule = sqliteTable(
  'hsds_schedule',
  {
    service_id: service_id(),
    id: text().notNull(),
    freq: text(),
    byday: text(),
    opens_at: text(),
    closes_at: text(),
    valid_from: text(),
    valid_to: text(),
    description: text(),
  },
  (t) => [primaryKey({ columns: [t.service_id, t.id] })],
);

export const hsds_cost_option = sqliteTable(
  'hsds_cost_option',
  {
    service_id: service_id(),
    id: text().notNull(),
    option: text(),
    currency: text(),
    amount: real(),
    amount_description: text(),
  },
  (t) => [primaryKey({ columns: [t.service_id, t.id] })],
);

export const hsds_language = sqliteTable(
  'hsds_language',
  { service_id: service_id(), id: text().notNull(), name: text(), code: text(), note: text() },
  (t) => [primaryKey({ columns: [t.service_id, t.id] })],
);

/** `extent` is the CBS code of a municipality, or NL for the whole country. */
export const hsds_service_area = sqliteTable(
  'hsds_service_area',
  {
    service_id: service_id(),
    id: text().notNull(),
    name: text(),
    description: text(),
    extent: text().notNull(),
    extent_type: text(),
  },
  (t) => [primaryKey({ columns: [t.service_id, t.id] }), index('hsds_service_area_extent').on(t.extent)],
);

export const hsds_required_document = sqliteTable(
  'hsds_required_document',
  { service_id: service_id(), id: text().notNull(), document: text(), uri: text() },
  (t) => [primaryKey({ columns: [t.service_id, t.id] })],
);

export const hsds_location = sqliteTable(
  'hsds_location',
  {
    id: text().primaryKey(),
    location_type: text({ enum: ['physical', 'postal', 'virtual'] }).notNull(),
    url: text(),
    name: text(),
    alternate_name: text(),
    description: text(),
    transportation: text(),
    latitude: real(),
    longitude: real(),
  },
  (t) => [check('hsds_location_type_known', sql`${t.location_type} in ('physical', 'postal', 'virtual')`)],
);

const location_id = () =>
  text()
    .notNull()
    .references(() => hsds_location.id, { onDelete: 'cascade' });

export const hsds_service_at_location = sqliteTable(
  'hsds_service_at_location',
  { service_id: service_id(), id: text().notNull(), location_id: location_id(), description: text() },
  (t) => [
    primaryKey({ columns: [t.service_id, t.id] }),
    index('hsds_service_at_location_location').on(t.location_id),
  ],
);

export const hsds_address = sqliteTable(
  'hsds_address',
  {
    location_id: location_id(),
    id: text().notNull(),
    attention: text(),
    address_1: text().notNull(),
    address_2: text(),
    city: text().notNull(),
    region: text(),
    state_province: text().notNull(),
    postal_code: text().notNull(),
    country: text().notNull(),
    address_type: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.location_id, t.id] })],
);

export const hsds_accessibility = sqliteTable(
  'hsds_accessibility',
  { location_id: location_id(), id: text().notNull(), description: text(), details: text(), url: text() },
  (t) => [primaryKey({ columns: [t.location_id, t.id] })],
);

export const hsds_taxonomy_term = sqliteTable('hsds_taxonomy_term', {
  id: text().primaryKey(),
  code: text(),
  name: text().notNull(),
  description: text().notNull(),
  taxonomy: text(),
});

/** Which terms a service has. Topics, kinds, who is on the other side: terms of the taxonomies `stuur-...`. */
export const hsds_attribute = sqliteTable(
  'hsds_attribute',
  {
    service_id: service_id(),
    id: text().notNull(),
    taxonomy_term_id: text()
      .notNull()
      .references(() => hsds_taxonomy_term.id),
    value: text(),
  },
  (t) => [primaryKey({ columns: [t.service_id, t.id] }), index('hsds_attribute_term').on(t.taxonomy_term_id)],
);

/**
 * The words of each active service as search compares them (`src/directory/search-words.ts`). `hsds_search_index` is
 * the FTS5 index over it, which the triggers of the migration keep up.
 */
export const hsds_search = sqliteTable('hsds_search', {
  number: integer()
    .primaryKey()
    .references(() => hsds_service.number, { onDelete: 'cascade' }),
  name: text().notNull(),
  words: text().notNull(),
  /** Tokens that filter: municipality, topic, group, free, language, wheelchair, day. */
  facets: text().notNull(),
});

/** The words that occur in `hsds_search`, each under itself with one letter left out: what a typing error is near to. */
export const hsds_spelling = sqliteTable(
  'hsds_spelling',
  { variant: text().notNull(), word: text().notNull() },
  (t) => [primaryKey({ columns: [t.variant, t.word] })],
);
