// The file of an experiment, as a schema: dose, animal, grid, scanner, what counts as a finding. What a file leaves out is that of the founding study.
import { z } from 'zod';
import {
  gridAbout,
  INJURY_PATTERNS,
  MOUSE_VALUE_TABLE,
  type AnimalSettings,
  type MouseValueName,
} from '../../mouse/index.ts';
import type { Geometry } from '../../records/index.ts';
import { MOUSE_COIL } from '../../scanner/index.ts';

const positive = z.number().positive();
const share = z.number().min(0).max(1);
const three = (item: z.ZodNumber) => z.tuple([item, item, item]);

const flips = z.discriminatedUnion('design', [
  z.strictObject({ design: z.literal('constant'), angle_deg: positive.max(90) }),
  z.strictObject({ design: z.literal('constantSignal'), lossRate_perS: z.number().min(0) }),
  z.strictObject({ design: z.literal('maximumSignal'), lossRate_perS: z.number().min(0) }),
  z.strictObject({ design: z.literal('angles'), angles_deg: z.array(z.number().min(0).max(90)).min(1) }),
]);

const doseSchema = z.strictObject({
  volume_mL: positive,
  concentration_mM: positive,
  polarization: z.number().gt(0).max(1).describe('13C polarization when the injection begins, 0 to 1'),
  polarizationSd: share.default(0).describe('its standard deviation from batch to batch'),
});
const injectionSchema = z.strictObject({
  duration_s: positive.default(8),
  syringeT1_s: positive.default(28).describe('T1 in the syringe'),
});
const injurySchema = z.strictObject({
  acetaminophen_mgPerKg: z.number().min(0).default(300),
  hours_h: z.number().min(0).default(24),
  pattern: z.enum(INJURY_PATTERNS as [string, ...string[]]).default('centrilobular'),
  necroticFraction: share.optional().describe('dead share of the liver; in place of dose and hours'),
});
const valueNames = Object.keys(MOUSE_VALUE_TABLE) as MouseValueName[];
const valuesSchema = z.strictObject(
  Object.fromEntries(valueNames.map((name) => [name, z.number().min(0).optional()])) as Record<
    MouseValueName,
    z.ZodOptional<z.ZodNumber>
  >,
);
const gridSchema = z.strictObject({
  matrix: three(z.int().min(1).max(128)).default([32, 32, 8]).describe('13C voxels, axial'),
  voxel_mm: three(positive.max(12)).default([2, 2, 4]),
  centre_mm: three(z.number()).default([0, 0, 0]),
  finer: z.int().min(1).max(4).default(2).describe('the tissue is cut this many times finer in the plane'),
});
/** Echo time of an instant readout, where none is given. */
export const INSTANT_ECHO_s = 0.005;

