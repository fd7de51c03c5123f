/**
 * A sentence of an editor as it stands on a page: `[words](address)` and telephone numbers become links.
 */
import { linkify } from './client/talk/linkify.ts';

const LINK = /\[([^\]]+)\]\(((?:\/|https:\/\/|mailto:)[^)\s]*)\)/g;
/** In running text only numbers to call: an address is a link where its writer made it one. */
const NO_HOSTS: ReadonlySet<string> = new Set();

const Plain = ({ text }: { text: string }) => (
  <>
    {linkify(text, NO_HOSTS).map((piece) =>
      piece.href ? <a href={piece.href}>{piece.text}</a> : piece.text,
    )}
  </>
);

export const Words = ({ text }: { text: string }) => {
  const pieces = [];
  let done = 0;
  for (const { 0: whole, 1: words = '', 2: href = '', index } of text.matchAll(LINK)) {
    pieces.push(<Plain text={text.slice(done, index)} />);
    // In this same tab, as everywhere: the way out leaves no second tab behind.
    pieces.push(
      <a href={href} {...(href.startsWith('/') ? {} : { rel: 'noreferrer nofollow' })}>
        {words}
      </a>,
    );
    done = index + whole.length;
  }
  pieces.push(<Plain text={text.slice(done)} />);
  return <>{pieces}</>;
};
