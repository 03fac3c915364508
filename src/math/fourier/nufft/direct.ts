// The sum that the non-uniform transform stands for, term by term: its definition, and what it is tested against.
import { complexZeros, type ComplexData } from '../complex-data.ts';

/** s_m = sum over j of x_j exp(-2 pi i sum over axes of k_md (j_d - floor(n_d / 2)) / n_d) for one image [...shape]; as slow as it looks. */
export function directForward(
  image: ComplexData,
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
): Float64Array {
  const nSamples = trajectory.length / shape.length;
  const out = complexZeros('float64', nSamples) as Float64Array;
  visitPairs(trajectory, shape, nSamples, (m, j, c, s) => {
    const re = image[j]!,
      im = image[j + 1]!;
    out[m]! += re * c + im * s;
    out[m + 1]! += im * c - re * s;
  });
  return out;
}

/** The adjoint of `directForward`: x_j = sum over m of s_m exp(+2 pi i ...). */
export function directAdjoint(
  samples: ComplexData,
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
): Float64Array {
  const out = complexZeros(
    'float64',
    shape.reduce((product, n) => product * n, 1),
  ) as Float64Array;
  visitPairs(trajectory, shape, samples.length / 2, (m, j, c, s) => {
    const re = samples[m]!,
      im = samples[m + 1]!;
    out[j]! += re * c - im * s;
    out[j + 1]! += im * c + re * s;
  });
  return out;
}

function visitPairs(
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
  nSamples: number,
  work: (sample: number, pixel: number, cos: number, sin: number) => void,
): void {
  const axes = shape.length,
    nPixels = shape.reduce((product, n) => product * n, 1);
  for (let pixel = 0; pixel < nPixels; pixel++) {
    const place = new Float64Array(axes);
    for (let axis = axes - 1, rest = pixel; axis >= 0; axis--) {
      const n = shape[axis]!;
      place[axis] = ((rest % n) - (n >> 1)) / n;
      rest = Math.floor(rest / n);
    }
    for (let sample = 0; sample < nSamples; sample++) {
      let turns = 0;
      for (let axis = 0; axis < axes; axis++) turns += trajectory[sample * axes + axis]! * place[axis]!;
      const angle = 2 * Math.PI * (turns - Math.round(turns));
      work(2 * sample, 2 * pixel, Math.cos(angle), Math.sin(angle));
    }
  }
}
