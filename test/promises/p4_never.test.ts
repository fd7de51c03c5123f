/**
 * Promise P4: "It never claims to be human, never diagnoses, never assesses entitlement, never advises couple
 * counselling or confronting a violent partner, never contacts anyone by itself."
 * All it says are fixed texts, facts from the directory and the client's own words; so the texts are read here, each
 * sentence of them, for what may not stand there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formsOf, wordings } from '../../src/content/checks/texts.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { openAssistant, stage, standing } from './assistant.ts';
import { alongTranscripts, PATIENT } from './everywhere.ts';

interface Said {
  where: string;
  sentence: string;
}

const sentences = (where: string, text: string): Said[] =>
  text
    .split(/(?<=[.?!])\s+|\n+/)
    .filter((sentence) => sentence.trim() !== '')
    .map((sentence) => ({ where, sentence }));

const strings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(strings)
      : [];

/** Every sentence of the conversation, in both forms, and of the pages. */
const SAID: Said[] = [
  ...Object.entries(stage.content.texts).flatMap(([key, text]) =>
    wordings(text).flatMap(({ phrase }) =>
      formsOf(phrase).flatMap((form) => sentences(`locales/nl: ${key}`, form)),
    ),
  ),
  ...readdirSync(join(ROOT, 'locales/nl/pages')).flatMap((file) =>
    strings(parse(readFileSync(join(ROOT, 'locales/nl/pages', file), 'utf8'))).flatMap((text) =>
      sentences(`locales/nl/pages/${file}`, text),
    ),
  ),
];

/** What may not be said: a pattern, why, and a sentence that it is there to stop. `but`: what makes it good. */
interface Forbidden {
  words: RegExp;
  why: string;
  such: string;
  but?: RegExp;
}

const KINDS_OF_PEOPLE =
  'mens|persoon|hulpverlener|medewerker|vrijwilliger|coach|psycholoog|maatschappelijk werker|arts|ervaringsdeskundige';
const ILLNESSES =
  'depressie|depressief|burn-?out|ptss|trauma|angststoornis|stoornis|adhd|autis\\w+|verslaafd|verslaving|dement\\w*|narcis\\w+|psychose|suïcidaal|mishandeld';

const CLAIMS_TO_BE_HUMAN: Forbidden[] = [
  {
    words: new RegExp(`\\bik ben (?!geen)(?:\\w+ ){0,2}(?:${KINDS_OF_PEOPLE})\\b`, 'i'),
    why: 'it is a program',
    such: 'Ik ben een echte medewerker.',
  },
  { words: /\bals mens\b/i, why: 'it is a program', such: 'Als mens weet ik dat.' },
  { words: /\b(mijn|onze) collega/i, why: 'a program has no colleagues', such: 'Mijn collega leest mee.' },
  {
    words: /\bzelf (ook )?(meegemaakt|ervaren)/i,
    why: 'a program lived through nothing',
    such: 'Ik heb het zelf meegemaakt.',
  },
  {
    words: /\bik (voel|leef|huil|schrik|hoop|vind)\b/i,
    why: 'a program feels and finds nothing',
    such: 'Ik voel met je mee.',
  },
  {
    words: /\bik (her)?ken (dat|het|dit) gevoel/i,
    why: 'a program has no feelings',
    such: 'Ik ken dat gevoel.',
  },
  {
    words: /\bik (begrijp|snap|weet) hoe\b/i,
    why: 'a program does not',
    such: 'Ik begrijp hoe je je voelt.',
  },
];

const DIAGNOSES: Forbidden[] = [
  {
    words: new RegExp(`\\b(je|jij|u) (hebt?|heeft|bent|lijkt|lijdt)\\b.*\\b(${ILLNESSES})\\b`, 'i'),
    why: 'what someone has, a doctor says',
    such: 'Je hebt misschien een depressie.',
  },
  {
    words: new RegExp(`\\b(dat|dit|het) (is|klinkt|lijkt|wijst)\\b.*\\b(${ILLNESSES})\\b`, 'i'),
    why: 'a label for what was told',
    such: 'Dat klinkt als een burn-out.',
  },
  {
    words: /\bdiagnos|\bsymptom|\bklachten wijzen/i,
    why: 'a doctor’s words',
    such: 'Dit zijn symptomen van iets.',
  },
  {
    words: /\b(risico|kans) (is|op)\b.*\b(hoog|laag|groot)\b.*\b(je|u)\b/i,
    why: 'a score of someone',
    such: 'De kans op gevaar is hoog bij je.',
  },
];

const ASSESSES_ENTITLEMENT: Forbidden[] = [
  {
    words: /\brecht (hebt?|heeft|op)\b/i,
    why: 'only who decides can say so',
    such: 'Je hebt recht op bijstand.',
    but: /kan ik niet zeggen/i,
  },
  {
    words: /\bin aanmerking\b/i,
    why: 'only who decides can say so',
    such: 'U komt in aanmerking voor een toeslag.',
  },
  {
    words:
      /\b(je|u) (krijgt|mag|kunt) .*\b(uitkering|bijstand|toeslag|schuldsanering|kwijtschelding|vergoeding)\b/i,
    why: 'nobody knows that here',
    such: 'Je krijgt een uitkering.',
  },
  {
    words: /\b(wordt|is) (vast |zeker )?(toegekend|afgewezen|goedgekeurd)\b/i,
    why: 'a decision',
    such: 'Dat wordt toegekend.',
  },
];

