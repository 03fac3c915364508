// Many spins in a pulse whose gradient is constant. There a spin is known by one number, its offset z in Hz, and (a, b) are entire functions of z: a field
// z + iy lets no vector grow faster than exp(pi |y| t). So a pulse of duration T is a polynomial in z to rounding over any interval of 10 / (pi T),
// whatever its shape: turns are composed at Chebyshev's points of the interval alone, and every spin in it is interpolated.
import type { PulseSteps } from '../pulse-steps.ts';
import type { BlochKernel } from './kernel.ts';
import { largestOf, pulseTable } from './pulse-table.ts';
import { blochKernel } from './wasm.ts';

/** Points of an interval; its half width is REACH / (pi T). Bernstein: error below 4 exp(REACH (r - 1/r) / 2) r^-23 / (r - 1) for any r > 1. */
const POINTS = 24;
const REACH = 5;

/** Largest error of any part of (a, b) by interpolation, the bound at r = 9.2; rounding adds its own. */
export const OFFSETS_ERROR = 3e-13;

/** Constant steps without a gradient, or with one that is part of the offsets. */
export type OffsetSteps = Omit<PulseSteps, 'gradient_HzPerM'>;

/**
 * [spin, (Re a, Im a, Re b, Im b)] of spins at offsets of any order: gradient times position plus frequency. As `pulseRotations` within OFFSETS_ERROR and
 * rounding; intervals with few spins are composed spin by spin. Kernels agree in every digit; without one, the fastest is taken. Errors: `argument` where a number is not finite.
 */
export function offsetRotations(
  { dwell_s, b1_Hz }: OffsetSteps,
  offsets_Hz: ArrayLike<number>,
  scale = 1,
  kernel: BlochKernel = blochKernel(),
): Float64Array {
  const n = offsets_Hz.length,
    out = new Float64Array(4 * n),
    gradient_HzPerM = new Float64Array(b1_Hz.length >> 1),
    half_Hz = REACH / (Math.PI * dwell_s * gradient_HzPerM.length);
  // points of an interval may stand up to a whole one beyond the spins in it
  const table = pulseTable({ dwell_s, b1_Hz, gradient_HzPerM }, 0, largestOf(offsets_Hz) + 2 * half_Hz, scale);
  if (largestOf(offsets_Hz) / half_Hz > n) {
    // more intervals than spins
    kernel.composeInto(out, table, new Float64Array(n), Float64Array.from(offsets_Hz));
    return out;
  }
  const { order, ends, first } = byInterval(offsets_Hz, 2 * half_Hz);
  const series = new Float64Array(4 * POINTS),
    values = new Float64Array(4 * POINTS);
  ends.forEach((end, i) => {
    const spins = order.subarray(i === 0 ? 0 : ends[i - 1]!, end);
    if (spins.length === 0) return;
    const some = new Float64Array(4 * spins.length),
      at = Float64Array.from(spins, (spin) => offsets_Hz[spin]!);
    if (spins.length <= POINTS) kernel.composeInto(some, table, new Float64Array(at.length), at);
    else {
      const middle_Hz = (2 * (first + i) + 1) * half_Hz;
      kernel.composeInto(values, table, new Float64Array(POINTS), NODES.map((x) => middle_Hz + half_Hz * x)); // prettier-ignore
      seriesInto(series, values);
      for (let k = 0; k < at.length; k++) at[k] = (at[k]! - middle_Hz) / half_Hz;
      kernel.sumInto(some, series, at);
    }
    for (let k = 0; k < spins.length; k++)
      for (let part = 0; part < 4; part++) out[4 * spins[k]! + part] = some[4 * k + part]!;
  });
  return out;
}

interface Intervals {
  /** Spins, interval by interval. */
  readonly order: Uint32Array;
  /** Where each interval ends in `order`. */
  readonly ends: Uint32Array;
  /** The first one reaches from `first` to `first + 1` widths. */
  readonly first: number;
}

function byInterval(offsets_Hz: ArrayLike<number>, width_Hz: number): Intervals {
  const n = offsets_Hz.length,
    order = new Uint32Array(n);
  let low = Infinity,
    high = -Infinity;
  for (let spin = 0; spin < n; spin++) {
    low = Math.min(low, offsets_Hz[spin]!);
    high = Math.max(high, offsets_Hz[spin]!);
  }
  const first = Math.floor(low / width_Hz);
  const ends = new Uint32Array(n === 0 ? 0 : Math.floor(high / width_Hz) - first + 1);
  const of = (spin: number): number => Math.floor(offsets_Hz[spin]! / width_Hz) - first;
  for (let spin = 0; spin < n; spin++) ends[of(spin)]!++;
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  for (let spin = n - 1; spin >= 0; spin--) order[--ends[of(spin)]!] = spin;
  // counted down to the beginnings: the next beginning is the end
  ends.copyWithin(0, 1);
  if (ends.length > 0) ends[ends.length - 1] = n;
  return { order, ends, first };
}

const NODES = Float64Array.from({ length: POINTS }, (_, i) => Math.cos((Math.PI * (i + 0.5)) / POINTS));
/** [term, point] */
const TO_SERIES = Float64Array.from({ length: POINTS * POINTS }, (_, at) => {
  const term = Math.floor(at / POINTS);
  return ((term === 0 ? 1 : 2) / POINTS) * Math.cos((Math.PI * term * ((at % POINTS) + 0.5)) / POINTS);
});

/** Coefficients [term, part] of the polynomials through [point, part]. */
function seriesInto(out: Float64Array, values: Float64Array): void {
  out.fill(0);
  for (let term = 0; term < POINTS; term++)
    for (let point = 0; point < POINTS; point++)
      for (let part = 0; part < 4; part++)
        out[4 * term + part]! += TO_SERIES[term * POINTS + point]! * values[4 * point + part]!;
}
