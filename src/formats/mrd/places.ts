// Where the images of an MRD file stand: orientation and slice centres.
import type { RawScan } from '../../records/index.ts';
import type { Acquisition } from './acquisitions.ts';

type Vector = readonly [number, number, number];

/** Orientation and slice centres; MRD's are LPS, ours RAS. */
export function placesOf(
  acquisitions: readonly Acquisition[],
  notes: string[],
): Pick<RawScan, 'orientation' | 'sliceCentresRas_mm'> {
  const images = acquisitions.filter(({ readout }) => readout.purpose.endsWith('mage'));
  const first = images[0] ?? acquisitions[0]!;
  const ras = ([x, y, z]: Vector): Vector => [-x + 0, -y + 0, z];
  const [readout, phase, slice] = first.directions;
  const isFrame = [readout, phase, slice].every((v) => Math.abs(Math.hypot(...v) - 1) < 1e-3);
  if (!isFrame) {
    notes.push('The directions of readout, phase and slice are not in the file: axial, readout to the left, ASSUMED.');
  } else if (
    images.some(({ directions }) =>
      directions.some((v, n) => v.some((x, i) => Math.abs(x - first.directions[n]![i]!) > 1e-4)),
    )
  ) {
    notes.push('Slices of different orientation: that of the first is taken for all.');
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
  if (most < 1e-6) return [`All ${centres.length} slices claim one position: laid side by side, one thickness apart.`];
  if (most - least < 0.01 * most) return [];
  return [`Slices stand ${least.toFixed(1)} to ${most.toFixed(1)} mm apart: images place them evenly between the first and the last.`]; // prettier-ignore
}
