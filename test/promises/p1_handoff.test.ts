/**
 * Promise P1: "A professional learns of a client only after that client, in that conversation, said yes to a preview of
 * exactly what will be sent to whom. No code path makes a handoff from anything else: not a risk signal, a timer, an
 * operator or a default."
 * What the types refuse is in `test/engine/consent.test.ts`, what the database refuses in `test/store/contract_handoffs.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Professional } from '../../src/domain/handoff.ts';
import type { ContactAct, Input } from '../../src/engine/input.ts';
import { type ClientState, newClient } from '../../src/engine/state.ts';
import { turn } from '../../src/engine/turn.ts';
import type { TurnCommit } from '../../src/run/ports.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import {
  BEGIN,
  type Heard,
  openAssistant,
  stage,
  standing,
  type Talk,
  TO_A_PREVIEW,
  TO_SOMEBODY,
} from './assistant.ts';
import { alongTranscripts, PATIENT } from './everywhere.ts';

const STORY = 'ik heb schulden en ik ben bang voor de post';
const tell = async (talk: Talk): Promise<void> => {
  await talk.open();
  await talk.say('ja', STORY);
};
/** Up to the preview, with its three choices. */
async function offered(talk: Talk): Promise<Heard> {
  await tell(talk);
  const preview = await talk.say(...TO_A_PREVIEW);
  expect((await talk.state()).offer).toBeDefined();
  return preview;
}
const choice = ({ choices }: Heard, code: string) => {
  const found = choices.find(({ id }) => id.endsWith(`:${code}`));
  if (!found) throw new Error(`there is no choice '${code}' among ${choices.map(({ id }) => id).join(', ')}`);
  return found;
};
/** Their answer to a closed question, with its name. */
const ANSWER = 'erbij: of er haast bij is: Ik raak mijn huis kwijt';
/** What is put in or taken out of what goes along. */
const PARTS = [[], ['erbij: mijn stappen', ANSWER], ['eraf: mijn woorden']];
const WHO: Professional = { id: 'w1', name: 'Marjan', function: 'maatschappelijk werker' };
const ELSEWHERE = {
  id: 'luisterhuis',
  name: 'het luisterhuis',
  about: '',
  answerBy: BEGIN,
  open: 'open',
} as const;
/** All that a professional can do, in words that a client might say yes with. */
const ACTS: ContactAct[] = [
  { did: 'opened' },
  { did: 'accepted' },
  { did: 'declined', reason: 'full' },
  { did: 'said', text: 'ja, stuur dit' },
  { did: 'asked_follow_up', weeks: 4 },
  { did: 'proposed', organisation: ELSEWHERE },
  { did: 'proposed', organisation: ELSEWHERE, staff: WHO },
  { did: 'closed' },
];
const requests = (commits: readonly TurnCommit[]) =>
  commits.flatMap(({ handoffs }) => handoffs).filter(({ kind }) => kind === 'request');