const scannerSchema = z.strictObject({
  b0_T: positive.max(30).default(1.5),
  start_s: z.number().min(0).max(600).default(12).describe('from the begin of the injection to the first excitation'),
  repetition_s: positive.max(60).default(3),
  nFrames: z.int().min(5).max(500).default(20),
  echoTime_s: z
    .number()
    .min(0)
    .max(0.5)
    .optional()
    .describe(`of an instant readout, ${INSTANT_ECHO_s} where left out; spiral and epi have their own`),
  T2Star_s: z.number().min(1e-4).default(0.03),
  bandwidth_Hz: positive.max(1e6).default(20_000).describe('complex samples per second'),
  filter: z.enum(['none', 'hamming']).default('none'),
  readout: z
    .enum(['spiral', 'epi', 'instant'])
    .default('spiral')
    .describe(
      'how k-space is run through after each pulse: one arm from the centre out, lines to and fro, or all at once at echoTime_s, which no scanner can',
    ),
  raw: z
    .boolean()
    .optional()
    .describe(
      'down to k-space: pulses by the Bloch equations, every sample, reconstructed; false: images made directly, with the decay and beat of the same readout; left out: true where the readout is not instant',
    ),
  images: z.enum(['complex', 'magnitude']).default('complex').describe('complex: the real part of phased images'),
  b1Drop: z.number().gt(-1).max(1).default(-0.1).describe('B1 15 mm from the centre over that at the centre, less 1'),
  flips: z.strictObject({ fumarate: flips, malate: flips }).default({
    fumarate: { design: 'constant', angle_deg: 10 },
    malate: { design: 'constant', angle_deg: 30 },
  }),
  coil: z
    .strictObject({
      efficiency_uTPerSqrtW: positive.max(1000),
      b0_T: positive,
      sampleNoiseShare: share,
      noiseFigure_dB: z.number().min(0).max(20),
    })
    .default({
      efficiency_uTPerSqrtW: MOUSE_COIL.efficiency_TPerSqrtW * 1e6,
      b0_T: MOUSE_COIL.b0_T,
      sampleNoiseShare: MOUSE_COIL.sampleNoiseShare,
      noiseFigure_dB: MOUSE_COIL.noiseFigure_dB,
    }),
  coils: z
    .int()
    .min(2)
    .max(16)
    .optional()
    .describe('receive loops around the animal, each a channel of its own; left out: one volume coil'),
  field: z
    .strictObject({
      shim: z
        .enum(['frequency', 'linear', 'second-order'])
        .default('second-order')
        .describe(
          'what is set to make the field even: the frequency alone, gradients too, or harmonics of second order',
        ),
      over: z.enum(['liver', 'animal']).default('liver').describe('within the field of view of the images'),
      correct: z
        .boolean()
        .default(true)
        .describe('whether the reconstruction knows the shimmed field, as from a 1H map on the voxels of the images'),
    })
    .optional()
    .describe(
      'the field that lungs, skin, fat and bone of the animal make in it; left out: even. {} takes the defaults',
    ),
});
const analysisSchema = z.strictObject({
  T1_s: z
    .strictObject({ fumarate: positive, malate: positive })
    .default({ fumarate: 26, malate: 26 })
    .describe('what the fit of the rates believes'),
  injuredFrom: share.gt(0).default(0.1).describe('a voxel counts as injured from this dead share on'),
  falsePositiveRate: z.number().gt(0).lt(0.5).default(0.05).describe('per voxel'),
  fewestVoxels: z.int().min(1).default(3).describe('smaller regions are taken as noise'),
});
const trialsSchema = z.strictObject({
  inputs: z
    .array(z.enum([...valueNames, 'polarization']))
    .optional()
    .describe(
      'numbers that are tried at the ends of their ranges and drawn; polarization stands for all before the injection; where it is left out: all that are uncertain',
    ),
  draws: z.int().min(0).max(2000).default(40).describe('of all uncertain numbers at once'),
  voxel_mm: z.number().min(1).max(4).default(3).describe('edge of the coarse voxels of a trial'),
});

/** A section that may be left out whole. */
const section = <Shape extends z.ZodRawShape>(object: z.ZodObject<Shape, z.core.$strict>) =>
  object.default(object.parse({}) as never);

export const fileSchema = z.strictObject({
  title: z.string().min(1).default('Fumarate in a mouse with an injured liver, and in a healthy one'),
  seed: z.int().min(0).default(1),
  dose: doseSchema.optional().describe('where it is left out: that of the default polarizer'),
  injection: section(injectionSchema),
  injury: section(injurySchema),
  values: valuesSchema.default({}).describe('of the animals, where they differ from the table'),
  kinetics: z.enum(['first-order', 'saturable']).default('first-order'),
  grid: section(gridSchema),
  scanner: section(scannerSchema),
  analysis: section(analysisSchema),
  trials: section(trialsSchema),
  inverseCheck: z.boolean().default(true).describe('200 noisy scans of a known tissue, fitted: bias and coverage'),
});

export interface ExperimentDose {
  readonly volume_mL: number;
  readonly concentration_mM: number;
  readonly polarization: number;
  readonly polarizationSd: number;
}
export type ExperimentSettings = z.output<typeof fileSchema>;
export type AnimalName = 'injured' | 'healthy' | 'reference';

export const DEFAULT_EXPERIMENT: ExperimentSettings = fileSchema.parse({});

/** Healthy, reference and injured are three animals: seeds beside each other. */
export function animalSettings({ seed, injury, values }: ExperimentSettings, name: AnimalName): AnimalSettings {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const pattern = injury.pattern as 'centrilobular';
  const { necroticFraction, acetaminophen_mgPerKg, hours_h } = injury;
  return {
    seed: 3 * seed + ['injured', 'healthy', 'reference'].indexOf(name),
    values: given,
    ...(name === 'injured' && {
      injury:
        necroticFraction === undefined ? { acetaminophen_mgPerKg, hours_h, pattern } : { necroticFraction, pattern },
    }),
  };
}

/** The field of view in voxels of about 4 mm. */
export function probeGrid({ grid }: ExperimentSettings, edge_mm = 4): Geometry {
  const shape = grid.matrix.map((n, axis) => Math.max(1, Math.round((n * grid.voxel_mm[axis]!) / edge_mm)));
  const voxel = shape.map((n, axis) => (grid.matrix[axis]! * grid.voxel_mm[axis]!) / n);
  return gridAbout('axial', shape as [number, number, number], voxel as [number, number, number], grid.centre_mm);
}
