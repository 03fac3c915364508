// The file of a transfer, as a schema: molecule, para fraction, how the hydrogen was added, the field profile, relaxation.
import { z } from 'zod';
import { nearestName } from '../../../base/index.ts';
import type { SpinSystem } from '../../../physics/spins/index.ts';

const positive = z.number().positive();
export const field_T = z
  .number()
  .refine((field) => Math.abs(field) <= 100, 'expected tesla, at most 100; was it given in uT?');
const fromTo = { from_T: field_T, to_T: field_T, duration_s: positive };

const moves = ({ from_T, to_T }: { readonly from_T: number; readonly to_T: number }): boolean => from_T !== to_T;
const STAYS = { path: ['to_T'], message: 'is from_T; a field that stays is { kind: constant, field_T, duration_s }' };

export const profile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear'), ...fromTo }).refine(moves, STAYS),
  z.strictObject({ kind: z.literal('constantAdiabaticity'), ...fromTo }).refine(moves, STAYS),
  z
    .strictObject({
      kind: z.literal('exponential'),
      ...fromTo,
      timeConstant_s: z
        .number()
        .refine((time) => time !== 0, 'expected seconds, not zero')
        .describe('negative: slow at the start'),
    })
    .refine(moves, STAYS),
  z.strictObject({ kind: z.literal('constant'), field_T, duration_s: positive }),
  z.strictObject({ kind: z.literal('csv'), file: z.string().describe('columns time_s and field_T, one header line') }),
]);

const ADDITION = 'expected { pure: true }, { dephasedAt_T }, { window_s, field_T } or { age_s, weight, field_T }';
export const addition = z
  .strictObject({
    pure: z.literal(true, { error: ADDITION }).optional().describe('all molecules begin in the pure singlet state'),
    dephasedAt_T: field_T.optional().describe('added at random times in this field: what turns averages out'),
    window_s: positive.optional().describe('added evenly over this time, in field_T'),
    age_s: z.array(z.number().min(0)).min(1).optional().describe('ages of the molecules in field_T, with their weight'),
    weight: z.array(z.number().min(0)).min(1).optional(),
    field_T: field_T.optional(),
  })
  .refine((given) => {
    const keys = Object.keys(given).sort().join();
    return ['pure', 'dephasedAt_T', 'field_T,window_s', 'age_s,field_T,weight'].includes(keys);
  }, ADDITION)
  .refine(({ age_s, weight }) => age_s?.length === weight?.length, 'expected as many weights as ages')
  .refine(({ weight }) => weight === undefined || weight.some((one) => one > 0), {
    path: ['weight'],
    message: 'expected some weight above 0',
  });

const times = z.record(z.string(), positive);
const relaxation = z
  .strictObject({
    model: z.enum(['randomFields', 'T1T2', 'redfield']).optional().describe('randomFields if not given'),
    T1_s: times.optional().describe('by label; a spin that is not named has the T1_s of the system'),
    T2_s: times.optional().describe('of T1T2'),
    tauC_s: positive.optional().describe('of redfield: rotational correlation time'),
    field_T: field_T
      .optional()
      .describe('of redfield: holds the rates at one field; not given, they follow the profile'),
  })
  .superRefine(({ model = 'randomFields', ...given }, context) => {
    const keys = { randomFields: ['T1_s'], T1T2: ['T1_s', 'T2_s'], redfield: ['tauC_s', 'field_T'] }[model];
    for (const key of Object.keys(given)) {
      if (!keys.includes(key))
        context.addIssue({ code: 'custom', path: [key], message: `does not go with model ${model}` });
    }
    if (model === 'redfield' && given.tauC_s === undefined)
      context.addIssue({ code: 'custom', path: ['tauC_s'], message: 'is missing; model redfield needs it' });
  });

export const transferSettingsSchema = z.strictObject({
  system: z.string().min(1).describe('a system file (.yaml, .json), or the name of a molecule in the library'),
  paraFraction: z.number().min(0).max(1).describe('of the hydrogen that was added, 0 to 1'),
  addition,
  profile,
  relaxation: relaxation.optional(),
  tolerance: positive.optional().describe('largest error of any polarization; 1e-8 if not given'),
  points: z.int().min(2).max(10_000).optional().describe('points of the polarization course; 101 to 601 if not given'),
  spectrum: z
    .strictObject({ field_T: field_T.optional(), linewidth_Hz: positive.optional() })
    .optional()
    .describe('where and how sharp the spectrum after the transfer is drawn; 1.4 T and 0.5 Hz if not given'),
});

/** The schema once the molecule is known: labels and times must be there. */
export function transferSettingsFor(system: SpinSystem): typeof transferSettingsSchema {
  return transferSettingsSchema.superRefine(({ relaxation: given }, context) =>
    checkRelaxation(system, given, context),
  );
}

/** Every label known and every time there, in the settings or in the system. */
export function checkRelaxation(
  system: SpinSystem,
  given: z.output<typeof relaxation> | undefined,
  context: z.core.$RefinementCtx,
): void {
  if (given === undefined || given.model === 'redfield') return;
  const labels = system.spins.map((spin) => spin.label);
  for (const key of ['T1_s', ...(given.model === 'T1T2' ? ['T2_s'] : [])] as ('T1_s' | 'T2_s')[]) {
    for (const label of Object.keys(given[key] ?? {})) {
      if (labels.includes(label)) continue;
      const message = `${system.name} has no spin of this label; did you mean '${nearestName(label, labels)!}'?`;
      context.addIssue({ code: 'custom', path: ['relaxation', key, label], message });
    }
    const missing = system.spins.find((spin) => (given[key]?.[spin.label] ?? spin[key]) === undefined);
    if (missing)
      context.addIssue({
        code: 'custom',
        path: ['relaxation', key],
        message: `the time of ${missing.label} is missing`,
      });
  }
  if (given.model !== 'T1T2') return;
  for (const { label, T1_s, T2_s } of system.spins) {
    const t1 = given.T1_s?.[label] ?? T1_s,
      t2 = given.T2_s?.[label] ?? T2_s;
    if (t1 === undefined || t2 === undefined || t2 <= 2 * t1) continue;
    const message = `${t2} s is longer than twice the T1 of ${t1} s`;
    context.addIssue({ code: 'custom', path: ['relaxation', 'T2_s', label], message });
  }
}

export type TransferFile = z.output<typeof transferSettingsSchema>;

/** What `fumarole transfer` does without a file: a field cycle of fumarate that takes 1 s. */
export const DEFAULT_TRANSFER: TransferFile = {
  system: 'fumarate, set B',
  paraFraction: 0.95,
  addition: { dephasedAt_T: 5e-5 },
  profile: { kind: 'constantAdiabaticity', from_T: 0, to_T: 2e-6, duration_s: 1 },
};
