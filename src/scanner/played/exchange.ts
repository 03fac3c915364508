// Pools that exchange while samples are taken: what each pool's transverse magnetization at the start is worth in the signal later on (McConnell 1958). Where rates,
// frequencies and decays are the same at every place, this does not depend on k, so that exchange is a weight in time and any way to transform will do.
import { ScienceError } from '../../base/index.ts';
import { expmReal } from '../../math/index.ts';
import type { Pools } from '../../physics/encoding/index.ts';

/**
 * [pool][sample] interleaved: weight u_q(t) = sum over pools p of [exp(G t)]_pq, G = -2 pi i f - 1/T2 - what leaves + what comes; the signal is the sum over pools of
 * u_q(t) times the transform of pool q at time 0. `times_s` since the magnetization was as given, rising. Throws where they are not.
 */
export function exchangeWeights({ pools, rates_perS }: Pools, times_s: Float64Array): Float64Array[] {
  const n = pools.length,
    width = 2 * n;
  // real twin of a complex matrix: (re, -im; im, re) for each entry
  const generator = new Float64Array(width * width);
  const add = (row: number, column: number, re: number, im: number): void => {
    const at = 2 * row * width + 2 * column;
    generator[at] = generator[at]! + re;
    generator[at + 1] = generator[at + 1]! - im;
    generator[at + width] = generator[at + width]! + im;
    generator[at + width + 1] = generator[at + width + 1]! + re;
  };
  pools.forEach(({ frequency_Hz, t2_s }, p) => {
    add(p, p, -1 / t2_s, -2 * Math.PI * frequency_Hz);
    pools.forEach((_, q) => {
      const away = p === q ? 0 : (rates_perS[p]?.[q] ?? 0);
      add(p, p, -away, 0);
      add(q, p, away, 0);
    });
  });
  const out = Array.from({ length: n }, () => new Float64Array(2 * times_s.length));
  let sums = new Float64Array(2 * width); // rows: re and im of the sum over pools, as they depend on each pool at the start
  for (let p = 0; p < n; p++) {
    sums[2 * p] = 1;
    sums[width + 2 * p + 1] = 1;
  }
  const steps = new Map<string, Float64Array>();
  let now_s = 0;
  times_s.forEach((time_s, sample) => {
    const wait_s = time_s - now_s;
    if (!(wait_s >= -1e-15)) throw new ScienceError('argument', `sample ${sample} stands at ${time_s} s, after ${now_s} s; expected rising times from 0`); // prettier-ignore
    // what differs by rounding is the same step
    const key = wait_s.toExponential(9);
    let step = steps.get(key);
    if (step === undefined) {
      step = expmReal(generator.map((g) => g * wait_s), width); // prettier-ignore
      steps.set(key, step);
    }
    const next = new Float64Array(2 * width);
    for (let row = 0; row < 2; row++)
      for (let k = 0; k < width; k++)
        for (let column = 0; column < width; column++) next[row * width + column]! += sums[row * width + k]! * step[k * width + column]!; // prettier-ignore
    sums = next;
    now_s = time_s;
    for (let p = 0; p < n; p++) {
      out[p]![2 * sample] = sums[2 * p]!;
      out[p]![2 * sample + 1] = sums[width + 2 * p]!;
    }
  });
  return out;
}

/** Sum over pools of weight times signal, both [sample] interleaved; signals are those of magnetization that stays as it was at time 0. */
export function exchangedSignal(weights: readonly Float64Array[], signals: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(signals[0]!.length);
  weights.forEach((u, pool) => {
    const s = signals[pool]!;
    for (let i = 0; i < out.length; i += 2) {
      out[i] = out[i]! + u[i]! * s[i]! - u[i + 1]! * s[i + 1]!;
      out[i + 1] = out[i + 1]! + u[i]! * s[i + 1]! + u[i + 1]! * s[i]!;
    }
  });
  return out;
}
