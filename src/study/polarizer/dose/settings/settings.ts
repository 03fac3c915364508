// The file of a dose, as a schema: hydrogen, reactor or batch, field cycle, molecule, legs, limits, and how sure each number is.
import { z } from 'zod';
import { messageOf } from '../../../../base/index.ts';
import { checkDistribution, supportOf, type Distribution } from '../../../../math/uncertain/index.ts';
import { REACTORS } from '../../../../reaction/index.ts';
import { legName, legSchema } from './leg-settings.ts';
import { numberAt } from './places.ts';

const positive = z.number().positive();
const fraction = z.number().min(0).max(1);
const notNegative = z.number().min(0);
const field_T = z
  .number()
  .refine((field) => Math.abs(field) <= 100, 'expected tesla, at most 100; was it given in uT?');
const pair = z.tuple([z.number(), z.number()]);
const rising = pair.refine(([low, high]) => low <= high, 'the range is reversed; the smaller number goes first');
export const status = z.enum(['read', 'secondary', 'computed', 'derived', 'memory-unverified', 'assumed']);
const origin = { status: status.optional().describe('assumed if not given'), source: z.string().optional() };

export const hydrogenSchema = z.strictObject({
  converter_K: positive,
  conversion: fraction.describe('part of the way to equilibrium that the converter goes'),
  storage: z.strictObject({ time_s: notNegative, lifetime_s: positive, temperature_K: positive }),
});

/** Of a field cycle. */
export const STRONGEST_CYCLE_T = 1e-3;

const systems = REACTORS.map(({ system }) => system.name);
export const reactorSchema = z.strictObject({
  system: z.enum(systems).describe('of the library of reactions'),
  temperature_K: positive,
  pressure_Pa: positive.describe('total, absolute'),
  kLa_perS: notNegative,
  initial_mM: z.record(z.string(), notNegative).describe('by species'),
  bubbling_s: positive.max(3600),
  wait_s: notNegative.max(3600),
  volume_mL: positive,
  field_T,
  rateFactors: z.record(z.string(), notNegative).describe('by reaction: times the rate constant of the library'),
});

export const batchSchema = z.strictObject({
  product: z.string().min(1).describe('a molecule of the spin library, or a system file'),
  productSpecies: z.string().min(1),
  volume_mL: positive,
  concentration_mM: z.record(z.string(), notNegative).describe('by species, the product among them'),
  catalysts: z.array(z.string()).describe('species that count as catalyst'),
  orderKept: fraction.describe('singlet order in the product at the transfer over that of the gas'),
  age_s: z.array(notNegative).min(1),
  weight: z.array(notNegative).min(1),
  field_T,
  time_s: notNegative,
});

const cycleField_T = z
  .number()
  .refine((field) => Math.abs(field) <= STRONGEST_CYCLE_T, 'expected tesla, at most 1e-3; was it given in uT?');
const fromTo = { from_T: cycleField_T, to_T: cycleField_T, duration_s: positive };
const moves = ({ from_T, to_T }: { readonly from_T: number; readonly to_T: number }): boolean => from_T !== to_T;
const STAYS = { path: ['to_T'], message: 'is from_T again; a field cycle leads from one field to another' };
const formulas = [
  z.strictObject({ kind: z.literal('constantAdiabaticity'), ...fromTo }).refine(moves, STAYS),
  z.strictObject({ kind: z.literal('linear'), ...fromTo }).refine(moves, STAYS),
] as const;
const table = z.strictObject({
  kind: z.literal('csv'),
  file: z.string().min(1).describe('columns time_s, field_T, such as profile.csv of `fumarole design`'),
  duration_s: positive.describe('that of the file if not given; another plays the same curve slower or faster'),
});
export const transferSchema = z.strictObject({
  profile: z.discriminatedUnion('kind', [...formulas, table]),
  T1_s: z.record(z.string(), positive).describe('by isotope, in the fields of the profile: { 1H: 8, 13C: 40 }'),
  couplings_Hz: z.record(z.string(), z.number()).describe('in place of those of the molecule: { Ha-C1: 5.8 }'),
  quality: z.number().positive().max(1).describe('part of the simulated polarization that a real field cycle gives'),
});

export const moleculeSchema = z.strictObject({
  orderLifetime_s: positive.describe('of the singlet order, before the transfer'),
  t1_s: positive.optional().describe('13C T1 in solution, in every field; or t1Table'),
  t1Table: z
    .strictObject({ field_T: z.array(notNegative).min(1), t1_s: z.array(positive).min(1) })
    .refine(({ field_T: fields, t1_s }) => fields.length === t1_s.length, 'expected as many T1 as fields')
    .refine(({ field_T: fields }) => fields.every((field, i) => i === 0 || field > fields[i - 1]!), 'fields ascend')
    .optional(),
  pKa: z.array(z.number()).describe('of what is injected; none for a molecule without acid groups'),
  counterIons: notNegative.describe('sodium per molecule in the reactor'),
  osmoticCoefficient: positive,
});

export const limitsSchema = z.strictObject({
  solubility_mM: positive.describe('of the salt'),
  concentration_mM: rising,
  pH: rising,
  osmolality_mOsmPerKg: rising,
  catalyst_mM: notNegative,
  bodyMass_g: positive,
  bolus_mLPerKg: positive,
});

const range = z
  .strictObject({
    uniform: pair.optional().describe('[low, high]'),
    triangular: pair.optional().describe('[low, high]; the value itself is the most likely one'),
    normal: positive.optional().describe('standard deviation; cut at four of them'),
    logNormal: z.number().gt(1).optional().describe('factor of one standard deviation; cut at four of them'),
    ...origin,
  })
  .refine(
    (given) => (['uniform', 'triangular', 'normal', 'logNormal'] as const).filter((key) => key in given).length === 1,
    'expected one of uniform: [low, high], triangular: [low, high], normal: sd, logNormal: factor',
  );
