/**
 * The frame of every page that a client sees: neutral title and icon, own styles, the way out at the top, and what
 * the cover over a page that was left alone says.
 */
import type { Child } from 'hono/jsx';
import { type Assets, addressOf } from './assets.ts';
import { type FrameTexts, READING_PAGES, type ReadingPageName } from './texts.ts';

/** What is the same on every page. */
export interface Frame {
  assets: Assets;
  exitUrl: string;
  coverMinutes: number;
  texts: FrameTexts;
}

export interface LayoutProps {
  frame: Frame;
  title: string;
  /** Which of the pages to read this is; absent: none of them. */
  here?: ReadingPageName;
  /** Names of scripts besides the one that keeps the page safe. */
  scripts?: readonly string[];
  /** What the page's script needs to know, as JSON on the body: no inline script is allowed. */
  data?: Record<string, unknown>;
  skip: { to: string; text: string };
  /** Beside the name, in the bar at the top. */
  bar: Child;
  children: Child;
}

export const Layout = ({ frame, title, here, scripts = [], data, skip, bar, children }: LayoutProps) => {
  const { assets, exitUrl, coverMinutes, texts } = frame;
  return (
    <html lang="nl">
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <title>{title}</title>
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" type="image/svg+xml" href={addressOf(assets, 'icon.svg')} />
        <link rel="stylesheet" href={addressOf(assets, 'stuur.css')} />
        {/* First: the way out must work also when the rest is still loading, or fails. */}
        {['leave.js', ...scripts].map((name) => (
          <script type="module" src={addressOf(assets, name)} />
        ))}
      </head>
      <body
        data-exit={exitUrl}
        data-leave={JSON.stringify(texts.leave)}
        data-cover={JSON.stringify({ ...texts.cover, minutes: coverMinutes })}
        {...(data ? { 'data-page': JSON.stringify(data) } : {})}
      >
        <a class="skip" href={skip.to}>
          {skip.text}
        </a>
        <header class="bar">
          <div class="bar-inner">
            {bar}
            <a id="leave" class="leave" href="/weg" rel="nofollow noreferrer">
              {texts.leave.button}
            </a>
            <span id="leave-steps" class="leave-steps" aria-hidden="true" hidden>
              <i />
              <i />
              <i />
            </span>
          </div>
        </header>
        {/* Outside the bar: it goes on telling when the page is covered. */}
        <p id="leave-status" class="unseen" role="status" />
        {children}
        <Links texts={texts.links} here={here} />
      </body>
    </html>
  );
};

/** At the end, in nobody's way: on the chat page under what one writes in. */
const Links = ({ texts, here }: { texts: FrameTexts['links']; here: ReadingPageName | undefined }) => (
  <footer class="foot">
    <nav aria-label={texts.label}>
      {READING_PAGES.map((name) => (
        <a href={`/${name}`} {...(name === here ? { 'aria-current': 'page' as const } : {})}>
          {texts[name]}
        </a>
      ))}
    </nav>
  </footer>
);

/** A wheel with three spokes, drawn so plainly that it says nothing about what the page is for. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <circle cx="12" cy="12" r="9.25" fill="none" stroke="currentColor" stroke-width="2.5" />
    <path d="M12 12v9M12 12 4.6 7.9M12 12l7.4-4.1" fill="none" stroke="currentColor" stroke-width="2.5" />
    <circle cx="12" cy="12" r="2.75" fill="currentColor" />
  </svg>
);
