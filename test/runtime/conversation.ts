/** A whole conversation on the chat page, from a story to a plan. */
import type { Visitor } from './browser.ts';

/** What to answer to what is asked, on the way from a story to a plan. `#`: press that choice. */
const WAY: [asked: RegExp, answer: string][] = [
  [/veilig typen/, '#Ja'],
  [/aan de hand/, 'ik heb geldproblemen en ik zit de hele dag alleen'],
  [/mee beginnen/, '#Geld'],
  [/niet kan wachten|haast/, '#Nee'],
  [/dat er verandert/, 'ik wil uit de schulden'],
  [/helpt al/, 'ik kook graag'],
  [/Wie is er al/, 'mijn zus'],
  [/paar wegen|past nu/, '#Iemand laten meekijken'],
  [/laten meekijken\?/, '#Een vrijwilliger'],
  [/Wanneer/, 'morgen'],
  [/Wie doet/, 'mijn zus'],
  [/Hoe zeker/, '8'],
  [/tegenzit/, 'dan vraag ik mijn zus'],
  [/kleine stap|eerste stap|begin/i, 'ik bel Geldfit'],
];

export async function talkToPlan(visitor: Visitor): Promise<void> {
  for (let turns = 0; turns < 25; turns += 1) {
    const last = await visitor.answered();
    if (
      (await visitor.page.locator('#plan .step .fact').count()) >= 3 &&
      /nog meer zien|mag dit plan zien/.test(last)
    )
      return;
    const [, answer = '#'] = WAY.find(([asked]) => asked.test(last)) ?? [];
    const before = (await visitor.log()).length;
    const offered = await visitor.page.locator('#choices button').allInnerTexts();
    // What is not offered (texts change): the first way on, as someone in a hurry would.
    if (!answer.startsWith('#')) await visitor.say(answer);
    else if (offered.length === 0) await visitor.say('ja');
    else await visitor.choose(offered.find((label) => label.startsWith(answer.slice(1))) ?? offered[0] ?? '');
    await visitor.page.waitForFunction(
      (count) => document.querySelectorAll('.bubble').length > count,
      before,
    );
  }
  throw new Error(`no plan after 25 turns:\n${(await visitor.log()).join('\n')}`);
}

/** What the client is seen to say more than once. */
export const twice = (log: string[]): string[] =>
  log.filter((text, index) => text.startsWith('Jij:') && log.indexOf(text) !== index);
