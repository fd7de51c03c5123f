CREATE TABLE `hsds_accessibility` (
	`location_id` text NOT NULL,
	`id` text NOT NULL,
	`description` text,
	`details` text,
	`url` text,
	PRIMARY KEY(`location_id`, `id`),
	FOREIGN KEY (`location_id`) REFERENCES `hsds_location`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_address` (
	`location_id` text NOT NULL,
	`id` text NOT NULL,
	`attention` text,
	`address_1` text NOT NULL,
	`address_2` text,
	`city` text NOT NULL,
	`region` text,
	`state_province` text NOT NULL,
	`postal_code` text NOT NULL,
	`country` text NOT NULL,
	`address_type` text NOT NULL,
	PRIMARY KEY(`location_id`, `id`),
	FOREIGN KEY (`location_id`) REFERENCES `hsds_location`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_attribute` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`taxonomy_term_id` text NOT NULL,
	`value` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`taxonomy_term_id`) REFERENCES `hsds_taxonomy_term`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `hsds_attribute_term` ON `hsds_attribute` (`taxonomy_term_id`);--> statement-breakpoint
CREATE TABLE `hsds_cost_option` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`option` text,
	`currency` text,
	`amount` real,
	`amount_description` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_language` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`code` text,
	`note` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_location` (
	`id` text PRIMARY KEY NOT NULL,
	`location_type` text NOT NULL,
	`url` text,
	`name` text,
	`alternate_name` text,
	`description` text,
	`transportation` text,
	`latitude` real,
	`longitude` real,
	CONSTRAINT "hsds_location_type_known" CHECK("hsds_location"."location_type" in ('physical', 'postal', 'virtual'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `hsds_organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`alternate_name` text,
	`description` text NOT NULL,
	`email` text,
	`website` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `hsds_phone` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`type` text,
	`description` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_required_document` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`document` text,
	`uri` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_schedule` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`freq` text,
	`byday` text,
	`opens_at` text,
	`closes_at` text,
	`valid_from` text,
	`valid_to` text,
	`description` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_search` (
	`number` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`words` text NOT NULL,
	`facets` text NOT NULL,
	FOREIGN KEY (`number`) REFERENCES `hsds_service`(`number`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `hsds_service` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`alternate_name` text,
	`description` text,
	`url` text,
	`email` text,
	`status` text NOT NULL,
	`application_process` text,
	`fees_description` text,
	`wait_time` text,
	`eligibility_description` text,
	`minimum_age` real,
	`maximum_age` real,
	`assured_date` text,
	`assurer_email` text,
	`alert` text,
	`last_modified` text,
	FOREIGN KEY (`organization_id`) REFERENCES `hsds_organization`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "hsds_service_status_known" CHECK("hsds_service"."status" in ('active', 'inactive', 'defunct', 'temporarily closed'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `hsds_service_organization` ON `hsds_service` (`organization_id`);--> statement-breakpoint
CREATE INDEX `hsds_service_assured` ON `hsds_service` (`assured_date`);--> statement-breakpoint
CREATE UNIQUE INDEX `hsds_service_id` ON `hsds_service` (`id`);--> statement-breakpoint
CREATE TABLE `hsds_service_area` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`description` text,
	`extent` text NOT NULL,
	`extent_type` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `hsds_service_area_extent` ON `hsds_service_area` (`extent`);--> statement-breakpoint
CREATE TABLE `hsds_service_at_location` (
	`service_id` text NOT NULL,
	`id` text NOT NULL,
	`location_id` text NOT NULL,
	`description` text,
	PRIMARY KEY(`service_id`, `id`),
	FOREIGN KEY (`service_id`) REFERENCES `hsds_service`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`location_id`) REFERENCES `hsds_location`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `hsds_service_at_location_location` ON `hsds_service_at_location` (`location_id`);--> statement-breakpoint
CREATE TABLE `hsds_spelling` (
	`variant` text NOT NULL,
	`word` text NOT NULL,
	PRIMARY KEY(`variant`, `word`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hsds_taxonomy_term` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`taxonomy` text
) STRICT;
--> statement-breakpoint
CREATE VIRTUAL TABLE `hsds_search_index` USING fts5(name, words, facets, content='hsds_search', content_rowid='number', tokenize='unicode61 remove_diacritics 0 tokenchars ''_''');
--> statement-breakpoint
CREATE TRIGGER `hsds_search_added` AFTER INSERT ON `hsds_search` BEGIN INSERT INTO hsds_search_index(rowid, name, words, facets) VALUES (new.number, new.name, new.words, new.facets); END;
--> statement-breakpoint
CREATE TRIGGER `hsds_search_gone` AFTER DELETE ON `hsds_search` BEGIN INSERT INTO hsds_search_index(hsds_search_index, rowid, name, words, facets) VALUES ('delete', old.number, old.name, old.words, old.facets); END;
--> statement-breakpoint
CREATE TRIGGER `hsds_search_changed` AFTER UPDATE ON `hsds_search` BEGIN INSERT INTO hsds_search_index(hsds_search_index, rowid, name, words, facets) VALUES ('delete', old.number, old.name, old.words, old.facets); INSERT INTO hsds_search_index(rowid, name, words, facets) VALUES (new.number, new.name, new.words, new.facets); END;
