// result.json of `fumarole transfer` with a pulse sequence.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import { sequenceFamily } from '../../../transfer/sequences/index.ts';
import type { RunContext } from '../../run-context.ts';
import { provenanceOf, provenanceSchema, systemRecord, systemRecordSchema } from '../provenance.ts';
import { pulseSequenceSchema, type PulseSequenceFile } from './events.ts';
import type { SequenceStudy } from './road.ts';
import { sequenceTransferSchema } from './settings.ts';

const axis = z.strictObject({ quantity: z.string(), isotope: z.string().optional(), values: z.array(z.number()) });
export const sequenceResultSchema = z.strictObject({
  format: z.literal('fumarole.transfer-sequence'),
  formatVersion: z.literal(1),
  notice: z.string(),
  polarization: z.record(z.string(), z.number()).describe('at the end, along the lab z axis; 2<Iz> for spins 1/2'),
  vector: z
    .record(z.string(), z.tuple([z.number(), z.number(), z.number()]))
    .describe('at the end: x, y, z in the frame that turns with the carriers'),
  bounds: z
    .record(z.string(), z.strictObject({ highest: z.number(), lowest: z.number() }))
    .describe('what any unitary motion could make of the start'),
  reachedError: z.number(),
  end: z.enum(['converged', 'step-limit']),
  target: z.string(),
  explanation: z.array(z.string()),
  duration_s: z.number(),
  sequence: pulseSequenceSchema,
  optimised: z
    .strictObject({
      parameters: z.array(z.strictObject({ name: z.string(), before: z.number(), after: z.number() })),
      before: z.number().describe('polarization of the target with the values that the couplings give'),
      after: z.number(),
      end: z.enum(['converged', 'at-bound', 'step-limit']),
      evaluations: z.int(),
    })
    .nullable(),
  robustness: z
    .strictObject({ x: axis, y: axis, polarization: z.array(z.array(z.number())).describe('rows of y, columns of x') })
    .nullable(),
  settings: sequenceTransferSchema,
  ...systemRecordSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type SequenceResult = z.output<typeof sequenceResultSchema>;

export function sequenceResult(study: SequenceStudy, context: RunContext, files: readonly string[]): SequenceResult {
  const { outcome, optimised, robustness, order } = study;
  return {
    format: 'fumarole.transfer-sequence',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    polarization: { ...outcome.polarization },
    vector: Object.fromEntries(Object.entries(outcome.vector).map(([label, [x, y, z]]) => [label, [x, y, z]])),
    bounds: Object.fromEntries(Object.entries(outcome.bounds).map(([label, one]) => [label, { ...one }])),
    reachedError: outcome.reachedError,
    end: outcome.end,
    target: study.target,
    explanation: [...study.explanation],
    duration_s: study.duration_s,
    sequence: study.sequence as PulseSequenceFile,
    optimised:
      optimised === undefined
        ? null
        : {
            parameters: optimised.parameters.map((one) => ({ ...one })),
            before: order * optimised.before,
            after: order * optimised.after,
            end: optimised.end,
            evaluations: optimised.evaluations,
          },
    robustness:
      robustness === undefined
        ? null
        : {
            x: { ...robustness.x, values: Array.from(robustness.x.values) },
            y: { ...robustness.y, values: Array.from(robustness.y.values) },
            polarization: Array.from(robustness.y.values, (_, i) =>
              Array.from(
                robustness.x.values,
                (__, k) => order * robustness.polarization[i * robustness.x.values.length + k]!,
              ),
            ),
          },
    settings: study.settings,
    ...systemRecord(study.named),
    notes: [...study.notes],
    ...provenanceOf(context, sourcesOf(study)),
    files: [...files],
  };
}

function sourcesOf({ settings: { sequence } }: SequenceStudy): string[] {
  const named = sequence.events === undefined && sequence.file === undefined;
  return [
    'bowers-1987',
    'spin-hamiltonian',
    ...(named ? [sequenceFamily(sequence.name!).key] : []),
    ...(sequence.frame === 'lab' ? ['alvermann-2011'] : []),
    ...(sequence.optimise === true ? ['nelder-1965'] : []),
    'sorensen-1989',
    'codata-2018',
    'harris-2001',
  ];
}
