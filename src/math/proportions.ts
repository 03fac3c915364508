// The normal distribution function, and exact intervals of counted shares.
import { incompleteBeta } from './distributions.ts';

/** Standard normal distribution function; relative error < 2e-13 down to x = -37. Series of Marsaglia 2004 in the middle, continued fraction in the tails. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 3) {
    let term = x;
    let sum = x;
    for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  // Laplace: Q(x) = density / (x + 1 / (x + 2 / (x + ...))).
  const z = Math.abs(x);
  let fraction = z;
  for (let k = 150; k >= 1; k--) fraction = z + k / fraction;
  const tail = density / fraction;
  return x < 0 ? tail : 1 - tail;
}

/** Quantile of the beta distribution, p in [0, 1], a and b > 0; bisected to the last digit. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Exact two-sided interval of a share, `hits` of `of` (Clopper and Pearson 1934); NaN where nothing was counted. */
export function clopperPearson(hits: number, of: number, level = 0.95): readonly [number, number] {
  if (!(of > 0)) return [NaN, NaN];
  const out = (1 - level) / 2;
  return [
    hits === 0 ? 0 : betaQuantile(out, hits, of - hits + 1),
    hits === of ? 1 : betaQuantile(1 - out, hits + 1, of - hits),
  ];
}
