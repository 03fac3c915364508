// result.json of `fumarole levels`: avoided crossings and the table of levels.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import type { RunContext } from '../../run-context.ts';
import { provenanceOf, provenanceSchema, systemRecord, systemRecordSchema } from '../provenance.ts';
import type { LevelsOutcome } from './road.ts';

const part = z.strictObject({ name: z.string(), weight: z.number() });
export const levelsResultSchema = z.strictObject({
  format: z.literal('fumarole.levels'),
  formatVersion: z.literal(1),
  notice: z.string(),
  target: z.string(),
  avoidedCrossings: z.array(
    z.strictObject({
      field_T: z.number(),
      gap_Hz: z.number(),
      levels: z.tuple([z.string(), z.string()]).describe('names of the two levels, the lower first'),
      states: z.tuple([z.string(), z.string()]).describe('heaviest part of the lower level on either side'),
      parts: z
        .tuple([z.array(part), z.array(part)])
        .describe('the two heaviest parts of the lower level on either side, with their weights'),
      m: z.number().describe('total projection'),
      exchange: z.number().describe('0 to 1: how far the two levels exchange their character'),
      turn: z.number().describe("0 to 1: how much of the target's polarization a slow sweep turns over here"),
    }),
  ),
  field_T: z.array(z.number()),
  levels: z.array(
    z.strictObject({
      level: z.string(),
      m: z.number(),
      copies: z.int(),
      first: part,
      last: part,
      energy_Hz: z.array(z.number()),
    }),
  ),
  ...systemRecordSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type LevelsResult = z.output<typeof levelsResultSchema>;

export function levelsResult(outcome: LevelsOutcome, context: RunContext, files: readonly string[]): LevelsResult {
  const { crossings, levels, field_T, named, notes } = outcome;
  return {
    format: 'fumarole.levels',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    target: outcome.target,
    avoidedCrossings: crossings.map((one) => ({
      field_T: one.field_T,
      gap_Hz: one.gap_Hz,
      levels: [...one.levels],
      states: [...one.states],
      parts: [[...one.parts[0]], [...one.parts[1]]],
      m: one.m,
      exchange: one.exchange,
      turn: one.turn,
    })),
    field_T: [...field_T],
    levels: levels.map(({ name, m, copies, first, last, energy_Hz }) => ({
      level: name,
      m,
      copies,
      first,
      last,
      energy_Hz: [...energy_Hz],
    })),
    ...systemRecord(named),
    notes: [...notes],
    ...provenanceOf(context, ['spin-hamiltonian', 'codata-2018', 'harris-2001']),
    files: [...files],
  };
}
