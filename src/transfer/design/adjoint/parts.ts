// A molecule as independent motions with a number to read at their end: Hilbert blocks without relaxation, one density with it,
// all states at once where a field lies across z.
import { ScienceError } from '../../../base/index.ts';
import type { Generator } from '../../../math/fast/index.ts';
import {
  addCouplings,
  addRandomFields,
  addSuperoperator,
  addT1T2,
  denseDensity,
  denseHamiltonian_Hz,
  Entries,
  readSpins,
  redfieldSuperoperator,
  spinIndex,
  spinOperator,
  stateDigits,
  zeemanDrive,
  type Spins,
  type SpinSystem,
  type ZeroQuantum,
} from '../../../physics/spins/index.ts';
import { factorsOf } from '../../propagate/factors.ts';
import { densityVector } from '../../relaxing/evolve-relaxing.ts';
import { relaxingSystem, timesOf, type Relaxation } from '../../relaxing/relaxing-system.ts';
import { spaceFor, startFrom, type AdditionSettings } from '../../simulate.ts';
import { amplitudeDrive, densityDrive, hermitianPlaces, type Drive } from './drive.ts';

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
  const space = spaceFor(spins, []);
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

/** Couplings, a field across (Hz, real [N, N]) and relaxation. Redfield rates are held at one field, that of the settings or zero. */
function generatorOf(
  system: SpinSystem,
  spins: Spins,
  elements: ZeroQuantum,
  relaxation: Relaxation,
  across?: Float64Array,
): Generator {
  const n = elements.dimension;
  const entries = new Entries(elements.size);
  addCouplings(entries, spins, elements);
  for (let e = 0; across && e < elements.size; e++) {
    const i = elements.row[e]!,
      k = elements.column[e]!;
    for (let l = 0; l < n; l++) {
      entries.add(e, elements.at[l * n + k]!, 0, -2 * Math.PI * across[i * n + l]!);
      entries.add(e, elements.at[i * n + l]!, 0, 2 * Math.PI * across[l * n + k]!);
    }
  }
  if (relaxation.model === 'redfield') {
    const { tauC_s, field_T = 0 } = relaxation;
    addSuperoperator(entries, elements, redfieldSuperoperator(system, { tauC_s, field_T }));
  } else if (relaxation.model === 'randomFields')
    addRandomFields(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'));
  else
    addT1T2(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'), timesOf(spins, relaxation.T2_s, 'T2_s'));
  return entries.generator(zeemanDrive(spins, elements));
}

function everyElement(n: number): ZeroQuantum {
  const at = Int32Array.from({ length: n * n }, (_, e) => e);
  return { size: n * n, dimension: n, row: at.map((e) => Math.floor(e / n)), column: at.map((e) => e % n), at };
}

/** -gamma Bx Ix / 2 pi of all spins, real [N, N]. */
function acrossHamiltonian_Hz(spins: Spins, across_T: number): Float64Array {
  const out = new Float64Array(spins.dimension * spins.dimension);
  for (let k = 0; k < spins.n; k++) {
    const perT = perTesla_Hz(spins, k);
    const x = spinOperator(spins, k, 'x');
    for (let i = 0; i < out.length; i++) out[i]! -= across_T * perT * x[2 * i]!;
  }
  return out;
}

const perTesla_Hz = (spins: Spins, k: number): number =>
  (spins.gamma_radPerSPerT[k]! * (1 + 1e-6 * spins.shift_ppm[k]!)) / (2 * Math.PI);

function zeeman_HzPerT(spins: Spins): Float64Array {
  const digits = stateDigits(spins);
  return Float64Array.from({ length: spins.dimension }, (_, s) => {
    let sum = 0;
    for (let k = 0; k < spins.n; k++)
      sum -= perTesla_Hz(spins, k) * (spins.twiceSpin[k]! / 2 - digits[s * spins.n + k]!);
    return sum;
  });
}

/** About the fastest coherence that the field makes: the couplings, and the spread of precession between (or, with a field across, of) the spins. */
function widthOf(spins: Spins, across_T: number): (field_T: number) => number {
  let couplings = 0;
  for (let i = 0; i < spins.n; i++) for (let k = 0; k < i; k++) couplings += Math.abs(spins.j_Hz[i * spins.n + k]!);
  const perT = Array.from({ length: spins.n }, (_, k) => perTesla_Hz(spins, k));
  const spread =
    across_T === 0 ? Math.max(...perT) - Math.min(...perT) : perT.reduce((sum, one) => sum + Math.abs(one), 0);
  return (field_T) => couplings + spread * (Math.abs(field_T) + Math.abs(across_T));
}
