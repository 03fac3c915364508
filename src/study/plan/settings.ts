// The file of a plan, as a schema: dose, animal, tissue, what is to be seen, scanner, and what may be chosen.
import { z } from 'zod';
import { nearestName } from '../../base/index.ts';
import { MOUSE_COIL, PAIR_DESIGNS, type PairDesign } from '../../scanner/index.ts';

const positive = z.number().positive();
const share = z.number().min(0).max(1);
const risk = z.number().gt(0).lt(0.5);
const rate = z.number().min(0).max(10);
const list = (item: z.ZodType<number>): z.ZodArray<z.ZodType<number>> => z.array(item).min(1).max(30);
const byMetabolite = (what: string): z.ZodRecord<z.ZodString, z.ZodNumber> =>
  z.record(z.string(), z.number().min(0)).describe(`${what}, by name of substrate and product`);

const DESIGNS = Object.keys(PAIR_DESIGNS) as [PairDesign, ...PairDesign[]];

export const coilSchema = z.strictObject({
  efficiency_uTPerSqrtW: positive.max(1000).describe('B1+ at the animal per square root of transmit power'),
  b0_T: positive.describe('field at which the efficiency holds'),
  sampleNoiseShare: share.describe('share of the noise power from the animal at that field; the rest is copper'),
  noiseFigure_dB: z.number().min(0).max(20),
});

export const arrivalSchema = z.strictObject({
  delay_s: z.number().min(0),
  alpha: z.number().min(1).max(50),
  beta_s: positive,
});

export const planSections = {
  title: z.string().min(1),
  dose: z.strictObject({
    substrate: z.string().min(1),
    concentration_mM: positive.max(10_000),
    volume_uL: positive.max(5000),
    polarization: z.number().gt(0).max(1).describe('13C polarization at the injection, 0 to 1'),
  }),
  animal: z.strictObject({
    weight_g: positive.max(100_000),
    distribution_mLPerG: positive.max(1).describe('volume that the agent spreads over, per gram of animal'),
    voxelFraction: z.number().gt(0).max(1).describe('share of a liver voxel that the agent reaches'),
  }),
  tissue: z.strictObject({
    product: z.string().min(1),
    T1_s: byMetabolite('T1 in the animal'),
    washOut_perS: byMetabolite('first-order wash-out'),
    arrival: arrivalSchema.describe('gamma-variate inflow: delay, shape, scale'),
    healthyRate_perS: rate.describe('apparent rate in healthy tissue'),
    healthySpread_perS: rate.describe('its standard deviation between healthy voxels'),
    necroticRate_perS: rate.gt(0).describe('apparent rate where all cells are open, added to the healthy one'),
    equilibrium: positive.describe('product over substrate at equilibrium; sets the way back'),
  }),
  target: z.strictObject({
    fraction: z.number().gt(0).max(1).describe('share of dead cells that the scan is designed for'),
    diameter_mm: positive.describe('of the injured place'),
    falsePositiveRate: risk,
    power: z.number().min(0.5).lt(1),
  }),
  scanner: z.strictObject({
    b0_T: positive.max(30),
    sampling_s: positive.describe('time in which all samples of one image of one metabolite are taken'),
    echoTime_s: z.number().min(0),
    T2Star_s: positive,
    coil: coilSchema.optional(),
  }),
  search: z.strictObject({
    start_s: list(z.number().min(0)),
    repetition_s: list(positive),
    nFrames: list(z.int().min(2).max(1000)),
    voxel_mm: list(positive).describe('edges of cubic voxels'),
    designs: z.array(z.enum(DESIGNS)).min(1),
    longest_s: positive.describe('scans that end later are left out'),
  }),
  error: z.number().gt(0).lt(1).describe('relative error of T1 and B1 that the plan is tried against'),
  liver_mm3: positive.describe('the region whose spectrum, without imaging, is looked at for visibility'),
  leastSnr: positive.describe('a frame with less is taken as lost in the noise'),
};

type Complete = z.output<z.ZodObject<typeof planSections>>;

