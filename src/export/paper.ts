/**
 * Blocks of text on A4 as a PDF with tags, so that a screen reader can read it: title, language, headings, lists.
 */

import type { Font } from 'fontkit';
import type PDFKit from 'pdfkit';
import { type Letters, printable, readLetters, UNSHOWN, type Weight } from './letters.ts';

export type Block =
  | { kind: 'title' | 'heading' | 'text' | 'small'; text: string }
  | { kind: 'list'; items: { text: string; details: string[] }[] }
  /** A name, and a line behind it to write on. */
  | { kind: 'field'; label: string }
  /** Empty lines to write on. */
  | { kind: 'lines'; count: number };

export interface Paper {
  title: string;
  blocks: Block[];
  /** Said at the end when something could not be shown; it explains the sign. */
  unshown: string;
  /** Points: 16 is large print. */
  size: number;
  madeAt: Date;
}

const MARGIN = 56;
const BULLET_INDENT = 22;
/** Between two lines to write on, in points. */
const WRITING_HEIGHT = 28;
const INK = '#000000';
const LINE = '#595959';

type Document = InstanceType<typeof PDFKit>;
type Parent = PDFKit.PDFStructureElement;
type Style = { font: Weight; scale: number };

const STYLES = {
  title: { font: 'bold', scale: 1.6 },
  heading: { font: 'bold', scale: 1.15 },
  text: { font: 'regular', scale: 1 },
  small: { font: 'regular', scale: 0.8 },
} as const satisfies Record<string, Style>;
const TAGS = { title: 'H1', heading: 'H2', text: 'P', small: 'P' } as const;

/** @returns the bytes of a PDF 1.7 that follows PDF/UA as far as our blocks go */
export async function printed(paper: Paper, letters: Letters): Promise<Uint8Array<ArrayBuffer>> {
  const { default: PDFDocument } = await import('pdfkit');
  const fonts = await readLetters(letters);
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    subset: 'PDF/UA' as never,
    tagged: true,
    lang: 'nl-NL',
    displayTitle: true,
    bufferPages: true,
    // The letters of the document, so that none of the reader's own are needed.
    font: fonts.regular as never,
    // Says nothing of who made it, or with what.
    info: { Title: paper.title, CreationDate: paper.madeAt },
  });
  const whole = bytesOf(document);
  writeAll(document, paper, fonts);
  document.end();
  return whole;
}

function bytesOf(document: Document): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => {
      const bytes = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.byteLength;
      }
      resolve(bytes);
    });
  });
}

function writeAll(document: Document, { blocks, unshown, size }: Paper, fonts: Record<Weight, Font>): void {
  document.registerFont('regular', fonts.regular as never).registerFont('bold', fonts.bold as never);
  document.lineGap(size * 0.3).fillColor(INK);
  const root = document.struct('Document');
  document.addStructure(root);
  let missed = false;

  const bottom = (): number => document.page.height - MARGIN;
  const makeRoom = (height: number): void => {
    if (document.y + height > bottom()) document.addPage();
  };
  const styled = ({ font, scale }: Style): void => {
    document.font(font).fontSize(size * scale);
  };
  const words = (text: string, { font }: Style): string => {
    const shown = printable(text, fonts[font]);
    missed ||= shown.includes(UNSHOWN) && !text.includes(UNSHOWN);
    return shown;
  };
  const paragraph = (parent: Parent, tag: string, text: string, style: Style, indent = 0): void => {
    styled(style);
    const shown = words(text, style);
    if (shown === '') return;
    const options = { width: document.page.width - 2 * MARGIN - indent, align: 'left' as const };
    parent.add(
      document.struct(tag, {}, () => void document.text(shown, MARGIN + indent, document.y, options)),
    );
  };
  /** Drawn, not told: a screen reader passes over it. */
  const rule = (from: number, y: number): void => {
    document.markContent('Artifact', { type: 'Layout' });
    document.lineWidth(0.8).strokeColor(LINE);
    document
      .moveTo(from, y)
      .lineTo(document.page.width - MARGIN, y)
      .stroke();
    document.endMarkedContent();
  };
  const list = (items: Extract<Block, { kind: 'list' }>['items']): void => {
    const list = document.struct('L');
    root.add(list);
    for (const { text, details } of items) {
      makeRoom(size * 2.6);
      const item = document.struct('LI');
      list.add(item);
      styled(STYLES.text);
      const top = document.y;
      item.add(document.struct('Lbl', {}, () => void document.text('•', MARGIN, top)));
      document.y = top;
      const body = document.struct('LBody');
      item.add(body);
      paragraph(
        body,
        'P',
        text,
        details.length > 0 ? { ...STYLES.text, font: 'bold' } : STYLES.text,
        BULLET_INDENT,
      );
      for (const detail of details) paragraph(body, 'P', detail, STYLES.text, BULLET_INDENT);
      body.end();
      item.end();
      document.y += size * 0.35;
    }
    list.end();
  };

  for (const block of blocks) {
    switch (block.kind) {
      case 'list':
        list(block.items);
        break;
      case 'field': {
        makeRoom(WRITING_HEIGHT);
        paragraph(root, 'P', block.label, STYLES.text);
        rule(MARGIN + document.widthOfString(block.label) + 10, document.y - size * 0.3);
        document.y += size * 0.5;
        break;
      }
      case 'lines':
        for (let line = 0; line < block.count; line += 1) {
          makeRoom(WRITING_HEIGHT);
          document.y += WRITING_HEIGHT;
          rule(MARGIN, document.y);
        }
        document.y += size * 0.5;
        break;
      case 'heading':
        // Never alone at the foot of a page.
        makeRoom(size * 6);
        document.y += size * 0.7;
        paragraph(root, TAGS[block.kind], block.text, STYLES[block.kind]);
        document.y += size * 0.15;
        break;
      default:
        paragraph(root, TAGS[block.kind], block.text, STYLES[block.kind]);
        document.y += size * 0.4;
    }
  }
  if (missed) paragraph(root, 'P', unshown, STYLES.small);
  root.end();
  numberPages(document, size);
}

function numberPages(document: Document, size: number): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = 0; page < count && count > 1; page += 1) {
    document.switchToPage(start + page);
    document.markContent('Artifact', { type: 'Pagination' });
    document.font('regular').fontSize(size * 0.7);
    // Below the margin, where text that runs on would begin a new page.
    document.page.margins.bottom = 0;
    document.text(`${page + 1} / ${count}`, MARGIN, document.page.height - MARGIN * 0.7, {
      align: 'right',
      width: document.page.width - 2 * MARGIN,
      lineBreak: false,
    });
    document.endMarkedContent();
    document.page.margins.bottom = MARGIN;
  }
}
