// All images of a study, read and held against each other: same grid, same number of time points, flip angles that fit.
import { ScienceError } from '../../base/index.ts';
import {
  geometryGap_mm,
  makeTimeCourses,
  voxelSize_mm,
  type Geometry,
  type ImageSeries,
  type TimeCourses,
  type Volume,
} from '../../records/index.ts';
import type { StudyFiles } from '../files.ts';
import { isOriented, pathOf, readImages, readVolume } from '../read-images.ts';
import { joinNotes, type NoteAbout } from '../notes.ts';
import { contradictions } from './claims.ts';
import type { MapSettings } from './settings.ts';

export interface LoadedStudy {
  /** Substrate first. */
  readonly series: readonly ImageSeries[];
  readonly geometry: Geometry;
  /** [metabolite][time]. */
  readonly flipAngles_rad: readonly Float64Array[];
  readonly anatomy: Volume | undefined;
  readonly notes: readonly string[];
}

export function loadStudy(settings: MapSettings, files: StudyFiles): LoadedStudy {
  const sources = [settings.substrate, ...settings.products];
  const series = sources.map((source) => readImages(files, source));
  const own: NoteAbout[] = series.flatMap((one) => one.notes.map((text) => ({ about: one.name, text })));
  const notes: string[] = [];
  const first = series[0]!;
  const nTimes = first.images.shape[0];
  series.forEach((one, m) => {
    const where = pathOf(sources[m]!);
    if (one.images.shape[0] !== nTimes) {
      throw new ScienceError(
        'format',
        `${one.name} has ${one.images.shape[0]} time points and ${first.name} has ${nTimes}; they must be acquired together, and no image may be missing`,
        { where },
      );
    }
    if (one.geometry.shape.some((n, axis) => n !== first.geometry.shape[axis])) {
      throw new ScienceError(
        'format',
        `${one.name} is [${one.geometry.shape.join(', ')}] voxels and ${first.name} is [${first.geometry.shape.join(', ')}]; both must lie on one grid`,
        { where },
      );
    }
    if (!isOriented(sources[m]!)) return;
    const reference = series[sources.findIndex(isOriented)]!;
    const gap = geometryGap_mm(one.geometry, reference.geometry);
    if (gap > 0.1) {
      throw new ScienceError(
        'format',
        `${one.name} and ${reference.name} lie up to ${gap.toFixed(2)} mm apart; both must lie on one grid`,
        { where },
      );
    }
    if (gap > 1e-3)
      notes.push(`${one.name} and ${reference.name} lie up to ${gap.toFixed(3)} mm apart; taken as one grid.`);
  });
  const oriented = sources.findIndex(isOriented);
  const { geometry } = series[Math.max(oriented, 0)]!;
  own.push(...series.filter((one) => one.integer).map((one) => ({ about: one.name, text: quantizationNote(one) })));
  own.push(...contradictions(series, settings));
  const flipAngles_rad = series.map((one) => flipsOf(one.name, settings, nTimes));
  const { firstTimePoint } = settings.fit;
  if (firstTimePoint > nTimes)
    throw new ScienceError('format', `fit.firstTimePoint is ${firstTimePoint} and there are ${nTimes} time points`);
  series.forEach(({ name }, m) => checkExcited(name, flipAngles_rad[m]!.subarray(firstTimePoint - 1)));
  const anatomy = settings.anatomy === undefined ? undefined : readVolume(files, settings.anatomy, 'the anatomy');
  anatomy?.series.notes.forEach((text) => own.push({ about: 'anatomy', text }));
  return { series, geometry, flipAngles_rad, anatomy: anatomy?.volume, notes: [...joinNotes(own), ...notes] };
}

/** Fewest fitted time points at which a metabolite is excited: two unknowns, and one more for their errors. */
const FEWEST_EXCITED = 3;
/** Below this sine of the flip angle a time point shows nothing. */
const LEAST_SINE = 1e-3;

function checkExcited(name: string, fitted_rad: Float64Array): void {
  const excited = fitted_rad.filter((flip) => Math.abs(Math.sin(flip)) >= LEAST_SINE).length;
  if (excited >= Math.min(FEWEST_EXCITED, fitted_rad.length)) return; // too few time points at all: the model says so
  throw new ScienceError(
    'format',
    `flipAngles_deg.${name} excites ${name} at ${excited} of ${fitted_rad.length} fitted time points; at least ${FEWEST_EXCITED} are needed. Are these degrees, and is fit.firstTimePoint right?`,
  );
}

function flipsOf(name: string, settings: MapSettings, nTimes: number): Float64Array {
  const given = settings.flipAngles_deg[name]!;
  if (Array.isArray(given) && given.length !== nTimes) {
    throw new ScienceError(
      'format',
      `flipAngles_deg.${name} lists ${given.length} angles and there are ${nTimes} time points`,
    );
  }
  return Float64Array.from({ length: nTimes }, (_, t) => ((Array.isArray(given) ? given[t]! : given) * Math.PI) / 180);
}

function quantizationNote(series: ImageSeries): string {
  let peak = -Infinity;
  for (const value of series.images.data) peak = Math.max(peak, value);
  return `The files hold whole numbers up to ${peak}; rounding alone adds a noise of 0.29, and signs or values below zero, if there were any, are lost.`;
}

/** Voxel size in words. */
export const sizeText = (geometry: Geometry): string =>
  voxelSize_mm(geometry)
    .map((mm) => String(Number(mm.toFixed(3))))
    .join(' x ') + ' mm';

/** Time courses of rows of data [metabolite, row, time] of this study. */
export function coursesOf(study: LoadedStudy, settings: MapSettings, nRows: number, data: Float64Array): TimeCourses {
  return makeTimeCourses({
    metabolites: study.series.map((one) => one.name),
    repetition_s: settings.repetition_s,
    flipAngles_rad: study.flipAngles_rad,
    nVoxels: nRows,
    data,
  });
}
