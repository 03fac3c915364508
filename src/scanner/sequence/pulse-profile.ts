// What one pulse excites, by the Bloch equations without relaxation: across its slice, and over frequency where it selects by frequency.
import { pulseRotations, type PulseSteps } from '../../physics/encoding/index.ts';

export interface Course {
  /** Metres or hertz, from the middle of the scanner and from the pulse's own frequency. */
  readonly at: Float64Array;
  readonly size: Float64Array;
}

export interface PulseProfile {
  /** Across the slice at `frequency_Hz`, where it is largest; undefined without a gradient. */
  readonly slice: (Course & { readonly centre_m: number; readonly thickness_m: number }) | undefined;
  /** At the frequency within one repeat that is excited least. */
  readonly stopped: (Course & { readonly frequency_Hz: number }) | undefined;
  /** In the middle of the slice; undefined where frequency only moves the slice. */
  readonly spectral: Course | undefined;
  readonly frequency_Hz: number;
  /** Spacing of the frequencies at which a train of sub-pulses repeats itself. */
  readonly repeats_Hz: number | undefined;
}

/** |Mxy| from a unit along the field, or the share that is turned over, |b|^2. */
export type ProfileKind = 'across' | 'turned';

const POINTS = 401;
const COARSE = 129;
const WIDEST = 512;
/** Outer parts that hold less end the search for a slice. */
const TAIL = 0.1;

/** At most 3000 spins, each turned in every step. */
export function pulseProfile(steps: PulseSteps, kind: ProfileKind): PulseProfile {
  const across = (at: Float64Array, frequency_Hz: number): Float64Array => sizes(steps, at, [frequency_Hz], kind);
  const over = (at: Float64Array, position_m: number): Float64Array => sizes(steps, [position_m], at, kind);
  const { extent_perM, train } = underPulse(steps);
  const duration_s = steps.dwell_s * steps.gradient_HzPerM.length;
  if (!(extent_perM > 0)) {
    const spectral = found((at) => over(at, 0), 1 / duration_s);
    const frequency_Hz = peakOf(spectral);
    return { slice: undefined, stopped: undefined, spectral, frequency_Hz, repeats_Hz: undefined };
  }
  const repeats_Hz = train && 1 / train.period_s;
  const wide = (position_m: number): Course | undefined => {
    if (repeats_Hz === undefined) return undefined;
    const at = grid(0, 0.75 * repeats_Hz, POINTS);
    return { at, size: over(at, position_m) };
  };
  const frequency_Hz = peakOf(wide(0));
  const slice = found((at) => across(at, frequency_Hz), 1 / extent_perM);
  const [low, high] = halfWidth(slice);
  const spectral = wide((low + high) / 2);
  let stopped: PulseProfile['stopped'];
  if (spectral !== undefined) {
    let least = -1;
    spectral.at.forEach((f, i) => {
      if (Math.abs(f - frequency_Hz) <= repeats_Hz! / 2 && (least < 0 || spectral.size[i]! < spectral.size[least]!)) least = i; // prettier-ignore
    });
    const stop_Hz = spectral.at[least]!;
    stopped = { at: slice.at, size: across(slice.at, stop_Hz), frequency_Hz: stop_Hz };
  }
  return { slice: { ...slice, centre_m: (low + high) / 2, thickness_m: high - low }, stopped, spectral, frequency_Hz, repeats_Hz }; // prettier-ignore
}

function sizes(steps: PulseSteps, positions_m: ArrayLike<number>, frequencies_Hz: ArrayLike<number>, kind: ProfileKind): Float64Array {
  const r = pulseRotations(steps, positions_m, frequencies_Hz);
  return Float64Array.from({ length: r.length / 4 }, (_, i) => {
    const a = Math.hypot(r[4 * i]!, r[4 * i + 1]!),
      b = Math.hypot(r[4 * i + 2]!, r[4 * i + 3]!);
    return kind === 'across' ? 2 * a * b : b * b;
  });
} // prettier-ignore

