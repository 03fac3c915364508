// `npm run schema`: writes the JSON schemas of settings files and of result.json from their one definition; a test holds them up to date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './run.mjs';

const { mapSettingsSchema, mapResultSchema } = await import('../dist/study/index.js');
const { experimentResultSchema, experimentSettingsSchema } = await import('../dist/study/experiment/index.js');
const { planFileSchema, planResultSchema } = await import('../dist/study/plan/index.js');
const {
  designResultSchema,
  designSettingsSchema,
  levelsResultSchema,
  pulseSequenceSchema,
  sequenceResultSchema,
  sequenceTransferSchema,
  spinSystemSchema,
  transferResultSchema,
  transferSettingsSchema,
} = await import('../dist/study/spin/index.js');
const { reconstructResultSchema, reconstructSettingsSchema } = await import('../dist/study/reconstruct/index.js');
const { hardwareSchema, sequenceFileResultSchema } = await import('../dist/study/sequence/index.js');
const { validateResultSchema } = await import('../dist/study/validate/index.js');
const { doseFileSchema, doseResultSchema } = await import('../dist/study/polarizer/dose/index.js');
mkdirSync(join(ROOT, 'schema'), { recursive: true });
const write = (name, schema, io) =>
  writeFileSync(join(ROOT, 'schema', name), `${JSON.stringify(z.toJSONSchema(schema, { io }), null, 2)}\n`);
write('map-study.schema.json', mapSettingsSchema, 'input');
write('map-result.schema.json', mapResultSchema, 'output');
write('spin-system.schema.json', spinSystemSchema, 'input');
write('transfer.schema.json', transferSettingsSchema, 'input');
write('transfer-result.schema.json', transferResultSchema, 'output');
write('transfer-sequence.schema.json', sequenceTransferSchema, 'input');
write('transfer-sequence-result.schema.json', sequenceResultSchema, 'output');
write('pulse-sequence.schema.json', pulseSequenceSchema, 'input');
write('design.schema.json', designSettingsSchema, 'input');
write('design-result.schema.json', designResultSchema, 'output');
write('levels-result.schema.json', levelsResultSchema, 'output');
write('reconstruct.schema.json', reconstructSettingsSchema, 'input');
write('reconstruct-result.schema.json', reconstructResultSchema, 'output');
write('validate-result.schema.json', validateResultSchema, 'output');
write('plan.schema.json', planFileSchema, 'input');
write('plan-result.schema.json', planResultSchema, 'output');
write('dose.schema.json', doseFileSchema, 'input');
write('dose-result.schema.json', doseResultSchema, 'output');
write('experiment.schema.json', experimentSettingsSchema, 'input');
write('experiment-result.schema.json', experimentResultSchema, 'output');
write('hardware.schema.json', hardwareSchema, 'input');
write('sequence-result.schema.json', sequenceFileResultSchema, 'output');
