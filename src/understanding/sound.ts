/**
 * Keys under which differently spelt words meet: a light one for habits that everyone has (d/t, the silent n)
 * and a full one by sound, for words that are in no list.
 */

/** 'wordt', 'word', 'wort' -> 'wort'; 'betalen', 'betale' -> 'betale'. */
export function lightKey(word: string): string {
  if (word.endsWith('dt')) return `${word.slice(0, -2)}t`;
  if (word.endsWith('d')) return `${word.slice(0, -1)}t`;
  if (word.length > 4 && word.endsWith('en')) return word.slice(0, -1);
  return word;
}

/**
 * By sound: ij/ei/y, ou/au, g/ch, v/f, z/s, c/k, doubled consonants. The end of the word is left alone when
 * `whole` is false, so that the key of a stem is a prefix of the key of its longer forms.
 */
export function soundKey(word: string, whole = true): string {
  let key = '';
  const text = whole ? lightKey(word) : word;
  for (let i = 0; i < text.length; i++) {
    const a = text[i] ?? '';
    const b = text[i + 1] ?? '';
    let out = a;
    if ((a === 'i' && b === 'j') || (a === 'e' && (b === 'i' || b === 'y'))) {
      out = 'y';
      i++;
    } else if ((a === 'o' || a === 'a') && b === 'u') {
      out = 'A';
      i++;
      if (text[i + 1] === 'w') i++;
    } else if (a === 'c' && b === 'h') {
      out = 'g';
      i++;
    } else if (a === 'c') out = b === 'e' || b === 'i' ? 's' : 'k';
    else if (a === 'q') out = 'k';
    else if (a === 'x') out = 'ks';
    else if (a === 'z') out = 's';
    else if (a === 'v') out = 'f';
    else if (a === 'p' && b === 'h') {
      out = 'f';
      i++;
    } else if (a === 't' && b === 'h') i++;
    const last = key[key.length - 1];
    if (last === out && !'aeou'.includes(out)) continue;
    key += out;
  }
  return key;
}
