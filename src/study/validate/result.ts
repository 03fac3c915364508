// result.json of `fumarole validate`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../plot/index.ts';
import type { RunContext } from '../run-context.ts';
import { CHECK_STATUSES, VERDICTS, type CheckRow, type Verdict } from './check.ts';

const maybe = z.number().nullable();
const counts = z.record(z.enum(VERDICTS), z.int());
export const validateResultSchema = z.strictObject({
  format: z.literal('fumarole.validate'),
  formatVersion: z.literal(1),
  notice: z.string(),
  counts,
  topics: z.array(z.strictObject({ topic: z.string(), counts })),
  rows: z.array(
    z.strictObject({
      topic: z.string(),
      quantity: z.string(),
      conditions: z.string(),
      unit: z.string(),
      expected: z.union([maybe, z.tuple([z.number(), z.number()])]),
      ours: maybe,
      gap: maybe.describe('distance from the expected number or range; a part of it where relative'),
      tolerance: z.number(),
      relative: z.boolean(),
      verdict: z.enum(VERDICTS),
      status: z.enum(CHECK_STATUSES),
      source: z.string(),
    }),
  ),
  provenance: z.strictObject({ versions: z.record(z.string(), z.string()), command: z.string(), created: z.string() }),
  files: z.array(z.string()),
});
export type ValidateResult = z.output<typeof validateResultSchema>;

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

export function countsOf(rows: readonly CheckRow[]): Record<Verdict, number> {
  const of = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  return { pass: of('pass'), fail: of('fail'), 'not verified': of('not verified') };
}

/** Rows by topic, in order of first appearance. */
export function byTopic(rows: readonly CheckRow[]): ReadonlyMap<string, readonly CheckRow[]> {
  const topics = new Map<string, CheckRow[]>();
  for (const row of rows) topics.set(row.topic, [...(topics.get(row.topic) ?? []), row]);
  return topics;
}

export function validateResult(
  rows: readonly CheckRow[],
  { versions, command, created }: RunContext,
  files: readonly string[],
): ValidateResult {
  return {
    format: 'fumarole.validate',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    counts: countsOf(rows),
    topics: [...byTopic(rows)].map(([topic, members]) => ({ topic, counts: countsOf(members) })),
    rows: rows.map(({ expected, ours, gap, relative, ...row }) => ({
      ...row,
      expected: typeof expected === 'number' ? finite(expected) : [expected[0], expected[1]],
      ours: finite(ours),
      gap: finite(gap),
      relative: relative === true,
    })),
    provenance: { versions: { ...versions }, command, created },
    files: [...files],
  };
}
