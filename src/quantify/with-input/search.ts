// Where to begin: the best of some thousand bolus shapes. At a given shape and total rate the model is linear in the input amplitude and in
// amplitude times rate, so unit responses are made once per acquisition and a voxel costs one scalar product with each.
import { BOX_BOLUS } from '../../physics/index.ts';
import { cellOf } from './box-cells.ts';
import { withInputWidth, type WithInputProblem } from './model.ts';
import { momentsOf, unitResponses } from './unit-responses.ts';

/** Total rates at which unit responses are made: those nearest to what comes out are taken. */
const TOTALS_PERS = [0.004, 0.01, 0.02, 0.035, 0.06, 0.1, 0.18, 0.3];
const FIRST_FAMILY = 3;
const ALPHAS = [1.2, 2.5, 7];
/** Box edges per repetition time, by how many time points there are: the pairs of them stay below 10 000 or so. */
const edgesPerFrame = (nTimes: number): number => (nTimes <= 40 ? 3 : nTimes <= 80 ? 2 : 1);

interface Candidate {
  readonly shape: readonly [number, number] | readonly [number, number, number];
  /** The response is that of basis `plus` less that of `minus`. */
  readonly plus: number;
  readonly minus: number | undefined;
  /** Only the best of a group is a start. */
  readonly group: number;
}
export interface ShapeSearch {
  readonly candidates: readonly Candidate[];
  readonly nGroups: number;
  readonly firstTime: number;
  readonly families: readonly Family[];
}
/** Unit responses at one total rate. */
interface Family {
  /** Those of all responses, but the shape. */
  readonly parameters: Float64Array;
  /** [basis][metabolite * nTimes + time]. */
  readonly responses: readonly Float64Array[];
  /** Sum over the fitted time points of the squared response, [candidate, metabolite]. */
  readonly squares: Float64Array;
}

/** `r1_perS` per metabolite: known, or a likely value of what is fitted. */
export function shapeSearch(problem: WithInputProblem, r1_perS: readonly number[], firstTime: number): ShapeSearch {
  const { nProducts, nTimes } = problem;
  const { shapes, candidates } = problem.bolus === BOX_BOLUS ? boxes(problem) : gammas(problem);
  const moments = shapes.map((shape) => momentsOf(problem, shape));
  const families = TOTALS_PERS.map((total) => {
    const rates = Array.from({ length: nProducts }, () => total / nProducts);
    const parameters = new Float64Array(withInputWidth(problem));
    parameters.set([1, ...rates, ...r1_perS]);
    const responseOf = unitResponses(problem, rates, r1_perS);
    const made = moments.map(responseOf);
    const squares = new Float64Array(candidates.length * (nProducts + 1));
    candidates.forEach(({ plus, minus }, c) => {
      const a = made[plus]!;
      const b = minus === undefined ? undefined : made[minus]!;
      for (let metabolite = 0; metabolite <= nProducts; metabolite++) {
        let sum = 0;
        for (let row = metabolite * nTimes + firstTime; row < (metabolite + 1) * nTimes; row++) {
          const value = a[row]! - (b === undefined ? 0 : b[row]!);
          sum += value * value;
        }
        squares[c * (nProducts + 1) + metabolite] = sum;
      }
    });
    return { parameters, responses: made, squares };
  });
  const nGroups = candidates.reduce((most, { group }) => Math.max(most, group + 1), 0);
  return { candidates, nGroups, firstTime, families };
}

/** One start per group. */
export interface Scan {
  /** The groups, the best first. */
  readonly order: readonly number[];
  /** All parameters of the model at the best shape of a group. */
  readonly startOf: (group: number) => Float64Array;
}

/** The best shapes for `data` [metabolite][time] and the weight of each metabolite's squares. */
export function scanShapes(
  search: ShapeSearch,
  problem: WithInputProblem,
  data: readonly Float64Array[],
  weights: readonly number[],
): Scan {
  let scan = scanFamily(search, problem, search.families[FIRST_FAMILY]!, data, weights);
  // The total rate of the best start says which responses would have been right.
  for (let round = 0, before = FIRST_FAMILY; round < 3 && scan.order.length > 0; round++) {
    const start = scan.startOf(scan.order[0]!);
    let total = 0;
    for (let j = 1; j <= problem.nProducts; j++) total += start[j]!;
    const nearest = TOTALS_PERS.reduce(
      (best, value, f) => (Math.abs(value - total) < Math.abs(TOTALS_PERS[best]! - total) ? f : best),
      0,
    );
    if (nearest === before) break;
    before = nearest;
    scan = scanFamily(search, problem, search.families[nearest]!, data, weights);
  }
  return scan;
}

