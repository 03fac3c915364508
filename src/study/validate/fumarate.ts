// Fumarate as the references have it: the couplings of a set, no shifts.
import {
  libraryMolecule,
  makeSpinSpace,
  readSpins,
  singletState,
  type CollectiveState,
  type SpinSpace,
  type SpinSystem,
} from '../../physics/spins/index.ts';
import { aged, constantAdiabaticity, endlessAges, linearProfile, type Profile } from '../../transfer/index.ts';

export function bareFumarate(set: 'A' | 'B'): SpinSystem {
  const { system } = libraryMolecule(`fumarate, set ${set}`);
  return { ...system, spins: system.spins.map(({ label, isotope }) => ({ label, isotope })) };
}

export const spaceOf = (system: SpinSystem): SpinSpace => makeSpinSpace(readSpins(system), { heteronuclear: 'full' });

/** Place of the 13C among the spins of fumarate. */
export const C1 = 2;

/** The states that the references call `pure_singlet` and `dephased_50uT`. */
export function startOf(space: SpinSpace, name: string, degenerate_radPerS?: number): CollectiveState {
  const pure = singletState(space);
  return name === 'pure_singlet' ? pure : aged(space, pure, 5e-5, endlessAges(degenerate_radPerS));
}

/** Of kind `linear` or `const_adiab`. */
export function profileOf(space: SpinSpace, kind: string, from_T: number, to_T: number, duration_s: number): Profile {
  return kind === 'linear'
    ? linearProfile(from_T, to_T, duration_s)
    : constantAdiabaticity(space, from_T, to_T, duration_s).profile;
}

/** The order that is left of a para fraction. */
export const orderOf = (paraFraction: number): number => (4 * paraFraction - 1) / 3;
