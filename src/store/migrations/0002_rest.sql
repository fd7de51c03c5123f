ALTER TABLE `client` ADD `rest_at` text;--> statement-breakpoint
CREATE INDEX `client_rest` ON `client` (`rest_at`) WHERE rest_at is not null;