/** Dutch text made comparable: small letters, no accents, only letters and digits. */

export function normalise(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’'`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function tokens(normalised: string): string[] {
  return normalised === '' ? [] : normalised.split(' ');
}
