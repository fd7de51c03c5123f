/**
 * The chat page. Everything that can be said without a script is in it; the script shows the rest.
 */
import { type Frame, Layout, Mark } from './layout.tsx';
import type { ChatTexts } from './texts.ts';
import { Words } from './words.tsx';

/** Letters that one message may have; the server refuses more with a sentence. */
const MAX_TEXT = 4000;

/** Some browsers send what is typed to their maker to check or finish it; these say not to. Errors are understood. */
const NOT_READ_ELSEWHERE = { spellcheck: false, writingsuggestions: 'false' };

export interface ChatPageProps {
  frame: Frame;
  texts: ChatTexts;
  /** Hosts of services in the directory: only these become links in what the bot says. */
  linkHosts: readonly string[];
}

export const ChatPage = ({ frame, texts, linkHosts }: ChatPageProps) => {
  const { page, note, plan, shortcuts, script } = texts;
  const data = {
    script,
    plan,
    page: { bot: page.bot, me: page.me, aloud: page.aloud, quiet: page.quiet, download: page.download },
    linkHosts,
  };
  return (
    <Layout
      frame={frame}
      title={page.title}
      scripts={['chat.js']}
      data={data}
      skip={{ to: '#text', text: page.skip }}
      bar={
        <>
          <h1 class="name">
            <Mark />
            {frame.texts.name}
          </h1>
          <button id="aloud" class="round" type="button" hidden>
            <Speaker />
            <span class="unseen" id="aloud-label">
              {page.aloud}
            </span>
          </button>
        </>
      }
    >
      <main class="desk">
        <section class="talk" aria-label={page.log}>
          <div class="note">
            {note.map((text) => (
              <p>
                <Words text={text} />
              </p>
            ))}
          </div>
          <noscript>
            <WithoutScript page={page} />
          </noscript>
          {/* For when scripts are on and ours does not come: styles show it after a while. */}
          <div id="late" class="late">
            <WithoutScript page={page} retry />
          </div>
          <div id="log" class="log" role="log" aria-live="polite" aria-label={page.log} tabindex={-1} />
          <div id="writing" class="writing" aria-hidden="true" hidden>
            <i />
            <i />
            <i />
          </div>
          <fieldset id="choices" class="choices" aria-label={page.choices} tabindex={-1} hidden />
          {/* Never sent: the address keeps Chromium from asking its maker's server what to fill in here. */}
          <form id="compose" class="compose" action="/search" novalidate hidden>
            <p id="line" class="line" role="status" />
            <fieldset class="shortcuts" aria-label={page.shortcuts}>
              {shortcuts.map(({ label, text }) => (
                <button type="button" data-text={text}>
                  {label}
                </button>
              ))}
            </fieldset>
            <div class="field">
              <label class="unseen" for="text">
                {page.label}
              </label>
              <textarea
                id="text"
                rows={1}
                maxlength={MAX_TEXT}
                placeholder={page.placeholder}
                enterkeyhint="send"
                autocomplete="off"
                {...NOT_READ_ELSEWHERE}
                aria-describedby="left"
              />
              <button class="send" type="submit">
                {page.send}
              </button>
            </div>
            <p id="left" class="left" role="status" />
          </form>
        </section>
        <aside id="plan" class="plan" aria-labelledby="plan-title" data-empty="">
          <h2 id="plan-title">{plan.title}</h2>
          <p id="plan-empty">{plan.empty}</p>
          <div id="plan-body" />
          <button id="print" class="quiet" type="button" hidden>
            {page.print}
          </button>
          <p id="plan-status" class="unseen" role="status" />
        </aside>
      </main>
    </Layout>
  );
};

const WithoutScript = ({ page, retry }: { page: ChatTexts['page']; retry?: boolean }) => (
  <div class="without">
    <h2>{page.javascript_title}</h2>
    {page.javascript.map((text) => (
      <p>
        <Words text={text} />
      </p>
    ))}
    {retry ? (
      <p>
        <a href="/">{page.retry}</a>
      </p>
    ) : null}
  </div>
);

const Speaker = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" fill="currentColor" />
    <path
      class="waves"
      d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
    />
  </svg>
);
