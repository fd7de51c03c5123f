/**
 * The frame of every page that a client sees: neutral title and icon, own styles, and the way out at the top.
 */
import type { Child } from 'hono/jsx';
import { type Assets, addressOf } from './assets.ts';
import type { ChatTexts } from './texts.ts';

export interface LayoutProps {
  title: string;
  assets: Assets;
  exitUrl: string;
  leave: ChatTexts['leave'];
  /** Names of scripts besides the one that leaves the page. */
  scripts?: readonly string[];
  /** What the page's script needs to know, as JSON on the body: no inline script is allowed. */
  data?: Record<string, unknown>;
  skip?: { to: string; text: string };
  /** Beside the name, in the bar at the top. */
  bar: Child;
  children: Child;
}

export const Layout = ({
  title,
  assets,
  exitUrl,
  leave,
  scripts = [],
  data,
  skip,
  bar,
  children,
}: LayoutProps) => (
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
      data-leave={JSON.stringify(leave)}
      {...(data ? { 'data-page': JSON.stringify(data) } : {})}
    >
      {skip ? (
        <a class="skip" href={skip.to}>
          {skip.text}
        </a>
      ) : null}
      <header class="bar">
        <div class="bar-inner">
          {bar}
          <a id="leave" class="leave" href="/weg" rel="nofollow noreferrer">
            {leave.button}
          </a>
          <span id="leave-steps" class="leave-steps" aria-hidden="true" hidden>
            <i />
            <i />
            <i />
          </span>
        </div>
        <p id="leave-status" class="unseen" role="status" />
      </header>
      {children}
    </body>
  </html>
);

/** A wheel with three spokes, drawn so plainly that it says nothing about what the page is for. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <circle cx="12" cy="12" r="9.25" fill="none" stroke="currentColor" stroke-width="2.5" />
    <path d="M12 12v9M12 12 4.6 7.9M12 12l7.4-4.1" fill="none" stroke="currentColor" stroke-width="2.5" />
    <circle cx="12" cy="12" r="2.75" fill="currentColor" />
  </svg>
);
