/**
 * The pages that a client sees: the chat, the explanation, and the way out.
 */
import { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { SourceFile } from '../content/source.ts';
import { type Asset, type Assets, sendAsset, serveAsset } from './assets.ts';
import { ChatPage } from './chat.tsx';
import { ExplainPage } from './explain.tsx';
import { type PageHeaderOptions, pageHeaders } from './headers.ts';
import { type PageFacts, type PageTexts, readPageTexts } from './texts.ts';

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
}

/**
 * Routes `/`, `/uitleg`, `/weg`, `/assets/*` and `/robots.txt`.
 * @throws {ContentError} when a text is missing or wrong
 */
export function pages(deps: PagesDeps): Hono {
  const { exitUrl, assets, facts } = deps;
  const texts = readPageTexts(deps.texts, facts);
  // The same for everyone, so made once: a page holds nothing of the person who asks for it.
  const chat = document(
    <ChatPage texts={texts.chat} assets={assets} exitUrl={exitUrl} linkHosts={linkHosts(facts)} />,
    deps.precompress,
  );
  const explain = document(explainPage(texts, deps), deps.precompress);

  const app = new Hono();
  const headers = pageHeaders(deps);
  for (const path of ['/', '/uitleg', '/weg', '/assets/*', '/robots.txt']) app.use(path, headers);
  app.get('/', (c) => sendAsset(c, chat, 'no-store'));
  app.get('/uitleg', (c) => sendAsset(c, explain, 'no-store'));
  // Works without script. With script the page leaves by itself, which does not have to wait for this answer.
  app.get('/weg', (c) => {
    c.header('Clear-Site-Data', '"cache", "storage"');
    c.header('Cache-Control', 'no-store');
    return c.redirect(exitUrl, 303);
  });
  app.get('/assets/:path', (c) => serveAsset(c, assets, c.req.param('path')) ?? c.notFound());
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  return app;
}

const explainPage = (texts: PageTexts, { assets, exitUrl, facts }: PagesDeps) => (
  <ExplainPage texts={texts} assets={assets} exitUrl={exitUrl} keepsChat={facts.chatHours > 0} />
);

/** 'geldfit.nl' of 'geldfit.nl/hulp': a host is known whatever the page. */
const linkHosts = ({ services }: PageFacts): string[] => [
  ...new Set(Object.values(services).flatMap(({ website }) => website?.split('/')[0] ?? [])),
];

function document(page: Child, precompress: PagesDeps['precompress']): Asset {
  const body = new Uint8Array(new TextEncoder().encode(`<!doctype html>${String(page)}`));
  const type = 'text/html; charset=utf-8';
  return { body, type, version: '', ...(precompress ? { encoded: precompress(body) } : {}) };
}
