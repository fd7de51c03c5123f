/**
 * The short page that says what is kept, where history stays, and how to clear it.
 */
import type { Assets } from './assets.ts';
import { Layout, Mark } from './layout.tsx';
import type { PageTexts } from './texts.ts';

export interface ExplainPageProps {
  texts: PageTexts;
  assets: Assets;
  exitUrl: string;
  /** Is chat text kept at all? */
  keepsChat: boolean;
}

export const ExplainPage = ({ texts, assets, exitUrl, keepsChat }: ExplainPageProps) => {
  const { explain, chat } = texts;
  const fits = keepsChat ? 'keeps_chat' : 'keeps_nothing';
  return (
    <Layout
      title={explain.title}
      assets={assets}
      exitUrl={exitUrl}
      leave={chat.leave}
      bar={
        <p class="name">
          <Mark />
          {chat.page.name}
        </p>
      }
    >
      <main class="reading">
        <h1>{explain.heading}</h1>
        <p>
          <a class="back" href="/">
            {explain.back}
          </a>
        </p>
        {explain.sections
          .filter(({ when }) => when === undefined || when === fits)
          .map(({ title, text, list = [], after = [] }) => (
            <section>
              <h2>{title}</h2>
              {text.map((line) => (
                <p>{line}</p>
              ))}
              {list.length > 0 ? (
                <ul>
                  {list.map((line) => (
                    <li>{line}</li>
                  ))}
                </ul>
              ) : null}
              {after.map((line) => (
                <p>{line}</p>
              ))}
            </section>
          ))}
        <p>
          <a class="back" href="/">
            {explain.back}
          </a>
        </p>
      </main>
    </Layout>
  );
};
