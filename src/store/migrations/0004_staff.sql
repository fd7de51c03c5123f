CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`function` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`organisation` text NOT NULL,
	`roles` text NOT NULL,
	`login` text NOT NULL,
	`active` integer NOT NULL,
	`second_factor` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`organisation`) REFERENCES `organisation`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "staff_login_known" CHECK("staff"."login" in ('password', 'oidc'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_organisation` ON `staff` (`organisation`);--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email` ON `staff` (`email`);--> statement-breakpoint
CREATE TABLE `staff_account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`staff` text NOT NULL,
	`password` text,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` text,
	`refresh_token_expires_at` text,
	`scope` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_account_staff` ON `staff_account` (`staff`);--> statement-breakpoint
CREATE UNIQUE INDEX `staff_account_identity` ON `staff_account` (`provider_id`,`account_id`);--> statement-breakpoint
CREATE TABLE `staff_attempt` (
	`who` text PRIMARY KEY NOT NULL,
	`failed` integer NOT NULL,
	`since` text NOT NULL,
	`locked_until` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_attempt_since` ON `staff_attempt` (`since`);--> statement-breakpoint
CREATE TABLE `staff_invitation` (
	`staff` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`purpose` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "staff_invitation_purpose_known" CHECK("staff_invitation"."purpose" in ('password', 'all'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_invitation_token` ON `staff_invitation` (`token`);--> statement-breakpoint
CREATE TABLE `staff_log` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`by` text NOT NULL,
	`did` text NOT NULL,
	`staff` text,
	`organisation` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_log_at` ON `staff_log` (`at`);--> statement-breakpoint
CREATE TABLE `staff_second_factor` (
	`id` text PRIMARY KEY NOT NULL,
	`staff` text NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`verified` integer NOT NULL,
	`failed` integer NOT NULL,
	`locked_until` text,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_second_factor_staff` ON `staff_second_factor` (`staff`);--> statement-breakpoint
CREATE TABLE `staff_session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`staff` text NOT NULL,
	`proof` text,
	`seen_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "staff_session_proof_known" CHECK("staff_session"."proof" is null or "staff_session"."proof" in ('totp', 'backup', 'oidc'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_session_staff` ON `staff_session` (`staff`);--> statement-breakpoint
CREATE INDEX `staff_session_expires` ON `staff_session` (`expires_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `staff_session_token` ON `staff_session` (`token`);--> statement-breakpoint
CREATE TABLE `staff_used_code` (
	`staff` text NOT NULL,
	`code` text NOT NULL,
	`until` text NOT NULL,
	PRIMARY KEY(`staff`, `code`),
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_used_code_until` ON `staff_used_code` (`until`);--> statement-breakpoint
CREATE TABLE `staff_verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `staff_verification_identifier` ON `staff_verification` (`identifier`);--> statement-breakpoint
CREATE INDEX `staff_verification_expires` ON `staff_verification` (`expires_at`);