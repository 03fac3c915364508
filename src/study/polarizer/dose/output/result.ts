// result.json of `fumarole dose`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../../plot/index.ts';
import type { RunContext } from '../../../run-context.ts';
import { provenanceOf, provenanceSchema, systemRecord, systemRecordSchema } from '../../../spin/provenance.ts';
import type { DoseStudy } from '../road.ts';
import { doseSettingsSchema, status } from '../settings/settings.ts';
import type { Surface } from '../surfaces.ts';
import { OUTPUTS, QUANTILES, type Output, type Spread } from '../uncertainty.ts';

const maybe = z.number().nullable();
const index = z.strictObject({ first: z.number(), firstError: z.number(), total: z.number(), totalError: z.number() });
const spread = z.strictObject({ mean: z.number(), sd: z.number(), quantiles: z.record(z.string(), z.number()) });
const surface = z.strictObject({
  inputs: z.array(z.string()),
  runs: z.int(),
  curved: z.boolean().describe('whether curves along each input were taken off first'),
  error: z.array(z.strictObject({ rms: z.number(), largest: z.number() })),
});
const figured = z.strictObject({ low: z.number(), high: z.number(), status, source: z.string() }).nullable();

export const doseResultSchema = z.strictObject({
  format: z.literal('fumarole.dose'),
  formatVersion: z.literal(1),
  notice: z.string(),
  dose: z.strictObject({
    molecule: z.string(),
    volume_m3: z.number().describe('the bolus: what is delivered, and no more than the animal may get'),
    concentration_mM: z.number(),
    polarization: z.number().describe('size of the 13C polarization at injection'),
    t1_s: z.number(),
    pH: z.number(),
    osmolality_mOsmPerKg: z.number(),
    polarizationSd: z.number(),
    concentrationSd_mM: z.number(),
    notes: z.array(z.string()),
  }),
  molarPolarization_mM: z.number().describe('polarization times concentration, in the syringe'),
  paraFraction: z.strictObject({
    converted: z.number(),
    stored: z.number(),
    inProduct: z.number().describe('of the pairs in the product at the transfer'),
  }),
  fieldCycle: z.strictObject({
    target: z.string(),
    efficiency: z.number().describe('polarization per unit of singlet order, as simulated, signed'),
    reachedError: z.number(),
    quality: z.number(),
  }),
  road: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.string(),
        time_s: maybe.describe('from the first bubble to the end of this stage'),
        duration_s: maybe,
        field_T: maybe,
        temperature_K: maybe,
        lifetime_s: maybe,
        volume_mL: maybe,
        concentration_mM: maybe,
        order: maybe.describe('singlet order, up to the field cycle'),
        polarization: maybe.describe('13C polarization, from the field cycle on'),
        molarPolarization_mM: maybe,
        polarizationFactor: z.number(),
        amountFactor: z.number(),
      }),
    )
    .describe('what is left after each stage'),
  enhancement: z.array(
    z.strictObject({
      field_T: z.number(),
      temperature_K: z.number(),
      thermalPolarization: z.number(),
      times: z.number(),
      polarizationFor100000: z.number().describe('polarization that is 100,000 times the thermal one'),
    }),
  ),
  limits: z.array(
    z.strictObject({
      quantity: z.string(),
      unit: z.string(),
      value: z.number(),
      lowest: maybe,
      highest: maybe,
      held: z.boolean(),
    }),
  ),
  uncertainty: z
    .strictObject({
      draws: z.int(),
      failed: z.int(),
      evaluations: z.int(),
      seed: z.int(),
      spread: z.record(z.enum(OUTPUTS), spread),
      ranked: z.array(
        z.strictObject({
          place: z.string(),
          value: z.number(),
          low: z.number().describe('5% quantile'),
          high: z.number().describe('95% quantile'),
          status: z.string(),
          source: z.string(),
          polarizationAtLow: z.number(),
          polarizationAtHigh: z.number(),
          polarization: index.describe('Sobol indices'),
          molarPolarization: index,
        }),
      ),
      surfaces: z.strictObject({ reactor: surface, fieldCycle: surface }),
    })
    .nullable(),
  comparison: z.array(
    z.strictObject({
      method: z.string(),
      time_min: figured,
      polarization: figured,
      cost: figured,
      effectiveDose_mSv: figured,
    }),
  ),
  assumptions: z.array(z.strictObject({ place: z.string(), status: z.string(), source: z.string() })),
  settings: doseSettingsSchema,
  ...systemRecordSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type DoseResult = z.output<typeof doseResultSchema>;

