/** Wishes about the conversation itself, in so many words: heard everywhere, and not in what only resembles them. */
import { describe, expect, it } from 'vitest';
import { dialogAskedFor } from '../../src/engine/asked-for.ts';

const WISHES: Record<string, string[]> = {
  contact: [
    'wanneer mag je mij schrijven?',
    'Wanneer schrijf je mij',
    'mag je mij schrijven',
    'wanneer kun je me een bericht sturen',
  ],
  no_contact: ['schrijf me nooit', 'stuur mij niets meer', 'stuur me geen berichten', 'Stuur geen seintje'],
  call_off: ['seintje afzeggen', 'ik wil geen seintje meer', 'zet de herinnering uit', 'herinnering stoppen'],
  remind: [
    'seintje',
    'stuur me een seintje',
    'herinner me',
    'herinner me eraan',
    'herinner me aan mijn stap',
    'kun je mij herinneren?',
    'wil je me een seintje sturen',
    'zet een herinnering voor dinsdag',
    'vraag over twee weken hoe het gaat',
    'kun je over 2 weken vragen hoe het met me gaat',
  ],
  code_word: [
    'codewoord',
    'Een codewoord.',
    'ik wil een codewoord',
    'codewoord veranderen',
    'wachtwoord vergeten',
    'zullen we een codewoord afspreken',
  ],
};

describe.each(Object.entries(WISHES))('%s', (dialog, texts) => {
  it.each(texts)('%j', (text) => expect(dialogAskedFor(text)).toBe(dialog));
});

it.each([
  'help',
  'help mij',
  'stop',
  'weg',
  'mijn man herinnert me aan mijn vader',
  'hij stuurt me de hele dag berichten en ik schrijf niets terug',
  'niemand vraagt hoe het met me gaat',
  'ik krijg geen berichten van de gemeente',
  'mijn wachtwoord van digid doet het niet meer en ik heb schulden',
  `vraag ${'over a '.repeat(400)}hoe het gaat`,
])('nothing of the kind: %j', (text) => expect(dialogAskedFor(text)).toBeUndefined());
