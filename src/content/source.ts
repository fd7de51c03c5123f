/**
 * A YAML 1.2 file with its positions, so that every problem can name file, line and column.
 */
import { type ErrorCode, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { explain } from './explain.ts';

export interface SourceFile {
  /** As a person finds it: `dialogs/money.yaml`. */
  path: string;
  text: string;
}

/** What is wrong, where, and what to do about it. */
export interface Problem {
  path: string;
  line: number;
  column: number;
  message: string;
}

export const showProblem = ({ path, line, column, message }: Problem): string =>
  `${path}:${line}:${column} ${message}`;

export class ContentError extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map(showProblem).join('\n'));
    this.name = 'ContentError';
    this.problems = problems;
  }
}

type Path = readonly (string | number | symbol)[];

export interface Source {
  path: string;
  /** The parsed value; undefined when it is not YAML. */
  value: unknown;
  problems: Problem[];
  /** A problem at the place of a value (its key where it has one), or at the nearest place above it. */
  problem(at: Path, message: string): Problem;
}

/** Parses one file. Duplicate keys and tabs are errors of YAML itself and come out as problems. */
export function parseSource(file: SourceFile): Source {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, version: '1.2', prettyErrors: false });

  const position = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };

  /** The node at a path, preferring the key over its value: that is where an editor looks. */
  const nodeAt = (at: Path): Node | undefined => {
    for (let length = at.length; length > 0; length--) {
      const parent = document.getIn(at.slice(0, length - 1), true);
      const last = at[length - 1];
      if (isMap(parent)) {
        const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
        if (pair && isScalar(pair.key)) return pair.key;
      }
      const node = document.getIn(at.slice(0, length), true) as Node | undefined;
      if (node?.range) return node;
    }
    return undefined;
  };

  const problem = (at: Path, message: string): Problem => ({
    path: file.path,
    ...position(nodeAt(at)?.range?.[0] ?? 0),
    message,
  });

  // One mistake makes more errors further on; the first is the one to mend.
  const problems = document.errors.slice(0, 1).map((error) => ({
    path: file.path,
    ...position(error.pos[0]),
    message: YAML_REMEDIES[error.code] ?? `is not valid YAML: ${error.message.split('\n')[0]}`,
  }));
  return { path: file.path, value: problems.length > 0 ? undefined : document.toJS(), problems, problem };
}

/** Zod's issues as problems at their places, each with the step it is about. */
export function zodProblems(source: Source, error: z.ZodError, schema: z.ZodType): Problem[] {
  return error.issues
    .flatMap((issue) => explain(issue, source.value, schema))
    .map(({ at, message }) => source.problem(at, `${stepNamed(source.value, at)}${message}`));
}

/** "step 'ways': " when a problem is inside a step that has a name. */
function stepNamed(value: unknown, [list, index]: Path): string {
  if (list !== 'steps' || typeof index !== 'number') return '';
  const id = (value as { steps?: { id?: unknown }[] }).steps?.[index]?.id;
  return typeof id === 'string' ? `step '${id}': ` : '';
}

/** The mistakes that everyone makes in YAML, with what to do about them. */
const YAML_REMEDIES: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'this name is used twice; remove one',
  TAB_AS_INDENT: 'a tab at the beginning of a line; use spaces',
  BAD_INDENT: 'this line does not begin under the lines it belongs to, or a } or ] is missing above',
  MISSING_CHAR: 'a closing quote, bracket or comma is missing here or above',
  BLOCK_IN_FLOW: 'a closing } or ] is missing above',
  BLOCK_AS_IMPLICIT_KEY:
    "': ' cannot stand here: a text with ': ' goes between quotes, and fields begin right under each other",
  MULTILINE_IMPLICIT_KEY: "a ':' is missing after the name, here or above",
  BAD_SCALAR_START: 'a text that begins with @, ` or %; put it between quotes',
};
