/**
 * Everything the conversation is made of, read and checked once: plain data, no files behind it.
 */
import type { Reader } from '../domain/reading.ts';
import type { Retention } from '../domain/retention.ts';
import type { Dialog } from './step-schema.ts';
import type { Text } from './text-schema.ts';

export interface Script {
  dialogs: Record<string, Dialog>;
  /** By `file.name`: for a step `dialog.step`, for system texts `commands.stopped` and the like. */
  texts: Record<string, Text>;
  /** In alphabetical order; a return code is a few of these. */
  codeWords: readonly string[];
}

/** What a text may say about a service: `{service.<slug>.<field>}`. All values are ready to be read aloud. */
export const SERVICE_FIELDS = ['name', 'phone', 'website', 'hours', 'cost', 'checked_on'] as const;
export type ServiceField = (typeof SERVICE_FIELDS)[number];
/** `id`: the service's id in the directory, by which a step of a plan remembers it. */
export type ServiceFacts = Partial<Record<ServiceField | 'id', string>>;

export interface Content extends Script {
  reader: Reader;
  /** By slug: the only source of telephone numbers in texts. */
  services: Record<string, ServiceFacts>;
  /** What is promised about keeping is what is done. */
  retention: Retention;
  /** The organisation whose handoffs a contact centre on the channel takes, instead of the inbox. */
  hub?: string;
  /**
   * What links in the chat begin with: `https://stuur.example.nl`. Absent where no server answers; then none is given.
   */
  linkBase?: string;
}
