// Echo-planar spectroscopic imaging: lines along x again and again while the spectrum evolves, phase encoding along y and z (Mansfield 1984; flyback: Cunningham 2005).
import { ScienceError } from '../../../base/index.ts';
import type { Hardware, Sequence, SequenceBlock, Trapezoid } from '../../../records/index.ts';
import { checkCount, checkEncoding, checkPositive } from '../encoding.ts';
import { areaOf, durationOf, flatTop, ofArea, onRaster } from '../hardware.ts';
import { afterCentre_s, areasBlock, encodedK_perM, hardBlock, samplingOf, sequenceOf, timeForAreas, waitFor, type Areas } from './parts.ts'; // prettier-ignore

export interface EpsiSettings {
  readonly hardware: Hardware;
  readonly matrix: readonly [number, number, number];
  readonly fov_m: readonly [number, number, number];
  readonly flip_rad: number;
  readonly repetition_s: number;
  /** `flyback`: all lines run forward; `symmetric`: every second one runs back. */
  readonly kind: 'flyback' | 'symmetric';
  /** Lines after one excitation. */
  readonly nSpectral: number;
  /** Samples per second along the line. */
  readonly bandwidth_Hz: number;
}

export interface EpsiSequence {
  readonly sequence: Sequence;
  /** Between neighbouring lines; lines of one direction stand twice as far apart where every second one runs back. */
  readonly lineSpacing_s: number;
  /** 1 over the time between lines of one direction. */
  readonly spectralWidth_Hz: number;
  /** From the centre of the pulse to k = 0 along x of the first line. */
  readonly echo_s: number;
}

/** Labels: `LIN`, `PAR` along y and z, `ECO` the line along the spectrum, `REV` 1 on the way back. Throws where gradients or the repetition do not suffice. */
export function epsiSequence(settings: EpsiSettings): EpsiSequence {
  const { hardware, matrix, fov_m, kind, nSpectral, repetition_s } = settings;
  checkEncoding(matrix, fov_m, settings.bandwidth_Hz, 'epsi');
  checkCount(nSpectral, 'nSpectral', 'epsi');
  checkPositive(repetition_s, 'repetition_s', 'epsi');
  const [nx, ny, nz] = matrix;
  const dwell_s = onRaster(1 / settings.bandwidth_Hz, hardware.adcRaster_s);
  const line = flatTop(hardware, 1 / (fov_m[0] * dwell_s), nx * dwell_s, 'the readout');
  if (line.rise_s < hardware.adcDeadTime_s)
    throw new ScienceError('argument', 'the ramps of the readout are shorter than the dead time of the receiver; raise the bandwidth'); // prettier-ignore
  const line_s = onRaster(durationOf(line), hardware.blockRaster_s);
  const symmetric = kind === 'symmetric';
  const slack_s = line.flat_s - nx * dwell_s;
  const toCentre_s = line.rise_s + ((nx >> 1) + 0.5) * dwell_s;
  const lead = line.amplitude_HzPerM * (toCentre_s - line.rise_s / 2);
  const flyback = ofArea(hardware, -areaOf(line));
  const flyback_s = symmetric ? 0 : onRaster(durationOf(flyback), hardware.blockRaster_s);
  const pulse = hardBlock(hardware, settings.flip_rad);
  const edges = [lead, encodedK_perM(0, ny, fov_m[1]), encodedK_perM(0, nz, fov_m[2]), areaOf(line) - lead];
  const encode_s = timeForAreas(hardware, edges);
  const spacing_s = line_s + flyback_s;
  const used_s = pulse.duration_s + 2 * encode_s + nSpectral * spacing_s - flyback_s;
  const wait = waitFor(hardware, repetition_s - used_s, 'the repetition time');
  const ends = areaOf(line) * (symmetric ? nSpectral % 2 : 1) - lead;
  const blocks: SequenceBlock[] = [];
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      const [ky, kz] = [encodedK_perM(y, ny, fov_m[1]), encodedK_perM(z, nz, fov_m[2])];
      blocks.push(pulse, areasBlock(hardware, [-lead, ky, kz] as Areas, encode_s));
      for (let e = 0; e < nSpectral; e++) {
        const back = symmetric && e % 2 === 1;
        const lobe: Trapezoid = back ? { ...line, amplitude_HzPerM: -line.amplitude_HzPerM } : line;
        blocks.push({
          duration_s: line_s,
          gradients: [lobe, undefined, undefined],
          sampling: samplingOf(line.rise_s + (back ? slack_s : 0), nx, dwell_s),
          labels: [
            { label: 'LIN', change: 'set', value: y },
            { label: 'PAR', change: 'set', value: z },
            { label: 'ECO', change: 'set', value: e },
            { label: 'REV', change: 'set', value: back ? 1 : 0 },
          ],
        });
        if (!symmetric && e < nSpectral - 1) blocks.push({ duration_s: flyback_s, gradients: [flyback, undefined, undefined] }); // prettier-ignore
      }
      blocks.push(areasBlock(hardware, [-ends, -ky, -kz], encode_s), ...wait);
    }
  return {
    sequence: sequenceOf(`epsi ${kind}`, hardware, blocks),
    lineSpacing_s: spacing_s,
    spectralWidth_Hz: 1 / (symmetric ? 2 * spacing_s : spacing_s),
    echo_s: afterCentre_s(pulse) + encode_s + toCentre_s,
  };
}
