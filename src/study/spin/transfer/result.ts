// result.json of `fumarole transfer`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import type { RunContext } from '../../run-context.ts';
import { provenanceOf, provenanceSchema, systemRecord, systemRecordSchema } from '../provenance.ts';
import type { TransferStudy } from './road.ts';
import { transferSettingsSchema } from './settings.ts';

const bySpin = z.record(z.string(), z.number());
const bounds = z.strictObject({ highest: z.number(), lowest: z.number() });
export const transferResultSchema = z.strictObject({
  format: z.literal('fumarole.transfer'),
  formatVersion: z.literal(1),
  notice: z.string(),
  polarization: bySpin.describe('at the end of the profile, along the lab z axis; 2<Iz> for spins 1/2'),
  adiabaticLimit: bySpin.describe('an infinitely slow change between the same fields, without relaxation'),
  bounds: z
    .record(z.string(), z.strictObject({ any: bounds.nullable(), alongZ: bounds }))
    .nullable()
    .describe('any unitary motion; fields along z only; null where the system is too large'),
  reachedError: z.number().describe('a bound in practice for the error of any polarization'),
  end: z.enum(['converged', 'step-limit']),
  steps: z.int(),
  target: z.string(),
  explanation: z.array(z.string()),
  profile: z.strictObject({
    kind: z.string(),
    duration_s: z.number(),
    from_T: z.number(),
    to_T: z.number(),
    lowest_T: z.number(),
    highest_T: z.number(),
    xi: z.number().nullable().describe('constant adiabaticity: g |dB/dt|'),
  }),
  avoidedCrossings: z.array(
    z.strictObject({
      field_T: z.number(),
      gap_Hz: z.number(),
      levels: z.tuple([z.string(), z.string()]),
      states: z.tuple([z.string(), z.string()]),
      m: z.number(),
      exchange: z.number(),
      turn: z.number(),
    }),
  ),
  spectrum: z
    .strictObject({
      field_T: z.number(),
      linewidth_Hz: z.number(),
      nuclei: z.array(
        z.strictObject({
          isotope: z.string(),
          flipAngle_deg: z.number(),
          lines: z.array(z.strictObject({ shift_ppm: z.number(), intensity: z.number() })),
        }),
      ),
    })
    .nullable(),
  settings: transferSettingsSchema,
  ...systemRecordSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type TransferResult = z.output<typeof transferResultSchema>;

export function transferResult(study: TransferStudy, context: RunContext, files: readonly string[]): TransferResult {
  const { outcome, settings, named, range_T, spectra, spectrumSettings } = study;
  const { profile } = outcome;
  return {
    format: 'fumarole.transfer',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    polarization: { ...outcome.polarization },
    adiabaticLimit: { ...outcome.adiabaticLimit },
    bounds:
      outcome.bounds === undefined
        ? null
        : Object.fromEntries(
            Object.entries(outcome.bounds).map(([label, { any, alongZ }]) => [label, { any: any ?? null, alongZ }]),
          ),
    reachedError: outcome.reachedError,
    end: outcome.end,
    steps: outcome.steps,
    target: study.target,
    explanation: [...study.explanation],
    profile: {
      kind: profile.kind,
      duration_s: profile.duration_s,
      from_T: profile.field_T(0),
      to_T: profile.field_T(profile.duration_s),
      lowest_T: range_T[0],
      highest_T: range_T[1],
      xi: outcome.xi ?? null,
    },
    avoidedCrossings: study.crossings.map(({ field_T, gap_Hz, levels, states, m, exchange, turn }) => ({
      field_T,
      gap_Hz,
      levels: [...levels],
      states: [...states],
      m,
      exchange,
      turn,
    })),
    spectrum:
      spectra.length === 0
        ? null
        : {
            ...spectrumSettings,
            nuclei: spectra.map(({ isotope, flipAngle_deg, lines }) => ({
              isotope,
              flipAngle_deg,
              lines: lines.map((line) => ({ ...line })),
            })),
          },
    settings,
    ...systemRecord(named),
    notes: [...study.notes],
    ...provenanceOf(context, sourcesOf(study)),
    files: [...files],
  };
}

function sourcesOf({ settings, outcome }: TransferStudy): string[] {
  return [
    'bowers-1987',
    'spin-hamiltonian',
    'magnus-2009',
    ...(settings.profile.kind === 'constantAdiabaticity' ? ['rodin-2021'] : []),
    ...(outcome.bounds === undefined ? [] : ['sorensen-1989']),
    ...(settings.relaxation?.model === 'redfield' ? ['goldman-2001'] : []),
    'codata-2018',
    'harris-2001',
  ];
}
