// Single-shot echo-planar readout (Mansfield 1977): lines to and fro under alternating lobes, or all forward with a quick way back between them, a blip of phase
// encoding between lines, samples on the flat tops or over the ramps too.
import type { Hardware, SequenceBlock, Trapezoid } from '../../records/index.ts';
import { checkEncoding } from './encoding.ts';
import { areaOf, checkHardware, durationOf, flatTop, ofArea, onRaster } from './hardware.ts';

export interface EpiSettings {
  readonly hardware: Hardware;
  /** Samples along readout and phase, and their field of view. */
  readonly matrix: readonly [number, number];
  readonly fov_m: readonly [number, number];
  /** Complex samples per second. */
  readonly bandwidth_Hz: number;
  /** `sequential`: from one end of k-space to the other; `centreOut`: 0, -1, 1, -2, 2 ..., so that the echo comes at once and what time does is even in k. */
  readonly order: 'sequential' | 'centreOut';
  /** `symmetric` (where absent): every second line runs back; `flyback`: none does. */
  readonly kind?: 'symmetric' | 'flyback';
  /** Samples over the ramps too, evenly in time: shorter lines, whose trajectory a reconstruction needs. */
  readonly rampSampling?: boolean;
}

export interface EpiReadout {
  readonly blocks: readonly SequenceBlock[];
  /** Mean, where the steps differ. */
  readonly echoSpacing_s: number;
  readonly duration_s: number;
  /** From the start of the readout to the middle of the line through k = 0. */
  readonly centre_s: number;
}

/** Throws where the readout gradient is beyond the hardware, or sizes are none. Dwell times stand on the raster of the receiver. */
export function epiReadout(settings: EpiSettings): EpiReadout {
  const { hardware, matrix, fov_m, bandwidth_Hz, order, kind } = settings;
  checkHardware(hardware);
  checkEncoding(matrix, fov_m, bandwidth_Hz, 'an echo-planar readout');
  const ny = matrix[1];
  const { line, nSamples, dwell_s, forward_s, back_s, lead } = lineOf(settings);
  const line_s = durationOf(line);
  const flyback = kind === 'flyback' ? ofArea(hardware, -areaOf(line)) : undefined;
  const steps = order === 'sequential' ? Array.from({ length: ny }, (_, y) => y - (ny >> 1)) : centreOut(ny);
  const pre = [ofArea(hardware, -lead), ofArea(hardware, steps[0]! / fov_m[1])] as const;
  const pre_s = Math.max(...pre.map(durationOf));
  const blocks: SequenceBlock[] = [{ duration_s: onRaster(pre_s, hardware.blockRaster_s), gradients: [pre[0], pre[1], undefined] }]; // prettier-ignore
  let centre_s = 0;
  steps.forEach((ky, n) => {
    const back = flyback === undefined && n % 2 === 1;
    const lobe: Trapezoid = back ? { ...line, amplitude_HzPerM: -line.amplitude_HzPerM } : line;
    if (ky === 0) centre_s = lengthOf(blocks) + line_s / 2;
    blocks.push({
      duration_s: line_s,
      gradients: [lobe, undefined, undefined],
      sampling: { delay_s: back ? back_s : forward_s, nSamples, dwell_s, frequencyOffset_Hz: 0, phaseOffset_rad: 0 },
      labels: [
        { label: 'LIN', change: 'set', value: ky + (ny >> 1) },
        { label: 'REV', change: 'set', value: back ? 1 : 0 },
      ],
    });
    const next = steps[n + 1];
    if (next === undefined) return;
    const blip = ofArea(hardware, (next - ky) / fov_m[1]);
    const between_s = Math.max(durationOf(blip), flyback === undefined ? 0 : durationOf(flyback));
    blocks.push({ duration_s: onRaster(between_s, hardware.blockRaster_s), gradients: [flyback, blip, undefined] });
  });
  const duration_s = lengthOf(blocks);
  return { blocks, echoSpacing_s: (duration_s - blocks[0]!.duration_s) / ny, duration_s, centre_s };
}

interface Line {
  readonly line: Trapezoid;
  readonly nSamples: number;
  readonly dwell_s: number;
  /** First sample's begin, since the start of the lobe. */
  readonly forward_s: number;
  readonly back_s: number;
  /** Area from the start of the lobe to k = 0. */
  readonly lead: number;
}

function lineOf({ hardware, matrix: [nx], fov_m: [fov], bandwidth_Hz, rampSampling }: EpiSettings): Line {
  const dwell_s = onRaster(1 / bandwidth_Hz, hardware.adcRaster_s);
  const top = 1 / (fov * dwell_s);
  const line = flatTop(hardware, top, nx * dwell_s, 'the readout');
  if (rampSampling !== true) {
    // samples fill the flat top from its begin; sample n >> 1 is k = 0, on the way back too, where they end with the flat top
    const lead = line.amplitude_HzPerM * (line.rise_s / 2 + ((nx >> 1) + 0.5) * dwell_s);
    return { line, nSamples: nx, dwell_s, forward_s: line.rise_s, back_s: line.rise_s + line.flat_s - nx * dwell_s, lead }; // prettier-ignore
  }
  const { rise_s } = line;
  const wait_s = onRaster(hardware.adcDeadTime_s, hardware.rfRaster_s);
  const unseen = rise_s > wait_s ? (top * wait_s * wait_s) / rise_s : top * (2 * wait_s - rise_s); // area beside the samples
  const area = nx / fov + unseen;
  const flat_s = onRaster(Math.max(0, area / top - rise_s), hardware.gradientRaster_s);
  const lobe: Trapezoid = { ...line, amplitude_HzPerM: area / (rise_s + flat_s), flat_s };
  const nSamples = Math.floor((durationOf(lobe) - 2 * wait_s) / dwell_s + 1e-9);
  return { line: lobe, nSamples, dwell_s, forward_s: wait_s, back_s: wait_s, lead: area / 2 };
}

const lengthOf = (blocks: readonly SequenceBlock[]): number =>
  blocks.reduce((sum, { duration_s }) => sum + duration_s, 0);

/** 0, -1, 1, -2, 2 ... over -floor(n / 2) .. ceil(n / 2) - 1. */
const centreOut = (n: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => (i % 2 === 1 ? -(i + 1) / 2 : i / 2));
