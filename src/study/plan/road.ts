// The road of a plan: settings in; the best acquisition, its detection limit, visibility and robustness out. Numbers only.
import { QUIET, utf8, type Run } from '../../base/index.ts';
import { logGamma } from '../../math/index.ts';
import { GAMMA_BOLUS } from '../../physics/index.ts';
import {
  areaRatio,
  pairCourse,
  PAIR_DESIGNS,
  prepare,
  rateBound_perS,
  searchAcquisitions,
  type Acquisition,
  type PairCourse,
  type TwoPool,
} from '../../scanner/index.ts';
import type { StudyFiles } from '../files.ts';
import { parseSettings } from '../settings-text.ts';
import { detectionLimit, filledShare, frameNoise_mM } from './limits.ts';
import { robustnessOf, type Robustness } from './robustness.ts';
import { overDefault, planFileSchema } from './plan-file.ts';
import { ASSUMPTIONS, DEFAULT_COIL, DEFAULT_PLAN, type PlanSettings } from './settings.ts';
import { visibilityOf, type Visibility } from './visibility.ts';

export interface Ranked extends Acquisition {
  /** Least detectable share of dead cells in the chosen voxel. */
  readonly limit: number;
}

export interface PlanStudy {
  readonly settings: PlanSettings;
  /** Injured as asked, healthy, all cells dead. */
  readonly models: { readonly injured: TwoPool; readonly healthy: TwoPool; readonly necrotic: TwoPool };
  /** Best of each design, best first. */
  readonly ranked: readonly [Ranked, ...Ranked[]];
  readonly voxel_mm: number;
  /** Noise of a frame in the chosen voxel, mM of polarized 13C. */
  readonly noise_mM: number;
  readonly courses: { readonly injured: PairCourse; readonly healthy: PairCourse };
  readonly times_s: Float64Array;
  readonly ratio: { readonly ratio: number; readonly error: number };
  readonly limitByVoxel: readonly {
    readonly diameter_mm: number;
    readonly voxel_mm: readonly number[];
    readonly limit: readonly number[];
  }[];
  readonly limitByDose: readonly {
    readonly voxel_mm: number;
    readonly dose: readonly number[];
    readonly limit: readonly number[];
  }[];
  readonly visibility: Visibility;
  readonly robustness: Robustness;
  readonly notes: readonly string[];
}

/** Reads a plan file over the default; every mistake names its line. */
export function readPlan(path: string, files: StudyFiles): PlanSettings {
  return overDefault(parseSettings(planFileSchema, utf8(files.read(path)), path));
}

/** Of the dose of the settings: 0.05 to 3, the dose itself among them. */
const DOSES = Array.from({ length: 60 }, (_, i) => (i + 1) / 20);
const cube = (edge: number): number => edge * edge * edge;
const DEGREES = Math.PI / 180;

export function planRoad(settings: PlanSettings, run: Run = QUIET): PlanStudy {
  const { search, target, tissue } = settings;
  const models = modelsOf(settings);
  const find = (voxel_mm: number): Acquisition[] => {
    const sd = frameNoise_mM(settings, cube(voxel_mm));
    const filled = filledShare(target.diameter_mm, voxel_mm);
    return searchAcquisitions(
      [models.injured, models.healthy],
      [sd, sd],
      { ...search, angles_rad: [DEGREES, 90 * DEGREES] },
      (bounds) => detectionLimit(settings, bounds, filled),
      run,
    );
  };
  // The bound goes with the noise, so one search serves all voxels, up to the healthy spread; a second one at the chosen voxel takes that in.
  const first = find(closest(search.voxel_mm, target.diameter_mm))[0]!;
  const limitAt = (one: Acquisition, voxel_mm: number, diameter_mm: number, dose = 1): number => {
    const sd = frameNoise_mM(settings, cube(voxel_mm)) / dose;
    const bounds = [models.injured, models.healthy].map((model) =>
      rateBound_perS(pairCourse(prepare(model, one.frames), one.flips_rad), [sd, sd]),
    );
    return detectionLimit(settings, bounds, filledShare(diameter_mm, voxel_mm));
  };
  const sizes = [...search.voxel_mm].sort((a, b) => a - b);
  const limits = sizes.map((voxel_mm) => limitAt(first, voxel_mm, target.diameter_mm));
  const voxel_mm = sizes[limits.indexOf(Math.min(...limits))]!;
  const ranked = find(voxel_mm).map((one) => ({ ...one, limit: one.score })) as unknown as PlanStudy['ranked'];
  const best = ranked[0];
  const noise_mM = frameNoise_mM(settings, cube(voxel_mm));
  const { frames, flips_rad } = best;
  const courses = {
    injured: pairCourse(prepare(models.injured, frames), flips_rad),
    healthy: pairCourse(prepare(models.healthy, frames), flips_rad),
  };
  const diameters = [...new Set([target.diameter_mm / 2, target.diameter_mm, 2 * target.diameter_mm])];
  const fine = Array.from({ length: 60 }, (_, i) => sizes[0]! + ((sizes.at(-1)! - sizes[0]!) * i) / 59);
  const near = [...new Set([Math.max(sizes[0]!, voxel_mm / 2), voxel_mm])];
  return {
    settings,
    models,
    ranked,
    voxel_mm,
    noise_mM,
    courses,
    times_s: Float64Array.from({ length: frames.nFrames }, (_, n) => frames.start_s + n * frames.repetition_s),
    ratio: areaRatio(courses.injured, [noise_mM, noise_mM]),
    limitByVoxel: diameters.map((diameter_mm) => ({
      diameter_mm,
      voxel_mm: fine,
      limit: fine.map((edge) => limitAt(best, edge, diameter_mm)),
    })),
    limitByDose: near.map((edge) => ({
      voxel_mm: edge,
      dose: DOSES,
      limit: DOSES.map((dose) => limitAt(best, edge, target.diameter_mm, dose)),
    })),
    visibility: visibilityOf(settings, models, voxel_mm, run),
    robustness: robustnessOf(settings, models, best, noise_mM, filledShare(target.diameter_mm, voxel_mm)),
    notes: notesOf(settings, best, voxel_mm, tissue.healthySpread_perS),
  };
}

