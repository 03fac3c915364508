// Balanced steady-state free precession in three dimensions: every gradient has no area over a repetition, phases alternate, half the angle at half the time
// before (Oppelt 1986; Deimling and Heid 1994).
import { ScienceError } from '../../../base/index.ts';
import type { Hardware, Sequence, SequenceBlock } from '../../../records/index.ts';
import { checkEncoding } from '../encoding.ts';
import { areaOf, durationOf, flatTop, onRaster } from '../hardware.ts';
import { afterCentre_s, areasBlock, encodedK_perM, hardBlock, samplingOf, sequenceOf, timeForAreas, waitFor } from './parts.ts'; // prettier-ignore

export interface BssfpSettings {
  readonly hardware: Hardware;
  readonly matrix: readonly [number, number, number];
  readonly fov_m: readonly [number, number, number];
  readonly flip_rad: number;
  /** Samples per second along x. */
  readonly bandwidth_Hz: number;
  /** Centre of pulse to centre of pulse; the shortest possible where absent. */
  readonly repetition_s?: number;
}

export interface BssfpSequence {
  readonly sequence: Sequence;
  readonly repetition_s: number;
  /** Centre of the pulse to k = 0 along x. */
  readonly echo_s: number;
}

/** y runs fastest; labels `LIN`, `PAR`. Throws where the repetition is too short or the readout is beyond the hardware. */
export function bssfpSequence(settings: BssfpSettings): BssfpSequence {
  const { hardware, matrix, fov_m, flip_rad } = settings;
  checkEncoding(matrix, fov_m, settings.bandwidth_Hz, 'bssfp');
  const [nx, ny, nz] = matrix;
  const dwell_s = onRaster(1 / settings.bandwidth_Hz, hardware.adcRaster_s);
  const line = flatTop(hardware, 1 / (fov_m[0] * dwell_s), nx * dwell_s, 'the readout');
  const delay_s = onRaster(Math.max(line.rise_s, hardware.adcDeadTime_s), hardware.gradientRaster_s) - line.rise_s;
  const start_s = delay_s + line.rise_s;
  const line_s = onRaster(2 * delay_s + durationOf(line), hardware.blockRaster_s);
  const toCentre_s = ((nx >> 1) + 0.5) * dwell_s;
  const lead = line.amplitude_HzPerM * (toCentre_s + line.rise_s / 2);
  const rest = areaOf(line) - lead;
  const encode_s = timeForAreas(hardware, [lead, rest, encodedK_perM(0, ny, fov_m[1]), encodedK_perM(0, nz, fov_m[2])]);
  const [even, odd] = [hardBlock(hardware, flip_rad, 0), hardBlock(hardware, flip_rad, Math.PI)];
  const half = hardBlock(hardware, flip_rad / 2, Math.PI);
  const shortest_s = even.duration_s + 2 * encode_s + line_s;
  const raster_s = 2 * hardware.blockRaster_s;
  const repetition_s = onRaster(settings.repetition_s ?? shortest_s, raster_s);
  const spare_s = repetition_s - shortest_s;
  if (spare_s < -1e-9)
    throw new ScienceError('argument', `the repetition time is ${1e3 * repetition_s} ms; these gradients need ${(1e3 * shortest_s).toFixed(3)} ms`); // prettier-ignore
  const before_s = onRaster(spare_s / 2, hardware.blockRaster_s);
  const blocks: SequenceBlock[] = [half];
  // centre of the half pulse to centre of the first: half a repetition, to the raster of the blocks
  const run_s = repetition_s / 2 - afterCentre_s(half) - even.rf.delay_s - even.rf.center_s;
  blocks.push(...waitFor(hardware, run_s, 'half of the repetition time'));
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      const [ky, kz] = [encodedK_perM(y, ny, fov_m[1]), encodedK_perM(z, nz, fov_m[2])];
      blocks.push(
        (z * ny + y) % 2 === 0 ? even : odd,
        ...waitFor(hardware, before_s, 'the repetition time'),
        areasBlock(hardware, [-lead, ky, kz], encode_s),
        {
          duration_s: line_s,
          gradients: [{ ...line, delay_s }, undefined, undefined],
          sampling: samplingOf(start_s, nx, dwell_s, (z * ny + y) % 2 === 0 ? 0 : Math.PI),
          labels: [
            { label: 'LIN', change: 'set', value: y },
            { label: 'PAR', change: 'set', value: z },
          ],
        },
        areasBlock(hardware, [-rest, -ky, -kz], encode_s),
        ...waitFor(hardware, spare_s - before_s, 'the repetition time'),
      );
    }
  return {
    sequence: sequenceOf('bssfp 3d', hardware, blocks),
    repetition_s,
    echo_s: afterCentre_s(even) + before_s + encode_s + start_s + toCentre_s,
  };
}
