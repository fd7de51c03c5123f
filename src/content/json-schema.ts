/**
 * JSON schemas of dialogs and texts, so that an editor such as VS Code checks and completes while one types.
 */
import { z } from 'zod';
import { dialogFileSchema } from './step-schema.ts';
import { textFileSchema } from './text-schema.ts';

/** Path in the project -> the schema file's text. */
export const jsonSchemas = (): Record<string, string> => ({
  'docs/schema/dialog.schema.json': write('A dialog of Stuur', dialogFileSchema),
  'docs/schema/texts.schema.json': write('The texts of a dialog of Stuur', textFileSchema),
});

const write = (title: string, schema: z.ZodType): string =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', override: oneVerb }) }, null, 2)}\n`;

/** A step is its id and one verb: said in a way that JSON Schema can. */
function oneVerb({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { id, say } = jsonSchema.properties ?? {};
  if (id && say) Object.assign(jsonSchema, { minProperties: 2, maxProperties: 2 });
}
