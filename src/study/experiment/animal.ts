// One animal through one scan: injected, imaged, quantified as real images are. Plain data in and out, so that it can run on a thread.
import { Random, ScienceError } from '../../base/index.ts';
import { animalOf, anatomyImage, gridAbout, labelIn, voxelsOf } from '../../mouse/index.ts';
import { gatherCourses, resliceMean } from '../../picture/index.ts';
import { estimateNoise } from '../../quantify/index.ts';
import type { Geometry, ImageSeries, LabelBudget, RawScan, TissueLine, Volume } from '../../records/index.ts';
import { measureLiver, type MeasuredLiver } from './measure.ts';
import { imagesOf } from './scan/images.ts';
import { injectionOf } from './scan/protocol.ts';
import { coilsNote, coilsOf, heardBy, meanIn } from './uneven/coils.ts';
import { fieldOf, wholeOf, type FieldOutcome } from './uneven/field.ts';
import { animalSettings, type AnimalName, type ExperimentDose, type ExperimentSettings } from './settings.ts';

export interface AnimalTask {
  readonly name: AnimalName;
  readonly settings: ExperimentSettings;
  readonly dose: ExperimentDose;
}

export interface AnimalOutcome extends MeasuredLiver {
  readonly name: AnimalName;
  /** Dead share of the whole liver. */
  readonly necrotic: number;
  readonly liver_mL: number;
  readonly geometry: Geometry;
  readonly anatomy: Volume;
  /** Of the liver in each 13C voxel, and of the dead part of that liver. */
  readonly liver: Volume;
  readonly severity: Volume;
  /** Fumarate, malate. */
  readonly images: readonly ImageSeries[];
  readonly times_s: Float64Array;
  readonly flipAngles_rad: readonly Float64Array[];
  /** From the receiver or estimated from the images, per metabolite; and that of the simulated scanner. */
  readonly noiseSd_mM: readonly number[];
  readonly trueNoiseSd_mM: number;
  /** Liver: voxels more than half of it. */
  readonly voxels: Int32Array;
  /** Ratio of malate to fumarate without noise, of each voxel. */
  readonly trueRatio: Float64Array;
  readonly budget: LabelBudget;
  /** What the tissue can show. */
  readonly lines: readonly TissueLine[];
  /** Where the scan went through k-space. */
  readonly raw?: RawScan;
  /** Where the field is that of the animal. */
  readonly field?: FieldOutcome;
  /** Where loops receive: their signal to noise together over that of the volume coil, over the tissue; NaN where there is no animal. */
  readonly heard?: Volume;
  readonly notes: readonly string[];
}

/** Share of a voxel that must be liver for a person to take it into an outline of the liver. */
const OUTLINE = 0.5;
const LOOKUP_mm = 0.5;
const ANATOMY = { pixel_mm: 0.3, lookup_mm: 1, echo: { echoTime_s: 0.04, repetition_s: 2.5, fatLeft: 0.25 } };

export function runAnimal({ name, settings, dose }: AnimalTask): AnimalOutcome {
  const { grid, scanner, seed } = settings;
  const random = new Random(seed).fork(name);
  const animal = animalOf(animalSettings(settings, name));
  const fine = gridAbout(
    'axial',
    [grid.matrix[0] * grid.finer, grid.matrix[1] * grid.finer, grid.matrix[2]],
    [grid.voxel_mm[0] / grid.finer, grid.voxel_mm[1] / grid.finer, grid.voxel_mm[2]],
    grid.centre_mm,
  );
  const body = voxelsOf(animal, fine, LOOKUP_mm);
  const tissue = labelIn(animal, body, injectionOf(settings, dose), settings.kinetics);
  const inside = wholeOf(body.shares, body.liver.data.length);
  const field = fieldOf(animal, body, settings);
  const coils = coilsOf(settings, fine, inside, animal.scale);
  const heard = coils && heardBy(coils, fine, inside);
  const gain = heard && meanIn(heard, body.liver.data);
  const seen = imagesOf(tissue, settings, random.fork('scan'), {
    ...(field && { field_Hz: field.after.data.map((f) => (Number.isNaN(f) ? 0 : f)) }),
    ...(field && scanner.field?.correct && { known_Hz: field.onImages_Hz }),
    ...(coils && { coils, gain: gain! }),
  });
  const geometry = seen.images[0]!.geometry;
  const liver = resliceMean(body.liver, geometry);
  const dead = resliceMean(
    { geometry: fine, data: body.liver.data.map((part, v) => part * body.necrotic.data[v]!) },
    geometry,
  );
  const severity = { geometry, data: dead.data.map((part, v) => (liver.data[v]! > 0 ? part / liver.data[v]! : 0)) };
  const voxels = Int32Array.from([...liver.data.keys()].filter((v) => liver.data[v]! > OUTLINE));
  if (voxels.length === 0)
    throw new ScienceError('argument', `no voxel of the ${name} animal is more than half liver; take smaller voxels`, {
      where: 'grid',
    });
  const noiseSd_mM = seen.receiverNoise_mM ?? seen.images.map((series) => estimateNoise(series)?.sd ?? seen.noiseSd_mM);
  const measured = measureLiver(settings, seen.images, seen.flipAngles_rad, noiseSd_mM, voxels, random);
  const quiet = gatherCourses(seen.noiseFree, voxels);
  const pixels = ([0, 1] as const).map((axis) =>
    Math.round((grid.matrix[axis] * grid.voxel_mm[axis]) / ANATOMY.pixel_mm),
  );
  const anatomyGrid = gridAbout(
    'axial',
    [pixels[0]!, pixels[1]!, grid.matrix[2]],
    [ANATOMY.pixel_mm, ANATOMY.pixel_mm, grid.voxel_mm[2]],
    grid.centre_mm,
  );
  return {
    name,
    necrotic: animal.necrotic,
    liver_mL: animal.liver_mL,
    geometry,
    anatomy: anatomyImage(animal, anatomyGrid, ANATOMY.lookup_mm, ANATOMY.echo),
    liver,
    severity,
    images: seen.images,
    times_s: seen.times_s,
    flipAngles_rad: seen.flipAngles_rad,
    noiseSd_mM,
    trueNoiseSd_mM: seen.noiseSd_mM,
    voxels,
    ...measured,
    trueRatio: Float64Array.from(
      voxels,
      (_, row) =>
        areaOf(quiet, voxels.length, scanner.nFrames, 1, row) / areaOf(quiet, voxels.length, scanner.nFrames, 0, row),
    ),
    budget: tissue.budget('fumarate'),
    lines: tissue.lines,
    notes: [...animal.notes, ...seen.notes, ...(gain === undefined ? [] : [coilsNote(settings, gain)])],
    ...(seen.raw === undefined ? {} : { raw: seen.raw }),
    ...(field && { field }),
    ...(heard && { heard }),
  };
}

/** Sum over frames of one row of courses [metabolite, row, time]. */
function areaOf(data: Float64Array, nRows: number, nFrames: number, metabolite: number, row: number): number {
  const from = (metabolite * nRows + row) * nFrames;
  return data.subarray(from, from + nFrames).reduce((a, b) => a + b, 0);
}
