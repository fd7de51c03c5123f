CREATE TABLE `download` (
	`ticket` blob PRIMARY KEY NOT NULL,
	`client` text NOT NULL,
	`file` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "download_file_known" CHECK("download"."file" in ('data', 'plan', 'wmo', 'calendar'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `download_client` ON `download` (`client`);--> statement-breakpoint
CREATE INDEX `download_expires` ON `download` (`expires_at`);--> statement-breakpoint
CREATE TABLE `reminder` (
	`client` text NOT NULL,
	`id` text NOT NULL,
	`conversation` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`client`, `id`),
	FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation`) REFERENCES `conversation`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `reminder_conversation` ON `reminder` (`conversation`);--> statement-breakpoint
CREATE INDEX `reminder_at` ON `reminder` (`at`);--> statement-breakpoint
CREATE TABLE `return_code` (
	`hash` blob PRIMARY KEY NOT NULL,
	`client` text NOT NULL,
	FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `return_code_client` ON `return_code` (`client`);