/**
 * What was not done, and why, in plain words; and what was typed, so that it is not lost.
 */
import type { InboxTexts } from './texts.ts';

export type Notice = 'gone' | 'taken' | 'busy' | 'foreign' | 'missing' | 'failed';

export interface RefusedProps {
  texts: InboxTexts;
  notice: Notice;
  /** What was typed for this client and went nowhere. */
  kept?: string | undefined;
  /** A form that tries the same once more. */
  again?: { action: string; fields: readonly (readonly [name: string, value: string])[] } | undefined;
}

export const Refused = ({ texts, notice, kept, again }: RefusedProps) => {
  const { refused } = texts;
  return (
    <div id="refused" class="refused">
      <h1>{refused[notice].title}</h1>
      {refused[notice].text.map((line) => (
        <p>{line}</p>
      ))}
      {again ? (
        <form method="post" action={again.action} class="act">
          {again.fields.map(([name, value]) =>
            name === 'text' ? null : <input type="hidden" name={name} value={value} />,
          )}
          {kept === undefined ? null : <Kept label={refused.kept} text={kept} />}
          <button type="submit" class="send">
            {refused.retry}
          </button>
        </form>
      ) : kept ? (
        <Kept label={refused.kept} text={kept} />
      ) : null}
      <p>
        <a href="/inbox">{refused.back}</a>
      </p>
    </div>
  );
};

const Kept = ({ label, text }: { label: string; text: string }) => (
  <>
    <label for="kept">{label}</label>
    <textarea id="kept" name="text" rows={6} autocomplete="off" spellcheck={false}>
      {`\n${text}`}
    </textarea>
  </>
);
