// Where the slices of an MRD file are: orientation and centres from LPS to RAS, in the order of their places.
import { ScienceError } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';
import type { Acquisition } from './acquisitions.ts';

type Vector = readonly [number, number, number];
export type Places = Pick<RawScan, 'orientation' | 'sliceCentresRas_mm'>;

/** Cosine between axes of a frame. */
const RIGHT_ANGLE = 0.01;
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Throws where the axes are not at right angles, or where slices differ in orientation: one image cannot hold them. */
export function placesOf(acquisitions: readonly Acquisition[], where: string, notes: string[]): Places {
  const images = acquisitions.filter(({ readout }) => readout.purpose.endsWith('mage'));
  const first = images[0] ?? acquisitions[0]!;
  const ras = ([x, y, z]: Vector): Vector => [-x + 0, -y + 0, z];
  const [readout, phase, slice] = first.directions;
  const isFrame = [readout, phase, slice].every((v) => Math.abs(Math.hypot(...v) - 1) < 1e-3);
  if (!isFrame) {
    notes.push('The directions of readout, phase and slice are not in the file: axial, readout to the left, ASSUMED.');
  } else if (Math.max(...[dot(readout, phase), dot(phase, slice), dot(slice, readout)].map(Math.abs)) > RIGHT_ANGLE) {
    throw new ScienceError('format', 'read_dir, phase_dir and slice_dir of the first image readout are not at right angles', { where }); // prettier-ignore
  }
  const other = images.find(({ directions }) =>
    directions.some((v, n) => v.some((x, i) => Math.abs(x - first.directions[n]![i]!) > 1e-3)),
  );
  if (other !== undefined) {
    throw new ScienceError('unsupported', `slice ${other.readout.counters.slice} has another orientation than slice ${first.readout.counters.slice}; one image cannot hold them: write one file for each orientation`, { where }); // prettier-ignore
  }
  const centres: Vector[] = [];
  for (const { readout: one, position } of images) centres[one.counters.slice] ??= ras(position);
  const known = Array.from(centres, (centre) => centre ?? ras(first.position));
  notes.push(...spacingNotes(known));
  return {
    orientation: {
      readout: isFrame ? ras(readout) : [-1, 0, 0],
      phase: isFrame ? ras(phase) : [0, -1, 0],
      slice: isFrame ? ras(slice) : [0, 0, 1],
      centreRas_mm: ras(first.position),
    },
    ...(known.length > 1 && { sliceCentresRas_mm: known }),
  };
}

/** Images have one step from slice to slice: it is said where the slices have not. */
function spacingNotes(centres: readonly Vector[]): string[] {
  if (centres.length < 2) return [];
  const steps_mm = centres.slice(1).map((centre, n) => Math.hypot(...centre.map((x, i) => x - centres[n]![i]!)));
  const [least, most] = [Math.min(...steps_mm), Math.max(...steps_mm)];
  if (most < 1e-6) return ['All slices stand at one position in the file: one thickness apart ASSUMED.'];
  if (most - least < 0.01 * most) return [];
  return [`Slices stand ${least.toFixed(1)} to ${most.toFixed(1)} mm apart: images place them evenly between the first and the last.`]; // prettier-ignore
}
