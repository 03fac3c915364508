// result.json of `fumarole design`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import type { RunContext } from '../../run-context.ts';
import { provenanceOf, provenanceSchema, systemRecord, systemRecordSchema } from '../provenance.ts';
import type { DesignStudy } from './study.ts';
import type { RobustnessMap } from './robustness.ts';
import { designSettingsSchema } from './settings.ts';

const rows = z.array(z.array(z.number()));
const three = { design: rows, constantAdiabaticity: rows, linear: rows };
export const designResultSchema = z.strictObject({
  format: z.literal('fumarole.design'),
  formatVersion: z.literal(1),
  notice: z.string(),
  target: z.string(),
  duration_s: z.number(),
  polarization: z.number().describe('of the target, mean over the conditions, at the end of the design'),
  conditions: z
    .array(
      z.strictObject({
        weight: z.number(),
        offset_T: z.number(),
        scale: z.number(),
        across_T: z.number(),
        polarization: z.number(),
      }),
    )
    .describe('what the sample meets: field along z = scale B + offset'),
  reachedError: z.number().describe('what halving the steps of the propagation changes'),
  end: z.enum(['converged', 'step-limit', 'stalled']),
  starts: z.array(z.strictObject({ name: z.string(), polarization: z.number(), reached: z.number() })),
  from: z.string().describe('the start that led to the design'),
  history: z.array(z.number()).describe('polarization at that start and after each step'),
  evaluations: z.int(),
  kept: z.number().describe('without inhomogeneity, once the field has then risen slowly to 1.4 T without relaxation'),
  compared: z
    .strictObject({ constantAdiabaticity: z.number(), linear: z.number() })
    .describe('in the same time, without slew limit and low-pass'),
  bestConstantAdiabaticity: z.strictObject({
    duration_s: z.number(),
    polarization: z.number(),
    gain: z.number().describe('of the design, as a part of this polarization'),
  }),
  ceiling: z.number().nullable().describe('what fields along z could reach without relaxation'),
  pareto: z.array(z.strictObject({ duration_s: z.number(), polarization: z.number(), end: z.string() })),
  durations: z.strictObject({
    duration_s: z.array(z.number()),
    constantAdiabaticity: z.array(z.number()),
    linear: z.array(z.number()),
  }),
  robustness: z.strictObject({
    offsets: z
      .strictObject({ duration_s: z.array(z.number()), offset_T: z.array(z.number()), ...three })
      .describe('[durations][offsets]'),
    stray: z
      .strictObject({ across_T: z.array(z.number()), gradient: z.array(z.number()), ...three })
      .nullable()
      .describe('[across][gradients]'),
  }),
  coil: z
    .strictObject({
      samples: z.int(),
      step_A: z.number().describe('smallest step of the driver, 0 for none'),
      step_T: z.number(),
      largestCurrent_A: z.number(),
      largestVoltage_V: z.number(),
      heldBack: z.int().describe('samples that the slew limit of the driver held back'),
      polarization: z.number().describe('with the current as the driver puts it out'),
      loss: z.number().describe('size of the polarization less that of what is sent'),
      measured: z.strictObject({ file: z.string(), duration_s: z.number(), polarization: z.number() }).nullable(),
    })
    .nullable(),
  crossing: z.strictObject({ field_T: z.number(), gap_Hz: z.number() }).nullable(),
  explanation: z.array(z.string()),
  settings: designSettingsSchema,
  ...systemRecordSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type DesignResult = z.output<typeof designResultSchema>;

export function designResult(study: DesignStudy, context: RunContext, files: readonly string[]): DesignResult {
  const { design, sample, scanned, compared, robustness, coil, settings } = study;
  const maps = ({ design: mine, constantAdiabaticity, linear }: RobustnessMap): z.output<z.ZodObject<typeof three>> => {
    const lists = (map: readonly Float64Array[]): number[][] => map.map((row) => [...row]);
    return { design: lists(mine), constantAdiabaticity: lists(constantAdiabaticity), linear: lists(linear) };
  };
  const { offsets, stray } = robustness;
  return {
    format: 'fumarole.design',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    target: sample.target,
    duration_s: design.duration_s,
    polarization: design.polarization,
    conditions: sample.conditions!.map(({ weight, offset_T = 0, scale = 1, across_T = 0 }, m) => ({
      weight,
      offset_T,
      scale,
      across_T,
      polarization: design.each[m]!,
    })),
    reachedError: design.reachedError,
    end: design.end,
    starts: design.starts.map((one) => ({ ...one })),
    from: design.from,
    history: [...design.history],
    evaluations: design.evaluations,
    kept: study.courses.design.kept,
    compared: { ...design.compared },
    bestConstantAdiabaticity: { ...study.bestConstant },
    ceiling: study.ceiling ?? null,
    pareto: scanned.map(({ duration_s, polarization, end }) => ({ duration_s, polarization, end })),
    durations: {
      duration_s: [...compared.duration_s],
      constantAdiabaticity: [...compared.constantAdiabaticity],
      linear: [...compared.linear],
    },
    robustness: {
      offsets: { duration_s: [...offsets.duration_s], offset_T: [...offsets.offset_T], ...maps(offsets) },
      stray: stray ? { across_T: [...stray.across_T], gradient: [...stray.gradient], ...maps(stray) } : null,
    },
    coil: coil
      ? {
          samples: coil.samples.time_s.length,
          step_A: coil.samples.step_A,
          step_T: coil.samples.step_A * settings.coil!.constant_TPerA,
          largestCurrent_A: largest(coil.samples.current_A),
          largestVoltage_V: largest(coil.samples.voltage_V),
          heldBack: coil.samples.heldBack,
          polarization: coil.polarization,
          loss: coil.loss,
          measured: coil.measured ?? null,
        }
      : null,
    crossing: study.crossing ? { field_T: study.crossing.field_T, gap_Hz: study.crossing.gap_Hz } : null,
    explanation: [...study.explanation],
    settings,
    ...systemRecord(study.named),
    notes: [...study.notes],
    ...provenanceOf(context, [
      'khaneja-2005',
      'schmidt-2009',
      'rodin-2021',
      'magnus-2009',
      'bowers-1987',
      'spin-hamiltonian',
      ...(study.ceiling === undefined ? [] : ['sorensen-1989']),
      ...(settings.relaxation?.model === 'redfield' ? ['goldman-2001'] : []),
      'codata-2018',
    ]),
    files: [...files],
  };
}

const largest = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
