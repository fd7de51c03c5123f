/**
 * One conversation: first how the client may be reached, then what they sent, in their words and nobody else's, then
 * what was written since, then what can be done.
 */
import type { HandoffContent, Professional } from '../../domain/handoff.ts';
import type { InboxConversation, InboxMessage } from '../../run/inbox.ts';
import { filled } from '../client/talk/page-data.ts';
import { Acts, type Typed } from './acts.tsx';
import { titleOf } from './frame.tsx';
import { Age, markOf } from './list.tsx';
import type { InboxTexts } from './texts.ts';
import { momentOf } from './when.ts';

export interface ConversationProps {
  texts: InboxTexts;
  conversation: InboxConversation;
  now: Date;
  /** The same in every try of this form. */
  formKey: string;
  unread: number;
  colleagues: readonly Professional[];
  organisations: readonly { id: string; name: string }[];
  /** What was typed and not sent, and why not. */
  typed?: Typed | undefined;
}

export const Conversation = (props: ConversationProps) => {
  const { texts, conversation, now, unread } = props;
  const { conversation: words } = texts;
  const { id, content, state, messages } = conversation;
  const heading = filled(words.title, { mark: markOf(id) });
  const stateWords = (words.state as Partial<Record<string, string>>)[state];
  const [before = '', after = ''] = words.asked.split('{age}');
  return (
    <article
      id="conversation"
      data-id={id}
      data-title={titleOf(texts, `${heading} · ${texts.title}`, unread)}
    >
      <section id="contact" class="contact" aria-labelledby="contact-title">
        <p id="contact-title">{words.contact}</p>
        <p class="contact-when">{words.when[content.contact.when]}</p>
        <p>{words.how}</p>
      </section>
      <p id="to-list" class="to-list">
        <a href="/inbox">{words.back}</a>
      </p>
      <div id="about" class="about">
        <h1>{heading}</h1>
        <p>
          {before}
          <Age at={conversation.askedAt} now={now} ages={texts.ages} />
          {after} {stateWords}
        </p>
        <p class="quietly">
          {filled(words.until, { moment: momentOf(conversation.expiresAt, now, texts.moments) })}
        </p>
        {state === 'accepted' || state === 'active' ? <a href="#reply">{words.to_reply}</a> : null}
      </div>
      <p id="unsure" class="unsure" hidden>
        {words.unsure}
      </p>
      <Sent words={words} content={content} />
      <section id="talk" class="talk" aria-labelledby="talk-title" data-content="">
        <h2 id="talk-title">{words.messages}</h2>
        {messages.length === 0 ? (
          <p id="no-messages" class="empty">
            {words.no_messages}
          </p>
        ) : null}
        <div id="messages" role="log" aria-labelledby="talk-title" tabindex={-1}>
          {messages.map((message) => (
            <Message message={message} texts={texts} now={now} />
          ))}
        </div>
      </section>
      <Acts {...props} />
    </article>
  );
};

/** Exactly what the client said yes to. Line ends are theirs. */
const Sent = ({ words, content }: { words: InboxTexts['conversation']; content: HandoffContent }) => (
  <div id="sent" class="sent" data-content="">
    <section aria-labelledby="own-title">
      <h2 id="own-title">{words.own_words}</h2>
      <blockquote class="own-words">{content.message}</blockquote>
    </section>
    <Lines title={words.goals} lines={content.goals} id="goals" />
    <Lines title={words.steps} lines={content.steps} id="steps" />
    {content.answers.length > 0 ? (
      <section aria-labelledby="answers-title">
        <h2 id="answers-title">{words.answers}</h2>
        <dl>
          {content.answers.map(({ label, text }) => (
            <div>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    ) : null}
  </div>
);

const Lines = ({ title, lines, id }: { title: string; lines: readonly string[]; id: string }) =>
  lines.length === 0 ? null : (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  );

const Message = ({ message, texts, now }: { message: InboxMessage; texts: InboxTexts; now: Date }) => (
  <div id={`message-${message.number}`} class={`message ${message.from}`}>
    <p class="who">
      {texts.conversation[message.from]}, {momentOf(message.at, now, texts.moments)}
    </p>
    <p class="words">{message.text}</p>
    {message.waiting ? <p class="waits">{texts.conversation.waits}</p> : null}
  </div>
);
