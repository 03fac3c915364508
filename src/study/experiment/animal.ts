// One animal through one scan: injected, imaged, quantified as real images are. Plain data in and out, so that it can run on a thread.
import { Random } from '../../base/index.ts';
import { animalOf, anatomyImage, gridAbout, labelIn, voxelsOf, type Injection } from '../../mouse/index.ts';
import { gatherCourses, resliceMean } from '../../picture/index.ts';
import { estimateNoise, quantify, regionMean, type Quantified } from '../../quantify/index.ts';
import {
  makeTimeCourses,
  type Geometry,
  type ImageSeries,
  type LabelBudget,
  type RateFitSettings,
  type TimeCourses,
  type Volume,
} from '../../records/index.ts';
import {
  MOUSE_COIL,
  noiseSpread,
  parabolicB1,
  scan,
  sliceMeans,
  throughAxes,
  type Coil,
  type Protocol,
} from '../../scanner/index.ts';
import { animalSettings, type AnimalName, type ExperimentDose, type ExperimentSettings } from './settings.ts';

export const METABOLITES = ['fumarate', 'malate'] as const;

export interface AnimalTask {
  readonly name: AnimalName;
  readonly settings: ExperimentSettings;
  readonly dose: ExperimentDose;
}

export interface AnimalOutcome {
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
  /** Estimated from the images, per metabolite; and that of the simulated scanner. */
  readonly noiseSd_mM: readonly number[];
  readonly trueNoiseSd_mM: number;
  /** Liver: voxels more than half of it. */
  readonly voxels: Int32Array;
  readonly courses: TimeCourses;
  readonly quantified: Quantified;
  /** Ratio of malate to fumarate without noise, of each voxel. */
  readonly trueRatio: Float64Array;
  /** Mean of the liver. */
  readonly whole: { readonly courses: TimeCourses; readonly sd: readonly number[]; readonly quantified: Quantified };
  readonly budget: LabelBudget;
  readonly notes: readonly string[];
}

/** Share of a voxel that must be liver for a person to take it into an outline of the liver. */
const OUTLINE = 0.5;
const LOOKUP_mm = 0.5;
const ANATOMY = { pixel_mm: 0.35, lookup_mm: 1, echo: { echoTime_s: 0.03, repetition_s: 2.5 } };

export function injectionOf({ injection }: ExperimentSettings, dose: ExperimentDose): Injection {
  const { concentration_mM, polarization, volume_mL } = dose;
  const { syringeT1_s, duration_s } = injection;
  return { agents: [{ agent: 'fumarate', concentration_mM, polarization, syringeT1_s }], volume_mL, duration_s };
}

export function coilOf({ scanner: { coil } }: ExperimentSettings): Coil {
  return {
    efficiency_TPerSqrtW: coil.efficiency_uTPerSqrtW * 1e-6,
    b0_T: coil.b0_T,
    sampleNoiseShare: coil.sampleNoiseShare,
    noiseFigure_dB: coil.noiseFigure_dB,
    temperature_K: MOUSE_COIL.temperature_K,
  };
}

export function protocolOf(settings: ExperimentSettings): Protocol {
  const { scanner, grid } = settings;
  const { T2Star_s, flips, b1Drop: _, coil: __, ...rest } = scanner;
  return {
    ...rest,
    channels: METABOLITES.map((name) => ({ name, flips: flips[name], t2Star_s: T2Star_s })),
    matrix: grid.matrix,
    encoding: 'slices',
    coil: coilOf(settings),
  };
}

/** B1 over a grid: a parabola about the middle of the field of view. */
export const b1Over = (geometry: Geometry, { scanner, grid }: ExperimentSettings): Float64Array =>
  parabolicB1(geometry, { centre_mm: grid.centre_mm, radius_mm: 15, drop: scanner.b1Drop });

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
  const seen = scan(tissue, protocolOf(settings), random.fork('scan'), { b1: b1Over(fine, settings) });
  const geometry = seen.images[0]!.geometry;
  const liver = resliceMean(body.liver, geometry);
  const dead = resliceMean(
    { geometry: fine, data: body.liver.data.map((part, v) => part * body.necrotic.data[v]!) },
    geometry,
  );
  const severity = { geometry, data: dead.data.map((part, v) => (liver.data[v]! > 0 ? part / liver.data[v]! : 0)) };
  const voxels = Int32Array.from([...liver.data.keys()].filter((v) => liver.data[v]! > OUTLINE));
  const noiseSd_mM = seen.images.map((series) => estimateNoise(series)?.sd ?? seen.noiseSd_mM);
  const measured = quantifyLiver(settings, seen.images, seen.flipAngles_rad, noiseSd_mM, voxels, random);
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
    notes: [...animal.notes, ...seen.notes],
  };
}

