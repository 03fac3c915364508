// The file of a design, as a schema: what is polarized, what coil and driver allow, what the sample meets.
import { z } from 'zod';
import { readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import { MOST_POINTS } from '../../../transfer/design/index.ts';
import { targetOf } from '../levels/road.ts';
import { checkRelaxation, transferSettingsSchema } from '../transfer/settings.ts';
import { crossingWithin } from './crossing.ts';

const positive = z.number().positive();
const field_T = z
  .number()
  .refine((field) => Math.abs(field) <= 1e-3, 'expected tesla, at most 1e-3; was it given in uT?');

/** A field cycle that lasts longer is a slip of the unit, and would be followed for hours. */
const duration = positive.max(60);

const furthest = ([low, high]: readonly [number, number]): number => (Math.abs(low) > Math.abs(high) ? low : high);

const limits = z
  .strictObject({
    duration_s: duration.optional().describe('one duration'),
    durations_s: z.array(duration).min(1).max(40).optional().describe('several: each is designed, the best is refined'),
    field_T: z.tuple([field_T, field_T]).describe('lowest and highest field'),
    slew_TPerS: positive.optional().describe('largest change of the field; none if not given'),
    bandwidth_Hz: positive.optional().describe('first-order low-pass of coil and driver; none if not given'),
    updateRate_Hz: positive
      .optional()
      .describe('of the driver: the designed fields stand at its updates; otherwise there are `points` of them'),
    between: z
      .enum(['straight', 'held'])
      .optional()
      .describe('what the driver does between two updates: a straight line, which is the default, or nothing'),
    start_T: field_T.optional().describe('first field; free if not given'),
    end_T: field_T.optional().describe('last field; the end of the range further from zero if not given'),
  })
  .superRefine(
    ({ duration_s, durations_s, field_T: [low, high], start_T, end_T, slew_TPerS, updateRate_Hz }, context) => {
      const fault = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [path], message });
      if ((duration_s === undefined) === (durations_s === undefined))
        fault('duration_s', 'expected either duration_s or durations_s');
      const twice = durations_s?.find((one, i) => durations_s.indexOf(one) !== i);
      if (twice !== undefined) fault('durations_s', `holds ${twice} twice`);
      if (!(low < high)) fault('field_T', `is from ${low} to ${high}; expected the lower field first`);
      for (const [key, value] of [
        ['start_T', start_T],
        ['end_T', end_T],
      ] as const) {
        if (value !== undefined && !(value >= low && value <= high))
          fault(key, `is ${value}; expected a field of the range, ${low} to ${high}`);
      }
      for (const duration of updateRate_Hz === undefined ? [] : (durations_s ?? [duration_s ?? 1])) {
        const updates = Math.round(duration * updateRate_Hz!);
        if (updates < 2) fault('updateRate_Hz', `is ${updateRate_Hz}: ${updates} updates in ${duration} s; a design needs two or more`); // prettier-ignore
        if (updates >= MOST_POINTS)
        fault('updateRate_Hz', `is ${updateRate_Hz}: ${updates} updates in ${duration} s; a design has at most ${MOST_POINTS} fields. Leave it out for a fast driver`); // prettier-ignore
      }
      const end = end_T ?? furthest([low, high]);
      const shortest = Math.min(...(durations_s ?? [duration_s ?? Infinity]));
      if (start_T !== undefined && slew_TPerS !== undefined && slew_TPerS * shortest < Math.abs(end - start_T)) {
        const least = (Math.abs(end - start_T) / shortest).toPrecision(3);
        fault('slew_TPerS', `is ${slew_TPerS}; from ${start_T} to ${end} T in ${shortest} s needs at least ${least}`);
      }
    },
  );

/** Of the file for the driver. */
const MOST_SAMPLES = 2e6;

const inhomogeneity = z.strictObject({
  offset_T: z.number().min(0).max(1e-5).optional().describe('standard deviation of a constant offset along z'),
  scale: z.number().min(0).max(0.5).optional().describe('relative standard deviation of the field of the coil'),
  across_T: z.number().min(0).max(1e-3).optional().describe('constant residual field across z'),
  couplings: z
    .array(z.strictObject({ weight: positive, couplings_Hz: z.record(z.string(), z.number()) }))
    .min(1)
    .optional()
    .describe('sets of couplings to average over, in place of those of the system'),
});

const coil = z
  .strictObject({
    constant_TPerA: positive.max(1),
    resistance_ohm: z.number().min(0),
    inductance_H: z.number().min(0),
    sampleRate_Hz: positive,
    dacBits: z.int().min(2).max(32).optional(),
    fullScale_A: positive.optional().describe('of the DAC: it puts out currents from - to + this'),
    slew_APerS: positive.optional(),
    largestCurrent_A: positive.optional(),
    largestVoltage_V: positive.optional(),
    measured: z
      .string()
      .optional()
      .describe('a CSV of time_s and current_A that was sent or measured, to be simulated'),
  })
  .refine(({ dacBits, fullScale_A }) => (dacBits === undefined) === (fullScale_A === undefined), {
    path: ['dacBits'],
    message: 'goes with fullScale_A: give both or none',
  });

