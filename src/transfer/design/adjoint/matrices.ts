// The matrices of a molecule that a field along z moves: generator of its density, field across z, Zeeman frequencies, their width.
import { symmetricEigen } from '../../../math/complex/index.ts';
import type { Generator } from '../../../math/fast/index.ts';
import {
  addCouplings,
  addRandomFields,
  addSuperoperator,
  addT1T2,
  Entries,
  redfieldSuperoperator,
  spinOperator,
  stateDigits,
  zeemanDrive,
  type Spins,
  type SpinSpace,
  type SpinSystem,
  type ZeroQuantum,
} from '../../../physics/spins/index.ts';
import { addCommutator } from '../../liouville.ts';
import { blockHamiltonian_Hz } from '../../start.ts';
import { timesOf, type Relaxation } from '../../relaxing/relaxing-system.ts';

/** Couplings, a field across (Hz, real [N, N]) and relaxation. Redfield rates are held at one field, that of the settings or zero. */
export function generatorOf(
  system: SpinSystem,
  spins: Spins,
  elements: ZeroQuantum,
  relaxation: Relaxation,
  across?: Float64Array,
): Generator {
  const entries = new Entries(elements.size);
  addCouplings(entries, spins, elements);
  if (across) addCommutator(entries, elements, across);
  if (relaxation.model === 'redfield') {
    const { tauC_s, field_T = 0 } = relaxation;
    addSuperoperator(entries, elements, redfieldSuperoperator(system, { tauC_s, field_T }));
  } else if (relaxation.model === 'randomFields')
    addRandomFields(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'));
  else
    addT1T2(entries, spins, elements, timesOf(spins, relaxation.T1_s, 'T1_s'), timesOf(spins, relaxation.T2_s, 'T2_s'));
  return entries.generator(zeemanDrive(spins, elements));
}

/** -gamma Bx Ix / 2 pi of all spins, real [N, N]. */
export function acrossHamiltonian_Hz(spins: Spins, across_T: number): Float64Array {
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

export function zeeman_HzPerT(spins: Spins): Float64Array {
  const digits = stateDigits(spins);
  return Float64Array.from({ length: spins.dimension }, (_, s) => {
    let sum = 0;
    for (let k = 0; k < spins.n; k++)
      sum -= perTesla_Hz(spins, k) * (spins.twiceSpin[k]! / 2 - digits[s * spins.n + k]!);
    return sum;
  });
}

/** The widest spectrum of a block: the width is convex in the field, so it is largest at one of the two ends. */
export function widthOfBlocks({ sectors }: SpinSpace): (field_T: number) => number {
  const blocks = sectors.flatMap((sector) => sector.blocks);
  return (field_T) => {
    let width = 0;
    for (const block of blocks) {
      for (const field of [-field_T, field_T]) {
        const { values } = symmetricEigen(blockHamiltonian_Hz(block, field), block.size);
        width = Math.max(width, values[block.size - 1]! - values[0]!);
      }
    }
    return width;
  };
}

/** With a field across z, a bound: all couplings, and the precession of all spins. */
export function widthAcross(spins: Spins, across_T: number): (field_T: number) => number {
  let couplings = 0;
  for (let i = 0; i < spins.n; i++) for (let k = 0; k < i; k++) couplings += Math.abs(spins.j_Hz[i * spins.n + k]!);
  const perT = Array.from({ length: spins.n }, (_, k) => Math.abs(perTesla_Hz(spins, k)));
  const sum = perT.reduce((all, one) => all + one, 0);
  return (field_T) => couplings + sum * (Math.abs(field_T) + Math.abs(across_T));
}
