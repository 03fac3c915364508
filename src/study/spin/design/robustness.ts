// Maps of what is left where the field is not what was asked for: duration and offset, field across and gradient.
import type { Run } from '../../../base/index.ts';
import {
  comparedPrograms,
  LARGE_DIMENSION,
  offsetMap,
  strayMap,
  waysThrough,
  type Design,
  type FieldLimits,
  type Program,
  type Sample,
} from '../../../transfer/design/index.ts';
import { readSpins } from '../../../physics/spins/index.ts';

export interface RobustnessMap {
  readonly design: readonly Float64Array[];
  readonly constantAdiabaticity: readonly Float64Array[];
  readonly linear: readonly Float64Array[];
}

export interface Robustness {
  /** [durations, offsets], a profile for each duration. */
  readonly offsets: RobustnessMap & { readonly duration_s: readonly number[]; readonly offset_T: readonly number[] };
  /** [across, gradients], the profile of the final duration. */
  readonly stray:
    (RobustnessMap & { readonly across_T: readonly number[]; readonly gradient: readonly number[] }) | undefined;
  /** Why a map is missing. */
  readonly without: string | undefined;
}

/** From -50 to 50 nT; fewer for molecules where each is dear. */
const offsetsOf = (n: number): number[] => Array.from({ length: n }, (_, i) => ((2 * i) / (n - 1) - 1) * 50e-9);
const OFFSETS = 21;
const OFFSETS_OF_LARGE = 9;
const ACROSS_T = [0, 40e-9, 80e-9, 120e-9, 160e-9, 200e-9, 240e-9];
const GRADIENTS = 7;
const LARGEST_GRADIENT = 0.24;
const COMPARED_POINTS = 201;
/** States that the map with a field across is made for. */
const LARGEST_DIMENSION = 8;

export function robustnessOf(
  sample: Sample,
  design: Design,
  scanned: readonly Design[],
  limits: FieldLimits,
  run: Run,
): Robustness {
  const designs = [...scanned.filter(({ duration_s }) => duration_s !== design.duration_s), design].sort(
    (a, b) => a.duration_s - b.duration_s,
  );
  const ways = waysThrough(sample, limits);
  const others = designs.map(({ duration_s }) => comparedPrograms(ways, duration_s, COMPARED_POINTS));
  run.step(0, 1, 'offsets');
  const { dimension } = readSpins(sample.system);
  const offset_T = offsetsOf(dimension > LARGE_DIMENSION ? OFFSETS_OF_LARGE : OFFSETS);
  const offsets = (programs: readonly Program[]): Float64Array[] => offsetMap(sample, programs, offset_T);
  const map = {
    duration_s: designs.map(({ duration_s }) => duration_s),
    offset_T,
    design: offsets(designs),
    constantAdiabaticity: offsets(others.map((one) => one.constantAdiabaticity)),
    linear: offsets(others.map((one) => one.linear)),
  };
  if (dimension > LARGEST_DIMENSION)
    return {
      offsets: map,
      stray: undefined,
      without: `No map of fields across z: it is drawn for molecules of up to ${LARGEST_DIMENSION} states.`,
    };
  const mine = others[designs.indexOf(design)]!;
  const stray = (program: Program): Float64Array[] =>
    strayMap(sample, program, ACROSS_T, LARGEST_GRADIENT, GRADIENTS, run);
  return {
    offsets: map,
    stray: {
      across_T: ACROSS_T,
      gradient: Array.from({ length: GRADIENTS }, (_, g) => (LARGEST_GRADIENT * g) / (GRADIENTS - 1)),
      design: stray(design),
      constantAdiabaticity: stray(mine.constantAdiabaticity),
      linear: stray(mine.linear),
    },
    without: undefined,
  };
}
