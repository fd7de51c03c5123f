DROP TABLE `handoff`;
--> statement-breakpoint
CREATE TABLE `organisation` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`about` text NOT NULL,
	`municipalities` text NOT NULL,
	`topics` text NOT NULL,
	`opening` text NOT NULL,
	`answer_hours` integer NOT NULL,
	`phone` text,
	`active` integer NOT NULL,
	CONSTRAINT "organisation_active_known" CHECK(active in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `handoff` (
	`id` text PRIMARY KEY NOT NULL,
	`client` text NOT NULL,
	`turn_seq` integer NOT NULL,
	`cause` text DEFAULT 'client' NOT NULL,
	`offer` text NOT NULL,
	`organisation` text NOT NULL,
	`state` text NOT NULL,
	`content` blob,
	`conversation` text,
	`staff` text,
	`asked_at` text NOT NULL,
	`answer_by` text,
	`expires_at` text NOT NULL,
	`read_number` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`organisation`) REFERENCES `organisation`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`conversation`) REFERENCES `conversation`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`client`,`turn_seq`,`cause`) REFERENCES `turn`(`client`,`seq`,`cause`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "handoff_by_client" CHECK("handoff"."cause" = 'client'),
	CONSTRAINT "handoff_state_known" CHECK("handoff"."state" in ('requested', 'seen', 'accepted', 'declined', 'active', 'closed', 'withdrawn', 'expired'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `handoff_message` (
	`handoff` text NOT NULL,
	`number` integer NOT NULL,
	`from_client` integer NOT NULL,
	`at` text NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`handoff`, `number`),
	FOREIGN KEY (`handoff`) REFERENCES `handoff`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "handoff_message_from_known" CHECK(from_client in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `handoff_turn` ON `handoff` (`client`,`turn_seq`,`cause`);--> statement-breakpoint
CREATE INDEX `handoff_queue` ON `handoff` (`organisation`,`asked_at`) WHERE content is not null;--> statement-breakpoint
CREATE INDEX `handoff_conversation` ON `handoff` (`conversation`);--> statement-breakpoint
CREATE INDEX `handoff_answer` ON `handoff` (`answer_by`) WHERE answer_by is not null;--> statement-breakpoint
CREATE INDEX `handoff_expires` ON `handoff` (`expires_at`) WHERE content is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `handoff_offer` ON `handoff` (`offer`);