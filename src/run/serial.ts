/**
 * One at a time for each key, in order of arrival; different keys do not wait for each other.
 */

/**
 * @param most tasks that may wait for one key; beyond it a task is refused (undefined).
 */
export function serially(
  most: number,
): <Result>(key: string, task: () => Promise<Result>) => Promise<Result> | undefined {
  const lines = new Map<string, { tail: Promise<unknown>; waiting: number }>();
  return (key, task) => {
    const line = lines.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
    if (line.waiting >= most) return undefined;
    line.waiting += 1;
    const result = line.tail.then(task);
    // A failure is its caller's; the next one in line must still have its turn.
    line.tail = result
      .catch(() => undefined)
      .then(() => {
        line.waiting -= 1;
        if (line.waiting === 0) lines.delete(key);
      });
    lines.set(key, line);
    return result;
  };
}
