/**
 * What a professional can do with a conversation, as plain forms that work without script. What cannot be taken back
 * opens first, says what it does, and asks for a tick.
 */
import type { Child } from 'hono/jsx';
import { DECLINE_REASONS } from '../../domain/handoff.ts';
import { LONGEST_WORDS } from '../../run/inbox.ts';
import { filled } from '../client/talk/page-data.ts';
import type { ConversationProps } from './conversation.tsx';
import { FOLLOW_UP_WEEKS } from './forms.ts';
import type { Act, InboxTexts } from './texts.ts';

/** What was typed and not sent. */
export interface Typed {
  act: Act;
  text?: string;
  /** What is wrong with it; absent: nothing, it goes on being written. */
  problem?: string;
}

/** Some browsers send what is typed to their maker to check or finish it; these say not to. */
const NOT_READ_ELSEWHERE = { spellcheck: false, writingsuggestions: 'false' };

export const Acts = (props: ConversationProps) => {
  const { state } = props.conversation;
  const taken = state === 'accepted' || state === 'active';
  return taken ? (
    <div id="acts" class="acts">
      <Reply {...props} />
      <FollowUp {...props} />
      <Transfer {...props} />
      <Close {...props} />
    </div>
  ) : (
    <div id="acts" class="acts">
      <Accept {...props} />
      <Decline {...props} />
    </div>
  );
};

interface FormProps {
  act: Act;
  of: ConversationProps;
  children: Child;
}

const addressOf = (id: string, act: Act): string => `/inbox/${id}/${act.replace('_', '-')}`;

const ActForm = ({ act, of: { conversation, formKey, typed }, children }: FormProps) => (
  <form id={`form-${act}`} method="post" action={addressOf(conversation.id, act)} class="act">
    <input type="hidden" name="key" value={formKey} />
    {typed?.act === act && typed.problem ? (
      <p id={`problem-${act}`} class="problem" role="alert">
        {typed.problem}
      </p>
    ) : null}
    {children}
  </form>
);

/** Opens by itself when something is wrong with what was sent from it. */
const Folded = ({ act, of, title, children }: FormProps & { title: string }) => (
  <details id={`fold-${act}`} class="fold" open={of.typed?.act === act}>
    <summary>{title}</summary>
    <ActForm act={act} of={of}>
      {children}
    </ActForm>
  </details>
);

const Accept = (of: ConversationProps) => (
  <ActForm act="accept" of={of}>
    <p>{of.texts.accept.text}</p>
    <button type="submit" class="send">
      {of.texts.accept.button}
    </button>
  </ActForm>
);

const Decline = (of: ConversationProps) => {
  const { decline } = of.texts;
  return (
    <Folded act="decline" of={of} title={decline.title}>
      <fieldset aria-describedby="decline-text">
        <legend class="unseen">{decline.title}</legend>
        <p id="decline-text">{decline.text}</p>
        {DECLINE_REASONS.map((reason) => (
          <label class="choice" for={`reason-${reason}`}>
            <input id={`reason-${reason}`} type="radio" name="reason" value={reason} required />
            <span>{decline.reasons[reason]}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="plain-button">
        {decline.button}
      </button>
    </Folded>
  );
};

const Reply = (of: ConversationProps) => {
  const { texts, typed } = of;
  const wrong = typed?.act === 'reply' && typed.problem !== undefined;
  return (
    <section id="reply" class="reply">
      <ActForm act="reply" of={of}>
        <label for="text">{texts.reply.label}</label>
        <textarea
          id="text"
          name="text"
          rows={4}
          autocomplete="off"
          data-most={LONGEST_WORDS}
          aria-describedby={`text-hint text-left${wrong ? ' problem-reply' : ''}`}
          {...(wrong ? { 'aria-invalid': 'true' as const } : {})}
          {...NOT_READ_ELSEWHERE}
        >
          {/* The first line end after the tag is not part of it. */}
          {`\n${typed?.act === 'reply' ? (typed.text ?? '') : ''}`}
        </textarea>
        <p id="text-hint" class="hint">
          {texts.reply.hint}
        </p>
        <p id="text-left" class="hint own-state" role="status" />
        <p id="text-state" class="hint own-state" role="status" />
        <button id="send" type="submit" class="send">
          {texts.reply.button}
        </button>
        <Phrases texts={texts} />
      </ActForm>
    </section>
  );
};

/** Each puts its phrase in the field: with script at once, without by way of the server. Nothing is sent by it. */
const Phrases = ({ texts: { quick, reply } }: { texts: InboxTexts }) =>
  quick.length === 0 ? null : (
    <details id="phrases" class="phrases">
      <summary>{reply.quick}</summary>
      <p class="hint">{reply.quick_hint}</p>
      <ul>
        {quick.map(({ label, text }, index) => (
          <li>
            <button
              type="submit"
              name="insert"
              value={String(index)}
              class="phrase"
              formnovalidate
              data-text={text}
            >
              <strong>{label}</strong>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );

const FollowUp = (of: ConversationProps) => {
  const { follow_up } = of.texts;
  return (
    <Folded act="follow_up" of={of} title={follow_up.title}>
      <p>{follow_up.text}</p>
      <fieldset>
        <legend>{follow_up.legend}</legend>
        {FOLLOW_UP_WEEKS.map((weeks) => (
          <label class="choice" for={`weeks-${weeks}`}>
            <input id={`weeks-${weeks}`} type="radio" name="weeks" value={String(weeks)} required />
            <span>{filled(follow_up.weeks, { number: weeks })}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="plain-button">
        {follow_up.button}
      </button>
    </Folded>
  );
};

const Transfer = (of: ConversationProps) => {
  const { texts, colleagues, organisations } = of;
  const { transfer } = texts;
  return (
    <Folded act="transfer" of={of} title={transfer.title}>
      <p>{transfer.text}</p>
      {colleagues.length + organisations.length === 0 ? (
        <p class="empty">{transfer.nobody}</p>
      ) : (
        <>
          <label for="to">{transfer.label}</label>
          <select id="to" name="to" required>
            <option value="">{transfer.pick}</option>
            {colleagues.length > 0 ? (
              <optgroup label={transfer.colleagues}>
                {colleagues.map(({ id, name, function: work }) => (
                  <option value={`staff:${id}`}>
                    {name}, {work}
                  </option>
                ))}
              </optgroup>
            ) : null}
            {organisations.length > 0 ? (
              <optgroup label={transfer.organisations}>
                {organisations.map(({ id, name }) => (
                  <option value={`organisation:${id}`}>{name}</option>
                ))}
              </optgroup>
            ) : null}
          </select>
          <Sure id="sure-transfer" text={transfer.sure} />
          <button type="submit" class="plain-button">
            {transfer.button}
          </button>
        </>
      )}
    </Folded>
  );
};

const Close = (of: ConversationProps) => {
  const { close } = of.texts;
  return (
    <Folded act="close" of={of} title={close.title}>
      <p>{close.text}</p>
      <p>{close.first}</p>
      <Sure id="sure-close" text={close.sure} />
      <button type="submit" class="plain-button final">
        {close.button}
      </button>
    </Folded>
  );
};

const Sure = ({ id, text }: { id: string; text: string }) => (
  <label class="choice" for={id}>
    <input id={id} type="checkbox" name="sure" value="yes" required />
    <span>{text}</span>
  </label>
);
