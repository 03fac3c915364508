// A molecule as independent motions with a number to read at their end: Hilbert blocks without relaxation, one density with it,
// all states at once where a field lies across z.
import { ScienceError } from '../../../base/index.ts';
import type { Drive } from '../../../math/fast/index.ts';
import {
  denseDensity,
  denseHamiltonian_Hz,
  makeSpinSpace,
  readSpins,
  spinIndex,
  stateDigits,
  type Spins,
  type SpinSystem,
  type ZeroQuantum,
} from '../../../physics/spins/index.ts';
import { everyElement } from '../../liouville.ts';
import { factorsOf } from '../../propagate/factors.ts';
import { densityVector } from '../../relaxing/evolve-relaxing.ts';
import { relaxingSystem, type Relaxation } from '../../relaxing/relaxing-system.ts';
import { startFrom, type AdditionSettings } from '../../simulate.ts';
import { amplitudeDrive, densityDrive, hermitianPlaces } from './drive.ts';
import { acrossHamiltonian_Hz, generatorOf, widthAcross, widthOfBlocks, zeeman_HzPerT } from './matrices.ts';

/** One motion, and how its result is read from its columns x at the end. */
export interface Part {
  readonly drive: Drive;
  /** Start [size, columns]. */
  readonly start: Float64Array;
  readonly columns: number;
  /** [columns] */
  readonly weight: Float64Array;
  readonly read: Read;
  /** Begins at the end of the field and goes back through it: columns of what is read, held against the start at the end. */
  readonly backwards: boolean;
}

/** Sum over columns of weight times value.x, value.x^2, or x.form x with a symmetric form [size, size]. */
export type Read =
  | { readonly kind: 'linear'; readonly value: Float64Array }
  | { readonly kind: 'squares'; readonly value: Float64Array }
  | { readonly kind: 'form'; readonly form: Float64Array };

export interface Parts {
  readonly parts: readonly Part[];
  /** What does not move. */
  readonly constant: number;
  /** Widest spectrum of the molecule in fields up to one. */
  readonly width_Hz: (field_T: number) => number;
}

export interface PartSettings {
  readonly target: string;
  readonly addition: AdditionSettings;
  readonly relaxation?: Relaxation;
  /** Constant field along x. */
  readonly across_T: number;
}

/** Largest number of states moved all at once. */
const LARGEST_ALL_STATES = 64;
const LARGEST_ALL_RELAXING = 16;

/** The parts whose results add up to the polarization of `target`, per unit of singlet order. */
export function partsOf(system: SpinSystem, settings: PartSettings): Parts {
  const spins = readSpins(system);
  const target = spinIndex(spins, settings.target);
  if (settings.across_T !== 0) return allStates(system, spins, target, settings);
  return settings.relaxation
    ? relaxing(system, spins, target, settings.addition, settings.relaxation)
    : blocks(spins, target, settings.addition);
}

function blocks(spins: Spins, target: number, addition: AdditionSettings): Parts {
  const space = makeSpinSpace(spins, { heteronuclear: 'full' });
  const start = startFrom(space, addition);
  const group = space.groups.findIndex((members) => members.includes(target));
  const full = space.groups[group]!.length * spins.twiceSpin[target]!;
  const parts: Part[] = [];
  let constant = 0;
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      const n = block.size;
      const value = Float64Array.from(
        { length: n },
        (_, i) => block.twiceProjection[i * space.groups.length + group]! / full,
      );
      if (n === 1) {
        constant += start.densities[s]![b]![0]! * value[0]!;
        return;
      }
      const drive = amplitudeDrive(block.a_Hz, block.d_HzPerT);
      const rho = start.densities[s]![b]!;
      const factors = factorsOf(rho, n);
      const wanted = rarer(value);
      if (wanted.states.length < factors.columns) {
        constant += wanted.shift * traceOf(rho, n);
        if (wanted.states.length > 0) parts.push(observed(drive, rho, value, wanted));
        return;
      }
      const { columns, vectors, weights, shift } = factors;
      constant += shift * value.reduce((sum, one) => sum + one, 0);
      if (columns > 0) parts.push(amplitudes(drive, value, columns, vectors, weights));
    }),
  );
  return { parts, constant, width_Hz: widthOfBlocks(space) };
}

interface Wanted {
  readonly states: readonly number[];
  readonly shift: number;
}

/** The states whose value is not the most frequent one, which is the shift. */
function rarer(value: Float64Array): Wanted {
  const counts = new Map<number, number>();
  for (const one of value) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [shift] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
  return { states: Array.from(value.keys()).filter((i) => value[i] !== shift), shift };
}

function traceOf(rho: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += rho[2 * (i * n + i)]!;
  return sum;
}

/**
 * <s|U rho U+|s> with y = U^T|s>: H is symmetric, so U^T is the same way through the reversed field. Fewer columns than the start has where
 * it fills its block and the target has two values. With y = u + i v and rho = R + i S: u.R u + v.R v + 2 u.S v.
 */