const COUNSELS_OR_CONFRONTS: Forbidden[] = [
  {
    words: /\brelatie(therap|coach|gesprek)|\bpartnertherap|\bgezinstherap|\bbemiddel|\bmediat/i,
    why: 'violence is not a quarrel of two; it can make the danger greater',
    such: 'Denk eens aan relatietherapie.',
  },
  {
    words: /\bpraat (het|erover|er) .*\buit\b|\buitpraten\b|\bga(at)? (samen )?in gesprek\b/i,
    why: 'the same',
    such: 'Praat het samen uit.',
  },
  {
    words: /\b(praat|overleg|bespreek)\b.*\bmet (je|uw) (partner|man|vrouw|vriend|vriendin|ex)\b/i,
    why: 'the same',
    such: 'Praat erover met je partner.',
  },
  {
    words: /\bspreek\b.*\baan\b|\bconfronteer/i,
    why: 'confronting can get someone hurt',
    such: 'Spreek hem erop aan.',
    but: /\bniet op aan\b|\bniet aan\b/i,
  },
  {
    words: /\bzeg (het )?(tegen |aan )?(hem|haar|je partner|uw partner|je man|uw man)\b/i,
    why: 'the same',
    such: 'Zeg tegen hem dat het zo niet kan.',
  },
  {
    words:
      /\bverlaat (hem|haar|je|uw) ?(man|partner|vrouw)?\b|\bga bij (hem|haar) weg\b|\bga weg bij (hem|haar)\b/i,
    why: 'leaving is the most dangerous moment',
    such: 'Ga bij hem weg.',
  },
];

const ACTS_FOR_SOMEONE: Forbidden[] = [
  {
    words: /\bik (bel|meld|waarschuw|informeer|schakel)\b/i,
    why: 'it contacts nobody',
    such: 'Ik bel de politie voor je.',
  },
  {
    words: /\b(ik heb|er is) .*\b(gebeld|gemeld|gewaarschuwd|ingeschakeld|doorgegeven)\b/i,
    why: 'it contacts nobody',
    such: 'Ik heb Veilig Thuis gebeld.',
  },
  {
    words: /\ber komt (zo |straks |meteen )?iemand\b|\b(hulp|de politie|iemand) (komt eraan|is onderweg)\b/i,
    why: 'nobody was asked',
    such: 'Er komt zo iemand naar je toe.',
    but: /\bniemand\b/i,
  },
];

const found = (forbidden: readonly Forbidden[]): string[] =>
  forbidden.flatMap(({ words, why, but }) =>
    SAID.filter(({ sentence }) => words.test(sentence) && !but?.test(sentence)).map(
      ({ where, sentence }) => `${where}: "${sentence}": ${why}`,
    ),
  );

describe.each([
  ['never claims to be human', CLAIMS_TO_BE_HUMAN],
  ['never diagnoses', DIAGNOSES],
  ['never assesses entitlement', ASSESSES_ENTITLEMENT],
  ['never advises couple counselling or confronting a violent partner', COUNSELS_OR_CONFRONTS],
  ['never says that it contacted anyone, or will', ACTS_FOR_SOMEONE],
])('it %s', (_what, forbidden) => {
  it('in no sentence of any text', () => {
    expect(SAID.length).toBeGreaterThan(1000);
    expect(found(forbidden)).toEqual([]);
  });

  it('and such a sentence would be seen', () => {
    for (const { words, but, such } of forbidden) {
      expect(such).toMatch(words);
      if (but) expect(such).not.toMatch(but);
    }
  });
});

describe('it never claims to be human', () => {
  it.each(['', 'goedemiddag, spreekt u met mij als u een mens bent'])(
    'says so first, to %j too',
    async (first) => {
      const talk = openAssistant().talk();
      const { messages } = first ? await talk.say(first) : await talk.open();
      expect(messages[0]).toMatch(/Ik ben Stuur, een computerprogramma\. Ik ben geen mens\./);
    },
  );

  it.each(['ben je een mens?', 'praat ik met een echt persoon of een robot?', 'Bent u een mens'])(
    'says no to %j, wherever it is asked',
    async (asked) => {
      const failed: string[] = [];
      for (const { name, state } of await alongTranscripts()) {
        const { here } = await standing(state);
        const { text } = await here.say(asked);
        if (!/ik ben geen mens/i.test(text)) failed.push(`${name}: ${text}`);
      }
      expect(failed).toEqual([]);
    },
    PATIENT,
  );
});

describe('it never contacts anyone by itself', () => {
  it(
    'speaks only in the conversation in which it was spoken to',
    async () => {
      for (const { name, state } of await alongTranscripts()) {
        const { here, commits, store, at } = await standing(state);
        for (const text of ['hij slaat me nu', 'ik wil dood', 'mens', 'ja'])
          await here.send(text, { pulled: false });
        const elsewhere = commits.filter(({ address }) => address.conversation !== here.address.conversation);
        expect(elsewhere, name).toEqual([]);
        for (const row of await store.pending(at(), 100)) expect(row).toMatchObject(here.address);
      }
    },
    PATIENT,
  );

  it('has no way to: nothing that thinks or keeps can reach a network', () => {
    const rooms = ['content', 'directory', 'domain', 'engine', 'run', 'store', 'understanding'];
    const reaching = rooms.flatMap((room) =>
      readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .filter((path) =>
          /\bfetch\(|node:(https?|net|tls|dgram|http2)|new WebSocket|XMLHttpRequest|sendmail|smtp/i.test(
            readFileSync(join(ROOT, 'src', room, path), 'utf8'),
          ),
        )
        .map((path) => `src/${room}/${path}`),
    );
    expect(reaching).toEqual([]);
  });
});
