// What stands in result.json of `fumarole experiment`.
import { z } from 'zod';
import { provenanceSchema } from '../../spin/provenance.ts';
import { experimentSettingsSchema } from '../checked-settings.ts';

const number = z.number().nullable().describe('null: not defined');
const numbers = z.array(z.number());
export const shareSchema = z.strictObject({ hits: z.int(), of: z.int(), value: number, low95: number, high95: number });
export const tissueSchema = z.strictObject({ nVoxels: z.int(), mean: number, meanError: number, sd: number });
export const estimateSchema = z.strictObject({ value: number, error: number });
export const trialSchema = z.strictObject({
  found: number.describe('expected share of the injured voxels above the threshold'),
  volume_mm3: z.number().describe('expected volume above the threshold, chance included'),
  ratio: number.describe('malate over fumarate, areas, whole liver'),
});
export const spreadSchema = z.strictObject({ low5: number, median: number, high95: number });
export const recoveredSchema = z.strictObject({
  truth: z.number(),
  mean: z.number(),
  bias: z.number().describe('mean / truth - 1'),
  biasError: z.number(),
  covered: z.int().describe('realisations whose 95% interval holds the truth'),
});
export const animalSchema = z.strictObject({
  necroticShare: z.number().describe('of the whole liver'),
  liver_mL: z.number(),
  nLiverVoxels: z.int(),
  noiseSd_mM: z.strictObject({ fumarate: z.number(), malate: z.number(), simulated: z.number() }),
  liver: z.strictObject({ ratio: estimateSchema, rate_perS: estimateSchema }).describe('of the mean liver signal'),
  finding: z.strictObject({
    threshold: z.number().describe('of the median voxel'),
    basis: z.string(),
    injuredVolume_mm3: z.number(),
    low95_mm3: z.number(),
    high95_mm3: z.number(),
    falseVolume_mm3: z.number().describe('expected by chance, before small regions are left out'),
    injured: tissueSchema,
    healthy: tissueSchema,
    regions: z.array(
      z.strictObject({
        nVoxels: z.int(),
        volume_mm3: z.number(),
        centreRas_mm: numbers,
        ratio: z.number(),
        ratioError: number,
      }),
    ),
  }),
  truth: z.strictObject({
    sensitivity: shareSchema,
    specificity: shareSchema,
    dice: z.number(),
    injuredVolume_mm3: z.number(),
    bySeverity: z.array(
      z.strictObject({
        from: z.number(),
        to: z.number(),
        nVoxels: z.int(),
        ratio: number,
        estimate: number,
        bias: number,
        biasError: number,
      }),
    ),
  }),
  label: z.strictObject({
    injected_nmol: z.number(),
    present_nmol: z.number(),
    relaxed_nmol: z.number(),
    excited_nmol: z.number(),
    lost_nmol: z.number(),
  }),
});

export const experimentResultSchema = z.strictObject({
  format: z.literal('fumarole.experiment'),
  formatVersion: z.literal(1),
  notice: z.string(),
  dose: z.strictObject({
    volume_mL: z.number(),
    concentration_mM: z.number(),
    polarization: z.number(),
    polarizationSd: z.number(),
    origin: z.enum(['settings', 'default polarizer']),
  }),
  times_s: numbers,
  flipAngles_deg: z.strictObject({ fumarate: numbers, malate: numbers }),
  animals: z.strictObject({ injured: animalSchema, healthy: animalSchema }),
  reference: z.strictObject({ mean: z.number(), sd: z.number() }).describe('healthy liver, from a third animal'),
  roc: z
    .strictObject({ auc: z.number(), low95: z.number(), high95: z.number(), nInjured: z.int(), nHealthy: z.int() })
    .nullable()
    .describe('all liver voxels of both animals; null where one kind is missing'),
  dice: z.number(),
  smoothed: z
    .strictObject({ sensitivity: shareSchema, specificity: shareSchema, pointWidth_voxels: z.number() })
    .nullable()
    .describe('what a Hamming filter would make of the same images; null where they are filtered or magnitudes'),
  field: z
    .strictObject({
      before_Hz: z.number().describe('standard deviation over the liver of the injured animal, with the frequency set'),
      after_Hz: z.number().describe('with all shims'),
      low5_Hz: z.number(),
      high95_Hz: z.number(),
      voxelSpan_Hz: z.number().describe('largest less smallest within a 13C voxel of the liver, median'),
      evenField: z
        .strictObject({ sensitivity: shareSchema, specificity: shareSchema })
        .describe('the same animals with the same noise in an even field'),
    })
    .nullable()
    .describe('of the animal itself; null where the field is even'),
  hangsOn: z.strictObject({
    asSet: trialSchema,
    ranked: z.array(
      z.strictObject({
        name: z.string(),
        what: z.string(),
        where: z.enum(['animal', 'syringe', 'polarizer']),
        value: z.number(),
        low: z.number(),
        high: z.number(),
        status: z.string(),
        source: z.string(),
        atLow: trialSchema,
        atHigh: trialSchema,
      }),
    ),
    draws: z.strictObject({
      n: z.int(),
      found: spreadSchema,
      volume_mm3: spreadSchema,
      ratio: spreadSchema,
      trials: z.array(trialSchema),
    }),
  }),
  inverseCheck: z
    .strictObject({
      realisations: z.int(),
      rows: z.array(
        z.strictObject({
          name: z.string(),
          what: z.string(),
          agrees: z.boolean(),
          snr: z.number(),
          rate_perS: recoveredSchema,
          ratio: recoveredSchema,
        }),
      ),
    })
    .nullable()
    .describe('the simulator against the fit: proves the fit, not the physics'),
  summary: z.array(z.string()),
  settings: experimentSettingsSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type ExperimentResult = z.output<typeof experimentResultSchema>;
