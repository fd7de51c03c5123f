/**
 * The pages to read: what is kept and how to clear history, privacy, accessibility. Each holds the same parts; what
 * they say is in `locales/nl/pages`.
 */
import { type Frame, Layout, Mark } from './layout.tsx';
import type { ReadingPageName, ReadingTexts } from './texts.ts';
import { Words } from './words.tsx';

export interface ReadingPageProps {
  frame: Frame;
  name: ReadingPageName;
  texts: ReadingTexts;
}

export const ReadingPage = ({ frame, name, texts }: ReadingPageProps) => (
  <Layout
    frame={frame}
    here={name}
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
      <h1>{texts.heading}</h1>
      <p>
        <a class="back" href="/">
          {frame.texts.links.chat}
        </a>
      </p>
      <Lines of={texts.intro} />
      {texts.sections.map(({ title, text, list, after }) => (
        <section>
          <h2>{title}</h2>
          <Lines of={text} />
          {list ? (
            <ul>
              {list.map((line) => (
                <li>
                  <Words text={line} />
                </li>
              ))}
            </ul>
          ) : null}
          <Lines of={after} />
        </section>
      ))}
      <p>
        <a class="back" href="/">
          {frame.texts.links.chat}
        </a>
      </p>
    </main>
  </Layout>
);

const Lines = ({ of = [] }: { of?: readonly string[] | undefined }) => (
  <>
    {of.map((line) => (
      <p>
        <Words text={line} />
      </p>
    ))}
  </>
);
