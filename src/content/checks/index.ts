/**
 * All checks on a script, for `npm run check` and the tests.
 */
import type { ServiceFacts } from '../content.ts';
import type { ReadScript } from '../read.ts';
import type { Problem } from '../source.ts';
import { type Avoid, checkLanguage } from './language.ts';
import { checkLinks } from './links.ts';
import { checkTexts } from './texts.ts';

export interface CheckedAgainst {
  services: Record<string, ServiceFacts>;
  avoid: readonly Avoid[];
}

/** Problems in the order an editor reads files. Those of reading come first; while a file cannot be read, no more. */
export function checkScript(read: ReadScript, { services, avoid }: CheckedAgainst): Problem[] {
  if (read.problems.length > 0) return read.problems;
  const problems = [...checkLinks(read), ...checkTexts(read, services), ...checkLanguage(read, avoid)];
  return problems.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line || a.column - b.column);
}