/** What must hold between the sections. */
export function checkTogether(given: Complete, context: z.RefinementCtx): void {
  const problem = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  const { substrate } = given.dose;
  const names = [substrate, given.tissue.product];
  if (substrate === given.tissue.product)
    problem(['tissue', 'product'], `tissue.product is '${substrate}' as the substrate; each needs a name of its own`);
  for (const key of ['T1_s', 'washOut_perS'] as const) {
    const values = given.tissue[key];
    for (const name of Object.keys(values))
      if (!names.includes(name))
        problem(
          ['tissue', key, name],
          `unknown metabolite '${name}'; did you mean '${nearestName(name, names)!}'? Known here: ${names.join(', ')}`,
        );
    const missing = names.find((name) => values[name] === undefined);
    if (missing !== undefined) problem(['tissue', key], `tissue.${key}: that of ${missing} is missing`);
  }
  for (const name of names)
    if (given.tissue.T1_s[name] === 0) problem(['tissue', 'T1_s', name], 'is 0; expected more than 0');
  const shortest = Math.min(...given.search.repetition_s);
  const needed = 2 * given.scanner.sampling_s + given.scanner.echoTime_s;
  if (shortest < needed)
    problem(
      ['search', 'repetition_s'],
      `search.repetition_s: ${shortest} s is shorter than the ${Number(needed.toPrecision(3))} s that sampling both metabolites takes`,
    );
}

/** Every number of a plan. */
export const planSettingsSchema = z.strictObject(planSections).superRefine(checkTogether);

export type PlanSettings = z.output<typeof planSettingsSchema>;

/** ASSUMED numbers are marked in `ASSUMPTIONS`. */
export const DEFAULT_PLAN: PlanSettings = {
  title: 'Fumarate in a mouse with an injured liver, 1.5 T',
  dose: { substrate: 'fumarate', concentration_mM: 60, volume_uL: 200, polarization: 0.3 },
  animal: { weight_g: 25, distribution_mLPerG: 0.25, voxelFraction: 0.3 },
  tissue: {
    product: 'malate',
    T1_s: { fumarate: 28, malate: 20 },
    washOut_perS: { fumarate: 0.01, malate: 0.005 },
    arrival: { delay_s: 4, alpha: 3, beta_s: 3 },
    healthyRate_perS: 0.0005,
    healthySpread_perS: 0.0005,
    necroticRate_perS: 0.03,
    equilibrium: 3.28,
  },
  target: { fraction: 0.3, diameter_mm: 6, falsePositiveRate: 0.01, power: 0.95 },
  scanner: { b0_T: 1.5, sampling_s: 0.05, echoTime_s: 0.005, T2Star_s: 0.03 },
  search: {
    start_s: [0, 5, 10, 15, 20, 25, 30, 40],
    repetition_s: [1, 2, 3, 4, 6],
    nFrames: [10, 15, 20, 30, 45, 60],
    voxel_mm: [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
    designs: [...DESIGNS],
    longest_s: 180,
  },
  error: 0.2,
  liver_mm3: 1300,
  leastSnr: 3,
};

export const DEFAULT_COIL: NonNullable<PlanSettings['scanner']['coil']> = {
  efficiency_uTPerSqrtW: MOUSE_COIL.efficiency_TPerSqrtW * 1e6,
  b0_T: MOUSE_COIL.b0_T,
  sampleNoiseShare: MOUSE_COIL.sampleNoiseShare,
  noiseFigure_dB: MOUSE_COIL.noiseFigure_dB,
};

/** What no measurement stands behind where the default is kept: place in the settings, what it is. */
export const ASSUMPTIONS: readonly (readonly [readonly string[], string])[] = [
  [['dose', 'polarization'], 'the polarization of the dose'],
  [['animal', 'distribution_mLPerG'], 'the volume that the agent spreads over'],
  [['animal', 'voxelFraction'], 'the share of a voxel that it reaches'],
  [['tissue', 'T1_s'], 'T1 in the animal (fumarate 28 s from a third party without a field, malate not found)'],
  [['tissue', 'washOut_perS'], 'the wash-out'],
  [['tissue', 'arrival'], 'the arrival of the bolus'],
  [['tissue', 'healthyRate_perS'], 'the rate in healthy tissue'],
  [['tissue', 'healthySpread_perS'], 'the spread between healthy voxels'],
  [['tissue', 'necroticRate_perS'], 'the rate where all cells are open (nobody has published it)'],
  [['scanner', 'coil'], 'the coil and its noise'],
  [['scanner', 'T2Star_s'], 'T2*'],
  [['liver_mm3'], 'the volume of the liver'],
];
