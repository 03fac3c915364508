// The density of joined spins through a field profile, with relaxation: Magnus steps as everywhere, each exponential by Chebyshev polynomials.
import { ScienceError } from '../../../base/index.ts';
import { symmetricEigen } from '../../../math/complex/index.ts';
import { besselSeriesInto, sweepMatrix, type Schedule } from '../../../math/fast/index.ts';
import { groupPolarizations, type CollectiveState, type SpinSpace } from '../../../physics/spins/index.ts';
import type { Profile } from '../../profile.ts';
import type { EvolveSettings } from '../../propagate/evolve.ts';
import { refine, type Refined } from '../../propagate/refine.ts';
import { checkOperations, checkSteps, partsOf, planOf, scheduleOf, stepsOf } from '../../propagate/schedule.ts';
import { blockHamiltonian_Hz } from '../../start.ts';
import { joinedState, joinedVector, type JoinedSystem, type RealGenerator } from './joined-system.ts';

export interface Joined extends Refined {
  readonly state: CollectiveState;
  /** Polarization of each group at each mark. */
  readonly course: readonly Float64Array[];
}

/** The state at the end of a profile, and polarizations at `marks_s` on the way, with the steps refined as in `evolve`. */
export function evolveJoined(
  system: JoinedSystem,
  start: CollectiveState,
  profile: Profile,
  settings: EvolveSettings,
  marks_s: readonly number[] = [],
): Joined {
  if (!(settings.tolerance > 0))
    throw new ScienceError('argument', `tolerance is ${settings.tolerance}; expected a number above 0`);
  const { space, generator } = system;
  const matrices = space.sectors.flatMap(({ blocks }) =>
    blocks.filter(({ size }) => size > 1).map(({ a_Hz, d_HzPerT }) => sweepMatrix(a_Hz, d_HzPerT)),
  );
  const plan = checkSteps(planOf(matrices, profile, marks_s), settings.maxSteps);
  checkOperations(profile, space.spins.name, stepsOf(plan) * TERMS * generator.value.length);
  const populations = populationPlaces(system);
  const first = joinedVector(system, start);
  let vector = first,
    course: Float64Array[] = [],
    radius: Radius | undefined;
  const refined = refine(settings.tolerance, settings.maxSteps, {
    moments: marks_s.length + 1,
    run(scale) {
      const schedule = scheduleOf(plan, scale);
      radius ??= radiusOver(system, schedule.mean_T);
      const series = Math.max(1e-15, Math.min(1e-7, (2e-2 * settings.tolerance) / Math.sqrt(schedule.n)));
      const values = new Float64Array(populations.length * (marks_s.length + 1));
      vector = first.slice();
      course = [];
      partsOf(plan, schedule, scale).forEach((part, mark) => {
        sweepRealInto(vector, generator, radius!, part, series);
        populations.forEach((place, i) => (values[mark * populations.length + i] = vector[place]!));
        if (mark < marks_s.length) course.push(groupPolarizations(space, joinedState(system, vector)));
      });
      return { n: schedule.n, values };
    },
  });
  return { ...refined, state: joinedState(system, vector), course };
}

function populationPlaces({ space, offset }: JoinedSystem): number[] {
  return space.sectors.flatMap(({ blocks }, s) =>
    blocks.flatMap(({ size }, b) => Array.from({ length: size }, (_, i) => offset[s]![b]! + i * (size + 1))),
  );
}

/** Of the series of a step, about. */
const TERMS = 12;

/** Bound of the eigenvalues of the generator, 1/s, by field. */
type Radius = (field_T: number) => number;

const KNOTS = 12;
/** The field of a run with shorter steps may go a little beyond that of the first. */
const BEYOND = 0.02;

/** The widest spectrum of any block is a convex function of the field: straight lines between exact values are bounds. */
function radiusOver({ space, generator }: JoinedSystem, mean_T: Float64Array): Radius {
  let low = Infinity,
    high = -Infinity;
  for (const field of mean_T) {
    low = Math.min(low, field);
    high = Math.max(high, field);
  }
  const margin = BEYOND * (high - low) + 1e-12;
  low -= margin;
  high += margin;
  const step = (high - low) / KNOTS;
  const widths = Array.from({ length: KNOTS + 1 }, (_, k) => widest_Hz(space, low + k * step));
  const losses = largestLoss_perS(generator);
  return (field) => {
    const at = Math.min(KNOTS, Math.max(0, (field - low) / step));
    const k = Math.min(KNOTS - 1, Math.floor(at));
    return 2 * Math.PI * (widths[k]! + (at - k) * (widths[k + 1]! - widths[k]!)) + losses;
  };
}

