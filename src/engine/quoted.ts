/** Long own words are quoted by their beginning, so that a reply stays readable. */
const MOST_QUOTED = 160;

export const quoted = (text: string, most = MOST_QUOTED): string =>
  text.length <= most ? text : `${text.slice(0, most).trimEnd()}…`;
