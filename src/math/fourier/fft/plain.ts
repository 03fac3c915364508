// Transforms along axes of an array, line after line through float64.
import type { ComplexData } from '../complex-data.ts';
import type { FftJob } from '../kernel.ts';
import { fftPlan } from './line.ts';

/** The plain way of `FourierKernel.transformInto`. */
export function plainTransformInto(out: ComplexData, data: ComplexData, { shape, axes, ...how }: FftJob): void {
  if (out !== data) out.set(data);
  axes.forEach((axis, i) => {
    const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
    alongAxis(out, shape[axis]!, inner, { ...how, factor: i === axes.length - 1 ? how.factor : 1 });
  });
}

/** `data` is [outer, n, inner]. */
function alongAxis(
  data: ComplexData,
  n: number,
  inner: number,
  { inverse, centred, factor }: Omit<FftJob, 'shape' | 'axes'>,
): void {
  const re = new Float64Array(n),
    im = new Float64Array(n);
  const plan = fftPlan(n);
  const origin = centred ? n >> 1 : 0;
  for (let outer = 0; outer < data.length; outer += 2 * n * inner) {
    for (let q = 0; q < inner; q++) {
      const start = outer + 2 * q;
      for (let k = 0; k < n; k++) {
        const from = start + 2 * inner * ((k + origin) % n);
        re[k] = data[from]!;
        im[k] = data[from + 1]!;
      }
      if (inverse) plan.transform(im, re);
      else plan.transform(re, im);
      for (let k = 0; k < n; k++) {
        const to = start + 2 * inner * ((k + origin) % n);
        data[to] = factor * re[k]!;
        data[to + 1] = factor * im[k]!;
      }
    }
  }
}
