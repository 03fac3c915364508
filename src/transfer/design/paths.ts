// Ways through the range that are known beforehand: what a design is compared with, and where its search begins.
import { makeSpinSpace, readSpins } from '../../physics/spins/index.ts';
import { constantAdiabaticity } from '../adiabaticity.ts';
import type { Program } from './command.ts';
import { endOf, type FieldLimits } from './limits.ts';
import type { Sample } from './sample.ts';

export interface Start {
  readonly name: string;
  readonly command_T: ArrayLike<number>;
}

/** A field by the part of the duration, from 0 to 1. */
type Way = (part: number) => number;

export interface Ways {
  readonly constantAdiabaticity: Way;
  readonly linear: Way;
  /** That a program of them needs. */
  readonly points: number;
}

/** Points of the profiles that are compared with, within 1e-4 of the smooth ones; of molecules that share their polarization among many levels fewer do. */
const COMPARED_POINTS = 801;
const COMPARED_POINTS_OF_LARGE = 201;

/** States from which on every evaluation is dear. */
export const LARGE_DIMENSION = 64;

/** Constant adiabaticity and a straight ramp over the range: the same curves for every duration. */
export function waysThrough(sample: Sample, limits: FieldLimits): Ways {
  const [from_T, to_T] = wayOf(limits);
  return {
    constantAdiabaticity: adiabaticWay(sample, from_T, to_T),
    linear: (part) => from_T + part * (to_T - from_T),
    points: readSpins(sample.system).dimension > LARGE_DIMENSION ? COMPARED_POINTS_OF_LARGE : COMPARED_POINTS,
  };
}

/** Constant adiabaticity and a straight ramp over the same fields, as programs of a coil without limits. */
export function comparedPrograms(
  { constantAdiabaticity: adiabatic, linear, points: needed }: Ways,
  duration_s: number,
  points = needed,
): { readonly constantAdiabaticity: Program; readonly linear: Program } {
  return {
    constantAdiabaticity: { command_T: sampled(adiabatic, points), duration_s },
    linear: { command_T: sampled(linear, points), duration_s },
  };
}

/** Ways to begin: adiabatic, straight, adiabatic and then waiting, and staying where the levels meet. */
export function builtInStarts(sample: Sample, limits: FieldLimits, ways: Ways, points: number): Start[] {
  const [from_T, to_T] = wayOf(limits);
  const whole = sampled(ways.constantAdiabaticity, points);
  // Constant adiabaticity is slowest where the levels are closest.
  let closest = 1;
  for (let i = 2; i < points; i++)
    if (Math.abs(whole[i]! - whole[i - 1]!) < Math.abs(whole[closest]! - whole[closest - 1]!)) closest = i;
  const stay = new Float64Array(points).fill(whole[closest]!);
  stay[points - 1] = to_T;
  const starts: Start[] = [
    { name: 'constant adiabaticity', command_T: whole },
    { name: 'linear', command_T: sampled(ways.linear, points) },
    {
      name: 'constant adiabaticity in half the time, then waiting',
      command_T: sampled((part) => ways.constantAdiabaticity(Math.min(1, 2 * part)), points),
    },
    { name: 'staying at the avoided crossing', command_T: stay },
  ];
  const far = to_T === limits.field_T[1] ? limits.field_T[0] : limits.field_T[1];
  if (limits.start_T === undefined && far !== from_T)
    starts.push({
      name: 'constant adiabaticity through zero',
      command_T: sampled(adiabaticWay(sample, far, to_T), points),
    });
  return starts;
}

/** From the first field (zero, or the nearest to it in the range, if it is free) to the last. */
function wayOf(limits: FieldLimits): readonly [number, number] {
  const [low, high] = limits.field_T;
  const to_T = endOf(limits);
  const nearest = Math.min(high, Math.max(low, 0));
  const from_T = limits.start_T ?? nearest;
  // A path must lead somewhere: from the far end of the range where it would begin at its end.
  return [from_T === to_T ? (to_T === low ? high : low) : from_T, to_T];
}

function adiabaticWay({ system }: Sample, from_T: number, to_T: number): Way {
  const space = makeSpinSpace(readSpins(system), { heteronuclear: 'full' });
  const { profile } = constantAdiabaticity(space, from_T, to_T, 1);
  return (part) => profile.field_T(part);
}

function sampled(way: Way, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => way(i / (points - 1)));
}

/** A command on another number of points. */
export function resampled(command_T: ArrayLike<number>, points: number): Float64Array {
  const last = command_T.length - 1;
  return Float64Array.from({ length: points }, (_, i) => {
    const place = (i * last) / (points - 1),
      k = Math.min(last - 1, Math.floor(place));
    return command_T[k]! + (place - k) * (command_T[k + 1]! - command_T[k]!);
  });
}
