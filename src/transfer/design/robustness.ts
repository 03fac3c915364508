// What is left of the polarization where the field is not what was asked for: an offset, a field across, a gradient over the sample.
import { QUIET, type Run } from '../../base/index.ts';
import type { Program } from './command.ts';
import { polarizationsIn } from './design.ts';
import type { Sample } from './sample.ts';

/** [programs, offsets]: polarization of each program at each constant offset along z, everything else as it was asked for. */
export function offsetMap(sample: Sample, programs: readonly Program[], offsets_T: readonly number[]): Float64Array[] {
  const conditions = offsets_T.map((offset_T) => ({ weight: 1, offset_T }));
  return programs.map((program) => polarizationsIn(sample, program, conditions));
}

/**
 * [across, gradients]: polarization with a constant field across z, and with a field that grows evenly over the sample from (1 - g) to
 * (1 + g) of what was asked for. `nGradients` values of g from 0 to `largestGradient`, each a mean over the sample by the trapezoid rule.
 */
export function strayMap(
  sample: Sample,
  program: Program,
  across_T: readonly number[],
  largestGradient: number,
  nGradients: number,
  run: Run = QUIET,
): Float64Array[] {
  const last = nGradients - 1;
  const places = Array.from({ length: 2 * last + 1 }, (_, i) => 1 + (largestGradient * (i - last)) / last);
  return across_T.map((field_T, at) => {
    run.step(at, across_T.length, 'stray fields and gradients');
    const values = polarizationsIn(sample, program, places.map((scale) => ({ weight: 1, scale, across_T: field_T }))); // prettier-ignore
    return Float64Array.from({ length: nGradients }, (_, g) => {
      if (g === 0) return values[last]!;
      let sum = 0.5 * (values[last - g]! + values[last + g]!);
      for (let i = last - g + 1; i < last + g; i++) sum += values[i]!;
      return sum / (2 * g);
    });
  });
}
