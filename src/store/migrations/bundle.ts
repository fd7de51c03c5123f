// Made from the .sql files beside it by: npx vitest run test/store/migrations.test.ts -u
export interface Migration {
  name: string;
  statements: readonly string[];
}

// biome-ignore format: generated
export const MIGRATIONS: readonly Migration[] = [
  {
    name: '0000_first',
    statements: [
      "CREATE TABLE `client` ( `id` text PRIMARY KEY NOT NULL, `seq` integer NOT NULL, `key_id` text NOT NULL, `wrapped_key` blob NOT NULL, `document` blob NOT NULL, `keep_until` text NOT NULL, `keep_day` text NOT NULL ) STRICT;",
      "CREATE INDEX `client_keep_day` ON `client` (`keep_day`);",
      "CREATE TABLE `conversation` ( `id` text PRIMARY KEY NOT NULL, `client` text, `reference` blob, `last_number` integer NOT NULL, `empty_since` text, FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE set null ) STRICT;",
      "CREATE INDEX `conversation_client` ON `conversation` (`client`);",
      "CREATE INDEX `conversation_empty` ON `conversation` (`empty_since`) WHERE client is null;",
      "CREATE TABLE `handoff` ( `id` text PRIMARY KEY NOT NULL, `client` text NOT NULL, `turn_seq` integer NOT NULL, `cause` text DEFAULT 'client' NOT NULL, `offer` text NOT NULL, `organisation` text NOT NULL, `state` text NOT NULL, `content` blob, `expires_at` text NOT NULL, FOREIGN KEY (`client`,`turn_seq`,`cause`) REFERENCES `turn`(`client`,`seq`,`cause`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"handoff_by_client\" CHECK(\"handoff\".\"cause\" = 'client'), CONSTRAINT \"handoff_state_known\" CHECK(\"handoff\".\"state\" in ('requested', 'seen', 'accepted', 'declined', 'active', 'closed', 'withdrawn', 'expired')) ) STRICT;",
      "CREATE INDEX `handoff_turn` ON `handoff` (`client`,`turn_seq`,`cause`);",
      "CREATE INDEX `handoff_expires` ON `handoff` (`expires_at`) WHERE content is not null;",
      "CREATE UNIQUE INDEX `handoff_offer` ON `handoff` (`offer`);",
      "CREATE TABLE `outbox` ( `conversation` text NOT NULL, `number` integer NOT NULL, `client` text NOT NULL, `seq` integer NOT NULL, `body` blob NOT NULL, `at` text NOT NULL, `state` text NOT NULL, `attempts` integer NOT NULL, `next_attempt` text NOT NULL, `text_until` text NOT NULL, PRIMARY KEY(`conversation`, `number`), FOREIGN KEY (`conversation`) REFERENCES `conversation`(`id`) ON UPDATE no action ON DELETE cascade, FOREIGN KEY (`client`,`seq`) REFERENCES `turn`(`client`,`seq`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"outbox_state_known\" CHECK(\"outbox\".\"state\" in ('pending', 'sent', 'pulled', 'failed')) ) STRICT, WITHOUT ROWID;",
      "CREATE INDEX `outbox_turn` ON `outbox` (`client`,`seq`);",
      "CREATE INDEX `outbox_text` ON `outbox` (`text_until`);",
      "CREATE INDEX `outbox_due` ON `outbox` (`next_attempt`) WHERE state = 'pending';",
      "CREATE INDEX `outbox_first` ON `outbox` (`conversation`,`number`) WHERE state = 'pending';",
      "CREATE TABLE `stuur` ( `key` text PRIMARY KEY NOT NULL, `value` blob NOT NULL ) STRICT;",
      "CREATE TABLE `turn` ( `client` text NOT NULL, `seq` integer NOT NULL, `activity` blob NOT NULL, `cause` text NOT NULL, `at` text NOT NULL, PRIMARY KEY(`client`, `seq`), FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"turn_cause_known\" CHECK(\"turn\".\"cause\" in ('client', 'contact', 'clock')) ) STRICT, WITHOUT ROWID;",
      "CREATE UNIQUE INDEX `turn_activity` ON `turn` (`activity`);",
      "CREATE UNIQUE INDEX `turn_cause` ON `turn` (`client`,`seq`,`cause`);",
    ],
  },
  {
    name: '0001_mine_and_safe',
    statements: [
      "CREATE TABLE `download` ( `ticket` blob PRIMARY KEY NOT NULL, `client` text NOT NULL, `file` text NOT NULL, `expires_at` text NOT NULL, FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"download_file_known\" CHECK(\"download\".\"file\" in ('data', 'plan', 'wmo', 'calendar')) ) STRICT;",
      "CREATE INDEX `download_client` ON `download` (`client`);",
      "CREATE INDEX `download_expires` ON `download` (`expires_at`);",
      "CREATE TABLE `reminder` ( `client` text NOT NULL, `id` text NOT NULL, `conversation` text NOT NULL, `at` text NOT NULL, PRIMARY KEY(`client`, `id`), FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade, FOREIGN KEY (`conversation`) REFERENCES `conversation`(`id`) ON UPDATE no action ON DELETE cascade ) STRICT;",
      "CREATE INDEX `reminder_conversation` ON `reminder` (`conversation`);",
      "CREATE INDEX `reminder_at` ON `reminder` (`at`);",
      "CREATE TABLE `return_code` ( `hash` blob PRIMARY KEY NOT NULL, `client` text NOT NULL, FOREIGN KEY (`client`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE cascade ) STRICT;",
      "CREATE UNIQUE INDEX `return_code_client` ON `return_code` (`client`);",
    ],
  },
  {
    name: '0002_rest',
    statements: [
      "ALTER TABLE `client` ADD `rest_at` text;",
      "CREATE INDEX `client_rest` ON `client` (`rest_at`) WHERE rest_at is not null;",
    ],
  },
  {
    name: '0003_professionals',
    statements: [
      "DROP TABLE `handoff`;",
      "CREATE TABLE `organisation` ( `id` text PRIMARY KEY NOT NULL, `name` text NOT NULL, `about` text NOT NULL, `municipalities` text NOT NULL, `topics` text NOT NULL, `opening` text NOT NULL, `answer_hours` integer NOT NULL, `phone` text, `active` integer NOT NULL, CONSTRAINT \"organisation_active_known\" CHECK(active in (0, 1)) ) STRICT;",
      "CREATE TABLE `handoff` ( `id` text PRIMARY KEY NOT NULL, `client` text NOT NULL, `turn_seq` integer NOT NULL, `cause` text DEFAULT 'client' NOT NULL, `offer` text NOT NULL, `organisation` text NOT NULL, `state` text NOT NULL, `content` blob, `conversation` text, `staff` text, `asked_at` text NOT NULL, `answer_by` text, `expires_at` text NOT NULL, `read_number` integer DEFAULT 0 NOT NULL, FOREIGN KEY (`organisation`) REFERENCES `organisation`(`id`) ON UPDATE no action ON DELETE no action, FOREIGN KEY (`conversation`) REFERENCES `conversation`(`id`) ON UPDATE no action ON DELETE set null, FOREIGN KEY (`client`,`turn_seq`,`cause`) REFERENCES `turn`(`client`,`seq`,`cause`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"handoff_by_client\" CHECK(\"handoff\".\"cause\" = 'client'), CONSTRAINT \"handoff_state_known\" CHECK(\"handoff\".\"state\" in ('requested', 'seen', 'accepted', 'declined', 'active', 'closed', 'withdrawn', 'expired')) ) STRICT;",
      "CREATE TABLE `handoff_message` ( `handoff` text NOT NULL, `number` integer NOT NULL, `from_client` integer NOT NULL, `at` text NOT NULL, `body` blob NOT NULL, PRIMARY KEY(`handoff`, `number`), FOREIGN KEY (`handoff`) REFERENCES `handoff`(`id`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"handoff_message_from_known\" CHECK(from_client in (0, 1)) ) STRICT;",
      "CREATE INDEX `handoff_turn` ON `handoff` (`client`,`turn_seq`,`cause`);",
      "CREATE INDEX `handoff_queue` ON `handoff` (`organisation`,`asked_at`) WHERE content is not null;",
      "CREATE INDEX `handoff_conversation` ON `handoff` (`conversation`);",
      "CREATE INDEX `handoff_answer` ON `handoff` (`answer_by`) WHERE answer_by is not null;",
      "CREATE INDEX `handoff_expires` ON `handoff` (`expires_at`) WHERE content is not null;",
      "CREATE UNIQUE INDEX `handoff_offer` ON `handoff` (`offer`);",
    ],
  },
  {
    name: '0004_staff',
    statements: [
      "CREATE TABLE `staff` ( `id` text PRIMARY KEY NOT NULL, `name` text NOT NULL, `function` text NOT NULL, `email` text NOT NULL, `email_verified` integer NOT NULL, `image` text, `organisation` text NOT NULL, `roles` text NOT NULL, `login` text NOT NULL, `active` integer NOT NULL, `second_factor` integer NOT NULL, `created_at` text NOT NULL, `updated_at` text NOT NULL, FOREIGN KEY (`organisation`) REFERENCES `organisation`(`id`) ON UPDATE no action ON DELETE no action, CONSTRAINT \"staff_login_known\" CHECK(\"staff\".\"login\" in ('password', 'oidc')) ) STRICT;",
      "CREATE INDEX `staff_organisation` ON `staff` (`organisation`);",
      "CREATE UNIQUE INDEX `staff_email` ON `staff` (`email`);",
      "CREATE TABLE `staff_account` ( `id` text PRIMARY KEY NOT NULL, `account_id` text NOT NULL, `provider_id` text NOT NULL, `staff` text NOT NULL, `password` text, `access_token` text, `refresh_token` text, `id_token` text, `access_token_expires_at` text, `refresh_token_expires_at` text, `scope` text, `created_at` text NOT NULL, `updated_at` text NOT NULL, FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade ) STRICT;",
      "CREATE INDEX `staff_account_staff` ON `staff_account` (`staff`);",
      "CREATE UNIQUE INDEX `staff_account_identity` ON `staff_account` (`provider_id`,`account_id`);",
      "CREATE TABLE `staff_attempt` ( `who` text PRIMARY KEY NOT NULL, `failed` integer NOT NULL, `since` text NOT NULL, `locked_until` text ) STRICT;",
      "CREATE INDEX `staff_attempt_since` ON `staff_attempt` (`since`);",
      "CREATE TABLE `staff_invitation` ( `staff` text PRIMARY KEY NOT NULL, `token` text NOT NULL, `purpose` text NOT NULL, `expires_at` text NOT NULL, FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"staff_invitation_purpose_known\" CHECK(\"staff_invitation\".\"purpose\" in ('password', 'all')) ) STRICT;",
      "CREATE UNIQUE INDEX `staff_invitation_token` ON `staff_invitation` (`token`);",
      "CREATE TABLE `staff_log` ( `number` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `at` text NOT NULL, `by` text NOT NULL, `did` text NOT NULL, `staff` text, `organisation` text ) STRICT;",
      "CREATE INDEX `staff_log_at` ON `staff_log` (`at`);",
      "CREATE TABLE `staff_second_factor` ( `id` text PRIMARY KEY NOT NULL, `staff` text NOT NULL, `secret` text NOT NULL, `backup_codes` text NOT NULL, `verified` integer NOT NULL, `failed` integer NOT NULL, `locked_until` text, FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade ) STRICT;",
      "CREATE UNIQUE INDEX `staff_second_factor_staff` ON `staff_second_factor` (`staff`);",
      "CREATE TABLE `staff_session` ( `id` text PRIMARY KEY NOT NULL, `token` text NOT NULL, `staff` text NOT NULL, `proof` text, `seen_at` text NOT NULL, `expires_at` text NOT NULL, `created_at` text NOT NULL, `updated_at` text NOT NULL, `ip_address` text, `user_agent` text, FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade, CONSTRAINT \"staff_session_proof_known\" CHECK(\"staff_session\".\"proof\" is null or \"staff_session\".\"proof\" in ('totp', 'backup', 'oidc')) ) STRICT;",
      "CREATE INDEX `staff_session_staff` ON `staff_session` (`staff`);",
      "CREATE INDEX `staff_session_expires` ON `staff_session` (`expires_at`);",
      "CREATE UNIQUE INDEX `staff_session_token` ON `staff_session` (`token`);",
      "CREATE TABLE `staff_used_code` ( `staff` text NOT NULL, `code` text NOT NULL, `until` text NOT NULL, PRIMARY KEY(`staff`, `code`), FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade ) STRICT;",
      "CREATE INDEX `staff_used_code_until` ON `staff_used_code` (`until`);",
      "CREATE TABLE `staff_verification` ( `id` text PRIMARY KEY NOT NULL, `identifier` text NOT NULL, `value` text NOT NULL, `expires_at` text NOT NULL, `created_at` text NOT NULL, `updated_at` text NOT NULL ) STRICT;",
      "CREATE INDEX `staff_verification_identifier` ON `staff_verification` (`identifier`);",
      "CREATE INDEX `staff_verification_expires` ON `staff_verification` (`expires_at`);",
    ],
  },
];
