// A molecule as its nuclear spins: the record people write, and the numbers the engine reads from it.
import { ScienceError } from '../../base/index.ts';
import { isotope } from './isotopes.ts';

export interface SpinSite {
  readonly label: string;
  readonly isotope: string;
  readonly shift_ppm?: number;
  readonly T1_s?: number;
  readonly T2_s?: number;
  /** Cartesian position in a molecular frame. */
  readonly position_A?: readonly number[];
  /** Chemical shift tensor (sign of the delta scale), 3 x 3 row-major, same frame as the positions; its trace does not matter. */
  readonly csa_ppm?: readonly number[];
}

export interface SpinSystem {
  readonly name: string;
  readonly spins: readonly SpinSite[];
  /** Signed scalar couplings by pair, `{ "Ha-Hb": 15.7 }`; a pair that is not named does not couple. */
  readonly couplings_Hz: Readonly<Record<string, number>>;
  /** Overrides of the built-in constants, by isotope. */
  readonly gamma_radPerSPerT?: Readonly<Record<string, number>>;
  /** The two protons that came in as parahydrogen. */
  readonly para?: readonly [string, string];
}

/** A spin system in numbers; arrays run over the spins in their order. */
export interface Spins {
  readonly name: string;
  readonly n: number;
  readonly labels: readonly string[];
  readonly isotopes: readonly string[];
  readonly twiceSpin: Int32Array;
  readonly gamma_radPerSPerT: Float64Array;
  readonly shift_ppm: Float64Array;
  /** [n, n], symmetric, diagonal zero. */
  readonly j_Hz: Float64Array;
  readonly para: readonly [number, number] | undefined;
  /** Product of all (2I + 1): the size of the Hilbert space. */
  readonly dimension: number;
}

/** Reads the numbers out of a checked system. Throws where a label or isotope is unknown. */
export function readSpins(system: SpinSystem): Spins {
  const n = system.spins.length;
  const labels = system.spins.map((spin) => spin.label);
  const kinds = system.spins.map((spin, i) => isotope(spin.isotope, `${system.name}, spins[${i}].isotope`));
  const j_Hz = new Float64Array(n * n);
  for (const [pair, value] of Object.entries(system.couplings_Hz)) {
    const [i, k] = pairIndices(pair, labels, `${system.name}, couplings_Hz`);
    j_Hz[i * n + k] = j_Hz[k * n + i] = value;
  }
  return {
    name: system.name,
    n,
    labels,
    isotopes: kinds.map((kind) => kind.name),
    twiceSpin: Int32Array.from(kinds, (kind) => kind.twiceSpin),
    gamma_radPerSPerT: Float64Array.from(
      kinds,
      (kind) => system.gamma_radPerSPerT?.[kind.name] ?? kind.gamma_radPerSPerT,
    ),
    shift_ppm: Float64Array.from(system.spins, (spin) => spin.shift_ppm ?? 0),
    j_Hz,
    para: system.para && [labels.indexOf(system.para[0]), labels.indexOf(system.para[1])],
    dimension: kinds.reduce((product, kind) => product * (kind.twiceSpin + 1), 1),
  };
}

/** Indices of a pair written `A-B`. */
export function pairIndices(pair: string, labels: readonly string[], where: string): readonly [number, number] {
  const parts = pair.split('-');
  const i = labels.indexOf(parts[0] ?? ''),
    k = labels.indexOf(parts[1] ?? '');
  if (parts.length !== 2 || i < 0 || k < 0 || i === k) {
    throw new ScienceError('format', `"${pair}" does not name two different spins of ${labels.join(', ')}`, { where });
  }
  return [i, k];
}

/** Index of the spin called `label`; throws with the labels there are. */
export function spinIndex(spins: Spins, label: string): number {
  const found = spins.labels.indexOf(label);
  if (found >= 0) return found;
  throw new ScienceError('argument', `no spin is labelled "${label}"; there are ${spins.labels.join(', ')}`);
}
