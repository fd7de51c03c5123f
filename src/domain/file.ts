/**
 * Files that a client can take along. What is in each is made in `src/export`.
 */
export const FILES = ['data', 'plan', 'wmo', 'calendar'] as const;
export type File = (typeof FILES)[number];
