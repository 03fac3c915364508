// Where the images of a series lie: groups at one position, in order along the normal, and the voxel-to-RAS matrix.
import { ScienceError } from '../../base/index.ts';
import type { Geometry } from '../../records/index.ts';
import type { DicomSlice } from './slice.ts';

export interface Stack {
  /** [position along the normal][image there, in the order given]. */
  readonly groups: readonly (readonly DicomSlice[])[];
  readonly geometry: Geometry;
  readonly notes: readonly string[];
}

/** Positions are written with few digits: nearer than this is the same place. */
const SAME_PLACE_mm = 0.01;
/** Spacing may differ by this part of itself, and so may the sideways drift of the stack. */
const UNIFORM = 0.01;

export function stackOf(slices: readonly DicomSlice[]): Stack {
  const first = slices[0]!;
  const o = first.orientationLps as [number, number, number, number, number, number];
  const normal = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]];
  const along = (slice: DicomSlice): number =>
    normal.reduce((sum, n, axis) => sum + n * slice.positionLps_mm[axis]!, 0);
  const groups: DicomSlice[][] = [];
  for (const slice of [...slices].sort((a, b) => along(a) - along(b))) {
    const group = groups.at(-1);
    if (group !== undefined && along(slice) - along(group[0]!) < SAME_PLACE_mm) group.push(slice);
    else groups.push([slice]);
  }
  const notes: string[] = [];
  const spacing_mm = groups.length > 1 ? spacingOf(groups, along, notes) : thicknessOf(first, notes);
  const corner = groups[0]![0]!;
  const tolerance = SAME_PLACE_mm + UNIFORM * Math.min(spacing_mm, ...first.pixelSpacing_mm);
  groups.forEach((group, k) => {
    for (const slice of group) {
      const off = normal.map(
        (n, axis) => slice.positionLps_mm[axis]! - corner.positionLps_mm[axis]! - n * spacing_mm * k,
      );
      if (Math.hypot(...off) < tolerance + UNIFORM * spacing_mm * k) continue;
      throw new ScienceError(
        'format',
        `the image is not straight above ${corner.where} (ImagePositionPatient is ${Math.hypot(...off).toFixed(2)} mm off); sheared or turned stacks are not read`,
        { where: slice.where },
      );
    }
  });
  const [betweenRows, betweenColumns] = first.pixelSpacing_mm as [number, number];
  // LPS to RAS turns the sign of x and y
  const affineRas_mm = [-1, -1, 1].flatMap((sign, axis) => [
    sign * o[axis]! * betweenColumns,
    sign * o[axis + 3]! * betweenRows,
    sign * normal[axis]! * spacing_mm,
    sign * corner.positionLps_mm[axis]!,
  ]);
  // -0 prints badly and compares oddly
  const geometry: Geometry = {
    shape: [first.columns, first.rows, groups.length],
    affineRas_mm: affineRas_mm.map((x) => (x === 0 ? 0 : x)),
  };
  return { groups, geometry, notes };
}

function spacingOf(
  groups: readonly (readonly DicomSlice[])[],
  along: (slice: DicomSlice) => number,
  notes: string[],
): number {
  const places = groups.map((group) => along(group[0]!));
  const gaps = places.slice(1).map((place, n) => place - places[n]!);
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)]!;
  const bad = gaps.findIndex((gap) => Math.abs(gap / usual - 1) > UNIFORM);
  if (bad >= 0) {
    throw new ScienceError(
      'format',
      `the slices are ${usual.toFixed(3)} mm apart, but ${gaps[bad]!.toFixed(3)} mm between ${groups[bad]![0]!.where} and this one; a slice is missing or the spacing is uneven`,
      { where: groups[bad + 1]![0]!.where },
    );
  }
  const spacing_mm = (places.at(-1)! - places[0]!) / gaps.length;
  const said = groups[0]![0]!.sliceSpacing_mm;
  if (said !== undefined && Math.abs(said / spacing_mm - 1) > UNIFORM) {
    notes.push(
      `SpacingBetweenSlices is ${said} mm, but the positions are ${spacing_mm.toFixed(3)} mm apart; the positions were used.`,
    );
  }
  return spacing_mm;
}

function thicknessOf({ sliceSpacing_mm, sliceThickness_mm, where }: DicomSlice, notes: string[]): number {
  const thickness_mm = sliceSpacing_mm ?? sliceThickness_mm;
  if (thickness_mm === undefined) {
    throw new ScienceError(
      'format',
      'a single slice without SliceThickness (0018,0050) and SpacingBetweenSlices (0018,0088); how thick it is cannot be known',
      { where },
    );
  }
  if (sliceThickness_mm !== undefined && Math.abs(sliceThickness_mm / thickness_mm - 1) > 1e-3) {
    notes.push(
      `SliceThickness is ${sliceThickness_mm} mm, but SpacingBetweenSlices is ${thickness_mm} mm; the latter was used.`,
    );
  }
  return thickness_mm;
}
