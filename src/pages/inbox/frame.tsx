/**
 * The frame of the inbox's pages: the bar, the list on one side, and what was chosen from it.
 */
import type { Child } from 'hono/jsx';
import type { StaffMember } from '../../staff/who.ts';
import { type Assets, addressOf } from '../assets.ts';
import { Mark } from '../layout.tsx';
import type { InboxTexts } from './texts.ts';

export interface InboxFrame {
  assets: Assets;
  /** The product's name. */
  name: string;
  texts: InboxTexts;
}

export interface InboxPageProps {
  frame: InboxFrame;
  staff: StaffMember;
  /** Tells nothing of a client: a title stands in the browser's history and on a shared screen. */
  title: string;
  /** Messages not read yet. */
  unread?: number;
  /** The list beside it; absent: the page has none. */
  list?: Child;
  /** On a small screen the list is the page, or stands aside for what was chosen. */
  shows: 'list' | 'chosen';
  /** What an act brought about. */
  said?: string | undefined;
  children?: Child;
}

export const titleOf = ({ unread_title }: InboxTexts, title: string, unread: number): string =>
  unread > 0 ? unread_title.replace('{number}', String(unread)).replace('{title}', title) : title;

export const InboxPage = (props: InboxPageProps) => {
  const { frame, staff, title, unread = 0, list, shows, said, children } = props;
  const { assets, name, texts } = frame;
  return (
    <html lang="nl">
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <title>{titleOf(texts, title, unread)}</title>
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" type="image/svg+xml" href={addressOf(assets, 'icon.svg')} />
        <link rel="stylesheet" href={addressOf(assets, 'inbox.css')} />
        <script type="module" src={addressOf(assets, 'inbox.js')} />
      </head>
      <body data-page={JSON.stringify(pageData(texts, staff.id))}>
        <a class="skip" href="#begin">
          {texts.skip}
        </a>
        <header class="bar">
          <div class="bar-inner">
            <p class="name">
              <Mark />
              {name}
            </p>
            <nav class="staff-nav" aria-label={texts.name}>
              <a href="/inbox" {...(shows === 'list' ? { 'aria-current': 'page' as const } : {})}>
                {texts.name}
              </a>
              <a href="/staff">{texts.account}</a>
              <form method="post" action="/staff/out">
                <button type="submit" class="plain-button">
                  {texts.sign_out}
                </button>
              </form>
            </nav>
          </div>
        </header>
        <p id="line" class="line" role="status" />
        <p id="said" class="line" role="status" tabindex={-1}>
          {said}
        </p>
        <p class="paper">{texts.paper}</p>
        {shows === 'list' ? (
          <main id="begin" class="inbox list" tabindex={-1}>
            <div class="side">
              <h1>{texts.name}</h1>
              {list}
              <Own texts={texts.own} />
            </div>
            <p class="choose">{texts.list.choose}</p>
          </main>
        ) : (
          <div class="inbox chosen">
            {list ? (
              <aside class="side" aria-label={texts.list_label}>
                {list}
                <Own texts={texts.own} />
              </aside>
            ) : null}
            <main id="begin" class="one" tabindex={-1}>
              {children}
            </main>
          </div>
        )}
      </body>
    </html>
  );
};

/** How the page behaves in this browser; only a script can do that. */
const Own = ({ texts }: { texts: InboxTexts['own'] }) => (
  <section id="own" class="own-ways" hidden>
    <button
      id="here"
      type="button"
      class="switch"
      role="switch"
      aria-checked="true"
      aria-describedby="here-hint"
    >
      {texts.here}
    </button>
    <p id="here-hint" class="hint">
      {texts.here_hint}
    </p>
    <button id="notify" type="button" class="plain-button" aria-describedby="notify-hint" hidden>
      {texts.notify}
    </button>
    <p id="notify-hint" class="hint" hidden>
      {texts.notify_hint}
    </p>
    <details class="keys">
      <summary>{texts.keys}</summary>
      <dl>
        {texts.keys_list.map(({ key, does }) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="choice" for="keys-on">
        <input id="keys-on" type="checkbox" checked />
        <span>{texts.keys_on}</span>
      </label>
      <p class="hint">{texts.keys_hint}</p>
    </details>
  </section>
);

/** What the script needs to know: words, and whose drafts these are. */
export interface InboxPageData {
  staff: string;
  ages: InboxTexts['ages'];
  late: string;
  own: Pick<InboxTexts['own'], 'notify' | 'notify_off' | 'notify_refused' | 'notification'>;
  reply: Pick<InboxTexts['reply'], 'left' | 'over'>;
  script: InboxTexts['script'];
  name: string;
  refused: Pick<InboxTexts['refused'], 'gone' | 'taken' | 'back'>;
}

const pageData = (texts: InboxTexts, staff: string): InboxPageData => ({
  staff,
  ages: texts.ages,
  late: texts.list.late,
  own: {
    notify: texts.own.notify,
    notify_off: texts.own.notify_off,
    notify_refused: texts.own.notify_refused,
    notification: texts.own.notification,
  },
  reply: { left: texts.reply.left, over: texts.reply.over },
  script: texts.script,
  name: texts.name,
  refused: { gone: texts.refused.gone, taken: texts.refused.taken, back: texts.refused.back },
});
