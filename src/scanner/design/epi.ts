// Single-shot echo-planar readout (Mansfield 1977): lines to and fro under alternating lobes, a blip of phase encoding between them, samples on the flat tops.
import type { Hardware, SamplingWindow, SequenceBlock, Trapezoid } from '../../records/index.ts';
import { areaOf, durationOf, flatTop, ofArea, onRaster } from './hardware.ts';

export interface EpiSettings {
  readonly hardware: Hardware;
  /** Samples along readout and phase, and their field of view. */
  readonly matrix: readonly [number, number];
  readonly fov_m: readonly [number, number];
  /** Complex samples per second. */
  readonly bandwidth_Hz: number;
}

export interface EpiReadout {
  readonly blocks: readonly SequenceBlock[];
  readonly echoSpacing_s: number;
  readonly duration_s: number;
  /** From the start of the readout to the middle of the line through k = 0. */
  readonly centre_s: number;
}

/** Throws where the readout gradient is beyond the hardware. Dwell times stand on the raster of the receiver. */
export function epiReadout({ hardware, matrix: [nx, ny], fov_m, bandwidth_Hz }: EpiSettings): EpiReadout {
  const dwell_s = onRaster(1 / bandwidth_Hz, hardware.adcRaster_s);
  const line = flatTop(hardware, 1 / (fov_m[0] * dwell_s), nx * dwell_s, 'the readout');
  const line_s = durationOf(line);
  const blip = ofArea(hardware, 1 / fov_m[1]);
  const blip_s = durationOf(blip);
  // samples fill the flat top from its begin; sample n >> 1 is k = 0, on the way back too
  const early = areaOf(line) / 2 - line.amplitude_HzPerM * (line.rise_s / 2 + ((nx >> 1) + 0.5) * dwell_s);
  const pre = [ofArea(hardware, -(areaOf(line) / 2 - early)), ofArea(hardware, -(ny >> 1) / fov_m[1])] as const;
  const pre_s = Math.max(...pre.map(durationOf));
  const blocks: SequenceBlock[] = [{ duration_s: onRaster(pre_s, hardware.blockRaster_s), gradients: [pre[0], pre[1], undefined] }]; // prettier-ignore
  const apart_s = onRaster(Math.max(0, blip_s), hardware.blockRaster_s);
  for (let y = 0; y < ny; y++) {
    const back = y % 2 === 1;
    const lobe: Trapezoid = back ? { ...line, amplitude_HzPerM: -line.amplitude_HzPerM } : line;
    // on the way back k falls from the far end: the first sample is shifted so that sample n - 1 - (n >> 1) is k = 0
    const slack_s = line.flat_s - nx * dwell_s;
    const sampling: SamplingWindow = {
      delay_s: line.rise_s + (back ? slack_s : 0),
      nSamples: nx,
      dwell_s,
      frequencyOffset_Hz: 0,
      phaseOffset_rad: 0,
    };
    blocks.push({
      duration_s: line_s,
      gradients: [lobe, undefined, undefined],
      sampling,
      labels: [
        { label: 'LIN', change: 'set', value: y },
        { label: 'REV', change: 'set', value: back ? 1 : 0 },
      ],
    });
    if (y < ny - 1) blocks.push({ duration_s: apart_s, gradients: [undefined, blip, undefined] });
  }
  const echoSpacing_s = line_s + apart_s;
  const first_s = blocks[0]!.duration_s;
  return {
    blocks,
    echoSpacing_s,
    duration_s: blocks.reduce((sum, { duration_s }) => sum + duration_s, 0),
    centre_s: first_s + (ny >> 1) * echoSpacing_s + line_s / 2,
  };
}