function widest_Hz(space: SpinSpace, field_T: number): number {
  let widest = 0;
  for (const { blocks } of space.sectors)
    for (const block of blocks) {
      if (block.size < 2) continue;
      const { values } = symmetricEigen(blockHamiltonian_Hz(block, field_T), block.size);
      widest = Math.max(widest, values[block.size - 1]! - values[0]!);
    }
  return widest;
}

function largestLoss_perS({ size, rowStart, column, value }: RealGenerator): number {
  let largest = 0;
  for (let i = 0; i < size; i++)
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++)
      if (column[e] === i) largest = Math.max(largest, Math.abs(value[e]!));
  return largest;
}

function sweepRealInto(
  x: Float64Array,
  g: RealGenerator,
  radius: Radius,
  { n, mean_T, step_s, kick_Ts }: Schedule,
  tolerance: number,
): void {
  const room: [Float64Array, Float64Array, Float64Array] = [x.slice(), x.slice(), x.slice()];
  kickInto(x, g, kick_Ts[0]!);
  for (let step = 0; step < n; step++) {
    stepInto(x, g, mean_T[step]!, step_s[step]!, radius(mean_T[step]!), tolerance, room);
    kickInto(x, g, kick_Ts[step + 1]!);
  }
}

/** x = exp(h M) x with M = G + B Delta, nearly skew: J_0(z) + 2 sum J_k(z) P_k(M / r), z = h r, P_k+1 = 2 (M / r) P_k + P_k-1. */
function stepInto(
  x: Float64Array,
  g: RealGenerator,
  field_T: number,
  h: number,
  radius: number,
  tolerance: number,
  [a, b, c]: [Float64Array, Float64Array, Float64Array],
): void {
  const z = h * radius;
  const bessel = new Float64Array(Math.ceil(z) + 60);
  const terms = besselSeriesInto(bessel, z, tolerance);
  let [before, now, next] = [a, b, c];
  before.set(x);
  applyInto(now, g, field_T, before, 1 / radius);
  for (let i = 0; i < x.length; i++) x[i] = bessel[0]! * x[i]! + 2 * bessel[1]! * now[i]!;
  for (let k = 2; k < terms; k++) {
    applyInto(next, g, field_T, now, 2 / radius);
    const weight = 2 * bessel[k]!;
    for (let i = 0; i < x.length; i++) {
      const value = next[i]! + before[i]!;
      next[i] = value;
      x[i]! += weight * value;
    }
    [before, now, next] = [now, next, before];
  }
}

/** out = factor (G + field Delta) x. */
function applyInto(out: Float64Array, g: RealGenerator, field_T: number, x: Float64Array, factor: number): void {
  const { size, rowStart, column, value, real, imaginary, drive_radPerSPerT } = g;
  for (let i = 0, e = 0; i < size; i++) {
    let sum = 0;
    for (const end = rowStart[i + 1]!; e < end; e++) sum += value[e]! * x[column[e]!]!;
    out[i] = factor * sum;
  }
  const turn = factor * field_T;
  for (let p = 0; p < real.length; p++) {
    const w = turn * drive_radPerSPerT[p]!,
      re = real[p]!,
      im = imaginary[p]!;
    out[re]! += w * x[im]!;
    out[im]! -= w * x[re]!;
  }
}

function kickInto(x: Float64Array, { real, imaginary, drive_radPerSPerT }: RealGenerator, kick_Ts: number): void {
  if (kick_Ts === 0) return;
  for (let p = 0; p < real.length; p++) {
    const angle = kick_Ts * drive_radPerSPerT[p]!;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    const re = x[real[p]!]!,
      im = x[imaginary[p]!]!;
    x[real[p]!] = c * re + s * im;
    x[imaginary[p]!] = c * im - s * re;
  }
}
