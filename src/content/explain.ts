/**
 * What is wrong with a value, in words for who writes dialogs and texts: what stands there, what may stand there.
 */
import type { z } from 'zod';
import { didYouMean } from './checks/closest.ts';

type Path = readonly PropertyKey[];

export interface Explained {
  /** Where it is, as exactly as can be told. */
  at: Path;
  message: string;
}

/** Zod's issue about `value`, made by `schema`, as one or more things to mend. */
export function explain(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): Explained[] {
  const input = valueAt(value, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = namesAt(schema, issue.path);
      return issue.keys.map((key) => {
        const at = [...issue.path, key];
        if (key === 'je' || key === 'u')
          return { at, message: `write 'je' and 'u' together, and nothing else beside them` };
        const remedy = didYouMean(key, known) || `; it can be ${listed(known)}`;
        return { at, message: `'${key}' ${UNKNOWN}${remedy}` };
      });
    }
    case 'invalid_union':
      return explainUnion(issue, value, schema);
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({
        at: issue.path,
        message: `'${String(issue.path.at(-1))}': ${message}`,
      }));
    default:
      return [{ at: issue.path, message: sentence(issue, input) }];
  }
}

/** The field that a problem is about. */
const named = (path: Path): string => (path.length === 0 ? 'this file' : `'${String(path.at(-1))}'`);

function sentence(issue: z.core.$ZodIssue, input: unknown): string {
  const name = named(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      if (input === undefined) return `${name} is missing`;
      if (input === null) {
        const verb = issue.path.at(-1);
        const remedy =
          issue.expected === 'object' && verb !== undefined ? `; write '${String(verb)}: {}'` : '';
        return `${name} is empty${remedy}`;
      }
      return `${name} is ${kindOf(input)}; write ${EXPECTED[issue.expected] ?? issue.expected}`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (input === undefined) return `${name} is missing; write one of ${listed(values)}`;
      const remedy = didYouMean(String(input), values) || `; write one of ${listed(values)}`;
      return `${name} cannot be '${String(input)}'${remedy}`;
    }
    case 'invalid_format':
      return `'${String(input)}': ${issue.message}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `${name} is empty`
        : `${name} is ${String(input)}; ${String(issue.minimum)} at least`;
    case 'too_big':
      return `${name} is ${String(input)}; ${String(issue.maximum)} at most`;
    default:
      return `${name}: ${issue.message}`;
  }
}

const UNKNOWN = 'is not known here';

/** Of the ways it could have been meant: the one with most of its fields. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown, schema: z.ZodType): Explained[] {
  const ways = issue.errors.map((issues) =>
    issues.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, value, schema)),
  );
  const unknown = (way: Explained[]): number => way.filter(({ message }) => message.includes(UNKNOWN)).length;
  const [best] = ways
    .filter((way) => way.every(({ at }) => at.length > issue.path.length))
    .sort((a, b) => unknown(a) - unknown(b) || a.length - b.length);
  if (best) return best;
  const name = named(issue.path);
  const input = valueAt(value, issue.path);
  if (input === '' || (Array.isArray(input) && input.length === 0))
    return [{ at: issue.path, message: `${name} is empty` }];
  const is = input === null ? 'empty' : kindOf(input);
  return [{ at: issue.path, message: `${name} is ${is}; write a text, or { je: '...', u: '...' }` }];
}

const EXPECTED: Record<string, string> = {
  string: 'a text',
  object: 'fields between { and }',
  record: 'fields between { and }',
  array: 'a list: lines that begin with -',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  return typeof value === 'string' ? `the text '${value}'` : `the ${typeof value} ${String(value)}`;
}

const listed = (names: readonly string[]): string => names.join(', ');

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) current = (current as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return current;
}

/** The field names that a schema knows at a path. */
function namesAt(schema: z.ZodType, path: Path): string[] {
  let inside: z.core.$ZodType[] = [schema];
  for (const part of path) inside = inside.flatMap((each) => partsOf(each, part));
  return [...new Set(inside.flatMap(plain).flatMap((each) => Object.keys(shapeOf(each))))];
}

const partsOf = (schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType[] =>
  plain(schema).flatMap((each) => {
    const { def } = each._zod as { def: { element?: z.core.$ZodType; valueType?: z.core.$ZodType } };
    const field = shapeOf(each)[String(part)] ?? def.element ?? def.valueType;
    return field ? [field] : [];
  });

const shapeOf = (schema: z.core.$ZodType): Record<string, z.core.$ZodType> =>
  (schema._zod.def as { shape?: Record<string, z.core.$ZodType> }).shape ?? {};

/** Without what says that it may be absent, and with each way of a union apart. */
function plain(schema: z.core.$ZodType): z.core.$ZodType[] {
  const def = schema._zod.def as { innerType?: z.core.$ZodType; options?: z.core.$ZodType[] };
  if (def.innerType) return plain(def.innerType);
  return def.options ? def.options.flatMap(plain) : [schema];
}