/** Sum over frames of one row of courses [metabolite, row, time]. */
function areaOf(data: Float64Array, nRows: number, nFrames: number, metabolite: number, row: number): number {
  const from = (metabolite * nRows + row) * nFrames;
  return data.subarray(from, from + nFrames).reduce((a, b) => a + b, 0);
}

function quantifyLiver(
  settings: ExperimentSettings,
  images: readonly ImageSeries[],
  flipAngles_rad: readonly Float64Array[],
  sd: readonly number[],
  voxels: Int32Array,
  random: Random,
): Pick<AnimalOutcome, 'courses' | 'quantified' | 'whole'> {
  const { repetition_s, nFrames, images: kind } = settings.scanner;
  const noise = kind === 'complex' ? 'gaussian' : 'rician';
  const fit: RateFitSettings = {
    model: 'inputless',
    bolus: 'box',
    firstTime: 0,
    relaxation_perS: METABOLITES.map((name) => 1 / settings.analysis.T1_s[name]),
    noise: { kind: noise, sd: undefined },
  };
  const coursesOf = (nVoxels: number, data: Float64Array): TimeCourses =>
    makeTimeCourses({ metabolites: METABOLITES, repetition_s, flipAngles_rad, nVoxels, data });
  const signal = gatherCourses(images, voxels);
  const courses = coursesOf(voxels.length, signal);
  const quantified = quantify(
    courses,
    {
      fit,
      offset: METABOLITES.map((_, m) => (noise === 'rician' ? RAYLEIGH * sd[m]! : 0)),
      sd: METABOLITES.map((_, m) => new Float64Array(voxels.length).fill(sd[m]!)),
      rowNames: Array.from(voxels, (voxel) => `voxel ${voxel}`),
    },
    random.fork('voxels'),
  );
  const means = METABOLITES.map((_, m) =>
    regionMean(
      Array.from(voxels, (__, row) => {
        const from = (m * voxels.length + row) * nFrames;
        return signal.subarray(from, from + nFrames);
      }),
      sd[m]!,
      noise,
    ),
  );
  const wholeCourses = coursesOf(1, Float64Array.from(means.flatMap((mean) => [...mean.signal])));
  const shared = sharedNoise(settings, voxels);
  const wholeSd = means.map((mean) => mean.sd * shared);
  const whole = quantify(
    wholeCourses,
    {
      fit: { ...fit, noise: { kind: 'gaussian', sd: undefined } },
      offset: [0, 0],
      sd: wholeSd.map((one) => Float64Array.of(one)),
      rowNames: ['region liver'],
    },
    random.fork('regions'),
  );
  return { courses, quantified, whole: { courses: wholeCourses, sd: wholeSd, quantified: whole } };
}

/** Noise of the mean of `voxels` over that of as many independent ones: a k-space filter lets neighbours share noise. */
function sharedNoise({ grid: { matrix }, scanner: { filter } }: ExperimentSettings, voxels: Int32Array): number {
  if (filter === 'none') return 1;
  const axes = [
    noiseSpread(matrix[0], matrix[0], filter),
    noiseSpread(matrix[1], matrix[1], filter),
    sliceMeans(matrix[2], matrix[2]),
  ] as const;
  const power = (at: Int32Array): number => {
    const mask = new Float64Array(matrix[0] * matrix[1] * matrix[2]);
    for (const voxel of at) mask[voxel] = 1;
    return throughAxes(mask, axes).reduce((sum, x) => sum + x * x, 0);
  };
  return Math.sqrt(power(voxels) / (voxels.length * power(voxels.subarray(0, 1))));
}

/** Mean of the magnitude of complex noise over its standard deviation per channel, sqrt(pi / 2). */
const RAYLEIGH = Math.sqrt(Math.PI / 2);
