// Ever shorter steps until two runs agree.

/** First run: so many turns of the fastest coherence a step. At one turn and more the error jumps up (steps and coherence in resonance). */
const FIRST_TURNS = 0.8;
/** A further run takes at least and at most so many times more steps than the one before. */
const LEAST_REFINEMENT = 1.25;
const MOST_REFINEMENT = 3;
const LEAST_STEPS = 8;

/** Something that can be run with any step length, and shows its error by the values it ends with. */
export interface Refinable {
  run(turns: number, leastSteps: number): { readonly n: number; readonly values: Float64Array };
}

export interface Refined {
  readonly reachedError: number;
  readonly steps: number;
  readonly end: 'converged' | 'step-limit';
}

/**
 * Runs each part twice, then those with the largest errors again with ever shorter steps, until the errors add up to at most `tolerance`.
 * Fourth order: the error of a run is its distance from the one before over (ratio^4 - 1); twice that is counted.
 */
export function refineTogether(parts: readonly Refinable[], tolerance: number, maxSteps: number): Refined {
  const state = parts.map((part) => ({
    part,
    turns: FIRST_TURNS,
    refinement: LEAST_REFINEMENT,
    error: Infinity,
    n: 0,
    values: new Float64Array(),
  }));
  let steps = 0;
  for (const one of state) {
    const { n, values } = one.part.run(one.turns, LEAST_STEPS);
    one.n = n;
    one.values = values as Float64Array<ArrayBuffer>;
    steps += n;
  }
  let due = state;
  for (;;) {
    for (const one of due) {
      one.turns /= one.refinement;
      const { n, values } = one.part.run(one.turns, (LEAST_STEPS * FIRST_TURNS) / one.turns);
      let gap = 0;
      for (let i = 0; i < values.length; i++) gap += Math.abs(values[i]! - one.values[i]!);
      const square = one.refinement * one.refinement;
      one.error = (2 * gap) / (square * square - 1);
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
        Math.max(LEAST_REFINEMENT, 1.1 * Math.sqrt(Math.sqrt(one.error / share))),
      );
    if (due.some((one) => one.n * one.refinement > maxSteps)) return { reachedError, steps, end: 'step-limit' };
  }
}

/** One part by itself. */
export function refine(tolerance: number, maxSteps: number, run: Refinable['run']): Refined {
  return refineTogether([{ run }], tolerance, maxSteps);
}