export function doseResult(study: DoseStudy, context: RunContext, files: readonly string[]): DoseResult {
  const { settings, dose, made, stages, fieldCycle } = study;
  return {
    format: 'fumarole.dose',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    dose: { ...dose, notes: [...dose.notes] },
    molarPolarization_mM: dose.polarization * dose.concentration_mM,
    paraFraction: { ...study.gas, inProduct: made.batch.paraFraction },
    fieldCycle: {
      target: fieldCycle.target,
      efficiency: fieldCycle.efficiency,
      reachedError: fieldCycle.error,
      quality: settings.transfer.quality,
    },
    road: stages.map((stage) => ({
      name: stage.name,
      kind: stage.kind,
      time_s: stage.time_s ?? null,
      duration_s: stage.duration_s ?? null,
      field_T: stage.field_T ?? null,
      temperature_K: stage.temperature_K ?? null,
      lifetime_s: stage.lifetime_s ?? null,
      volume_mL: stage.volume_m3 === undefined ? null : stage.volume_m3 * 1e6,
      concentration_mM: stage.concentration_mM ?? null,
      order: stage.transferred ? null : stage.polarization,
      polarization: stage.transferred ? stage.polarization : null,
      molarPolarization_mM:
        stage.transferred && stage.concentration_mM !== undefined ? stage.polarization * stage.concentration_mM : null,
      polarizationFactor: stage.polarizationFactor,
      amountFactor: stage.amountFactor,
    })),
    enhancement: study.enhancements.map(({ field_T, temperature_K, thermal, times }) => ({
      field_T,
      temperature_K,
      thermalPolarization: thermal,
      times,
      polarizationFor100000: 1e5 * thermal,
    })),
    limits: study.limits.map(({ lowest, highest, ...rest }) => ({
      ...rest,
      lowest: lowest ?? null,
      highest: highest ?? null,
    })),
    uncertainty: uncertaintyRecord(study),
    comparison: study.methods.map(({ method, time_min, polarization, cost, effectiveDose_mSv }) => ({
      method,
      time_min: time_min ?? null,
      polarization: polarization ?? null,
      cost: cost ?? null,
      effectiveDose_mSv: effectiveDose_mSv ?? null,
    })),
    assumptions: study.origins.map((one) => ({ ...one })),
    settings,
    ...systemRecord(study.named),
    notes: [...study.notes],
    ...provenanceOf(context, sourcesOf(study)),
    files: [...files],
  };
}

function uncertaintyRecord({ uncertainty, settings }: DoseStudy): DoseResult['uncertainty'] {
  if (uncertainty === undefined) return null;
  const spreadRecord = ({ mean, sd, quantiles }: Spread): z.output<typeof spread> => ({
    mean,
    sd,
    quantiles: Object.fromEntries(QUANTILES.map((p, i) => [String(p), quantiles[i]!])),
  });
  const surfaceRecord = ({ inputs, runs, curved, error }: Surface): z.output<typeof surface> => ({
    inputs: inputs.map(({ place }) => place),
    runs,
    curved,
    error: error.map((one) => ({ ...one })),
  });
  const { draws, failed, evaluations, ranked, surfaces } = uncertainty;
  return {
    draws: draws.polarization.length,
    failed,
    evaluations,
    seed: settings.monteCarlo.seed,
    spread: Object.fromEntries(OUTPUTS.map((name) => [name, spreadRecord(uncertainty.spread[name])])) as Record<
      Output,
      z.output<typeof spread>
    >,
    ranked: ranked.map(({ atLow, atHigh, ...one }) => ({
      ...one,
      polarizationAtLow: atLow.polarization,
      polarizationAtHigh: atHigh.polarization,
      polarization: { ...one.polarization },
      molarPolarization: { ...one.molarPolarization },
    })),
    surfaces: { reactor: surfaceRecord(surfaces.reactor), fieldCycle: surfaceRecord(surfaces.fieldCycle) },
  };
}

function sourcesOf({ uncertainty, made }: DoseStudy): string[] {
  return [
    'bowers-1987',
    ...(made.outcome === undefined ? [] : ['eills-2019']),
    'spin-hamiltonian',
    'magnus-2009',
    'rodin-2021',
    ...(uncertainty === undefined ? [] : ['mckay-1979', 'saltelli-2010', 'jansen-1999', 'allen-1974']),
    ...(uncertainty?.surfaces.fieldCycle.curved === true || uncertainty?.surfaces.reactor.curved === true
      ? ['berrut-2004']
      : []),
    'codata-2018',
  ];
}
