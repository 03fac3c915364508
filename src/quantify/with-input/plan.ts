// What the fits with input of one acquisition share: the model, what of it is fitted and between which bounds, and the search for starts.
import { ScienceError } from '../../base/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS } from '../../physics/index.ts';
import type { RateFitSettings, TimeCourses } from '../../records/index.ts';
import { withInputWidth, type WithInputProblem } from './model.ts';
import { shapeSearch, type ShapeSearch } from './search.ts';

export interface WithInputPlan {
  readonly problem: WithInputProblem;
  readonly settings: RateFitSettings;
  readonly names: readonly string[];
  /** Columns of the model that are fitted, their bounds, and the full parameter vector with the known values in place. */
  readonly columns: readonly number[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly known: Float64Array;
  readonly search: ShapeSearch;
}

/** Bounds of what no study file sets. A value that ends on one is reported as 'at-bound'. */
const MAX_RATE_PERS = 2;
const ALPHA_RANGE = [1, 12] as const;

export function planWithInput(
  acquisition: Pick<TimeCourses, 'metabolites' | 'repetition_s' | 'flipAngles_rad'>,
  settings: RateFitSettings,
): WithInputPlan {
  const { metabolites, repetition_s, flipAngles_rad } = acquisition;
  const nTimes = flipAngles_rad[0]!.length;
  const nProducts = metabolites.length - 1;
  const bolus = settings.bolus === 'gamma' ? GAMMA_BOLUS : BOX_BOLUS;
  if (nTimes - settings.firstTime < 6) {
    throw new ScienceError(
      'argument',
      `${nTimes - settings.firstTime} time points are left to fit; a fit with input needs at least 6`,
    );
  }
  const problem: WithInputProblem = {
    nTimes,
    nProducts,
    repetition_s,
    sin: flipAngles_rad.map((flips) => flips.map(Math.sin)),
    cos: flipAngles_rad.map((flips) => flips.map(Math.cos)),
    bolus,
  };
  const end = nTimes * repetition_s;
  const shape: readonly (readonly [number, number])[] =
    bolus === BOX_BOLUS
      ? [
          [-end, end],
          [repetition_s / 20, 2 * end],
        ]
      : [[-end, end], ALPHA_RANGE, [repetition_s / 20, end]];
  const columns: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const known = new Float64Array(withInputWidth(problem));
  const add = (column: number, low: number, high: number): void => {
    columns.push(column);
    lower.push(low);
    upper.push(high);
  };
  add(0, -Infinity, Infinity);
  for (let j = 0; j < nProducts; j++) add(1 + j, -MAX_RATE_PERS, MAX_RATE_PERS);
  settings.relaxation_perS.forEach((r1, metabolite) => {
    if (typeof r1 === 'number') known[1 + nProducts + metabolite] = r1;
    else add(1 + nProducts + metabolite, r1.low, r1.high);
  });
  shape.forEach(([low, high], p) => add(2 * nProducts + 2 + p, low, high));
  const likelyR1 = settings.relaxation_perS.map((r1) => (typeof r1 === 'number' ? r1 : Math.sqrt(r1.low * r1.high)));
  return {
    problem,
    settings,
    names: metabolites,
    columns,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    known,
    search: shapeSearch(problem, likelyR1, settings.firstTime),
  };
}
