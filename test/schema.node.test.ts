import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { mapResultSchema, mapSettingsSchema } from '../src/study/index.ts';

it.each([
  ['map-study', mapSettingsSchema, 'input'],
  ['map-result', mapResultSchema, 'output'],
] as const)(
  'schema/%s.schema.json is what the code checks (if not: npm run build && npm run schema)',
  (name, schema, io) => {
    const written: unknown = JSON.parse(
      readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8'),
    );
    expect(written).toEqual(z.toJSONSchema(schema, { io }));
  },
);
