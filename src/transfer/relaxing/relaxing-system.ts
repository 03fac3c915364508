// A molecule with relaxation, as the linear generator of its density.
import { ScienceError } from '../../base/index.ts';
import type { Generator } from '../../math/fast/index.ts';
import {
  addCouplings,
  addRandomFields,
  addSuperoperator,
  addT1T2,
  Entries,
  makeSpinSpace,
  redfieldSuperoperator,
  zeemanDrive,
  zeroQuantum,
  zeroQuantumSuperoperator,
  type Spins,
  type SpinSpace,
  type SpinSystem,
  type ZeroQuantum,
} from '../../physics/spins/index.ts';
import type { Profile } from '../profile.ts';
import { fieldSeries, readSeriesInto } from './field-series.ts';

/** How spins relax; times by label. `randomFields` also holds for spins above 1/2. */
export type Relaxation =
  | { readonly model: 'randomFields'; readonly T1_s: Readonly<Record<string, number>> }
  | {
      readonly model: 'T1T2';
      readonly T1_s: Readonly<Record<string, number>>;
      readonly T2_s: Readonly<Record<string, number>>;
    }
  /** The rates follow the field of the profile, unless `field_T` holds them at one field. */
  | { readonly model: 'redfield'; readonly tauC_s: number; readonly field_T?: number };

/** Largest number of elements of the density that is handled. */
export const LARGEST_LIOUVILLE = 4000;

/** The generator over the fields of a profile. */
export interface GeneratorAlong {
  /** Without the Zeeman terms; the next call may overwrite it. */
  at(this: void, field_T: number): Generator;
  /** How far the rates go up and down over the profile, all in all: largest row sum of the changes. */
  readonly variation_perS: number;
}

export interface RelaxingSystem {
  readonly spins: Spins;
  /** Single spins, for the spectrum and for states. */
  readonly space: SpinSpace;
  readonly elements: ZeroQuantum;
  generatorAlong(profile: Profile): GeneratorAlong;
}

const singleSpins = (spins: Spins): SpinSpace => makeSpinSpace(spins, { heteronuclear: 'full', composite: false });

const elementsOf = ({ sectors }: SpinSpace): number =>
  sectors[0]!.blocks.reduce((sum, { size }) => sum + size * size, 0);

/** Whether the density of all single spins is small enough for `relaxingSystem`. */
export const fitsRelaxingSystem = (spins: Spins): boolean => elementsOf(singleSpins(spins)) <= LARGEST_LIOUVILLE;

