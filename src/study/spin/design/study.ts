// What the design road takes and what it gives, for figures, report and result.
import type { Spins } from '../../../physics/spins/index.ts';
import type { Design, FieldLimits, Sample } from '../../../transfer/design/index.ts';
import type { NamedCrossing } from '../levels/road.ts';
import type { NamedSystem } from '../read-system.ts';
import type { CoilOutcome } from './coil.ts';
import type { Courses } from './courses.ts';
import type { Robustness } from './robustness.ts';
import type { DesignFile } from './settings.ts';

export interface DesignInput {
  readonly settings: DesignFile;
  readonly named: NamedSystem;
  readonly notes: readonly string[];
}

export interface DesignStudy extends DesignInput {
  readonly spins: Spins;
  readonly sample: Sample;
  readonly limits: FieldLimits;
  readonly design: Design;
  /** One for each duration that was scanned, shortest first. */
  readonly scanned: readonly Design[];
  /** Constant adiabaticity and straight ramps over many durations. */
  readonly compared: {
    readonly duration_s: readonly number[];
    readonly constantAdiabaticity: Float64Array;
    readonly linear: Float64Array;
  };
  /** The best of `compared.constantAdiabaticity`, and how much of it the design gains. */
  readonly bestConstant: { readonly duration_s: number; readonly polarization: number; readonly gain: number };
  /** Largest size of polarization that fields along z can make, without relaxation. */
  readonly ceiling: number | undefined;
  /** The one that does the work, where one does. */
  readonly crossing: NamedCrossing | undefined;
  readonly courses: Courses;
  readonly robustness: Robustness;
  readonly coil: CoilOutcome | undefined;
  readonly explanation: readonly string[];
}