export type Range = z.output<typeof range>;

const figured = z
  .strictObject({ low: notNegative, high: notNegative, status, source: z.string() })
  .refine(({ low, high }) => low <= high, 'the range is reversed: low is above high');
const method = z.strictObject({
  method: z.string().min(1),
  time_min: figured.optional(),
  polarization: figured.optional(),
  cost: figured.optional().describe('initial cost; dissolution DNP is 1'),
  effectiveDose_mSv: figured.optional(),
});

const sections = {
  hydrogen: hydrogenSchema,
  reaction: reactorSchema.optional(),
  batch: batchSchema.optional().describe('in place of reaction: what was measured'),
  transfer: transferSchema,
  molecule: moleculeSchema,
  legs: z.array(legSchema).min(1),
  limits: limitsSchema,
  reference: z.strictObject({ field_T: z.array(positive).min(1), temperature_K: positive }),
  uncertain: z.record(z.string(), range).describe('by place: { legs.transport.duration_s: { triangular: [10, 60] } }'),
  monteCarlo: z.strictObject({ draws: z.int().min(64).max(65_536), seed: z.int().min(0) }),
  comparison: z.array(method).describe('rows beside, or in place of, those that come with the program'),
};

/** Everything given: what a run is made from, and what its result holds. */
export const doseSettingsSchema = z.strictObject({ title: z.string().min(1), ...sections });
export type DoseSettings = z.output<typeof doseSettingsSchema>;

/** What a file may hold: sections, and within a section the keys that differ from the default. */
export const doseFileSchema = z.strictObject({
  title: z.string().min(1).optional(),
  hydrogen: hydrogenSchema.extend({ storage: hydrogenSchema.shape.storage.partial() }).partial().optional(),
  reaction: reactorSchema.partial().optional(),
  batch: sections.batch,
  transfer: transferSchema
    .partial()
    .extend({ profile: z.discriminatedUnion('kind', [...formulas, table.partial({ duration_s: true })]).optional() })
    .optional(),
  molecule: moleculeSchema.partial().optional(),
  legs: sections.legs.optional(),
  limits: limitsSchema.partial().optional(),
  reference: sections.reference.partial().optional(),
  uncertain: sections.uncertain.optional(),
  monteCarlo: sections.monteCarlo.partial().optional(),
  comparison: sections.comparison.optional(),
});
export type DoseFile = z.output<typeof doseFileSchema>;
type Transfer = DoseSettings['transfer'];
/** A file whose profile has a duration. */
export type DoseChanges = Omit<DoseFile, 'transfer'> & {
  readonly transfer?: { readonly [K in keyof Transfer]?: Transfer[K] | undefined } | undefined;
};

/** The distribution of a number that stands at `value`. */
export function distributionOf({ uniform, triangular, normal, logNormal }: Range, value: number): Distribution {
  if (uniform !== undefined) return { kind: 'uniform', low: uniform[0], high: uniform[1] };
  if (triangular !== undefined) return { kind: 'triangular', low: triangular[0], mode: value, high: triangular[1] };
  if (normal !== undefined) return { kind: 'normal', mean: value, sd: normal };
  return { kind: 'logNormal', median: value, factor: logNormal! };
}

export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What the schema cannot see: how legs go together, and whether every uncertain number may be all that its range says. */
export function faultsOf(settings: DoseSettings): Fault[] {
  const { legs, batch, reaction, molecule, uncertain } = settings;
  const faults: Fault[] = [];
  const names = legs.map(legName);
  names.forEach((name, i) => {
    if (names.indexOf(name) < i)
      faults.push({ path: ['legs', i], message: `two legs are called '${name}'; give one of them a name` });
  });
  const transfers = legs.filter(({ leg }) => leg === 'transfer').length;
  const [first, second] = legs.flatMap(({ leg }, i) => (leg === 'cleavage' ? [i] : []));
  if (second !== undefined)
    faults.push({
      path: ['legs', second],
      message: 'the side arm is cleaved twice; expected one leg of kind cleavage',
    });
  if (first !== undefined && first < legs.findIndex(({ leg }) => leg === 'transfer'))
    faults.push({
      path: ['legs', first],
      message: 'cleavage takes the protons of the order away; put it after transfer',
    });
  if (transfers !== 1)
    faults.push({ path: ['legs'], message: `there are ${transfers} legs of kind transfer; expected one` });
  if ((batch === undefined) === (reaction === undefined))
    faults.push({ path: ['batch'], message: 'expected one of reaction and batch' });
  if (batch !== undefined && batch.age_s.length !== batch.weight.length)
    faults.push({ path: ['batch', 'weight'], message: 'expected as many weights as ages' });
  if ((molecule.t1_s === undefined) === (molecule.t1Table === undefined))
    faults.push({ path: ['molecule'], message: 'expected one of t1_s and t1Table' });
  for (const [place, one] of Object.entries(uncertain)) {
    const message = rangeFault(settings, place, one);
    if (message !== undefined) faults.push({ path: ['uncertain', place], message });
  }
  return faults;
}

function rangeFault(settings: DoseSettings, place: string, range: Range): string | undefined {
  try {
    const changed = JSON.parse(JSON.stringify(settings)) as DoseSettings;
    const number = numberAt(changed, place);
    const distribution = distributionOf(range, number.value);
    checkDistribution(distribution);
    for (const end of supportOf(distribution)) {
      number.set(end);
      const checked = doseSettingsSchema.safeParse(changed);
      if (!checked.success)
        return `its range reaches ${Number(end.toPrecision(6))}, which cannot be: ${checked.error.issues[0]!.message}`;
    }
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}
