/**
 * Understanding: Dutch text in, a Reading out. Use `createReader(model)` with a model from `train` or from the
 * artefact; reading and training touch no files (that is `load.ts`).
 */
export type { Lexicon } from './lexicon.ts';
export type { Example, Material } from './material.ts';
export { type Model, parseModel } from './model.ts';
export { createReader } from './read.ts';
export { train } from './train.ts';
export { type DayRead, readChoice, readDay, readNumber } from './values.ts';
