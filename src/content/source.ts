/**
 * A YAML 1.2 file with its positions, so that every problem can name file, line and column.
 */
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';

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

  const problems = document.errors.map((error) => ({
    path: file.path,
    ...position(error.pos[0]),
    message: `is not valid YAML: ${error.message.split('\n')[0]}`,
  }));
  return { path: file.path, value: problems.length > 0 ? undefined : document.toJS(), problems, problem };
}

/** Zod's issues as problems at their places. */
export const zodProblems = (source: Source, error: z.ZodError): Problem[] =>
  error.issues.map((issue) => source.problem(issue.path, describe(issue)));

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.');
  const prefix = where ? `${where}: ` : '';
  if (issue.code === 'unrecognized_keys') {
    return `${prefix}does not know ${issue.keys.map((key) => `'${key}'`).join(', ')}; remove it or check its spelling`;
  }
  return `${prefix}${issue.message}`;
}
