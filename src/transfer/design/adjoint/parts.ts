// A molecule as independent motions with a number to read at their end: Hilbert blocks without relaxation, one density with it,
// all states at once where a field lies across z.
import { ScienceError } from '../../../base/index.ts';
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
import { factorsOf } from '../../propagate/factors.ts';
import { densityVector } from '../../relaxing/evolve-relaxing.ts';
import { relaxingSystem, type Relaxation } from '../../relaxing/relaxing-system.ts';
import { startFrom, type AdditionSettings } from '../../simulate.ts';
import { amplitudeDrive, densityDrive, hermitianPlaces, type Drive } from './drive.ts';
import { acrossHamiltonian_Hz, everyElement, generatorOf, widthOf, zeeman_HzPerT } from './matrices.ts';

/** One motion: its result is the sum over columns and elements of weight read x (power 1) or weight read x^2 (power 2). */
export interface Part {
  readonly drive: Drive;
  /** Start [size, columns]. */
  readonly start: Float64Array;
  readonly columns: number;
  /** [columns] */
  readonly weight: Float64Array;
  /** [size] */
  readonly read: Float64Array;
  readonly power: 1 | 2;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** What does not move. */
  readonly constant: number;
  /** Frequencies in the molecule: widest spectrum at no field, and how it grows. */
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
      const { columns, vectors, weights, shift } = factorsOf(start.densities[s]![b]!, n);
      constant += shift * value.reduce((sum, one) => sum + one, 0);
      if (columns > 0)
        parts.push(amplitudes(amplitudeDrive(block.a_Hz, block.d_HzPerT), value, columns, vectors, weights));
    }),
  );
  return { parts, constant, width_Hz: widthOf(spins, 0) };
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
  return { drive, start, columns, weight, read: Float64Array.of(...value, ...value), power: 2 };
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
    width_Hz: widthOf(spins, 0),
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
  return { drive, start, columns: 1, weight: Float64Array.of(1), read, power: 1 };
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
  const width_Hz = widthOf(spins, across_T);
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
