// Gradients as lines between points, and their exact integrals.
import type { GradientEvent } from '../../records/index.ts';

/** Points of one gradient; zero outside, a step where the first or last value is not zero. */
export interface Polyline {
  /** Since the start of the block; never falling. */
  readonly time_s: Float64Array;
  readonly amplitude_HzPerM: Float64Array;
}

/** The points of an event, since the start of its block. */
export function polylineOf(event: GradientEvent): Polyline {
  const { delay_s } = event;
  if (event.kind === 'trapezoid') {
    const { rise_s, flat_s, fall_s, amplitude_HzPerM: top } = event;
    const up = delay_s + rise_s;
    const down = up + flat_s;
    return {
      time_s: Float64Array.of(delay_s, up, down, down + fall_s),
      amplitude_HzPerM: Float64Array.of(0, top, top, 0),
    };
  }
  const { duration_s, time_s, amplitude_HzPerM, first_HzPerM, last_HzPerM } = event;
  const n = time_s.length;
  // samples that stand on the ends are the ends, to the digits of a file
  const peak = amplitude_HzPerM.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * peak;
  const before = n > 0 && time_s[0] === 0 && same(amplitude_HzPerM[0]!, first_HzPerM) ? 0 : 1;
  const after = n > 0 && time_s[n - 1] === duration_s && same(amplitude_HzPerM[n - 1]!, last_HzPerM) ? 0 : 1;
  const time = new Float64Array(before + n + after);
  const amplitude = new Float64Array(before + n + after);
  for (let i = 0; i < n; i++) time[before + i] = delay_s + time_s[i]!;
  amplitude.set(amplitude_HzPerM, before);
  if (before === 1) [time[0], amplitude[0]] = [delay_s, first_HzPerM];
  if (after === 1) [time[before + n], amplitude[before + n]] = [delay_s + duration_s, last_HzPerM];
  return { time_s: time, amplitude_HzPerM: amplitude };
}

/** Integral of the line from the start of the block to each of `times_s` (rising), in cycles/m; exact. */
export function integralAt({ time_s, amplitude_HzPerM }: Polyline, times_s: Float64Array): Float64Array {
  const out = new Float64Array(times_s.length);
  const last = time_s.length - 1;
  let segment = 0;
  let area = 0; // up to the start of the segment
  for (let n = 0; n < times_s.length; n++) {
    const t = times_s[n]!;
    while (segment < last && time_s[segment + 1]! <= t) {
      area +=
        0.5 * (time_s[segment + 1]! - time_s[segment]!) * (amplitude_HzPerM[segment]! + amplitude_HzPerM[segment + 1]!);
      segment++;
    }
    const past = t - time_s[segment]!;
    if (segment === last || past <= 0) out[n] = area;
    else {
      const from = amplitude_HzPerM[segment]!;
      const slope = (amplitude_HzPerM[segment + 1]! - from) / (time_s[segment + 1]! - time_s[segment]!);
      out[n] = area + past * (from + 0.5 * slope * past);
    }
  }
  return out;
}

/** Value of the line at one time; zero outside, on a step the value after it. */
export function valueAt({ time_s, amplitude_HzPerM }: Polyline, t: number): number {
  const last = time_s.length - 1;
  if (last < 0 || t < time_s[0]! || t > time_s[last]!) return 0;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time_s[middle]! <= t) low = middle;
    else high = middle;
  }
  if (t >= time_s[high]!) return amplitude_HzPerM[high]!;
  const share = (t - time_s[low]!) / (time_s[high]! - time_s[low]!);
  return amplitude_HzPerM[low]! + share * (amplitude_HzPerM[high]! - amplitude_HzPerM[low]!);
}

/** Rotation matrix [3, 3], row-major, of a unit quaternion (w, x, y, z). */
export function rotationMatrix([w, x, y, z]: readonly [number, number, number, number]): readonly number[] {
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
  ]; // prettier-ignore
}

/** Turns vectors [n, 3] in place. */
export function rotateInto(out: Float64Array, matrix: readonly number[]): void {
  const [a, b, c, d, e, f, g, h, i] = matrix as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let n = 0; n < out.length; n += 3) {
    const x = out[n]!, y = out[n + 1]!, z = out[n + 2]!; // prettier-ignore
    out[n] = a * x + b * y + c * z;
    out[n + 1] = d * x + e * y + f * z;
    out[n + 2] = g * x + h * y + i * z;
  }
}
