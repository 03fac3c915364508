// Interpolation between Chebyshev's points of [-1, 1], of functions made of exp(z u): turns by frequencies over time, or by times over frequency.

const MOST_POINTS = 400;

/** How many points hold exp(z u), |z| at most `steep`, to `tolerance`: n of them err by about 2 (|z| / 2)^n / n!. `growth` scales the first term. */
export function pointsFor(steep: number, tolerance: number, growth = 1): number {
  let n = 1;
  for (let term = 4 * growth * (1 + steep); term > tolerance && n < MOST_POINTS; n++) term *= steep / 2 / n;
  return n;
}

export const chebyshevPoints = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, l) => Math.cos((Math.PI * (l + 0.5)) / n));

/** Share of each of `points` in the value at u (barycentric form). */
export function sharesAt(points: Float64Array, u: number): Float64Array {
  const exact = points.indexOf(u);
  if (exact >= 0) return points.map((_, l) => (l === exact ? 1 : 0));
  const n = points.length;
  const parts = points.map((point, l) => ((l % 2 === 0 ? 1 : -1) * Math.sin((Math.PI * (l + 0.5)) / n)) / (u - point));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}
