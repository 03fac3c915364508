// result.json of `fumarole sequence`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../plot/index.ts';
import type { RunContext } from '../run-context.ts';
import { provenanceOf, provenanceSchema } from '../spin/provenance.ts';
import { extentOf } from './k-space-figure.ts';
import type { SequenceStudy } from './road.ts';
import { hardwareSchema } from './settings.ts';

const perAxis = z.strictObject({ x: z.number().nullable(), y: z.number().nullable(), z: z.number().nullable() });

export const sequenceFileResultSchema = z.strictObject({
  format: z.literal('fumarole.sequence'),
  formatVersion: z.literal(1),
  notice: z.string(),
  file: z.string(),
  name: z.string(),
  pulseqVersion: z.string(),
  signature: z.enum(['valid', 'wrong', 'absent', 'unknown']),
  duration_s: z.number(),
  nBlocks: z.int(),
  nPulses: z.int(),
  nExcitations: z.int(),
  nSamplingWindows: z.int(),
  nSamples: z.int(),
  rfDuty: z.number().describe('share of time with RF on'),
  largest: z.strictObject({
    b1_Hz: z.number(),
    gradient_HzPerM: perAxis,
    slew_HzPerMPerS: perAxis.describe('null: a jump in no time'),
  }),
  forNucleus: z
    .strictObject({ nucleus: z.string(), b1_uT: z.number(), gradient_mTPerM: perAxis, slew_TPerMPerS: perAxis })
    .nullable()
    .describe('the same for the nucleus of the hardware; null without hardware'),
  kSpaceExtent_perM: perAxis.describe('largest distance of a sample from 0'),
  pulses: z
    .array(
      z.strictObject({
        use: z.string(),
        blocks: z.int().describe('blocks that play it'),
        firstBlock: z.int().describe('from 1'),
        duration_s: z.number(),
        leastFlip_deg: z.number(),
        largestFlip_deg: z.number(),
        slice_m: z.number().nullable().describe('full width at half height; null without a gradient'),
        repeats_Hz: z.number().nullable().describe('of a train of sub-pulses'),
      }),
    )
    .describe('the different RF pulses that are drawn; none where the nucleus is not known'),
  labels: z.record(z.string(), z.strictObject({ least: z.number(), most: z.number() })).describe('at sampling windows'),
  definitions: z.record(z.string(), z.union([z.string(), z.array(z.number())])),
  violations: z.array(
    z.strictObject({
      block: z.int().nullable().describe('from 1; null: the whole sequence'),
      start_s: z.number().nullable().describe('start of the block'),
      axis: z.enum(['x', 'y', 'z']).nullable(),
      limit: z.string(),
      value: z.number().nullable().describe('what the sequence asks for'),
      allowed: z.number().nullable().describe('what the scanner has'),
      unit: z.string().nullable(),
      message: z.string(),
      advice: z.string().describe('what to do'),
    }),
  ),
  violationsPerLimit: z.record(z.string(), z.int()).describe('all of them, the unlisted too'),
  nViolations: z.int().nullable().describe('null: nothing to check against'),
  hardware: hardwareSchema.nullable(),
  written: z.string().nullable().describe('the sequence in another version of Pulseq'),
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type SequenceFileResult = z.output<typeof sequenceFileResultSchema>;

/** More are counted and not listed. */
const MAX_LISTED = 200;

const axes = (values: readonly number[], factor = 1): z.output<typeof perAxis> => {
  const [x, y, z] = values.map((value) => (Number.isFinite(value) ? value * factor : null));
  return { x: x!, y: y!, z: z! };
};

export function sequenceResult(
  study: SequenceStudy,
  context: RunContext,
  files: readonly string[],
): SequenceFileResult {
  const { read, extremes, hardware, violations, windows, written } = study;
  const { sequence } = read;
  const gamma = hardware === undefined ? 1 : Math.abs(hardware.gamma_MHzPerT) * 1e6;
  return {
    format: 'fumarole.sequence',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    file: study.file,
    name: sequence.name,
    pulseqVersion: read.version,
    signature: read.signature,
    duration_s: extremes.duration_s,
    nBlocks: sequence.blocks.length,
    nPulses: extremes.nPulses,
    nExcitations: study.nExcitations,
    nSamplingWindows: extremes.nWindows,
    nSamples: extremes.nSamples,
    rfDuty: extremes.duration_s > 0 ? extremes.rfOn_s / extremes.duration_s : 0,
    largest: {
      b1_Hz: extremes.b1_Hz,
      gradient_HzPerM: axes(extremes.gradient_HzPerM),
      slew_HzPerMPerS: axes(extremes.slew_HzPerMPerS),
    },
    forNucleus:
      hardware === undefined
        ? null
        : {
            nucleus: hardware.nucleus,
            b1_uT: (extremes.b1_Hz / gamma) * 1e6,
            gradient_mTPerM: axes(extremes.gradient_HzPerM, 1e3 / gamma),
            slew_TPerMPerS: axes(extremes.slew_HzPerMPerS, 1 / gamma),
          },
    kSpaceExtent_perM: axes(extentOf(windows)),
    pulses: study.pulses.map(({ use, blocks, rf, flips_rad, profile }) => ({
      use,
      blocks: blocks.length,
      firstBlock: blocks[0]! + 1,
      duration_s: rf.duration_s,
      leastFlip_deg: (180 * flips_rad[0]) / Math.PI,
      largestFlip_deg: (180 * flips_rad[1]) / Math.PI,
      slice_m: profile.slice?.thickness_m ?? null,
      repeats_Hz: profile.repeats_Hz ?? null,
    })),
    labels: Object.fromEntries(Object.entries(study.labels).map(([name, [least, most]]) => [name, { least, most }])),
    definitions: Object.fromEntries(
      Object.entries(sequence.definitions).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
    ),
    violations: violations
      .slice(0, MAX_LISTED)
      .map(({ block, start_s, axis, limit, value, allowed, unit, message, advice }) => ({
        block: block === undefined ? null : block + 1,
        start_s: start_s ?? null,
        axis: axis ?? null,
        limit,
        value: value ?? null,
        allowed: allowed ?? null,
        unit: unit ?? null,
        message,
        advice,
      })),
    violationsPerLimit: perLimit(violations),
    nViolations: hardware === undefined ? null : violations.length,
    hardware: hardware ?? null,
    written: written === undefined ? null : writtenName(study),
    notes: [...study.notes],
    ...provenanceOf(context, ['pulseq']),
    files: [...files],
  };
}

function perLimit(violations: SequenceStudy['violations']): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { limit } of violations) counts.set(limit, (counts.get(limit) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** `epi.seq` as 1.5 is `epi-1.5.seq`. */
export function writtenName({ file, written }: SequenceStudy): string {
  return `${file.replace(/\.seq$/i, '')}-${written!.version}.seq`;
}
