/**
 * The letters of our PDFs, and which of a client's characters they can show.
 */
import type { Font } from 'fontkit';

/** Two TrueType files. */
export interface Letters {
  regular: Uint8Array;
  bold: Uint8Array;
}
export type Weight = keyof Letters;

/**
 * The letters, read anew for each file: they remember which character they first stood for, and one file's 'ï' would
 * make the next one's 'ı' come out as nothing when it is read aloud.
 */
export async function readLetters({ regular, bold }: Letters): Promise<Record<Weight, Font>> {
  // Loaded when a first PDF is asked for: most never ask.
  const { create } = await import('fontkit');
  // A Uint8Array will do, whatever the types say; only collections of fonts give something else back.
  const read = (bytes: Uint8Array) => create(bytes as Buffer) as Font;
  return { regular: read(regular), bold: read(bold) };
}

/** Stands for what the letters do not have. */
export const UNSHOWN = '□';

/** Written from right to left: without laying out whole lines anew their words would come in the wrong order. */
const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/u;
/** Only say how the character before them looks. */
const NO_GLYPH = /[\p{Cf}\p{Variation_Selector}]/gu;

const graphemes = new Intl.Segmenter('nl', { granularity: 'grapheme' });

/** The text as it can be printed: newlines stay, what cannot be shown becomes one sign. */
export function printable(text: string, font: Font): string {
  let out = '';
  for (const { segment } of graphemes.segment(text.normalize('NFC').replace(/\r\n?/g, '\n'))) {
    if (segment === '\n') out += segment;
    else if (/^\s$/u.test(segment)) out += ' ';
    else if (!/^\p{Cc}/u.test(segment)) out += shown(segment, font, out.endsWith(UNSHOWN));
  }
  return out.trim();
}

function shown(grapheme: string, font: Font, afterUnshown: boolean): string {
  const plain = grapheme.replace(NO_GLYPH, '');
  const known = [...plain].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
  if (known && !RIGHT_TO_LEFT.test(plain)) return plain;
  return afterUnshown ? '' : UNSHOWN;
}
