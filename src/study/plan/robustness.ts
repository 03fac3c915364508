// The planned scan when T1 or B1 are not what they were taken for.
import {
  misjudgedRate,
  pairCourse,
  prepare,
  rateBound_perS,
  type Acquisition,
  type FlipPair,
  type TwoPool,
} from '../../scanner/index.ts';
import { detectionLimit } from './limits.ts';
import type { PlanSettings } from './settings.ts';

export type Misjudgement = 'T1 of the substrate' | 'T1 of the product' | 'B1';

export interface RobustnessCourse {
  readonly of: Misjudgement;
  /** Actual over taken. */
  readonly factor: readonly number[];
  /** Of the fitted rate in the target tissue, (fitted - true) / true, where the fit does not know. */
  readonly bias: readonly number[];
  /** Detection limit where the fit does know. */
  readonly limit: readonly number[];
}

export interface Robustness {
  readonly courses: readonly RobustnessCourse[];
  /** Largest relative bias and largest limit within the error that was asked about. */
  readonly worstBias: number;
  readonly worstLimit: number;
}

const POINTS = 13;

export function robustnessOf(
  settings: PlanSettings,
  { injured, healthy }: { readonly injured: TwoPool; readonly healthy: TwoPool },
  { frames, flips_rad }: Acquisition,
  sd: number,
  filled: number,
): Robustness {
  const factor = Array.from({ length: POINTS }, (_, i) => 1 + settings.error * ((2 * i) / (POINTS - 1) - 1));
  const relaxing = (model: TwoPool, pool: 0 | 1, by: number): TwoPool => ({
    ...model,
    r1_perS: pool === 0 ? [model.r1_perS[0] / by, model.r1_perS[1]] : [model.r1_perS[0], model.r1_perS[1] / by],
  });
  const turned = (by: number): FlipPair => [
    flips_rad[0].map((flip) => flip * by),
    flips_rad[1].map((flip) => flip * by),
  ];
  const actual: Readonly<
    Record<Misjudgement, (model: TwoPool, by: number) => { model: TwoPool; flips_rad: FlipPair }>
  > = {
    'T1 of the substrate': (model, by) => ({ model: relaxing(model, 0, by), flips_rad }),
    'T1 of the product': (model, by) => ({ model: relaxing(model, 1, by), flips_rad }),
    B1: (model, by) => ({ model, flips_rad: turned(by) }),
  };
  const courses = (Object.keys(actual) as Misjudgement[]).map((of): RobustnessCourse => ({
    of,
    factor,
    bias: factor.map(
      (by) => misjudgedRate(actual[of](injured, by), { model: injured, flips_rad }, frames, [sd, sd]).relativeBias,
    ),
    limit: factor.map((by) => {
      const bounds = [injured, healthy].map((model) => {
        const real = actual[of](model, by);
        return rateBound_perS(pairCourse(prepare(real.model, frames), real.flips_rad), [sd, sd]);
      });
      return detectionLimit(settings, bounds, filled);
    }),
  }));
  const all = (key: 'bias' | 'limit'): number[] => courses.flatMap((course) => course[key].map(Math.abs));
  return { courses, worstBias: Math.max(...all('bias')), worstLimit: Math.max(...all('limit')) };
}