function scanFamily(
  { candidates, nGroups, firstTime }: ShapeSearch,
  { nTimes, nProducts }: WithInputProblem,
  { parameters, responses, squares }: Family,
  data: readonly Float64Array[],
  weights: readonly number[],
): Scan {
  const n = nProducts + 1;
  const products = new Float64Array(responses.length * n);
  responses.forEach((response, basis) => {
    for (let metabolite = 0; metabolite < n; metabolite++) {
      const signal = data[metabolite]!;
      let sum = 0;
      for (let i = firstTime; i < nTimes; i++) sum += signal[i]! * response[metabolite * nTimes + i]!;
      products[basis * n + metabolite] = sum;
    }
  });
  const dot = ({ plus, minus }: Candidate, metabolite: number): number =>
    products[plus * n + metabolite]! - (minus === undefined ? 0 : products[minus * n + metabolite]!);
  const least = new Float64Array(nGroups).fill(Infinity);
  const where = new Int32Array(nGroups);
  for (let c = 0; c < candidates.length; c++) {
    const candidate = candidates[c]!;
    let cost = 0;
    for (let metabolite = 0; metabolite < n; metabolite++) {
      const square = squares[c * n + metabolite]!;
      const value = dot(candidate, metabolite);
      if (square > 0) cost -= (weights[metabolite]! * value * value) / square;
    }
    if (!(cost < least[candidate.group]!)) continue;
    least[candidate.group] = cost;
    where[candidate.group] = c;
  }
  const startOf = (group: number): Float64Array => {
    const c = where[group]!;
    const share = (metabolite: number): number => dot(candidates[c]!, metabolite) / squares[c * n + metabolite]!;
    const start = parameters.slice();
    start[0] = share(0);
    for (let j = 1; j < n; j++) start[j] = (parameters[j]! * share(j)) / share(0);
    start.set(candidates[c]!.shape, 2 * nProducts + 2);
    return start;
  };
  const order = Array.from(least.keys())
    .filter((group) => least[group]! < 0)
    .sort((a, b) => least[a]! - least[b]!);
  return { order, startOf };
}

/** A box is a step less a later step: all pairs of edges. */
function boxes({ nTimes, repetition_s }: WithInputProblem) {
  const perFrame = edgesPerFrame(nTimes);
  const early = [16, 8, 4, 2, 1, 0.5, 0.2].filter((frames) => frames < nTimes).map((frames) => -frames * repetition_s);
  // Never at an excitation: a descent that begins on the border of its cell may be held there.
  const inside = Array.from({ length: (nTimes - 1) * perFrame }, (_, i) => ((i + 0.5) * repetition_s) / perFrame);
  const edges = [...early, ...inside];
  const end = (nTimes - 1) * repetition_s;
  const shapes = edges.map((edge) => [edge, 2 * nTimes * repetition_s - edge]);
  const candidates: Candidate[] = [];
  edges.forEach((start, plus) => {
    for (let minus = plus + 1; minus <= edges.length; minus++) {
      const stop = edges[minus] ?? end;
      const [first, last] = cellOf(start, stop, nTimes, repetition_s);
      candidates.push({
        shape: [start, stop - start],
        plus,
        minus: minus < edges.length ? minus : undefined,
        group: first * nTimes + last,
      });
    }
  });
  return { shapes, candidates };
}

/** Grid over arrival, sharpness and time to peak. */
function gammas({ nTimes, repetition_s }: WithInputProblem) {
  const shapes: (readonly [number, number, number])[] = [];
  const candidates: Candidate[] = [];
  const longest = Math.log(0.8 * nTimes);
  const nLengths = 5;
  for (let length = 0; length < nLengths; length++) {
    const rise = 0.5 * Math.exp((longest * length) / (nLengths - 1));
    ALPHAS.forEach((alpha, sharpness) => {
      for (let peak = -1; peak < nTimes - 1; peak += 0.5) {
        const shape = [(peak - rise) * repetition_s, alpha, (rise * repetition_s) / alpha] as const;
        candidates.push({
          shape,
          plus: shapes.length,
          minus: undefined,
          group: length * ALPHAS.length + sharpness,
        });
        shapes.push(shape);
      }
    });
  }
  return { shapes, candidates };
}