const grid = (middle: number, reach: number, n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => middle + reach * ((2 * i) / (n - 1) - 1));

/** Where the pulse acts, in `unit`s of what its duration tells apart: wider and wider until the ends are empty, then fine. */
function found(sample: (at: Float64Array) => Float64Array, unit: number): Course {
  let reach = 4 * unit;
  for (; ; reach *= 2) {
    const at = grid(0, reach, COARSE);
    const course = { at, size: sample(at) };
    const peak = Math.max(...course.size);
    const tails = course.size.filter((_, i) => Math.abs(at[i]!) > 0.75 * reach);
    if (reach < WIDEST * unit && Math.max(...tails) > TAIL * peak) continue;
    const [low, high] = halfWidth(course);
    const fine = grid((low + high) / 2, Math.max(1.5 * (high - low), unit), POINTS);
    return { at: fine, size: sample(fine) };
  }
}

/** Outermost places of half the largest value, straight between points. */
function halfWidth({ at, size }: Course): readonly [number, number] {
  const half = Math.max(...size) / 2;
  const first = size.findIndex((value) => value >= half),
    last = size.findLastIndex((value) => value >= half);
  const crossing = (inside: number, outside: number): number => {
    if (outside < 0 || outside >= at.length) return at[inside]!;
    return at[inside]! + ((at[outside]! - at[inside]!) * (size[inside]! - half)) / (size[inside]! - size[outside]!);
  };
  return [crossing(first, first - 1), crossing(last, last + 1)];
}

/** The frequency that is excited most; the pulse's own where it falls short by less than 2%. */
function peakOf(course: Course | undefined): number {
  if (course === undefined) return 0;
  const { at, size } = course;
  const peak = Math.max(...size);
  const own = at.findIndex((f) => Math.abs(f) < 1e-9 * Math.abs(at[0]!));
  return own >= 0 && size[own]! >= 0.98 * peak ? 0 : at[size.indexOf(peak)]!;
}

/** How far k goes while RF is on, and the train of sub-pulses: runs of RF on gradient lobes of their own. */
function underPulse({ dwell_s, b1_Hz, gradient_HzPerM }: PulseSteps): {
  readonly extent_perM: number;
  readonly train: { readonly period_s: number } | undefined;
} {
  const n = gradient_HzPerM.length;
  const b1 = Float64Array.from({ length: n }, (_, i) => Math.hypot(b1_Hz[2 * i]!, b1_Hz[2 * i + 1]!));
  const peakB1 = Math.max(...b1),
    peakG = gradient_HzPerM.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  const lobes: { weight: number; moment: number }[] = [];
  let k = 0,
    low = Infinity,
    high = -Infinity,
    before = 0;
  for (let i = 0; i < n; i++) {
    const g = gradient_HzPerM[i]!;
    const sign = Math.abs(g) > 0.05 * peakG ? Math.sign(g) : 0;
    if (sign !== before) lobes.push({ weight: 0, moment: 0 });
    before = sign;
    if (b1[i]! > 1e-3 * peakB1) {
      [low, high] = [Math.min(low, k, k + g * dwell_s), Math.max(high, k, k + g * dwell_s)];
      const lobe = lobes.at(-1);
      if (lobe !== undefined && sign !== 0) {
        lobe.weight += b1[i]!;
        lobe.moment += b1[i]! * (i + 0.5) * dwell_s;
      }
    }
    k += g * dwell_s;
  }
  const total = b1.reduce((sum, b) => sum + b, 0);
  const played = lobes.filter(({ weight }) => weight > 1e-3 * total).map(({ weight, moment }) => moment / weight);
  const train = played.length < 2 ? undefined : { period_s: (played.at(-1)! - played[0]!) / (played.length - 1) };
  return { extent_perM: high > low ? high - low : 0, train };
}
