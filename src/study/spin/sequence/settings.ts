// The file of a transfer by radio frequency, as a schema: molecule, para fraction, addition, the sequence, maps of its robustness.
import { z } from 'zod';
import { nearestName } from '../../../base/index.ts';
import type { SpinSystem } from '../../../physics/spins/index.ts';
import { readSpins } from '../../../physics/spins/index.ts';
import {
  MOST_RELAXING,
  SEQUENCE_FAMILIES,
  sequenceFaults,
  type PulseSequence,
} from '../../../transfer/sequences/index.ts';
import { addition, checkRelaxation, field_T, profile, transferSettingsSchema } from '../transfer/settings.ts';
import { carriers, eventsSchema } from './events.ts';

const positive = z.number().positive();
export const FAMILY_NAMES: readonly string[] = SEQUENCE_FAMILIES.map(({ name }) => name);

const sequence = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .optional()
      .describe(`${FAMILY_NAMES.join(', ')}; with events: how it is called`),
    events: eventsSchema.optional().describe('the sequence written out'),
    file: z
      .string()
      .min(1)
      .optional()
      .describe('a file with name, field_T and events; sequence.json of a result is one'),
    field_T: field_T.optional().describe('needed unless a file says it'),
    carrier_ppm: carriers.optional(),
    target: z.string().optional().describe('label of the nucleus that is to be polarized; the first 13C if not given'),
    options: z
      .record(z.string(), z.number())
      .optional()
      .describe('parameters of a named sequence to set: tau_s, n1 ...'),
    optimise: z.boolean().optional().describe('search the parameters that are not set for the most polarization'),
    limits: z
      .strictObject({
        maxDuration_s: positive.optional().describe('one and a half times what the couplings give if not given'),
        b1_sd: z.number().min(0).max(0.3).optional().describe('average over this spread of the amplitude, a fraction'),
        offset_sd_Hz: z.number().min(0).optional().describe("average over this spread of the target's offset"),
      })
      .optional()
      .describe('of optimise'),
    frame: z
      .enum(['rotating', 'lab'])
      .optional()
      .describe(
        'rotating if not given; lab: full couplings, oscillating fields that reach all spins, for ultralow field',
      ),
    b1Scale: positive.optional().describe('all amplitudes times this; 1 if not given'),
  })
  .superRefine((given, context) => {
    const fault = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (given.events !== undefined && given.file !== undefined)
      fault(['file'], 'a sequence has events or a file, not both');
    const family = given.events === undefined && given.file === undefined;
    if (family && given.name === undefined) fault([], `expected a name (${FAMILY_NAMES.join(', ')}), events or a file`);
    else if (family && !FAMILY_NAMES.includes(given.name!))
      fault(
        ['name'],
        `no sequence is called '${given.name!}'; did you mean '${nearestName(given.name!, FAMILY_NAMES)!}'? There are ${FAMILY_NAMES.join(', ')}`,
      );
    if (given.file === undefined && given.field_T === undefined)
      fault(['field_T'], 'is missing; expected the field in tesla');
    for (const key of ['name', 'field_T', 'carrier_ppm'] as const)
      if (given.file !== undefined && given[key] !== undefined)
        fault([key], 'stands in the file of the sequence; leave it out here');
    for (const key of ['options', 'optimise', 'limits'] as const)
      if (!family && given[key] !== undefined) fault([key], 'goes with a named sequence only; this one is written out');
    if (given.limits !== undefined && given.optimise !== true) fault(['limits'], 'are limits of optimise: true');
  });

const axis = z
  .strictObject({
    quantity: z.enum(['b1Scale', 'offset_Hz', 'jScale']),
    isotope: z.string().optional().describe("of offset_Hz; the target's if not given"),
    from: z.number(),
    to: z.number(),
    points: z.int().min(2).max(201).optional().describe('31 if not given'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'expected more than from' })
  .refine(({ quantity, from }) => quantity === 'offset_Hz' || from >= 0, {
    path: ['from'],
    message: 'a scale is not negative',
  });

export const sequenceTransferSchema = z.strictObject({
  system: transferSettingsSchema.shape.system,
  paraFraction: transferSettingsSchema.shape.paraFraction,
  addition,
  sequence,
  robustness: z
    .strictObject({ x: axis.optional(), y: axis.optional() })
    .optional()
    .describe('a map of the polarization over two errors; {}: amplitude by offset'),
  tolerance: positive.optional().describe('largest error of any polarization in the lab frame; 1e-6 if not given'),
  points: z.int().min(2).max(10_000).optional().describe('points of the polarization course; 400 if not given'),
  profile: profile
    .optional()
    .describe(
      "with frame: lab, events or a file: the field that the events play in, to its end; the sequence's field_T sets their carriers",
    ),
  relaxation: transferSettingsSchema.shape.relaxation.describe(
    'of the rotating frame, T1 and T2 at the field of the sequence',
  ),
});

export type SequenceTransferFile = z.output<typeof sequenceTransferSchema>;

/** The schema once the molecule is known: isotopes and labels must be there. */
export function sequenceTransferFor(system: SpinSystem): typeof sequenceTransferSchema {
  const spins = readSpins(system);
  return sequenceTransferSchema.superRefine(({ sequence: given, robustness, profile: field, relaxation }, context) => {
    checkRelaxation(system, relaxation, context);
    const refused =
      relaxation?.model === 'redfield'
        ? 'model redfield goes with a profile; a sequence takes randomFields or T1T2'
        : given.frame === 'lab'
          ? 'is for the rotating frame; leave it out with frame: lab'
          : spins.dimension > MOST_RELAXING
            ? `${system.name} has ${spins.dimension} states; a sequence with relaxation takes ${MOST_RELAXING} at most. Leave it out`
            : undefined;
    if (relaxation !== undefined && refused !== undefined)
      context.addIssue({ code: 'custom', path: ['relaxation'], message: refused });
    const written = given.events !== undefined || given.file !== undefined;
    if (field !== undefined && !(given.frame === 'lab' && written && robustness === undefined)) {
      const message =
        'a transfer has a profile or a sequence, not both; events during a profile need frame: lab, and have no robustness map';
      context.addIssue({ code: 'custom', path: ['profile'], message });
    }
    if (given.target !== undefined && !spins.labels.includes(given.target)) {
      const near = nearestName(given.target, spins.labels)!;
      context.addIssue({
        code: 'custom',
        path: ['sequence', 'target'],
        message: `${system.name} has no spin of this label; did you mean '${near}'?`,
      });
    }
    if (given.events !== undefined) {
      const record = {
        name: '',
        field_T: given.field_T ?? 0,
        events: given.events,
        carrier_ppm: given.carrier_ppm ?? {},
      };
      for (const { path, message } of sequenceFaults(record, spins))
        context.addIssue({ code: 'custom', path: ['sequence', ...path], message });
    }
    for (const key of ['x', 'y'] as const) {
      const name = robustness?.[key]?.isotope;
      if (name === undefined || spins.isotopes.includes(name)) continue;
      context.addIssue({
        code: 'custom',
        path: ['robustness', key, 'isotope'],
        message: `${system.name} has no ${name}`,
      });
    }
  });
}

/** Keys that were not given are absent, never undefined, which the types of zod do not say. */
export const sequenceRecord = (settings: object): PulseSequence => settings as PulseSequence;