/** The generator of a system with relaxation. Throws where a time is missing or not above 0, or the density is too large. */
export function relaxingSystem(system: SpinSystem, spins: Spins, relaxation: Relaxation): RelaxingSystem {
  const space = singleSpins(spins);
  const size = elementsOf(space);
  if (size > LARGEST_LIOUVILLE) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: relaxation needs a density of ${size} elements, its generator up to ${((16 * size * size) / 1e9).toPrecision(2)} GB; the limit is ${LARGEST_LIOUVILLE} elements`,
    );
  }
  const elements = zeroQuantum(spins);
  const drive = zeemanDrive(spins, elements);
  const entries = new Entries(elements.size);
  addCouplings(entries, spins, elements);
  const common = { spins, space, elements };
  if (relaxation.model === 'redfield') {
    const { tauC_s, field_T } = relaxation;
    if (field_T === undefined) {
      const rates = (field: number): Float64Array =>
        zeroQuantumSuperoperator(elements, redfieldSuperoperator(system, { tauC_s, field_T: field }));
      const fixed = entries.generator(drive);
      return { ...common, generatorAlong: (profile) => followingGenerator(fixed, rates, profile) };
    }
    addSuperoperator(entries, elements, redfieldSuperoperator(system, { tauC_s, field_T }));
  } else if (relaxation.model === 'randomFields') {
    addRandomFields(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'));
  } else {
    if (spins.twiceSpin.some((twice) => twice !== 1))
      throw new ScienceError('unsupported', 'the T1T2 model is for spins 1/2; take randomFields');
    addT1T2(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'), timesOf(spins, relaxation.T2_s, 'T2_s'));
  }
  const generator = entries.generator(drive);
  return { ...common, generatorAlong: () => ({ at: () => generator, variation_perS: 0 }) };
}

/** `fixed` minus rates [size, size] that depend on the field, over the fields of a profile. */
function followingGenerator(
  fixed: Generator,
  rates: (field_T: number) => Float64Array,
  profile: Profile,
): GeneratorAlong {
  const { size, drive_radPerSPerT } = fixed;
  const pieces = fieldSeries(rates, ...fieldRange(profile));
  const pattern = new Entries(size);
  fixed.column.forEach((column, e) => pattern.add(rowOf(fixed, e), column, 1, 0));
  for (let i = 0; i < size * size; i++) {
    if (pieces.some(({ coefficients }) => coefficients.some((one) => one[2 * i] !== 0 || one[2 * i + 1] !== 0)))
      pattern.add(Math.floor(i / size), i % size, 1, 0);
  }
  const shape = pattern.generator(drive_radPerSPerT);
  const place = new Map(Array.from(shape.column, (column, e) => [rowOf(shape, e) * size + column, e]));
  const still = new Float64Array(shape.value.length);
  fixed.column.forEach((column, e) => {
    const to = place.get(rowOf(fixed, e) * size + column)!;
    still[2 * to] = fixed.value[2 * e]!;
    still[2 * to + 1] = fixed.value[2 * e + 1]!;
  });
  const kept = pieces.map((piece) => ({
    ...piece,
    coefficients: piece.coefficients.map((all) => {
      const out = new Float64Array(still.length);
      for (const [from, to] of place) out.set(all.subarray(2 * from, 2 * from + 2), 2 * to);
      return out;
    }),
  }));
  const value = new Float64Array(still.length);
  const generator = { ...shape, value };
  return {
    at: (field_T) => {
      readSeriesInto(value, kept, field_T);
      for (let e = 0; e < value.length; e++) value[e] = still[e]! - value[e]!;
      return generator;
    },
    variation_perS: variationOf(shape, profile, (out, field_T) => readSeriesInto(out, kept, field_T)),
  };
}

const VARIATION_SAMPLES = 64;

function variationOf(
  { rowStart, value }: Generator,
  profile: Profile,
  readInto: (out: Float64Array, field_T: number) => void,
): number {
  let before = new Float64Array(value.length),
    now = new Float64Array(value.length),
    sum = 0;
  readInto(before, profile.field_T(0));
  for (let k = 1; k <= VARIATION_SAMPLES; k++) {
    readInto(now, profile.field_T((profile.duration_s * k) / VARIATION_SAMPLES));
    let largest = 0;
    for (let i = 0; i + 1 < rowStart.length; i++) {
      let row = 0;
      for (let e = 2 * rowStart[i]!; e < 2 * rowStart[i + 1]!; e += 2)
        row += Math.hypot(now[e]! - before[e]!, now[e + 1]! - before[e + 1]!);
      largest = Math.max(largest, row);
    }
    sum += largest;
    [before, now] = [now, before];
  }
  return sum;
}

function rowOf({ rowStart }: Generator, entry: number): number {
  let low = 0,
    high = rowStart.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rowStart[middle]! <= entry) low = middle;
    else high = middle;
  }
  return low;
}

const RANGE_SAMPLES = 2000;

/** Lowest and highest field, from many moments and all corners. */
function fieldRange(profile: Profile): readonly [number, number] {
  const { duration_s, corners_s } = profile;
  const times = [
    ...corners_s,
    ...Array.from({ length: RANGE_SAMPLES + 1 }, (_, i) => (duration_s * i) / RANGE_SAMPLES),
  ];
  let low = Infinity,
    high = -Infinity;
  for (const time of times) {
    low = Math.min(low, profile.field_T(time));
    high = Math.max(high, profile.field_T(time));
  }
  return [low, high];
}

export function timesOf(spins: Spins, times_s: Readonly<Record<string, number>>, what: string): Float64Array {
  for (const label of Object.keys(times_s)) {
    if (!spins.labels.includes(label))
      throw new ScienceError('format', `names "${label}"; the spins are ${spins.labels.join(', ')}`, {
        where: `relaxation.${what}`,
      });
  }
  return Float64Array.from(spins.labels, (label) => {
    const time = times_s[label];
    if (time === undefined) throw new ScienceError('format', `no time for ${label}`, { where: `relaxation.${what}` });
    if (!(time > 0))
      throw new ScienceError('format', `is ${time}; expected seconds above 0`, {
        where: `relaxation.${what}.${label}`,
      });
    return time;
  });
}
