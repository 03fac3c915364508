// result.json of `fumarole plan`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../plot/index.ts';
import { PAIR_DESIGNS } from '../../scanner/index.ts';
import type { RunContext } from '../run-context.ts';
import { provenanceOf, provenanceSchema } from '../spin/provenance.ts';
import { delivered_mM, type PlanStudy } from './road.ts';
import { planSettingsSchema } from './settings.ts';
import { planSentences } from './words.ts';

const numbers = z.array(z.number());
const acquisition = z.strictObject({
  design: z.string(),
  start_s: z.number(),
  repetition_s: z.number(),
  nFrames: z.int(),
  flipAngles_deg: z.record(z.string(), numbers).describe('by metabolite, one per frame'),
  rateBound_perS: z
    .strictObject({ injured: z.number().nullable(), healthy: z.number().nullable() })
    .describe('Cramer-Rao bound of the rate in a voxel that is filled with the tissue; null: the scan says nothing'),
  limit: z.number().nullable().describe('least detectable share of dead cells; above 1: not seen; null: never'),
});

export const planResultSchema = z.strictObject({
  format: z.literal('fumarole.plan'),
  formatVersion: z.literal(1),
  notice: z.string(),
  acquisition,
  voxel_mm: z.number(),
  delivered_mM: z.number().describe('polarized substrate that the bolus brings to a voxel in all'),
  noise_mM: z.number().describe('of one frame and voxel, in polarized 13C'),
  times_s: numbers,
  signalToNoise: z.record(z.string(), z.strictObject({ injured: numbers, healthy: numbers })),
  ratio: z.strictObject({ value: z.number(), error: z.number() }).describe('of areas product / substrate, injured'),
  designs: z.array(acquisition).describe('the best acquisition of each design, best first'),
  limitByVoxel: z.array(z.strictObject({ diameter_mm: z.number(), voxel_mm: numbers, limit: numbers })),
  limitByDose: z.array(z.strictObject({ voxel_mm: z.number(), dose: numbers, limit: numbers })),
  visibility: z.array(
    z.strictObject({
      metabolite: z.string(),
      seenIn: z.enum(['voxel', 'liver']),
      lines: z.array(
        z.strictObject({
          angle_deg: z.number().nullable().describe('null: one 90 degree pulse at that time, none before'),
          repetition_s: z.number(),
          now_s: z.number().describe('visible until, with the T1 of the settings'),
          T1_s: numbers,
          until_s: numbers,
          T1ForFiveMinutes_s: z.number().nullable().describe('null: longer than the T1 that were tried'),
        }),
      ),
    }),
  ),
  robustness: z.strictObject({
    worstBias: z.number(),
    worstLimit: z.number(),
    courses: z.array(z.strictObject({ of: z.string(), factor: numbers, bias: numbers, limit: numbers })),
  }),
  summary: z.array(z.string()),
  settings: planSettingsSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type PlanResult = z.output<typeof planResultSchema>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function planResult(study: PlanStudy, context: RunContext, files: readonly string[]): PlanResult {
  const { settings, ranked, courses, noise_mM, visibility, robustness } = study;
  const names = [settings.dose.substrate, settings.tissue.product] as const;
  const perMetabolite = <T>(make: (pool: 0 | 1) => T): Record<string, T> => ({
    [names[0]]: make(0),
    [names[1]]: make(1),
  });
  const designs = ranked.map(({ design, frames, flips_rad, bounds_perS, limit }) => ({
    design: PAIR_DESIGNS[design].label,
    ...frames,
    flipAngles_deg: perMetabolite((pool) => Array.from(flips_rad[pool], (flip) => (flip * 180) / Math.PI)),
    rateBound_perS: { injured: finite(bounds_perS[0]!), healthy: finite(bounds_perS[1]!) },
    limit: finite(limit),
  }));
  const overNoise = (values: Float64Array): number[] => Array.from(values, (value) => value / noise_mM);
  return {
    format: 'fumarole.plan',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    acquisition: designs[0]!,
    voxel_mm: study.voxel_mm,
    delivered_mM: delivered_mM(settings),
    noise_mM,
    times_s: [...study.times_s],
    signalToNoise: perMetabolite((pool) => ({
      injured: overNoise(courses.injured.signal[pool]),
      healthy: overNoise(courses.healthy.signal[pool]),
    })),
    ratio: { value: study.ratio.ratio, error: study.ratio.error },
    designs,
    limitByVoxel: study.limitByVoxel.map((one) => ({ ...one, voxel_mm: [...one.voxel_mm], limit: [...one.limit] })),
    limitByDose: study.limitByDose.map((one) => ({ ...one, dose: [...one.dose], limit: [...one.limit] })),
    visibility: visibility.metabolites.map(({ name, seenIn, lines, now_s }) => ({
      metabolite: name,
      seenIn,
      lines: lines.map(({ angle_deg, until_s, neededT1_s }, i) => ({
        angle_deg: angle_deg ?? null,
        repetition_s: visibility.repetition_s,
        now_s: now_s[i]!,
        T1_s: [...visibility.T1_s],
        until_s: [...until_s],
        T1ForFiveMinutes_s: finite(neededT1_s),
      })),
    })),
    robustness: {
      worstBias: robustness.worstBias,
      worstLimit: robustness.worstLimit,
      courses: robustness.courses.map((one) => ({
        of: one.of,
        factor: [...one.factor],
        bias: [...one.bias],
        limit: [...one.limit],
      })),
    },
    summary: planSentences(study),
    settings,
    notes: [...study.notes],
    ...provenanceOf(context, [
      'xing-2013',
      'zhao-1996',
      'rao-1945',
      'currie-1968',
      'hoult-1976',
      'hoult-1979',
      'traechtler-2023',
    ]),
    files: [...files],
  };
}
