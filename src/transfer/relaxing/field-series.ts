// Many numbers that depend smoothly on the field, as Chebyshev series over pieces of a range: made from few fields, read at any.

const DEGREE = 8;
/** A series is good enough when its last two terms are below this part of the largest number. */
const SMALL = 1e-12;
/** A piece is halved at most so often: what is left is the rounding of the numbers themselves. */
const MOST_HALVINGS = 16;

export interface FieldSeries {
  readonly from_T: number;
  readonly to_T: number;
  /** One list of numbers for each degree. */
  readonly coefficients: readonly Float64Array[];
}

/** Pieces that join from `from_T` to `to_T`. */
export function fieldSeries(
  at: (field_T: number) => Float64Array,
  from_T: number,
  to_T: number,
  halvings = 0,
): readonly FieldSeries[] {
  if (from_T === to_T) return [{ from_T, to_T, coefficients: [at(from_T)] }];
  const centre = 0.5 * (from_T + to_T),
    half = 0.5 * (to_T - from_T);
  const angles = Array.from({ length: DEGREE + 1 }, (_, i) => (Math.PI * (i + 0.5)) / (DEGREE + 1));
  const values = angles.map((angle) => at(centre + half * Math.cos(angle)));
  const coefficients = angles.map((_, k) => {
    const out = new Float64Array(values[0]!.length);
    values.forEach((value, i) => {
      const weight = ((k === 0 ? 1 : 2) * Math.cos(k * angles[i]!)) / (DEGREE + 1);
      for (let e = 0; e < out.length; e++) out[e]! += weight * value[e]!;
    });
    return out;
  });
  const largest = (list: readonly Float64Array[]): number =>
    list.reduce((most, one) => one.reduce((max, x) => Math.max(max, Math.abs(x)), most), 0);
  if (largest(coefficients.slice(-2)) <= SMALL * largest(values) || halvings === MOST_HALVINGS)
    return [{ from_T, to_T, coefficients }];
  return [...fieldSeries(at, from_T, centre, halvings + 1), ...fieldSeries(at, centre, to_T, halvings + 1)];
}

/** out = the numbers at a field, which may lie a little outside the range. */
export function readSeriesInto(out: Float64Array, pieces: readonly FieldSeries[], field_T: number): void {
  const piece = pieces.find((one) => field_T <= one.to_T) ?? pieces.at(-1)!;
  const half = 0.5 * (piece.to_T - piece.from_T);
  const u = half === 0 ? 0 : (field_T - piece.from_T - half) / half;
  let before = 1,
    now = u;
  out.set(piece.coefficients[0]!);
  for (let k = 1; k < piece.coefficients.length; k++) {
    const one = piece.coefficients[k]!;
    for (let e = 0; e < out.length; e++) out[e]! += now * one[e]!;
    [before, now] = [now, 2 * u * now - before];
  }
}
