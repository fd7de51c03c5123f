/** One data file as text, read as YAML (JSON is YAML too), with the place in it of anything that is wrong. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A file that was read before: its name for errors, and its text or what JSON made of it. */
export type Source = { file: string; text: string } | { file: string; data: unknown };

export type Path = readonly PropertyKey[];

export interface ReadSource {
  data: unknown;
  /** `file:line:column` of a path, as deep as the path exists; only the file where lines are not known. */
  locate(path: Path): string;
}

/** Undefined when the text is not YAML; then `problems` has the sentences. */
export function readSource(source: Source, problems: string[]): ReadSource | undefined {
  if ('data' in source) return { data: source.data, locate: () => source.file };
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${source.file}:${line}:${col}`;
  };
  for (const error of document.errors)
    problems.push(`${at(error.pos[0])} file: is not YAML: ${error.message}`);
  if (document.errors.length > 0) return undefined;

  const locate = (path: Path): string => {
    let node = document.contents as Node | null | undefined;
    let offset = node?.range?.[0] ?? 0;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
        if (!pair) break;
        offset = (pair.key as Node).range?.[0] ?? offset;
        node = pair.value as Node | null;
      } else if (isSeq(node)) {
        node = node.items[Number(key)] as Node | undefined;
        offset = node?.range?.[0] ?? offset;
      } else break;
    }
    return at(offset);
  };
  return { data: document.toJS(), locate };
}

/** What stands at a path; undefined where the path ends early. */
export function dig(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    data,
  );
}
