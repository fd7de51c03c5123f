/** For an admin: what clients read about the organisation, and when and for whom it is there. */
import { TOPICS } from '../../domain/vocabulary.ts';
import { type Organisation, openingText } from '../../staff/organisations.ts';
import type { StaffMember } from '../../staff/who.ts';
import { Button, Choices, Field, type StaffFrame, StaffPage } from './frame.tsx';
import { put } from './texts.ts';

export interface OrganisationProps {
  frame: StaffFrame;
  staff: StaffMember;
  organisation: Organisation;
  /** What was typed and did not pass: shown again, so that nothing has to be typed twice. */
  typed?: Record<string, string>;
  problem?: string;
  done?: string;
}

export const OrganisationPage = ({
  frame,
  staff,
  organisation,
  typed = {},
  problem,
  done,
}: OrganisationProps) => {
  const texts = frame.texts.organisation;
  const heading = put(texts.heading, organisation.name);
  const { about, phone, answer_hours, municipalities, opening, topics } = organisation;
  return (
    <StaffPage
      frame={frame}
      title={texts.title}
      heading={heading}
      staff={staff}
      problem={problem}
      done={done}
    >
      <form method="post" action="/staff/organisation">
        <Field label={texts.about} name="about" value={typed.about ?? about} />
        <Field label={texts.phone} name="phone" type="tel" value={typed.phone ?? phone ?? ''} optional />
        <Field label={texts.opening} name="opening" value={typed.opening ?? openingText(opening)} optional />
        <Field
          label={texts.answer_hours}
          name="answer_hours"
          inputmode="numeric"
          value={typed.answer_hours ?? answer_hours}
        />
        <Field
          label={texts.municipalities}
          name="municipalities"
          value={typed.municipalities ?? municipalities.join(' ')}
          optional
        />
        <Choices
          legend={texts.topics}
          name="topics"
          type="checkbox"
          options={TOPICS.map((topic) => [topic, frame.texts.topics[topic]] as const)}
          chosen={topics}
        />
        <Button>{texts.button}</Button>
      </form>
    </StaffPage>
  );
};
