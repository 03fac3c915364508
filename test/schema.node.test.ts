import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { mapResultSchema, mapSettingsSchema } from '../src/study/index.ts';
import {
  designResultSchema,
  designSettingsSchema,
  levelsResultSchema,
  spinSystemSchema,
  transferResultSchema,
  transferSettingsSchema,
} from '../src/study/spin/index.ts';
import { validateResultSchema } from '../src/study/validate/index.ts';

it.each([
  ['map-study', mapSettingsSchema, 'input'],
  ['map-result', mapResultSchema, 'output'],
  ['spin-system', spinSystemSchema, 'input'],
  ['transfer', transferSettingsSchema, 'input'],
  ['transfer-result', transferResultSchema, 'output'],
  ['design', designSettingsSchema, 'input'],
  ['design-result', designResultSchema, 'output'],
  ['levels-result', levelsResultSchema, 'output'],
  ['validate-result', validateResultSchema, 'output'],
] as const)(
  'schema/%s.schema.json is what the code checks (if not: npm run build && npm run schema)',
  (name, schema, io) => {
    const written: unknown = JSON.parse(
      readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8'),
    );
    expect(written).toEqual(z.toJSONSchema(schema, { io }));
  },
);
