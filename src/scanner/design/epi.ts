// Single-shot echo-planar readout (Mansfield 1977): lines to and fro under alternating lobes, a blip of phase encoding between them, samples on the flat tops.
import type { Hardware, SequenceBlock, Trapezoid } from '../../records/index.ts';
import { areaOf, durationOf, flatTop, ofArea, onRaster } from './hardware.ts';

export interface EpiSettings {
  readonly hardware: Hardware;
  /** Samples along readout and phase, and their field of view. */
  readonly matrix: readonly [number, number];
  readonly fov_m: readonly [number, number];
  /** Complex samples per second. */
  readonly bandwidth_Hz: number;
  /** `sequential`: from one end of k-space to the other; `centreOut`: 0, -1, 1, -2, 2 ..., so that the echo comes at once and what time does is even in k. */
  readonly order: 'sequential' | 'centreOut';
}

export interface EpiReadout {
  readonly blocks: readonly SequenceBlock[];
  /** Mean, where the steps differ. */
  readonly echoSpacing_s: number;
  readonly duration_s: number;
  /** From the start of the readout to the middle of the line through k = 0. */
  readonly centre_s: number;
}

/** Throws where the readout gradient is beyond the hardware. Dwell times stand on the raster of the receiver. */
export function epiReadout({ hardware, matrix: [nx, ny], fov_m, bandwidth_Hz, order }: EpiSettings): EpiReadout {
  const dwell_s = onRaster(1 / bandwidth_Hz, hardware.adcRaster_s);
  const line = flatTop(hardware, 1 / (fov_m[0] * dwell_s), nx * dwell_s, 'the readout');
  const line_s = durationOf(line);
  const steps = order === 'sequential' ? Array.from({ length: ny }, (_, y) => y - (ny >> 1)) : centreOut(ny);
  // samples fill the flat top from its begin; sample n >> 1 is k = 0, on the way back too
  const early = areaOf(line) / 2 - line.amplitude_HzPerM * (line.rise_s / 2 + ((nx >> 1) + 0.5) * dwell_s);
  const pre = [ofArea(hardware, -(areaOf(line) / 2 - early)), ofArea(hardware, steps[0]! / fov_m[1])] as const;
  const pre_s = Math.max(...pre.map(durationOf));
  const blocks: SequenceBlock[] = [{ duration_s: onRaster(pre_s, hardware.blockRaster_s), gradients: [pre[0], pre[1], undefined] }]; // prettier-ignore
  let centre_s = 0;
  steps.forEach((ky, n) => {
    const back = n % 2 === 1;
    const lobe: Trapezoid = back ? { ...line, amplitude_HzPerM: -line.amplitude_HzPerM } : line;
    if (ky === 0) centre_s = lengthOf(blocks) + line_s / 2;
    blocks.push({
      duration_s: line_s,
      gradients: [lobe, undefined, undefined],
      // on the way back the samples end with the flat top, so that both ways stand on the same places
      sampling: {
        delay_s: line.rise_s + (back ? line.flat_s - nx * dwell_s : 0),
        nSamples: nx,
        dwell_s,
        frequencyOffset_Hz: 0,
        phaseOffset_rad: 0,
      },
      labels: [
        { label: 'LIN', change: 'set', value: ky + (ny >> 1) },
        { label: 'REV', change: 'set', value: back ? 1 : 0 },
      ],
    });
    const next = steps[n + 1];
    if (next === undefined) return;
    const blip = ofArea(hardware, (next - ky) / fov_m[1]);
    blocks.push({ duration_s: onRaster(durationOf(blip), hardware.blockRaster_s), gradients: [undefined, blip, undefined] }); // prettier-ignore
  });
  const duration_s = lengthOf(blocks);
  return { blocks, echoSpacing_s: (duration_s - blocks[0]!.duration_s) / ny, duration_s, centre_s };
}

const lengthOf = (blocks: readonly SequenceBlock[]): number =>
  blocks.reduce((sum, { duration_s }) => sum + duration_s, 0);

/** 0, -1, 1, -2, 2 ... over -floor(n / 2) .. ceil(n / 2) - 1. */
const centreOut = (n: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => (i % 2 === 1 ? -(i + 1) / 2 : i / 2));
