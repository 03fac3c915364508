import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { mapResultSchema, mapSettingsSchema } from '../src/study/index.ts';
import { experimentResultSchema, experimentSettingsSchema } from '../src/study/experiment/index.ts';
import { planFileSchema, planResultSchema } from '../src/study/plan/index.ts';
import { doseFileSchema, doseResultSchema } from '../src/study/polarizer/dose/index.ts';
import { hardwareSchema, sequenceFileResultSchema } from '../src/study/sequence/index.ts';
import {
  designResultSchema,
  designSettingsSchema,
  levelsResultSchema,
  pulseSequenceSchema,
  sequenceResultSchema,
  sequenceTransferSchema,
  spinSystemSchema,
  transferResultSchema,
  transferSettingsSchema,
} from '../src/study/spin/index.ts';
import { reconstructResultSchema, reconstructSettingsSchema } from '../src/study/reconstruct/index.ts';
import { validateResultSchema } from '../src/study/validate/index.ts';

it.each([
  ['map-study', mapSettingsSchema, 'input'],
  ['map-result', mapResultSchema, 'output'],
  ['spin-system', spinSystemSchema, 'input'],
  ['transfer', transferSettingsSchema, 'input'],
  ['transfer-result', transferResultSchema, 'output'],
  ['transfer-sequence', sequenceTransferSchema, 'input'],
  ['transfer-sequence-result', sequenceResultSchema, 'output'],
  ['pulse-sequence', pulseSequenceSchema, 'input'],
  ['levels-result', levelsResultSchema, 'output'],
  ['design', designSettingsSchema, 'input'],
  ['design-result', designResultSchema, 'output'],
  ['plan', planFileSchema, 'input'],
  ['plan-result', planResultSchema, 'output'],
  ['experiment', experimentSettingsSchema, 'input'],
  ['experiment-result', experimentResultSchema, 'output'],
  ['reconstruct', reconstructSettingsSchema, 'input'],
  ['reconstruct-result', reconstructResultSchema, 'output'],
  ['validate-result', validateResultSchema, 'output'],
  ['hardware', hardwareSchema, 'input'],
  ['sequence-result', sequenceFileResultSchema, 'output'],
  ['dose', doseFileSchema, 'input'],
  ['dose-result', doseResultSchema, 'output'],
] as const)(
  'schema/%s.schema.json is what the code checks (if not: npm run build && npm run schema)',
  (name, schema, io) => {
    const written: unknown = JSON.parse(
      readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8'),
    );
    expect(written).toEqual(z.toJSONSchema(schema, { io }));
  },
);
