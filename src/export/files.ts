/**
 * The files that a client can take along, from their state: name, kind and bytes. Names are neutral, as they stay in
 * a list of downloads.
 */
import type { Content } from '../content/content.ts';
import { phrase } from '../content/speak.ts';
import type { File } from '../domain/file.ts';
import type { ClientState } from '../engine/state.ts';
import type { KeptBeside } from '../run/ports.ts';
import { calendar } from './calendar.ts';
import type { Letters } from './letters.ts';
import { myData } from './my-data.ts';
import { printed } from './paper.ts';
import { planOnPaper, type Written } from './plan.ts';
import { wmoOnPaper } from './wmo.ts';

export interface MadeFile {
  name: string;
  /** Media type. */
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

export interface FileParts {
  content: Content;
  state: ClientState;
  /** With `data`. */
  beside?: KeptBeside;
  /** ISO instant. */
  madeAt: string;
  letters(): Promise<Letters>;
}

/** Points. A plan is for everybody's eyes; a form for an official is as long as it is. */
const LARGE = 16;
const NORMAL = 12;

const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text));

export async function makeFile(file: File, parts: FileParts): Promise<MadeFile> {
  const { content, state, beside, madeAt } = parts;
  switch (file) {
    case 'data': {
      const body = utf8(`${JSON.stringify(myData(content, state, madeAt, beside), null, 2)}\n`);
      return { name: 'gegevens.json', type: 'application/json', body };
    }
    case 'calendar':
      return {
        name: 'afspraken.ics',
        type: 'text/calendar; charset=utf-8',
        body: utf8(calendar(content, state, madeAt)),
      };
    case 'plan':
      return pdf('plan.pdf', planOnPaper(content, state, madeAt), LARGE, parts);
    case 'wmo':
      return pdf('persoonlijk-plan.pdf', wmoOnPaper(content, state, madeAt), NORMAL, parts);
  }
}

async function pdf(
  name: string,
  written: Written,
  size: number,
  { content, state, madeAt, letters }: FileParts,
): Promise<MadeFile> {
  const unshown = phrase(content, 'files.unshown', state.form);
  const paper = { ...written, size, unshown, madeAt: new Date(madeAt) };
  return { name, type: 'application/pdf', body: await printed(paper, await letters()) };
}
