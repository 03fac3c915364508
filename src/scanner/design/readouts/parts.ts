// What the readouts of this folder are made of: pulses, encodings played together, waits, and the k of an index.
import { ScienceError } from '../../../base/index.ts';
import type { Hardware, RfPulse, SamplingWindow, Sequence, SequenceBlock } from '../../../records/index.ts';
import { checkFlip, checkPositive } from '../encoding.ts';
import { checkHardware, durationOf, flatTop, ofArea, onRaster } from '../hardware.ts';

export type Areas = readonly [number, number, number];

/** Index of k = 0 is floor(n / 2). */
export const encodedK_perM = (index: number, n: number, fov_m: number): number => (index - (n >> 1)) / fov_m;

export function sequenceOf(name: string, hardware: Hardware, blocks: readonly SequenceBlock[]): Sequence {
  const { gradientRaster_s, rfRaster_s, adcRaster_s, blockRaster_s, nucleus } = hardware;
  return {
    name,
    blocks,
    definitions: { Nucleus: nucleus },
    rasters: { gradientRaster_s, rfRaster_s, adcRaster_s, blockRaster_s },
    notes: [],
  };
}

export const samplingOf = (
  delay_s: number,
  nSamples: number,
  dwell_s: number,
  phaseOffset_rad = 0,
): SamplingWindow => ({
  delay_s,
  nSamples,
  dwell_s,
  frequencyOffset_Hz: 0,
  phaseOffset_rad,
});

export const totalOf = (blocks: readonly SequenceBlock[]): number =>
  blocks.reduce((sum, { duration_s }) => sum + duration_s, 0);

/** A block that waits; none where there is nothing to wait for. Throws where time is lacking. */
export function waitFor(hardware: Hardware, wait_s: number, what: string): readonly SequenceBlock[] {
  if (wait_s < -1e-9) throw new ScienceError('argument', `${what} is too short by ${(-1e3 * wait_s).toFixed(3)} ms`);
  const duration_s = Math.round(wait_s / hardware.blockRaster_s) * hardware.blockRaster_s;
  return duration_s > 0 ? [{ duration_s, gradients: [undefined, undefined, undefined] }] : [];
}

/** A hard pulse in a block of its own, as short as the coil can: of constant amplitude. */
export function hardBlock(
  hardware: Hardware,
  flip_rad: number,
  phaseOffset_rad = 0,
): SequenceBlock & { readonly rf: RfPulse } {
  checkHardware(hardware);
  checkFlip(flip_rad, 'a hard pulse');
  const most_Hz = hardware.largestB1_T * Math.abs(hardware.gamma_HzPerT);
  const duration_s = onRaster(flip_rad / (2 * Math.PI * most_Hz), 2 * hardware.rfRaster_s);
  const delay_s = onRaster(hardware.rfDeadTime_s, hardware.rfRaster_s);
  return {
    duration_s: onRaster(delay_s + duration_s + hardware.rfRingdown_s, hardware.blockRaster_s),
    gradients: [undefined, undefined, undefined],
    rf: {
      delay_s,
      duration_s,
      time_s: Float64Array.of(duration_s / 2),
      amplitude_Hz: Float64Array.of(flip_rad / (2 * Math.PI * duration_s)),
      phase_rad: Float64Array.of(0),
      center_s: duration_s / 2,
      frequencyOffset_Hz: 0,
      phaseOffset_rad,
      use: 'excitation',
    },
  };
}

/** From the centre of the pulse to the end of its block. */
export const afterCentre_s = ({ duration_s, rf }: SequenceBlock & { readonly rf: RfPulse }): number =>
  duration_s - rf.delay_s - rf.center_s;

export interface SlabPulse {
  readonly hardware: Hardware;
  readonly thickness_m: number;
  readonly flip_rad: number;
  readonly duration_s: number;
  readonly timeBandwidth: number;
}

/** Sinc under a Hann window with a gradient along z, and its rephaser: two blocks; the flip is that of the middle of the slab. */
export function slabBlocks({
  hardware,
  thickness_m,
  flip_rad,
  duration_s,
  timeBandwidth,
}: SlabPulse): readonly [SequenceBlock & { readonly rf: RfPulse }, SequenceBlock] {
  checkHardware(hardware);
  checkFlip(flip_rad, 'the slab pulse');
  checkPositive(thickness_m, 'thickness_m', 'the slab pulse');
  checkPositive(duration_s, 'duration_s', 'the slab pulse');
  checkPositive(timeBandwidth, 'timeBandwidth', 'the slab pulse');
  const n = Math.round(duration_s / hardware.rfRaster_s);
  const length_s = n * hardware.rfRaster_s;
  const gradient = flatTop(hardware, timeBandwidth / length_s / thickness_m, length_s, 'the slab');
  const delay_s = onRaster(Math.max(gradient.rise_s, hardware.rfDeadTime_s), hardware.gradientRaster_s);
  const time_s = Float64Array.from({ length: n }, (_, i) => (i + 0.5) * hardware.rfRaster_s);
  const shape = time_s.map((t) => {
    const u = t / length_s - 0.5,
      x = Math.PI * timeBandwidth * u;
    return (0.5 + 0.5 * Math.cos(2 * Math.PI * u)) * (Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x);
  });
  const scale = flip_rad / (2 * Math.PI * hardware.rfRaster_s * shape.reduce((sum, s) => sum + s, 0));
  if (Math.abs(scale) > hardware.largestB1_T * Math.abs(hardware.gamma_HzPerT))
    throw new ScienceError('argument', `the slab pulse needs ${((1e6 * scale) / hardware.gamma_HzPerT).toFixed(1)} uT; the coil has ${1e6 * hardware.largestB1_T}; make it longer`); // prettier-ignore
  const center_s = length_s / 2;
  const rest = gradient.amplitude_HzPerM * (gradient.flat_s - center_s + gradient.fall_s / 2);
  const rephaser = ofArea(hardware, -rest);
  return [
    {
      duration_s: onRaster(
        delay_s + gradient.flat_s + Math.max(gradient.fall_s, hardware.rfRingdown_s),
        hardware.blockRaster_s,
      ),
      gradients: [undefined, undefined, { ...gradient, delay_s: delay_s - gradient.rise_s }],
      rf: {
        delay_s,
        duration_s: length_s,
        time_s,
        amplitude_Hz: shape.map((s) => Math.abs(s * scale)),
        phase_rad: shape.map((s) => (s < 0 ? Math.PI : 0)),
        center_s,
        frequencyOffset_Hz: 0,
        phaseOffset_rad: 0,
        use: 'excitation',
      },
    },
    { duration_s: onRaster(durationOf(rephaser), hardware.blockRaster_s), gradients: [undefined, undefined, rephaser] },
  ];
}

/** Time that the largest of some areas needs, on the raster of the blocks. */
export const timeForAreas = (hardware: Hardware, areas_perM: readonly number[]): number =>
  onRaster(Math.max(...areas_perM.map((area) => durationOf(ofArea(hardware, area)))), hardware.blockRaster_s);

/** Areas along x, y, z played at once in a block of given duration; 0 plays nothing. */
export function areasBlock(hardware: Hardware, areas_perM: Areas, duration_s: number): SequenceBlock {
  const [x, y, z] = areas_perM.map((area) => (area === 0 ? undefined : ofArea(hardware, area, duration_s)));
  return { duration_s, gradients: [x, y, z] };
}