describe('a professional learns of a client only after that client said yes to a preview', () => {
  it('nothing before the yes, exactly one after it', async () => {
    const { talk, commits } = openAssistant();
    const one = talk();
    const preview = await offered(one);
    expect(requests(commits)).toEqual([]);
    await one.press(choice(preview, 'yes'));
    expect(requests(commits)).toHaveLength(1);
    await one.say('ja', 'ja', 'ja, stuur dit');
    expect(requests(commits)).toHaveLength(1);
  });

  it('of exactly what will be sent to whom: every word that goes was on the screen, whatever goes along', async () => {
    for (const form of ['', 'zeg maar u']) {
      for (const changes of PARTS) {
        const { talk } = openAssistant();
        const one = talk();
        await tell(one);
        if (form) await one.say(form);
        await one.say(
          'ja',
          '1',
          'mijn plan',
          'ja',
          'naar de bakker lopen',
          'morgen',
          'alleen',
          '9',
          'dan overmorgen',
          'niemand, alleen ik',
        );
        await one.say(...TO_SOMEBODY, 'ja, deze woorden', ...changes, 'zo is het goed');
        const preview = await one.say("'s avonds", 'twee weken');
        const { handoffs } = await one.press(choice(preview, 'yes'));
        const [sent] = handoffs;
        if (sent?.kind !== 'request') throw new Error('nothing was sent');
        const { organisation, name, message, goals, steps, answers, contact, days, staff } = sent.content;
        expect([organisation, name, staff]).toEqual(['buurtteam', 'het buurtteam', undefined]);
        const told = answers.flatMap(({ label, text }) => [label, text]);
        for (const words of [name, message, ...goals, ...steps, ...told, `${days} dagen`, '18 en 21 uur'])
          expect(preview.last).toContain(words);
        expect(message.includes(STORY)).toBe(!changes.includes('eraf: mijn woorden'));
        expect(steps).toEqual(changes.includes('erbij: mijn stappen') ? ['naar de bakker lopen'] : []);
        expect(answers).toEqual(
          changes.includes(ANSWER)
            ? [{ label: 'of er haast bij is', text: expect.stringMatching(/huis/) }]
            : [],
        );
        expect([contact, days]).toEqual([{ how: 'in_chat', when: 'evening' }, 14]);
      }
    }
  });

  it('a yes to an earlier preview is none to what is shown now', async () => {
    const { talk, commits } = openAssistant();
    const one = talk();
    const first = await offered(one);
    await one.press(choice(first, 'change'));
    const second = await one.say('mijn woorden', 'ik wil rust', 'zo is het goed', 'altijd', 'een week');
    expect(second.last).toContain('ik wil rust');
    await one.press(choice(first, 'yes'));
    expect(requests(commits)).toEqual([]);
    expect((await one.state()).offer?.content.message).toBe('ik wil rust');
  });

  it.each([
    ['terug'],
    ['mijn gegevens'],
    ['stop'],
    ['weg'],
    ['opnieuw'],
    ['ik wil dood'],
    ['nee, niet sturen'],
  ])('the button of a preview does nothing once it was followed by: %s', async (words) => {
    const { talk, commits } = openAssistant();
    const one = talk();
    const preview = await offered(one);
    await one.say(words);
    await one.press(choice(preview, 'yes'));
    expect(requests(commits)).toEqual([]);
  });

  it('the button of a preview does nothing after the plan in it was changed', async () => {
    const { talk, commits } = openAssistant();
    const one = talk();
    await tell(one);
    await one.say(...TO_SOMEBODY, 'ja, deze woorden');
    const preview = await one.say('zo is het goed', 'altijd', 'een week');
    await one.say(
      'mijn plan',
      'ja',
      'de brief lezen',
      'morgen',
      'alleen',
      '9',
      'dan overmorgen',
      'niemand, alleen ik',
    );
    await one.press(choice(preview, 'yes'));
    expect(requests(commits)).toEqual([]);
  });

  it('a yes to a preview that is no longer on the screen shows it again, with what was told since', async () => {
    const { talk, commits } = openAssistant();
    const one = talk();
    await offered(one);
    await one.say('qwrtp zzz', 'blub blab', 'ik heb ook ruzie met de buren over geld');
    const again = await one.say('ja, stuur dit');
    expect(requests(commits)).toEqual([]);
    expect(again.last).toContain('ruzie met de buren');
    await one.press(choice(again, 'yes'));
    expect(requests(commits)).toHaveLength(1);
  });

  it('the button of a preview does nothing weeks later, nor does a yes', async () => {
    const { talk, commits } = openAssistant();
    const one = talk();
    const preview = await offered(one);
    await one.send('ja', { after: '3 weeks' });
    await one.press(choice(preview, 'yes'));
    expect(requests(commits)).toEqual([]);
  });

  it.each([
    ['ja maar'],
    ['ja?'],
    ['ok?'],
    ['ja, stuur dit?'],
    ['ja hij komt eraan'],
    ['ja zonder mijn naam'],
    ['ja alleen mijn plan'],
    ['ja wie leest dit'],
    ['ja ho even'],
    ['ja wis'],
    ['ja weg'],
    ['ja, eerst nog iets veranderen'],
    ['ja, ik wil dood'],
    ['ja hij slaat me nu'],
    ['misschien'],
    ['wat is dit'],
    ['weet ik niet'],
    ['bedankt'],
    ['1 april'],
    [''],
  ])('%j under a preview is no yes', async (words) => {
    const { talk, commits } = openAssistant();
    const one = talk();
    await offered(one);
    await one.say(words);
    expect(requests(commits)).toEqual([]);
  });

  it.each([
    ['ja'],
    ['Jaaa'],
    ['ja hoor'],
    ['Ja graag.'],
    ['oké'],
    ['doe maar'],
    ['ja, stuur maar'],
    ['stuur het maar'],
    ['ja dat is goed'],
    ['prima'],
    ['ja, stuur dit'],
    ['1'],
    ['één'],
    ['👍'],
  ])('%j under a preview is one', async (words) => {
    const { talk, commits } = openAssistant();
    const one = talk();
    await offered(one);
    await one.say(words);
    expect(requests(commits)).toHaveLength(1);
  });
});

describe('in that conversation', () => {
  /** Somebody with a code, and a preview that stands open on the phone. */
  async function onTwoDevices() {
    const assistant = openAssistant();
    const [phone, laptop] = [assistant.talk('phone'), assistant.talk('laptop')];
    await tell(phone);
    await phone.say('bewaar', 'ja');
    const code = (await phone.state()).newCode ?? '';
    await phone.say(code.split(' ')[0] ?? '');
    const preview = await phone.say(...TO_A_PREVIEW);
    expect((await phone.state()).offer).toBeDefined();
    return { ...assistant, phone, laptop, code, preview };
  }

  it('coming back with a code on another device, with an offer open, sends nothing; nor does a yes there', async () => {
    const { laptop, code, commits } = await onTwoDevices();
    await laptop.say(code, 'ja', 'ja, stuur dit');
    expect(requests(commits)).toEqual([]);
  });

  it('the button of that preview sends nothing after that, on either device', async () => {
    const { phone, laptop, code, preview, commits } = await onTwoDevices();
    await laptop.say(code);
    await laptop.press(choice(preview, 'yes'));
    await phone.press(choice(preview, 'yes'));
    expect(requests(commits)).toEqual([]);
  });

  it('a yes on the phone is none to a preview that only the laptop showed', async () => {
    const { phone, laptop, code, preview, commits } = await onTwoDevices();
    await laptop.say(code, ...TO_SOMEBODY, 'nee, ik schrijf iets anders', 'mijn man drinkt');
    const other = await laptop.say('zo is het goed', 'altijd', 'een week');
    expect(other.last).toContain('mijn man drinkt');
    expect(preview.last).not.toContain('mijn man drinkt');
    await phone.say('ja, stuur dit');
    expect(requests(commits)).toEqual([]);
  });
});

