CREATE TABLE `client` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`key_id` text NOT NULL,
	`wrapped_key` blob NOT NULL,
	`document` blob NOT NULL,
	`keep_until` text NOT NULL,
	`keep_day` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `client_keep_day` ON `client` (`keep_day`);--> statement-breakpoint
CREATE TABLE `conversation` (
	`id` text PRIMARY KEY NOT NULL,
	`client` text,
	`reference` blob,
	`last_number` integer NOT NULL,
	`empty_since` text,
	FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE set null
) STRICT;
--> statement-breakpoint
CREATE INDEX `conversation_client` ON `conversation` (`client`);--> statement-breakpoint
CREATE INDEX `conversation_empty` ON `conversation` (`empty_since`) WHERE client is null;--> statement-breakpoint
CREATE TABLE `handoff` (
	`id` text PRIMARY KEY NOT NULL,
	`client` text NOT NULL,
	`turn_seq` integer NOT NULL,
	`cause` text DEFAULT 'client' NOT NULL,
	`offer` text NOT NULL,
	`organisation` text NOT NULL,
	`state` text NOT NULL,
	`content` blob,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`client`,`turn_seq`,`cause`) REFERENCES `turn`(`client`,`seq`,`cause`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "handoff_by_client" CHECK("handoff"."cause" = 'client'),
	CONSTRAINT "handoff_state_known" CHECK("handoff"."state" in ('requested', 'seen', 'accepted', 'declined', 'active', 'closed', 'withdrawn', 'expired'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `handoff_turn` ON `handoff` (`client`,`turn_seq`,`cause`);--> statement-breakpoint
CREATE INDEX `handoff_expires` ON `handoff` (`expires_at`) WHERE content is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `handoff_offer` ON `handoff` (`offer`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`conversation` text NOT NULL,
	`number` integer NOT NULL,
	`client` text NOT NULL,
	`seq` integer NOT NULL,
	`body` blob NOT NULL,
	`at` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt` text NOT NULL,
	`text_until` text NOT NULL,
	PRIMARY KEY(`conversation`, `number`),
	FOREIGN KEY (`conversation`) REFERENCES `conversation`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`client`,`seq`) REFERENCES `turn`(`client`,`seq`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "outbox_state_known" CHECK("outbox"."state" in ('pending', 'sent', 'pulled', 'failed'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `outbox_turn` ON `outbox` (`client`,`seq`);--> statement-breakpoint
CREATE INDEX `outbox_text` ON `outbox` (`text_until`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_first` ON `outbox` (`conversation`,`number`) WHERE state = 'pending';--> statement-breakpoint
CREATE TABLE `stuur` (
	`key` text PRIMARY KEY NOT NULL,
	`value` blob NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `turn` (
	`client` text NOT NULL,
	`seq` integer NOT NULL,
	`activity` blob NOT NULL,
	`cause` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`client`, `seq`),
	FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "turn_cause_known" CHECK("turn"."cause" in ('client', 'contact', 'clock'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `turn_activity` ON `turn` (`activity`);--> statement-breakpoint
CREATE UNIQUE INDEX `turn_cause` ON `turn` (`client`,`seq`,`cause`);
