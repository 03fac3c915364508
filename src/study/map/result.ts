// result.json of a map study: what was found, how, and from what.
import { z } from 'zod';
import { median, quantile } from '../../math/index.ts';
import { RESEARCH_USE_ONLY } from '../../plot/index.ts';
import { columnOf, voxelSize_mm, type Column, type Quantities } from '../../records/index.ts';
import type { RunContext } from '../run-context.ts';
import { SOURCES } from '../sources.ts';
import type { MapOutcome } from './road.ts';
import { mapSettingsSchema } from './settings.ts';

const maybe = z.number().nullable();
const summary = z.strictObject({ unit: z.string(), n: z.int(), median: maybe, low25: maybe, high75: maybe });
export const mapResultSchema = z.strictObject({
  format: z.literal('fumarole.map'),
  formatVersion: z.literal(1),
  notice: z.string(),
  title: z.string(),
  settings: mapSettingsSchema,
  grid: z.strictObject({
    shape: z.array(z.int()),
    voxelSize_mm: z.array(z.number()),
    affineRas_mm: z.array(z.number()),
    nTimePoints: z.int(),
  }),
  noise: z.strictObject({
    method: z.string(),
    metabolites: z.array(
      z.strictObject({
        name: z.string(),
        sd: maybe,
        background: z.string().nullable(),
        offset: maybe,
        nVoxels: z.int().nullable(),
      }),
    ),
  }),
  mask: z.strictObject({ rule: z.string(), nVoxels: z.int() }),
  fitEnds: z.record(z.string(), z.int()),
  detected: z.record(z.string(), z.strictObject({ nVoxels: z.int(), nBelowLimit: z.int(), medianRatio: maybe })),
  summary: z.record(z.string(), summary),
  regions: z.array(
    z.strictObject({ name: z.string(), nVoxels: z.int(), end: z.string(), values: z.record(z.string(), maybe) }),
  ),
  notes: z.array(z.string()),
  sources: z.array(z.strictObject({ key: z.string(), citation: z.string() })),
  provenance: z.strictObject({
    versions: z.record(z.string(), z.string()),
    command: z.string(),
    created: z.string(),
    seed: z.int(),
    inputs: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  }),
  files: z.array(z.string()),
});
export type MapResult = z.output<typeof mapResultSchema>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function resultOf(outcome: MapOutcome, context: RunContext, files: readonly string[]): MapResult {
  const { settings, study, noise, mask, regions, voxels, regionQuantities } = outcome;
  const ends: Record<string, number> = {};
  for (const end of voxels.ends) ends[end] = (ends[end] ?? 0) + 1;
  const named = (columns: readonly Column[], row: number): Record<string, number | null> =>
    Object.fromEntries(columns.map(({ name, values }) => [name, finite(values[row]!)]));
  return {
    format: 'fumarole.map',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    title: settings.title,
    settings,
    grid: {
      shape: [...study.geometry.shape],
      voxelSize_mm: [...voxelSize_mm(study.geometry)],
      affineRas_mm: [...study.geometry.affineRas_mm],
      nTimePoints: study.series[0]!.images.shape[0],
    },
    noise: {
      method: noise.method,
      metabolites: study.series.map(({ name }, m) => ({
        name,
        sd: finite(noise.sd[m]!),
        background: noise.estimates[m]?.background ?? null,
        offset: noise.estimates[m]?.offset ?? null,
        nVoxels: noise.estimates[m]?.nVoxels ?? null,
      })),
    },
    mask: { rule: mask.rule, nVoxels: mask.voxels.length },
    fitEnds: ends,
    detected: detectedOf(
      voxels,
      study.series.slice(1).map((one) => one.name),
    ),
    summary: Object.fromEntries(voxels.columns.map((column) => [column.name, summarize(column)])),
    regions: regions.map(({ name, voxels: members }, row) => ({
      name,
      nVoxels: members.length,
      end: regionQuantities.ends[row]!,
      values: named(regionQuantities.columns, row),
    })),
    notes: [...outcome.notes],
    sources: sourcesOf(outcome).map((key) => ({ key, citation: SOURCES[key]! })),
    provenance: {
      versions: { ...context.versions },
      command: context.command,
      created: context.created,
      seed: settings.seed,
      inputs: [...context.inputs],
    },
    files: [...files],
  };
}

function summarize({ unit, values }: Column): z.output<typeof summary> {
  const known = values.filter(Number.isFinite);
  return {
    unit,
    n: known.length,
    median: finite(median(known)),
    low25: finite(quantile(known, 0.25)),
    high75: finite(quantile(known, 0.75)),
  };
}

function detectedOf(voxels: Quantities, products: readonly string[]): MapResult['detected'] {
  return Object.fromEntries(
    products.map((product) => {
      const flags = columnOf(voxels, `detected_${product}`).values;
      const ratios = columnOf(voxels, `ratio_${product}`).values.filter((_, row) => flags[row] === 1);
      const nBelowLimit = flags.filter((flag) => flag === 0).length;
      return [product, { nVoxels: ratios.length, nBelowLimit, medianRatio: finite(median(ratios)) }];
    }),
  );
}

function sourcesOf({ settings }: MapOutcome): string[] {
  return [
    'larson-2018',
    'hill-2013',
    ...(settings.fit.model === 'inputless' ? ['golub-1973', 'fuller-1987'] : []),
    ...(settings.fit.noise === 'rician' ? ['gudbjartsson-1995'] : []),
    'currie-1968',
  ];
}
