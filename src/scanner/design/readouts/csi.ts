// Chemical shift imaging: one phase encoding, then the free induction decay, for every point of k-space (Brown, Kincaid, Ugurbil 1982).
import type { Hardware, Sequence, SequenceBlock } from '../../../records/index.ts';
import { checkCount, checkEncoding, checkPositive } from '../encoding.ts';
import { onRaster } from '../hardware.ts';
import { afterCentre_s, areasBlock, encodedK_perM, hardBlock, samplingOf, sequenceOf, timeForAreas, totalOf, waitFor, type Areas } from './parts.ts'; // prettier-ignore

export interface CsiSettings {
  readonly hardware: Hardware;
  /** Along x, y, z; 1 is not encoded. */
  readonly matrix: readonly [number, number, number];
  readonly fov_m: readonly [number, number, number];
  readonly flip_rad: number;
  readonly repetition_s: number;
  readonly nSpectral: number;
  readonly spectralWidth_Hz: number;
}

export interface CsiSequence {
  readonly sequence: Sequence;
  /** From the centre of the pulse to the first sample. */
  readonly firstSample_s: number;
  readonly dwell_s: number;
}

/** x runs fastest. Each repetition ends with its encoding taken back. Labels `LIN`, `PAR`, `SLC` are the indices along x, y, z. Throws where it does not fit in `repetition_s`. */
export function csiSequence(settings: CsiSettings): CsiSequence {
  const { hardware, matrix, fov_m, repetition_s, nSpectral } = settings;
  checkEncoding(matrix, fov_m, settings.spectralWidth_Hz, 'csi');
  checkCount(nSpectral, 'nSpectral', 'csi');
  checkPositive(repetition_s, 'repetition_s', 'csi');
  const pulse = hardBlock(hardware, settings.flip_rad);
  const edge = matrix.map((n, axis) => encodedK_perM(0, n, fov_m[axis]!));
  const encode_s = timeForAreas(hardware, edge);
  const dwell_s = onRaster(1 / settings.spectralWidth_Hz, hardware.adcRaster_s);
  const delay_s = onRaster(hardware.adcDeadTime_s, hardware.adcRaster_s);
  const window: SequenceBlock = {
    duration_s: onRaster(delay_s + nSpectral * dwell_s + hardware.adcDeadTime_s, hardware.blockRaster_s),
    gradients: [undefined, undefined, undefined],
    sampling: samplingOf(delay_s, nSpectral, dwell_s),
  };
  const wait = waitFor(hardware, repetition_s - pulse.duration_s - 2 * encode_s - window.duration_s, 'the repetition time'); // prettier-ignore
  const blocks: SequenceBlock[] = [];
  for (let z = 0; z < matrix[2]; z++)
    for (let y = 0; y < matrix[1]; y++)
      for (let x = 0; x < matrix[0]; x++) {
        const k = [x, y, z].map((i, axis) => encodedK_perM(i, matrix[axis]!, fov_m[axis]!)) as unknown as Areas;
        const labels = (['LIN', 'PAR', 'SLC'] as const).map((label, axis) => ({ label, change: 'set' as const, value: [x, y, z][axis]! })); // prettier-ignore
        const back = k.map((area) => -area) as unknown as Areas;
        blocks.push(pulse, areasBlock(hardware, k, encode_s), { ...window, labels }, areasBlock(hardware, back, encode_s), ...wait); // prettier-ignore
      }
  return {
    sequence: sequenceOf('csi', hardware, blocks),
    firstSample_s: afterCentre_s(pulse) + totalOf([blocks[1]!]) + delay_s + dwell_s / 2,
    dwell_s,
  };
}
