/**
 * The pages that a client sees: the chat, the pages to read, and the way out.
 */
import { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { SourceFile } from '../content/source.ts';
import { type Asset, type Assets, sendAsset, serveAsset } from './assets.ts';
import { ChatPage } from './chat.tsx';
import { type Downloads, downloadPages, sendDownload } from './download.tsx';
import { type PageHeaderOptions, pageHeaders } from './headers.ts';
import type { Frame } from './layout.tsx';
import { ReadingPage } from './reading.tsx';
import { securityTxt } from './security-txt.ts';
import { type PageFacts, READING_PAGES, readPageTexts } from './texts.ts';

export interface PagesDeps extends PageHeaderOptions {
  /** The neutral site that the way out goes to. */
  exitUrl: string;
  /** `locales/nl/pages/*.yaml`; on Node from `loadPageTextFiles`. */
  texts: readonly SourceFile[];
  /** What the texts may mention: numbers only come from here. */
  facts: PageFacts;
  /** On Node from `loadAssets`. */
  assets: Assets;
  /** Compresses a page once, at the start. Absent where the platform compresses by itself. */
  precompress?: (body: Uint8Array) => NonNullable<Asset['encoded']>;
  /** Files behind the links that the chat gives. Absent: it gives none. */
  downloads?: Downloads;
  /** Whom to tell about a weakness; absent: there is no `security.txt`. */
  security?: { contact: string; now(): Date; publicUrl?: string };
}

/**
 * Routes `/`, `/uitleg`, `/privacy`, `/toegankelijkheid`, `/weg`, `/assets/*`, `/robots.txt`, `/d/<ticket>` where
 * there are downloads and, with a contact, `/.well-known/security.txt`.
 * @throws {ContentError} when a text is missing or wrong
 */
export function pages(deps: PagesDeps): Hono {
  const { exitUrl, assets, facts, downloads, security } = deps;
  const texts = readPageTexts(deps.texts, facts);
  const frame: Frame = { assets, exitUrl, coverMinutes: facts.coverMinutes, texts: texts.frame };

  const app = new Hono();
  const headers = pageHeaders(deps);
  // A page is the same for everyone, so made once: it holds nothing of the person who asks for it.
  const page = (path: string, content: Child): void => {
    const made = document(content, deps.precompress);
    app.get(path, headers, (c) => sendAsset(c, made, 'no-store'));
  };
  page('/', <ChatPage frame={frame} texts={texts.chat} linkHosts={linkHosts(facts)} />);
  for (const name of READING_PAGES)
    page(`/${name}`, <ReadingPage frame={frame} name={name} texts={texts.reading[name]} />);

  if (downloads) {
    const formHeaders = pageHeaders({ ...deps, forms: true });
    const made = downloadPages(frame, texts.download);
    const show = {
      ready: document(made.ready, deps.precompress),
      used: document(made.used, deps.precompress),
      busy: document(made.busy, deps.precompress),
    };
    app.get('/d/:ticket', formHeaders, (c) => sendAsset(c, show.ready, 'no-store'));
    app.post('/d/:ticket', formHeaders, (c) =>
      sendDownload(c, downloads, (state) => sendAsset(c, show[state], 'no-store')),
    );
  }

  // Works without script. It clears all that a browser kept of this site, which may take a moment.
  app.get('/weg', headers, (c) => {
    c.header('Clear-Site-Data', '"cache", "storage"');
    return c.redirect(exitUrl, 303);
  });
  // The page's script has left already and only tells. Not the storage, which it cleared itself: what it put there
  // afterwards keeps the back button from showing anything.
  app.post('/weg', headers, (c) => {
    c.header('Clear-Site-Data', '"cache"');
    return c.body(null, 204);
  });
  app.get('/assets/:path', headers, (c) => serveAsset(c, assets, c.req.param('path')) ?? c.notFound());
  app.get('/robots.txt', headers, (c) => c.text('User-agent: *\nDisallow: /\n'));
  if (security) {
    const { contact, now, publicUrl } = security;
    app.get('/.well-known/security.txt', headers, (c) => c.text(securityTxt(contact, now(), publicUrl)));
  }
  return app;
}

/** 'geldfit.nl' of 'geldfit.nl/hulp': a host is known whatever the page. */
const linkHosts = ({ services }: PageFacts): string[] => [
  ...new Set(Object.values(services).flatMap(({ website }) => website?.split('/')[0] ?? [])),
];

function document(page: Child, precompress: PagesDeps['precompress']): Asset {
  const body = new Uint8Array(new TextEncoder().encode(`<!doctype html>${String(page)}`));
  const type = 'text/html; charset=utf-8';
  return { body, type, version: '', ...(precompress ? { encoded: precompress(body) } : {}) };
}
