/**
 * Puts a script, a reader and the directory's facts together into the content that turns run on.
 */
import type { Reader } from '../domain/reading.ts';
import type { Retention } from '../domain/retention.ts';
import type { Service } from '../domain/service.ts';
import type { Content } from './content.ts';
import { readScript, type ScriptFiles } from './read.ts';
import { serviceFacts } from './services.ts';
import { ContentError } from './source.ts';

export interface Parts {
  files: ScriptFiles;
  reader: Reader;
  services: Iterable<Service>;
  retention: Retention;
  hub?: string;
  linkBase?: string;
}

/** @throws ContentError with every problem at file:line:column. */
export function assemble({ files, services, ...parts }: Parts): Content {
  const { script, problems } = readScript(files);
  if (problems.length > 0) throw new ContentError(problems);
  return { ...script, ...parts, services: serviceFacts(services) };
}