/** Polarized substrate that the bolus brings to a voxel in all, mM. */
export function delivered_mM({ dose, animal }: PlanSettings): number {
  const amount_mmol = dose.concentration_mM * dose.volume_uL * 1e-6;
  const volume_L = animal.weight_g * animal.distribution_mLPerG * 1e-3;
  return (amount_mmol / volume_L) * dose.polarization * animal.voxelFraction;
}

function modelsOf(settings: PlanSettings): PlanStudy['models'] {
  const { tissue, dose, target } = settings;
  const names = [dose.substrate, tissue.product] as const;
  const { delay_s, alpha, beta_s } = tissue.arrival;
  // The bolus has a peak of 1 and an area of beta e^alpha Gamma(alpha + 1) / alpha^alpha.
  const area = beta_s * Math.exp(alpha + logGamma(alpha + 1) - alpha * Math.log(alpha));
  const withRate = (rate_perS: number): TwoPool => ({
    rate_perS,
    backRate_perS: rate_perS / tissue.equilibrium,
    r1_perS: [1 / tissue.T1_s[names[0]]!, 1 / tissue.T1_s[names[1]]!],
    washOut_perS: [tissue.washOut_perS[names[0]]!, tissue.washOut_perS[names[1]]!],
    input: { bolus: GAMMA_BOLUS, shape: [delay_s, alpha, beta_s], amplitude: delivered_mM(settings) / area },
  });
  const { healthyRate_perS, necroticRate_perS } = tissue;
  return {
    injured: withRate(healthyRate_perS + target.fraction * necroticRate_perS),
    healthy: withRate(healthyRate_perS),
    necrotic: withRate(healthyRate_perS + necroticRate_perS),
  };
}

const closest = (values: readonly number[], to: number): number =>
  values.reduce((best, value) => (Math.abs(value - to) < Math.abs(best - to) ? value : best));

/** Whether any number of the default still stands. */
const isKept = (value: unknown, standard: unknown): boolean =>
  typeof standard === 'object' && standard !== null
    ? Object.entries(standard).some(([key, one]) => isKept((value as Record<string, unknown>)[key], one))
    : value === standard;

function notesOf(settings: PlanSettings, best: Acquisition, voxel_mm: number, spread: number): string[] {
  const { search, tissue } = settings;
  const at = (path: readonly string[], { scanner, ...rest }: PlanSettings): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], {
      ...rest,
      scanner: { ...scanner, coil: scanner.coil ?? DEFAULT_COIL },
    });
  const assumed = ASSUMPTIONS.filter(([path]) => isKept(at(path, settings), at(path, DEFAULT_PLAN))).map(
    ([, what]) => what,
  );
  const atEdge = (
    [
      ['start_s', best.frames.start_s],
      ['repetition_s', best.frames.repetition_s],
      ['nFrames', best.frames.nFrames],
      ['voxel_mm', voxel_mm],
    ] as const
  ).filter(([key, value]) => {
    const values = search[key];
    return values.length > 1 && (value === Math.max(...values) || (value === Math.min(...values) && value > 0));
  });
  return [
    ...(assumed.length > 0 ? [`ASSUMED, as no measurement was given: ${assumed.join('; ')}.`] : []),
    ...(atEdge.length > 0
      ? [
          `Best at the end of the values that were offered: ${atEdge.map(([key, value]) => `search.${key} ${value}`).join(', ')}; a wider choice may do better.`,
        ]
      : []),
    'Limits are Cramer-Rao bounds for a fit that knows the shape of the bolus and both T1: no unbiased fit does better, a real one does somewhat worse.',
    `Both lines of ${tissue.product} are taken as one band in phase, each metabolite has one excitation per frame, and the slice profile and the point-spread function are left out; fumarole experiment holds them.`,
    ...(spread === 0
      ? ['Healthy voxels are taken to be all alike: with their real spread the largest voxel would not be the best.']
      : []),
    `Angles of the designs other than constant ones hold for the target tissue; ${PAIR_DESIGNS[best.design].label} won.`,
  ];
}
