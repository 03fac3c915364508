// Tissue that carries hyperpolarized label, as a scanner meets it: it moves on between excitations, and each excitation spends some of it.
import type { Geometry } from './geometry.ts';

/**
 * A state that changes, the one exception to plain records: what is excited is gone. `mouse` makes it, `scanner` reads and spends it. Voxels in
 * memory order [z, y, x] of `geometry`; times count from the begin of the injection.
 */
export interface Labelled {
  readonly metabolites: readonly string[];
  readonly geometry: Geometry;
  /** Moves the state on without excitation. Throws where `time_s` lies before the present. */
  advanceTo(time_s: number): void;
  /**
   * Writes the longitudinal magnetization of one metabolite, all compartments of a voxel together, [voxel]: concentration of 13C in the voxel times
   * its polarization, mmol/L (= mol/m3) of fully polarized spins.
   */
  magnetizationInto(out: Float64Array, metabolite: number): void;
  /** Multiplies the magnetization of one metabolite by `kept[voxel]` = cos(flip angle), in every compartment alike. */
  spend(metabolite: number, kept: Float64Array): void;
}
