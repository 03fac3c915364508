// The map road: dynamic 13C images in, areas, ratios and rates with their errors out. Numbers only; pictures and files are made from the outcome.
import { QUIET, Random, type Run } from '../../base/index.ts';
import { median } from '../../math/index.ts';
import { gatherCourses } from '../../picture/index.ts';
import { quantify, regionMean, type Quantified } from '../../quantify/index.ts';
import type { RateFitSettings, TimeCourses } from '../../records/index.ts';
import type { StudyFiles } from '../files.ts';
import { anatomyViews, type AnatomyViews } from './anatomy.ts';
import { coursesOf, loadStudy, type LoadedStudy } from './load.ts';
import {
  chooseMask,
  chooseNoise,
  chooseRegions,
  type MaskChoice,
  type NoiseChoice,
  type RegionChoice,
} from './select.ts';
import type { MapSettings } from './settings.ts';

export interface MapOutcome {
  readonly settings: MapSettings;
  readonly study: LoadedStudy;
  readonly noise: NoiseChoice;
  readonly mask: MaskChoice;
  /** The whole mask first. */
  readonly regions: readonly RegionChoice[];
  readonly voxelCourses: TimeCourses;
  readonly voxels: Quantified;
  readonly regionCourses: TimeCourses;
  readonly regionQuantities: Quantified;
  readonly anatomy: AnatomyViews | undefined;
  readonly notes: readonly string[];
}

export function mapRoad(settings: MapSettings, files: StudyFiles, run: Run = QUIET): MapOutcome {
  run.step(0, 1, 'read');
  const study = loadStudy(settings, files);
  const noise = chooseNoise(study, settings);
  const mask = chooseMask(study, settings, noise, files);
  const regions = chooseRegions(study, settings, mask, files);
  const random = new Random(settings.seed);
  const fit = fitSettings(settings, study);
  const voxelCourses = coursesOf(study, settings, mask.voxels.length, gatherCourses(study.series, mask.voxels));
  const perRow = (scale: readonly number[]): Float64Array[] =>
    noise.sd.map((sd) => Float64Array.from(scale, (factor) => sd * factor));
  const voxels = quantify(
    voxelCourses,
    {
      fit,
      offset: noise.offset,
      sd: perRow(Array.from(mask.voxels, () => 1)),
      rowNames: Array.from(mask.voxels, (voxel) => `voxel ${voxel}`),
    },
    random.fork('voxels'),
    run,
  );
  const regional = regionsOf(study, settings, noise, regions);
  const regionQuantities = quantify(
    regional.courses,
    {
      fit: { ...fit, noise: { kind: 'gaussian', sd: undefined } },
      offset: regional.offset,
      sd: regional.sd,
      rowNames: regions.map((region) => `region ${region.name}`),
    },
    random.fork('regions'),
  );
  const anatomy = study.anatomy === undefined ? undefined : anatomyViews(study.anatomy, study.geometry);
  const notes = [...study.notes, ...noise.notes, ...mask.notes];
  if (study.anatomy !== undefined && anatomy === undefined)
    notes.push('The anatomy and the 13C images do not overlap in space; the pictures are drawn without it.');
  notes.push(...fitNotes(voxels, fit));
  if (fit.noise.kind === 'rician') {
    notes.push(
      'Regions: magnitudes were averaged as powers with the noise taken off, then fitted by least squares; their sums and ratios are free of the noise floor, those of voxels are not.',
    );
  }
  return {
    settings,
    study,
    noise,
    mask,
    regions,
    voxelCourses,
    voxels,
    regionCourses: regional.courses,
    regionQuantities,
    anatomy,
    notes,
  };
}

function fitSettings(settings: MapSettings, study: LoadedStudy): RateFitSettings {
  const { fit } = settings;
  return {
    model: fit.model,
    bolus: fit.bolus ?? 'box',
    firstTime: fit.firstTimePoint - 1,
    relaxation_perS: study.series.map(({ name }) => {
      const given = fit.relaxation_perS[name]!;
      return typeof given === 'number' ? given : { low: given.fit[0], high: given.fit[1] };
    }),
    noise: { kind: fit.noise ?? 'gaussian', sd: undefined },
  };
}

/** Mean course of each region; its noise; and what the background still adds to it. */
function regionsOf(study: LoadedStudy, settings: MapSettings, noise: NoiseChoice, regions: readonly RegionChoice[]) {
  const kind = settings.fit.noise ?? 'gaussian';
  const nTimes = study.flipAngles_rad[0]!.length;
  const means = study.series.map((series, m) =>
    regions.map(({ voxels }) => {
      const all = gatherCourses([series], voxels);
      return regionMean(
        Array.from(voxels, (_, v) => all.subarray(v * nTimes, (v + 1) * nTimes)),
        noise.sd[m]!,
        kind,
      );
    }),
  );
  const data = Float64Array.from(means.flatMap((rows) => rows.flatMap(({ signal }) => [...signal])));
  return {
    courses: coursesOf(study, settings, regions.length, data),
    sd: means.map((rows) => Float64Array.from(rows, (row) => row.sd)),
    offset: kind === 'rician' ? noise.offset.map(() => 0) : noise.offset,
  };
}

/** What a reader of the rates must know. */
function fitNotes(voxels: Quantified, fit: RateFitSettings): string[] {
  const notes: string[] = [];
  const meanings: Readonly<Record<string, string>> = {
    'at-bound':
      'ended at a bound of a fitted value: the data do not fix it, and the other values are conditional on that bound',
    'step-limit': 'were still moving when the steps ran out',
    stalled: 'stopped where no step went further down',
    'not-finite': 'gave no finite numbers',
    'no-signal': 'had no signal at all',
  };
  for (const [end, meaning] of Object.entries(meanings)) {
    const count = voxels.ends.filter((one) => one === end).length;
    if (count > 0) notes.push(`${count} of ${voxels.ends.length} fits ${meaning} (${end} in end_* of voxels.csv).`);
  }
  if (fit.relaxation_perS.every((r1) => typeof r1 === 'number')) {
    notes.push(
      'Relaxation rates are fixed at the values of the study file; the errors of the rates do not hold their uncertainty.',
    );
  }
  const negative = voxels.columns
    .filter(({ name }) => /^rate_.*_perS$/.test(name))
    .map(({ values }) => values.filter((value) => value < 0).length);
  const total = negative.reduce((a, b) => a + b, 0);
  if (total > 0)
    notes.push(
      `${total} fitted rates are negative: plain estimates are given, not cut at zero, so that means over voxels stay unbiased.`,
    );
  for (const { name, values } of voxels.columns.filter((column) => column.name.startsWith('misfit_'))) {
    const typical = median(values.filter(Number.isFinite));
    if (!(typical > MISFIT)) continue;
    notes.push(
      `${name.slice('misfit_'.length)}: the residuals of the fit are ${Math.sqrt(typical).toFixed(1)} times the noise (median), so the model does not describe all of the signal; the errors of the rates grow with that, and the rates hold for this model only.`,
    );
  }
  return notes;
}

/** Residual variance over noise variance from which a model is said not to describe the data. */
const MISFIT = 4;
