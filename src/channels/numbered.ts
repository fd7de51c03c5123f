/**
 * Choices as numbers under the text, where there are no buttons; and long texts in pieces.
 */

/** `text`, and under it the choices as '1. ...'. The bot understands the number as well as the words. */
export function numbered(text: string, choices: readonly { label: string }[]): string {
  if (choices.length === 0) return text;
  return `${text}\n\n${choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')}`;
}

/** Cuts at an empty line, else at a line, else at a space; inside a word only when there is nothing else. */
export function pieces(text: string, longest: number): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const head = rest.slice(0, longest + 1);
    const at = ['\n\n', '\n', ' '].map((mark) => head.lastIndexOf(mark)).find((index) => index > longest / 2);
    // Not between the two halves of one character.
    const cut = at ?? (/[\uD800-\uDBFF]/.test(rest.charAt(longest - 1)) ? longest - 1 : longest);
    found.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' && found.length > 0 ? found : [...found, rest];
}
