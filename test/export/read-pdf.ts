/**
 * A PDF read back: what a screen reader gets of it, and what it says of itself.
 */
import { getDocumentProxy } from 'unpdf';

interface Node {
  role?: string;
  type?: string;
  id?: string;
  children?: Node[];
}

export interface ReadPdf {
  pages: number;
  /** Each tagged piece of text behind its place: 'H1 Mijn plan', 'L LI LBody P een stap'. */
  outline: string[];
  /** Text that is drawn and not told: page numbers. */
  untold: string[];
  title: unknown;
  language: unknown;
  marked: boolean;
  info: Record<string, unknown>;
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const outline: string[] = [];
  const untold: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const texts = new Map<string, string>();
    let at: string | undefined;
    for (const item of items) {
      if ('str' in item) {
        if (at === undefined) untold.push(item.str);
        else texts.set(at, `${texts.get(at) ?? ''}${item.str}${item.hasEOL ? ' ' : ''}`);
      } else at = item.type === 'beginMarkedContentProps' ? (item.id ?? undefined) : undefined;
    }
    const walk = (node: Node, place: string[]): void => {
      if (node.type === 'content') {
        const text = (texts.get(node.id ?? '') ?? '').replace(/\s+/g, ' ').trim();
        outline.push([...place, text].join(' '));
      }
      for (const child of node.children ?? []) {
        const inside = node.role === undefined || ['Root', 'Document'].includes(node.role);
        walk(child, inside ? place : [...place, node.role ?? '']);
      }
    };
    walk((await page.getStructTree()) as Node, []);
  }
  const { info } = (await document.getMetadata()) as unknown as { info: Record<string, unknown> };
  const { Title: title, Language: language } = info;
  const marked = (await document.getMarkInfo())?.Marked === true;
  return {
    pages: document.numPages,
    outline,
    untold: untold.filter((text) => text.trim()),
    title,
    language,
    marked,
    info,
  };
}