const { system, paraFraction, addition, relaxation } = transferSettingsSchema.shape;
export const designSettingsSchema = z
  .strictObject({
    system,
    target: z.string().optional().describe('label of the spin to polarize; the first that is no proton if not given'),
    paraFraction,
    addition,
    relaxation,
    limits,
    points: z
      .int()
      .min(10)
      .max(MOST_POINTS)
      .optional()
      .describe('fields that are designed, equally spaced, where no updateRate_Hz sets their number; 200 if not given'),
    inhomogeneity: inhomogeneity.optional(),
    coil: coil.optional(),
  })
  .superRefine(
    (
      {
        paraFraction: order,
        limits: { field_T: range, start_T, end_T, updateRate_Hz, duration_s, durations_s },
        points,
        coil: given,
      },
      context,
    ) => {
      const fault = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
      if (order === 0.25) fault(['paraFraction'], 'is 0.25: normal hydrogen has no order that a field could turn into polarization'); // prettier-ignore
      const shortest_s = Math.min(...(durations_s ?? [duration_s ?? 1]));
      if (given && given.sampleRate_Hz * shortest_s < 2)
      fault(['coil', 'sampleRate_Hz'], `is ${given.sampleRate_Hz}; a profile of ${shortest_s} s needs two samples or more`); // prettier-ignore
      const longest_s = Math.max(...(durations_s ?? [duration_s ?? 1]));
      if (given && given.sampleRate_Hz * longest_s > MOST_SAMPLES)
      fault(['coil', 'sampleRate_Hz'], `is ${given.sampleRate_Hz}; a profile of ${longest_s} s has ${MOST_SAMPLES} samples at most`); // prettier-ignore
      if (updateRate_Hz !== undefined && points !== undefined)
        fault(['points'], 'cannot be chosen with limits.updateRate_Hz, which sets their number');
      const parts = updateRate_Hz === undefined || !given ? 1 : given.sampleRate_Hz / updateRate_Hz;
      if (Math.abs(parts - Math.round(parts)) > 1e-9 || parts < 1)
      fault(['coil', 'sampleRate_Hz'], `is ${given!.sampleRate_Hz}; expected a whole multiple of limits.updateRate_Hz, ${updateRate_Hz}`); // prettier-ignore
      const way_T = Math.abs((end_T ?? furthest(range)) - (start_T ?? NaN));
      const slew_APerS = given?.slew_APerS;
      if (slew_APerS !== undefined && slew_APerS * given!.constant_TPerA * shortest_s < way_T)
      fault(['coil', 'slew_APerS'], `is ${slew_APerS}; from ${start_T} to ${end_T ?? furthest(range)} T in ${shortest_s} s needs at least ${(way_T / shortest_s / given!.constant_TPerA).toPrecision(3)}`); // prettier-ignore
      for (const key of ['largestCurrent_A', 'fullScale_A'] as const) {
        const most = given?.[key];
        const needed_A = Math.max(...range.map(Math.abs)) / (given?.constant_TPerA ?? 1);
        if (most === undefined || needed_A <= most) continue;
        const message = `is ${most}; the field range needs ${needed_A.toPrecision(3)} A`;
        fault(['coil', key], message);
      }
    },
  );

/** The schema once the molecule is known. */
export function designSettingsFor(molecule: SpinSystem): typeof designSettingsSchema {
  return designSettingsSchema.superRefine(
    ({ relaxation: given, target, inhomogeneity: { couplings } = {}, limits: { field_T: range } }, context) => {
      checkRelaxation(molecule, given, context);
      const labels = molecule.spins.map((spin) => spin.label);
      couplings?.forEach(({ couplings_Hz }, i) => {
        const stranger = Object.keys(couplings_Hz).find(
          (pair) => !pair.split('-').every((label) => labels.includes(label)),
        );
        if (stranger === undefined) return;
        const path = ['inhomogeneity', 'couplings', i, 'couplings_Hz', stranger];
        context.addIssue({ code: 'custom', path, message: `does not name two spins of ${labels.join(', ')}` });
      });
      if (target !== undefined && !labels.includes(target)) {
        context.addIssue({
          code: 'custom',
          path: ['target'],
          message: `is '${target}'; ${molecule.name} has the spins ${labels.join(', ')}`,
        });
        return;
      }
      const spins = readSpins(molecule);
      const crossing = crossingWithin(spins, range, target ?? targetOf(spins));
      if (typeof crossing === 'string')
        context.addIssue({ code: 'custom', path: ['limits', 'field_T'], message: crossing });
    },
  );
}

export type DesignFile = z.output<typeof designSettingsSchema>;

/** What `fumarole design` does without a file: fumarate in a small coil. Inhomogeneity and coil are ASSUMED. */
export const DEFAULT_DESIGN_FILE: DesignFile = {
  system: 'fumarate, set B',
  paraFraction: 0.95,
  addition: { dephasedAt_T: 5e-5 },
  relaxation: { T1_s: { Ha: 8, Hb: 8, C1: 40 } },
  limits: {
    durations_s: [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1],
    field_T: [0, 2e-6],
    slew_TPerS: 1e-4,
    bandwidth_Hz: 500,
  },
  inhomogeneity: { offset_T: 2e-9, scale: 0.005 },
  coil: {
    constant_TPerA: 1e-4,
    resistance_ohm: 10,
    inductance_H: 1e-3,
    sampleRate_Hz: 10_000,
    dacBits: 12,
    fullScale_A: 0.05,
    slew_APerS: 2,
  },
};

export const DEFAULT_DESIGN_NOTES = [
  'ASSUMED: T1 of 8 s (1H) and 40 s (13C) as isotropic random fields; relaxation at ultralow field of fumarate was not found in print.',
  'ASSUMED: slew limit, bandwidth, inhomogeneity and coil of the default settings; give those of your own.',
] as const;