describe('no code path makes a handoff from anything else', () => {
  it(
    'not a risk signal: no danger, told anywhere and answered in any way, brings anyone in',
    async () => {
      for (const { state } of await alongTranscripts()) {
        for (const danger of [
          'ik wil dood',
          'hij slaat me nu',
          'mijn kind wordt geslagen',
          'ik zie het niet meer zitten',
        ]) {
          const { here, commits } = await standing(state);
          const heard = await here.say(danger);
          expect(requests(commits)).toEqual([]);
          for (const answer of heard.choices.filter(({ id }) => !id.startsWith('human.offer'))) {
            const after = await standing(await here.state());
            await after.here.press(answer);
            expect(requests(after.commits)).toEqual([]);
          }
        }
      }
    },
    PATIENT,
  );

  it('not a timer: a year of silence after a preview, with the clock at work', async () => {
    const assistant = openAssistant();
    await offered(assistant.talk());
    const said = assistant.commits.length;
    for (let day = 0; day < 365; day++) await assistant.pass('1 day');
    expect(assistant.commits).toHaveLength(said);
  });

  it(
    'not an operator, and nobody but the client: whatever else causes a turn, anywhere',
    async () => {
      const inputs: Input[] = [
        { kind: 'clock', due: 'handoff_expired', handoff: 'h1' },
        { kind: 'clock', due: 'handoff_unanswered', handoff: 'h1' },
        ...['h1', 'id of nobody'].flatMap((handoff) =>
          ACTS.map((act): Input => ({ kind: 'contact', handoff, who: WHO, ...act })),
        ),
        { kind: 'lookup', of: 'services', found: [] },
        { kind: 'lookup', of: 'return_code', refused: 'unknown' },
        { kind: 'returned' },
        { kind: 'returned', told: newClient('other', BEGIN, 'hello') },
      ];
      const world = { now: BEGIN, id: () => crypto.randomUUID(), pick: () => 0 };
      const places = await alongTranscripts();
      expect(places.filter(({ state }) => state.offer)).not.toEqual([]);
      for (const { state } of places) {
        for (const input of inputs) {
          const effects = effectsOf(state, input, world);
          expect(effects.filter(({ kind }) => kind === 'request_handoff')).toEqual([]);
        }
      }
    },
    PATIENT,
  );

  it(
    'not a default: a state with an offer in it is not a yes, whatever question is open',
    async () => {
      const one = openAssistant().talk();
      await offered(one);
      const { offer } = await one.state();
      if (!offer) throw new Error('nothing was offered');
      for (const { state } of await alongTranscripts()) {
        if (state.question?.offer) continue;
        for (const text of ['ja', '1', 'ja, stuur dit']) {
          const { here, commits } = await standing({ ...state, offer });
          await here.say(text);
          expect(requests(commits)).toEqual([]);
        }
      }
    },
    PATIENT,
  );

  it('not a default: an offer other than the one in question is not agreed to', async () => {
    const one = openAssistant().talk();
    await offered(one);
    const state = await one.state();
    if (!state.offer) throw new Error('nothing was offered');
    for (const text of ['ja', '1', 'ja, stuur dit']) {
      const { here, commits } = await standing({ ...state, offer: { ...state.offer, id: 'another' } });
      await here.say(text);
      expect(requests(commits)).toEqual([]);
    }
  });

  it('not anything in the source: one place asks for a handoff, one hands it on', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => ({ path, source: readFileSync(join(ROOT, 'src', path), 'utf8') }));
    const holding = (pattern: RegExp) =>
      files
        .filter(({ source }) => pattern.test(source))
        .map(({ path }) => path.replaceAll('\\', '/'))
        .sort();
    expect(holding(/'request_handoff'/)).toEqual([
      'engine/result.ts',
      'engine/verbs/offer_handoff.ts',
      'run/kept.ts',
      'run/messages.ts',
    ]);
    expect(holding(/ClientConsent\.from\(/)).toEqual(['engine/verbs/offer_handoff.ts']);
    expect(holding(/new ClientConsent\(/)).toEqual(['engine/consent.ts']);
  });
});

/** What a turn asks for; a lookup that nobody waits for is refused aloud, which asks for nothing. */
function effectsOf(state: ClientState, input: Input, world: Parameters<typeof turn>[3]) {
  try {
    return turn(stage.content, state, input, world).effects;
  } catch (error) {
    expect(input.kind).toBe('lookup');
    expect(String(error)).toContain('a lookup was answered that no step asked for');
    return [];
  }
}
