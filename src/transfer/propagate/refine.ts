// Ever shorter steps until two runs agree.

/** A further run takes at least and at most so many times more steps than the one before. */
const LEAST_REFINEMENT = 1.25;
const MOST_REFINEMENT = 3;

/** Something that can be run with any number of steps, and shows its error by the values it has at the end, and on the way. */
export interface Refinable {
  /** With `scale` times the steps of the first run; values at so many `moments`, one after another. */
  run(scale: number): { readonly n: number; readonly values: Float64Array };
  /** 1 if not given. The error is that of the worst moment. */
  readonly moments?: number;
  /** The error falls with this power of the step length; 4 if not given. */
  readonly order?: 2 | 4;
}

export interface Refined {
  readonly reachedError: number;
  readonly steps: number;
  readonly end: 'converged' | 'step-limit';
}

/**
 * Runs each part twice, then those with the largest errors again with ever shorter steps, until the errors add up to at most `tolerance`.
 * The error of a run is its distance from the one before over (ratio^order - 1); twice that is counted.
 */
export function refineTogether(parts: readonly Refinable[], tolerance: number, maxSteps: number): Refined {
  const state = parts.map((part) => ({
    part,
    scale: 1,
    refinement: LEAST_REFINEMENT,
    error: Infinity,
    n: 0,
    values: new Float64Array(),
  }));
  let steps = 0;
  for (const one of state) {
    const { n, values } = one.part.run(one.scale);
    one.n = n;
    one.values = values as Float64Array<ArrayBuffer>;
    steps += n;
  }
  let due = state;
  for (;;) {
    for (const one of due) {
      one.scale *= one.refinement;
      const { n, values } = one.part.run(one.scale);
      const square = one.refinement * one.refinement;
      one.error =
        (2 * worstGap(values, one.values, one.part.moments ?? 1)) / ((one.part.order === 2 ? 1 : square) * square - 1);
      one.values = values as Float64Array<ArrayBuffer>;
      one.n = n;
      steps += n;
    }
    const reachedError = state.reduce((sum, one) => sum + one.error, 0);
    if (reachedError <= tolerance) return { reachedError, steps, end: 'converged' };
    // The smallest errors may stay, up to half the tolerance together; what that leaves is shared among those that are refined.
    due = [...state].sort((p, q) => p.error - q.error);
    let kept = 0;
    while (due.length > 1 && kept + due[0]!.error <= 0.5 * tolerance) kept += due.shift()!.error;
    const share = (tolerance - kept) / due.length;
    for (const one of due)
      one.refinement = Math.min(
        MOST_REFINEMENT,
        Math.max(LEAST_REFINEMENT, 1.1 * root(one.error / share, one.part.order)),
      );
    if (due.some((one) => one.n * one.refinement > maxSteps)) return { reachedError, steps, end: 'step-limit' };
  }
}

/** Sum of the differences of all values of a moment, at the worst one. */
function worstGap(a: Float64Array, b: Float64Array, moments: number): number {
  const width = a.length / moments;
  let worst = 0;
  for (let from = 0; from < a.length; from += width) {
    let gap = 0;
    for (let i = from; i < from + width; i++) gap += Math.abs(a[i]! - b[i]!);
    if (!(gap <= worst)) worst = gap;
  }
  return worst;
}

const root = (x: number, order: 2 | 4 = 4): number => (order === 2 ? Math.sqrt(x) : Math.sqrt(Math.sqrt(x)));

/** One part by itself. */
export function refine(tolerance: number, maxSteps: number, part: Refinable): Refined {
  return refineTogether([part], tolerance, maxSteps);
}
