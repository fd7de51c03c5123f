/** JSON with bytes, and with undefined, in it. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (item === undefined) return { $undefined: true };
    return item instanceof Uint8Array ? { $bytes: Array.from(item) } : item;
  });
}

export function decode(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$undefined' in item) return undefined;
    return '$bytes' in item ? Uint8Array.from(item.$bytes as number[]) : item;
  });
}
