/**
 * The page behind a link to a client's own file. Looking at it uses nothing up: messengers open links to show a
 * preview. Only its button, which works without script, takes the file.
 */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { type Frame, Layout, Mark } from './layout.tsx';
import type { DownloadTexts } from './texts.ts';
import { Words } from './words.tsx';

/** A file as it is sent. */
export interface SentFile {
  name: string;
  /** Media type. */
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

export interface Downloads {
  /** What the ticket in a link gives, once; undefined: nothing (any more). */
  take(ticket: string): Promise<SentFile | undefined>;
  /** Whole seconds until whoever asks may take another file; 0: now. Counts the try. */
  wait(c: Context): number;
}

const TICKET = /^[0-9A-Za-z]{1,128}$/;

type State = 'ready' | 'used' | 'busy';

const DownloadPage = ({ frame, texts, state }: { frame: Frame; texts: DownloadTexts; state: State }) => {
  const { heading, text, button, after = [] } = { button: undefined, after: [], ...texts[state] };
  return (
    <Layout
      frame={frame}
      title={texts.title}
      skip={{ to: '#begin', text: texts.skip }}
      bar={
        <p class="name">
          <Mark />
          {frame.texts.name}
        </p>
      }
    >
      <main id="begin" class="reading" tabindex={-1}>
        <h1>{heading}</h1>
        <Lines of={text} />
        {button ? (
          // Without an action it goes to the address that it stands at.
          <form method="post" class="fetch">
            <button type="submit" class="send">
              {button}
            </button>
          </form>
        ) : null}
        <Lines of={after} />
      </main>
    </Layout>
  );
};

const Lines = ({ of }: { of: readonly string[] }) => (
  <>
    {of.map((line) => (
      <p>
        <Words text={line} />
      </p>
    ))}
  </>
);

/** The three pages, made once: they say nothing of whose file it is, or which. */
export const downloadPages = (frame: Frame, texts: DownloadTexts): Record<State, Child> => ({
  ready: <DownloadPage frame={frame} texts={texts} state="ready" />,
  used: <DownloadPage frame={frame} texts={texts} state="used" />,
  busy: <DownloadPage frame={frame} texts={texts} state="busy" />,
});

/** Answers the button. `page` sends one of the pages. */
export async function sendDownload(
  c: Context,
  { take, wait }: Downloads,
  page: (state: 'used' | 'busy') => Response,
): Promise<Response> {
  const seconds = wait(c);
  if (seconds > 0) {
    c.status(429);
    c.header('Retry-After', String(seconds));
    return page('busy');
  }
  const ticket = c.req.param('ticket') ?? '';
  const file = TICKET.test(ticket) ? await take(ticket) : undefined;
  if (!file) {
    c.status(410);
    return page('used');
  }
  return c.body(file.body, 200, {
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'Cache-Control': 'no-store',
  });
}
