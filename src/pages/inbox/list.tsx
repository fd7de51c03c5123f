/**
 * The two lists: what is nobody's yet, and one's own. Nothing of what a client sent is in them.
 */
import type { InboxItem } from '../../run/inbox.ts';
import { ageOf } from '../client/inbox/age.ts';
import { filled } from '../client/talk/page-data.ts';
import { titleOf } from './frame.tsx';
import type { InboxTexts } from './texts.ts';
import { momentOf } from './when.ts';

export interface ListProps {
  texts: InboxTexts;
  items: readonly InboxItem[];
  now: Date;
  /** The one that stands beside the list. */
  chosen?: string;
}

/** What tells one from another, to the eye and to a colleague, without a word of the client's. */
export const markOf = (id: string): string =>
  id
    .replace(/[^0-9a-z]/gi, '')
    .slice(-4)
    .toUpperCase();

export const unreadIn = (items: readonly InboxItem[]): number =>
  items.reduce((sum, { place, unread }) => sum + (place === 'mine' ? unread : 0), 0);

const waits = ({ state }: InboxItem): boolean => state === 'requested' || state === 'seen';

/** Nobody has answered, and the time that the client was told is over. */
const isLate = (item: InboxItem, now: Date): boolean =>
  waits(item) && (item.answerBy === undefined || new Date(item.answerBy) <= now);

export const List = ({ texts, items, now, chosen }: ListProps) => {
  const open = items.filter(({ place }) => place === 'open');
  const mine = items.filter(({ place }) => place === 'mine');
  const unread = unreadIn(items);
  const one = (item: InboxItem) => <Item item={item} texts={texts} now={now} chosen={item.id === chosen} />;
  return (
    <div
      id="list"
      data-now={now.toISOString()}
      data-unread={unread}
      data-open={open.map(({ id }) => id).join(' ')}
      data-mine={mine.map(({ id }) => id).join(' ')}
      data-title={titleOf(texts, texts.title, unread)}
    >
      <section id="list-new" aria-labelledby="title-new">
        <h2 id="title-new">
          {texts.list.new} <Count of={open.length} />
        </h2>
        {open.length > 0 ? (
          <ul class="items">{open.map(one)}</ul>
        ) : (
          <p class="empty">{texts.list.new_empty}</p>
        )}
      </section>
      <section id="list-mine" aria-labelledby="title-mine">
        <h2 id="title-mine">
          {texts.list.mine} <Count of={mine.length} />
        </h2>
        {mine.length > 0 ? (
          <ul class="items">{mine.map(one)}</ul>
        ) : (
          <p class="empty">{texts.list.mine_empty}</p>
        )}
      </section>
    </div>
  );
};

const Count = ({ of }: { of: number }) => <span class="count">{of}</span>;

interface ItemProps {
  item: InboxItem;
  texts: InboxTexts;
  now: Date;
  chosen: boolean;
}

const Item = ({ item, texts, now, chosen }: ItemProps) => {
  const { list } = texts;
  const [before = '', after = ''] = list.asked.split('{age}');
  return (
    <li id={`item-${item.id}`}>
      <a
        class={`item ${item.unread > 0 ? 'fresh' : ''}`}
        href={`/inbox/${item.id}`}
        {...(chosen ? { 'aria-current': 'true' as const } : {})}
      >
        <span class="what">
          {before}
          <Age at={item.askedAt} now={now} ages={texts.ages} />
          {after}
        </span>
        <span class="mark-of">{filled(list.mark, { mark: markOf(item.id) })}</span>
        {waits(item) ? (
          <Waiting item={item} texts={texts} now={now} />
        ) : (
          <span class={item.unread > 0 ? 'news' : 'quietly'}>{unreadWords(item.unread, list)}</span>
        )}
      </a>
    </li>
  );
};

const Waiting = ({ item, texts, now }: Omit<ItemProps, 'chosen'>) => {
  const { list, moments } = texts;
  return (
    <>
      {item.place === 'mine' ? <span class="news">{list.for_you}</span> : null}
      {item.place === 'open' && item.state === 'seen' ? <span class="quietly">{list.seen}</span> : null}
      {isLate(item, now) ? (
        <span class="late">{list.late}</span>
      ) : (
        <span class="quietly" data-by={item.answerBy}>
          {filled(list.by, { moment: momentOf(item.answerBy ?? '', now, moments) })}
        </span>
      )}
    </>
  );
};

function unreadWords(unread: number, list: InboxTexts['list']): string {
  if (unread === 0) return list.no_unread;
  return unread === 1 ? list.unread_one : filled(list.unread, { number: unread });
}

/** How long ago; the page's script keeps it true while time passes. */
export const Age = ({ at, now, ages }: { at: string; now: Date; ages: InboxTexts['ages'] }) => (
  <time datetime={at} data-age="">
    {ageOf(now.getTime() - Date.parse(at), ages)}
  </time>
);