function observed(drive: Drive, rho: Float64Array, value: Float64Array, { states, shift }: Wanted): Part {
  const n = value.length,
    columns = states.length;
  const start = new Float64Array(2 * n * columns),
    form = new Float64Array(4 * n * n);
  states.forEach((s, c) => (start[s * columns + c] = 1));
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const re = rho[2 * (i * n + k)]!,
        im = rho[2 * (i * n + k) + 1]!;
      form[i * 2 * n + k] = form[(n + i) * 2 * n + n + k] = re;
      form[i * 2 * n + n + k] = form[(n + k) * 2 * n + i] = im;
    }
  }
  const weight = Float64Array.from(states, (s) => value[s]! - shift);
  return { drive, start, columns, weight, read: { kind: 'form', form }, backwards: true };
}

function amplitudes(
  drive: Drive,
  value: Float64Array,
  columns: number,
  vectors: Float64Array,
  weight: Float64Array,
): Part {
  const half = value.length * columns;
  const start = new Float64Array(2 * half);
  for (let i = 0; i < half; i++) {
    start[i] = vectors[2 * i]!;
    start[half + i] = vectors[2 * i + 1]!;
  }
  return {
    drive,
    start,
    columns,
    weight,
    read: { kind: 'squares', value: Float64Array.of(...value, ...value) },
    backwards: false,
  };
}

function relaxing(
  system: SpinSystem,
  spins: Spins,
  target: number,
  addition: AdditionSettings,
  relaxation: Relaxation,
): Parts {
  const held = relaxingSystem(system, spins, relaxation);
  const density = densityVector(held, startFrom(held.space, addition));
  const { elements } = held;
  const places = hermitianPlaces(elements.row, elements.column);
  const drive = densityDrive(generatorOf(system, spins, elements, relaxation), places);
  return {
    parts: [densityPart(spins, target, elements, drive, places, density)],
    constant: 0,
    width_Hz: widthOfBlocks(held.space),
  };
}

function densityPart(
  spins: Spins,
  target: number,
  elements: ZeroQuantum,
  drive: Drive,
  { size, real, imaginary, sign }: ReturnType<typeof hermitianPlaces>,
  density: Float64Array,
): Part {
  const start = new Float64Array(size),
    read = new Float64Array(size);
  const digits = stateDigits(spins);
  for (let e = 0; e < elements.size; e++) {
    if (sign[e]! < 0) continue;
    start[real[e]!] = density[2 * e]!;
    if (imaginary[e]! >= 0) start[imaginary[e]!] = density[2 * e + 1]!;
    if (elements.row[e] === elements.column[e])
      read[real[e]!] = 1 - (2 * digits[elements.row[e]! * spins.n + target]!) / spins.twiceSpin[target]!;
  }
  return {
    drive,
    start,
    columns: 1,
    weight: Float64Array.of(1),
    read: { kind: 'linear', value: read },
    backwards: false,
  };
}

/** With a field across z every state meets every other. */
function allStates(
  system: SpinSystem,
  spins: Spins,
  target: number,
  { addition, relaxation, across_T }: PartSettings,
): Parts {
  const n = spins.dimension;
  const largest = relaxation ? LARGEST_ALL_RELAXING : LARGEST_ALL_STATES;
  if (n > largest) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: a field across z moves all ${n} states at once; the limit is ${largest}${relaxation ? ' with relaxation' : ''}`,
    );
  }
  const still: Relaxation = {
    model: 'randomFields',
    T1_s: Object.fromEntries(spins.labels.map((label) => [label, Infinity])),
  };
  const held = relaxingSystem(system, spins, still);
  const rho = denseDensity(held.elements, densityVector(held, startFrom(held.space, addition)));
  const across = acrossHamiltonian_Hz(spins, across_T);
  const width_Hz = widthAcross(spins, across_T);
  const digits = stateDigits(spins);
  if (!relaxation) {
    const h = denseHamiltonian_Hz(spins, { field_T: 0, heteronuclear: 'full' });
    for (let i = 0; i < h.length; i++) h[i]! += across[i]!;
    const value = Float64Array.from(
      { length: n },
      (_, s) => 1 - (2 * digits[s * spins.n + target]!) / spins.twiceSpin[target]!,
    );
    const { columns, vectors, weights, shift } = factorsOf(rho, n);
    const constant = shift * value.reduce((sum, one) => sum + one, 0);
    return {
      parts: [amplitudes(amplitudeDrive(h, zeeman_HzPerT(spins)), value, columns, vectors, weights)],
      constant,
      width_Hz,
    };
  }
  const elements = everyElement(n);
  const places = hermitianPlaces(elements.row, elements.column);
  const drive = densityDrive(generatorOf(system, spins, elements, relaxation, across), places);
  return { parts: [densityPart(spins, target, elements, drive, places, rho)], constant: 0, width_Hz };
}
