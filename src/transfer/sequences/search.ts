// The largest value of a function of a few parameters in a box: a coarse look everywhere, then a simplex from the best places. No randomness, no clock.

export interface Searched {
  readonly name: string;
  readonly start: number;
  readonly lower: number;
  readonly upper: number;
  readonly whole?: boolean;
}

export interface SearchEnd {
  readonly values: readonly number[];
  readonly largest: number;
  readonly evaluations: number;
  readonly end: 'converged' | 'at-bound' | 'step-limit';
}

/** Ends when a round of the simplex gains less than this. */
const SMALL_GAIN = 1e-7;
const BEST_PLACES = 4;

export function searchLargest(
  value: (at: readonly number[]) => number,
  parameters: readonly Searched[],
  maxEvaluations: number,
): SearchEnd {
  let evaluations = 0;
  const fit = (x: number, i: number): number => {
    const { lower, upper, whole } = parameters[i]!;
    const inside = Math.min(upper, Math.max(lower, x));
    return whole === true ? Math.round(inside) : inside;
  };
  const at = (x: readonly number[]): Place => {
    evaluations++;
    const values = x.map(fit);
    return { values, size: value(values) };
  };
  const start = at(parameters.map((one) => one.start));
  const looked = [start];
  const looks = Math.min(60 * 2 ** parameters.length, Math.floor(maxEvaluations / 3));
  for (let i = 1; i <= looks; i++)
    looked.push(
      at(
        parameters.map(({ lower, upper }, k) => lower + (upper - lower) * fraction(0.5 + i * STEPS[k % STEPS.length]!)),
      ),
    );
  const places = [start, ...looked.sort((a, b) => b.size - a.size).slice(0, BEST_PLACES)];
  let best = start;
  for (const place of places) {
    let here = place;
    for (let round = 0; round < 8 && evaluations < maxEvaluations; round++) {
      const before = here.size;
      here = simplex(at, here, parameters, round === 0 ? 0.08 : 0.02, () => evaluations < maxEvaluations);
      here = neighbours(at, here, parameters);
      if (here.size - before < SMALL_GAIN) break;
    }
    if (here.size > best.size) best = here;
  }
  const bound = parameters.some(
    ({ lower, upper, whole }, i) =>
      whole !== true &&
      Math.min(best.values[i]! - lower, upper - best.values[i]!) <= 1e-9 * (upper - lower) &&
      upper > lower,
  );
  return {
    values: best.values,
    largest: best.size,
    evaluations,
    end: evaluations >= maxEvaluations ? 'step-limit' : bound ? 'at-bound' : 'converged',
  };
}

interface Place {
  readonly values: readonly number[];
  readonly size: number;
}

const fraction = (x: number): number => x - Math.floor(x);
/** Irrational steps that fill a box evenly (roots of the golden-ratio family; Roberts 2018). */
const STEPS = [0.7548776662466927, 0.5698402909980532, 0.8566748838545029, 0.733891856627126, 0.6287067210378087];

/** Whole numbers one up or down, alone and in pairs. */
function neighbours(at: (x: readonly number[]) => Place, from: Place, parameters: readonly Searched[]): Place {
  const whole = parameters.flatMap((one, i) => (one.whole === true ? [i] : []));
  let best = from;
  const trial = (moves: readonly (readonly [number, number])[]): void => {
    const values = [...from.values];
    for (const [i, step] of moves) values[i]! += step;
    const there = at(values);
    if (there.size > best.size) best = there;
  };
  for (const i of whole) {
    for (const step of [-1, 1]) {
      trial([[i, step]]);
      for (const k of whole)
        if (k > i)
          for (const other of [-1, 1])
            trial([
              [i, step],
              [k, other],
            ]);
    }
  }
  return best;
}

/** Nelder and Mead, Comput. J. 7 (1965) 308, over the parameters that are no whole numbers; `size` is the first step as a part of the box. */
function simplex(
  at: (x: readonly number[]) => Place,
  from: Place,
  parameters: readonly Searched[],
  size: number,
  goOn: () => boolean,
): Place {
  const free = parameters.flatMap((one, i) => (one.whole === true || one.upper <= one.lower ? [] : [i]));
  if (free.length === 0) return from;
  const corners = [from];
  for (const i of free) {
    const { lower, upper } = parameters[i]!;
    const step = size * (upper - lower) * (from.values[i]! + size * (upper - lower) > upper ? -1 : 1);
    corners.push(at(from.values.map((x, k) => (k === i ? x + step : x))));
  }
  for (let round = 0; round < 80 * free.length && goOn(); round++) {
    corners.sort((a, b) => b.size - a.size);
    const [first, worst] = [corners[0]!, corners.at(-1)!];
    if (first.size - worst.size < 1e-10) break;
    const middle = first.values.map(
      (_, k) => corners.slice(0, -1).reduce((sum, one) => sum + one.values[k]!, 0) / (corners.length - 1),
    );
    const along = (t: number): Place =>
      at(middle.map((x, k) => (free.includes(k) ? x + t * (x - worst.values[k]!) : x)));
    const mirrored = along(1);
    if (mirrored.size > first.size) {
      const further = along(2);
      corners[corners.length - 1] = further.size > mirrored.size ? further : mirrored;
    } else if (mirrored.size > corners.at(-2)!.size) corners[corners.length - 1] = mirrored;
    else {
      const nearer = along(mirrored.size > worst.size ? 0.5 : -0.5);
      if (nearer.size > Math.max(worst.size, mirrored.size)) corners[corners.length - 1] = nearer;
      else
        for (let c = 1; c < corners.length; c++)
          corners[c] = at(corners[c]!.values.map((x, k) => 0.5 * (x + first.values[k]!)));
    }
  }
  return corners.reduce((best, one) => (one.size > best.size ? one : best));
}
