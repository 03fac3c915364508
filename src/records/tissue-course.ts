// What the animal offers to the scanner: hyperpolarized label in every voxel, and tissue that can be stepped through a scan.
// Label moves by first-order laws between excitations, and every excitation spends some of it, so a scan cannot be painted over a finished
// course: the scanner advances a `SteppableTissue`, reads it, and excites it.
import { makeGrid, ScienceError, type Grid } from '../base/index.ts';
import { checkGeometry, type Geometry } from './geometry.ts';

/** One resonance of one substance; each is a pool of label of its own. */
export interface TissueLine {
  /** Unique: 'malate C1'. */
  readonly name: string;
  /** 'malate': lines of one substance add up to its label. */
  readonly substance: string;
  /** The injected agent whose label this is: 'fumarate'. */
  readonly agent: string;
  readonly shift_ppm: number;
  /** What the tissue decays with, where it is known. */
  readonly t1_s?: Readonly<Record<TissueCompartment, number>>;
}

export type TissueCompartment = 'plasma' | 'tissue';
/** Order of the compartment axis. `tissue` is the interstitium and the cells that are open to it. */
export const TISSUE_COMPARTMENTS: readonly TissueCompartment[] = ['plasma', 'tissue'];

/** Where injected label went, in nmol times polarization: `injected` = sum of all others, to rounding. */
export interface LabelBudget {
  readonly injected_nmol: number;
  readonly present_nmol: number;
  readonly relaxed_nmol: number;
  /** Spent by excitations. */
  readonly excited_nmol: number;
  /** Left by a way that makes no visible label: urine, uptake. */
  readonly lost_nmol: number;
}

/** Tissue on its way through a scan. It holds state: one caller, forward in time. Every method throws a ScienceError for bad input. */
export interface SteppableTissue {
  readonly geometry: Geometry;
  readonly lines: readonly TissueLine[];
  readonly time_s: number;
  /** Lets time pass without excitation, exactly. */
  advanceTo(time_s: number): void;
  /**
   * Fills `out` [z, y, x] with the polarized concentration of a line: mM of voxel volume times polarization, so magnetization per volume.
   * Of one compartment, or of both together.
   */
  polarizedInto(out: Float64Array, line: number, compartment?: TissueCompartment): void;
  /** Multiplies the label of one line by `kept`, one number or one per voxel [z, y, x]: cos(flip) for one pulse, its product for several. */
  excite(line: number, kept: number | Float64Array): void;
  /** Budget of the whole animal per line's agent, summed over its lines. */
  budget(agent: string): LabelBudget;
}

/** A finished course: what the tissue held just before each excitation. */
export interface TissueCourse {
  readonly geometry: Geometry;
  readonly lines: readonly TissueLine[];
  readonly time_s: Float64Array;
  /** mM of voxel volume times polarization. */
  readonly polarized_mM: Grid<readonly ['line', 'compartment', 'time', 'z', 'y', 'x']>;
  readonly notes: readonly string[];
}

/** Label kept by the excitation at time index `time`: a number or one per voxel [z, y, x]. */
export type KeptAt = (line: number, time: number) => number | Float64Array;

/** Steps `tissue` through `times_s` and records both compartments. Without `keptAt` nothing is excited. */
export function recordCourse(
  tissue: SteppableTissue,
  times_s: ArrayLike<number>,
  keptAt: KeptAt = () => 1,
  notes: readonly string[] = [],
): TissueCourse {
  const { geometry, lines } = tissue;
  checkGeometry(geometry, 'tissue');
  if (times_s.length < 1) throw new ScienceError('argument', 'a tissue course needs at least one time');
  const [nx, ny, nz] = geometry.shape;
  const nVoxels = nx * ny * nz;
  const nTimes = times_s.length;
  const data = new Float64Array(lines.length * TISSUE_COMPARTMENTS.length * nTimes * nVoxels);
  for (let time = 0; time < nTimes; time++) {
    tissue.advanceTo(times_s[time]!);
    for (let line = 0; line < lines.length; line++) {
      TISSUE_COMPARTMENTS.forEach((compartment, c) => {
        const at = ((line * TISSUE_COMPARTMENTS.length + c) * nTimes + time) * nVoxels;
        tissue.polarizedInto(data.subarray(at, at + nVoxels), line, compartment);
      });
      tissue.excite(line, keptAt(line, time));
    }
  }
  const shape = [lines.length, TISSUE_COMPARTMENTS.length, nTimes, nz, ny, nx] as const;
  const polarized_mM = makeGrid(['line', 'compartment', 'time', 'z', 'y', 'x'], shape, data);
  return { geometry, lines, time_s: Float64Array.from(times_s), polarized_mM, notes };
}
