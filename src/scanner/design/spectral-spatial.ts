// Pulses that excite one metabolite in one slice: short slice-selective pulses on the tops of equal gradient lobes, flown back between them, weighted so
// that their sum passes some frequencies and stops others (Meyer, Pauly, Macovski, Nishimura, Magn. Reson. Med. 15 (1990) 287). Weights by least squares.
import { ScienceError } from '../../base/index.ts';
import { complexSolve } from '../../math/complex/index.ts';
import { afterPulse, pulseRotations, type PulseSteps } from '../../physics/encoding/index.ts';
import type { Hardware, RfPulse, ShapedGradient, Trapezoid } from '../../records/index.ts';
import { areaOf, flatTop, ofArea } from './hardware.ts';

/** Frequencies from the centre of the pulse. */
export interface Band {
  readonly centre_Hz: number;
  readonly halfWidth_Hz: number;
}

export interface SpectralSpatialSettings {
  readonly hardware: Hardware;
  readonly thickness_m: number;
  readonly flip_rad: number;
  readonly nSubpulses: number;
  /** Of a sub-pulse, on the flat top. */
  readonly subpulse_s: number;
  /** Of the sub-pulse: its sharpness in space. */
  readonly timeBandwidth: number;
  readonly pass: Band;
  readonly stop: readonly Band[];
}

export interface SpectralSpatialPulse {
  readonly rf: RfPulse;
  readonly gradient: ShapedGradient;
  /** Brings the slice into phase again. */
  readonly rephaser: Trapezoid;
  /** Both, with the rephaser, as steps of one gradient raster. */
  readonly steps: PulseSteps;
  /** Starts of the shapes to the moment that the readout's times count from: the middle of the sub-pulses. */
  readonly center_s: number;
  readonly duration_s: number;
  /** Spacing of the frequencies at which the pulse repeats itself. */
  readonly repeats_Hz: number;
  /** Largest |Mxy| in the slice's middle over the stop bands, over that wanted in the pass band; by the Bloch equations. */
  readonly leak: number;
  /** Least |Mxy| over the pass band, over that wanted. */
  readonly passed: number;
}

const PER_BAND = 25;

/** Throws where gradient or B1 are beyond the hardware, or the repeats of the pass band reach into a stop band. */
export function spectralSpatialPulse(settings: SpectralSpatialSettings): SpectralSpatialPulse {
  const { hardware, thickness_m, flip_rad, nSubpulses, subpulse_s, timeBandwidth, pass, stop } = settings;
  const raster_s = hardware.gradientRaster_s;
  const lobe = flatTop(hardware, timeBandwidth / subpulse_s / thickness_m, subpulse_s, `a slice of ${(1e3 * thickness_m).toPrecision(3)} mm`); // prettier-ignore
  const back = ofArea(hardware, -areaOf(lobe));
  const lobe_s = lobe.rise_s + lobe.flat_s + lobe.fall_s,
    back_s = back.rise_s + back.flat_s + back.fall_s;
  const period_s = lobe_s + back_s;
  const repeats_Hz = 1 / period_s;
  checkBands(repeats_Hz, pass, stop);
  const weights = subpulseWeights(nSubpulses, period_s, pass, stop);
  const n = Math.round((nSubpulses * period_s - back_s) / raster_s);
  const rephaser = ofArea(hardware, -0.5 * areaOf(lobe));
  const rephaser_s = rephaser.rise_s + rephaser.flat_s + rephaser.fall_s;
  const all = n + Math.round(rephaser_s / raster_s);
  const gradient = new Float64Array(all),
    envelope = new Float64Array(2 * n);
  const middle = (k: number): number => (k + 0.5) * raster_s;
  for (let k = 0; k < all; k++) {
    if (k >= n) {
      gradient[k] = heightOf(rephaser, middle(k - n));
      continue;
    }
    const sub = Math.floor(middle(k) / period_s),
      t = middle(k) - sub * period_s;
    gradient[k] = t < lobe_s ? heightOf(lobe, t) : heightOf(back, t - lobe_s);
    const u = (t - lobe.rise_s) / lobe.flat_s - 0.5;
    if (Math.abs(u) >= 0.5) continue;
    const height = windowedSinc(u, timeBandwidth);
    envelope[2 * k] = weights[2 * sub]! * height;
    envelope[2 * k + 1] = weights[2 * sub + 1]! * height;
  }
  const area = [0, 1].map((part) => envelope.reduce((sum, e, i) => (i % 2 === part ? sum + e * raster_s : sum), 0));
  const size = Math.hypot(area[0]!, area[1]!);
  const shape = envelope.map((e) => (e * flip_rad) / (2 * Math.PI * size));
  const center_s = 0.5 * (nSubpulses * period_s - back_s);
  const stepsOf = (scale: number): PulseSteps => {
    const b1_Hz = new Float64Array(2 * all);
    shape.forEach((b, i) => (b1_Hz[i] = scale * b));
    return { dwell_s: raster_s, b1_Hz, gradient_HzPerM: gradient };
  };
  const scale = exactScale(stepsOf(1), flip_rad);
  const steps = stepsOf(scale);
  const amplitude_Hz = Float64Array.from({ length: n }, (_, k) => scale * Math.hypot(shape[2 * k]!, shape[2 * k + 1]!));
  checkPeak(amplitude_Hz, hardware);
  const time_s = Float64Array.from({ length: n }, (_, k) => middle(k));
  // RF ends with its last part, the gradient with its ramp
  const nRf = 1 + amplitude_Hz.findLastIndex((b) => b > 0);
  return {
    rf: {
      delay_s: 0,
      duration_s: nRf * raster_s,
      time_s: time_s.slice(0, nRf),
      amplitude_Hz: amplitude_Hz.slice(0, nRf),
      // a phase of a sequence that rises by 2 pi f t hits +f, which turns by exp(-2 pi i f t)
      phase_rad: Float64Array.from({ length: nRf }, (_, k) => Math.atan2(-shape[2 * k + 1]!, shape[2 * k]!)),
      center_s: Math.floor(nSubpulses / 2) * period_s + lobe_s / 2,
      frequencyOffset_Hz: 0,
      phaseOffset_rad: 0,
      use: 'excitation',
    },
    gradient: {
      kind: 'shape',
      delay_s: 0,
      duration_s: n * raster_s,
      time_s,
      amplitude_HzPerM: gradient.slice(0, n),
      first_HzPerM: 0,
      last_HzPerM: 0,
    },
    rephaser,
    steps,
    center_s,
    duration_s: all * raster_s,
    repeats_Hz,
    leak: extreme(steps, stop.flatMap(frequenciesOf), Math.max) / Math.sin(flip_rad),
    passed: extreme(steps, frequenciesOf(pass), Math.min) / Math.sin(flip_rad),
  };
}

/** What the pulse passes it passes again every `repeats_Hz`: a stop band must lie between. */
function checkBands(repeats_Hz: number, pass: Band, stop: readonly Band[]): void {
  if (2 * pass.halfWidth_Hz > repeats_Hz)
    throw new ScienceError('argument', `the pass band is ${(2 * pass.halfWidth_Hz).toFixed(0)} Hz wide and the pulse repeats every ${repeats_Hz.toFixed(0)} Hz: shorten the sub-pulses, or thicken the slice`); // prettier-ignore
  for (const { centre_Hz, halfWidth_Hz } of stop) {
    const away_Hz = centre_Hz - pass.centre_Hz;
    const nearest_Hz = Math.abs(away_Hz - repeats_Hz * Math.round(away_Hz / repeats_Hz));
    if (nearest_Hz < pass.halfWidth_Hz + halfWidth_Hz)
      throw new ScienceError('argument', `the pulse repeats every ${repeats_Hz.toFixed(0)} Hz, so that its pass band comes within ${nearest_Hz.toFixed(0)} Hz of the middle of the stop band at ${centre_Hz.toFixed(0)} Hz: change the length of the sub-pulses, or thicken the slice`); // prettier-ignore
  }
}

/** sinc of `timeBandwidth` zero crossings under a Hamming window, u from -1/2 to 1/2. */
function windowedSinc(u: number, timeBandwidth: number): number {
  const x = Math.PI * timeBandwidth * u;
  return (x === 0 ? 1 : Math.sin(x) / x) * (0.54 + 0.46 * Math.cos(2 * Math.PI * u));
}

function heightOf({ amplitude_HzPerM, rise_s, flat_s, fall_s }: Trapezoid, t: number): number {
  if (t < rise_s) return (amplitude_HzPerM * t) / rise_s;
  if (t <= rise_s + flat_s) return amplitude_HzPerM;
  return amplitude_HzPerM * Math.max(0, 1 - (t - rise_s - flat_s) / fall_s);
}

const frequenciesOf = ({ centre_Hz, halfWidth_Hz }: Band): number[] =>
  Array.from({ length: PER_BAND }, (_, i) => centre_Hz + halfWidth_Hz * ((2 * i) / (PER_BAND - 1) - 1));

/** Complex weights of least squares: sum_n w_n exp(2 pi i f (t_n - t_c)) = 1 over the pass band, 0 over the stop bands (weighed more). Interleaved. */
function subpulseWeights(n: number, period_s: number, pass: Band, stop: readonly Band[]): Float64Array {
  const normal = new Float64Array(2 * n * n),
    right = new Float64Array(2 * n);
  const add = (frequency_Hz: number, wanted: number, weight: number): void => {
    const turn = Array.from({ length: n }, (_, i) => 2 * Math.PI * frequency_Hz * (i - (n - 1) / 2) * period_s);
    for (let i = 0; i < n; i++) {
      right[2 * i]! += weight * wanted * Math.cos(turn[i]!);
      right[2 * i + 1]! -= weight * wanted * Math.sin(turn[i]!);
      for (let k = 0; k < n; k++) {
        normal[2 * (i * n + k)]! += weight * Math.cos(turn[k]! - turn[i]!);
        normal[2 * (i * n + k) + 1]! += weight * Math.sin(turn[k]! - turn[i]!);
      }
    }
  };
  for (const frequency of frequenciesOf(pass)) add(frequency, 1, 1);
  for (const band of stop) for (const frequency of frequenciesOf(band)) add(frequency, 0, STOP_WEIGHT);
  for (let i = 0; i < n; i++) normal[2 * (i * n + i)]! += RIDGE * PER_BAND;
  return complexSolve(normal, right, n);
}

const STOP_WEIGHT = 1e5;
/** Keeps the weights from growing where the bands leave them free. */
const RIDGE = 0.1;

/** Factor by which small-angle theory is off in the middle of pass band and slice. */
function exactScale(steps: PulseSteps, flip_rad: number): number {
  let scale = 1;
  for (let round = 0; round < 6; round++) {
    const [x, y, z] = afterPulse(pulseRotations(steps, [0], [0], scale));
    scale *= flip_rad / Math.atan2(Math.hypot(x!, y!), z!);
  }
  return scale;
}

function extreme(steps: PulseSteps, frequencies_Hz: readonly number[], of: (...all: number[]) => number): number {
  const m = afterPulse(pulseRotations(steps, [0], frequencies_Hz));
  return of(...frequencies_Hz.map((_, i) => Math.hypot(m[3 * i]!, m[3 * i + 1]!)));
}

function checkPeak(amplitude_Hz: Float64Array, { largestB1_T, gamma_HzPerT }: Hardware): void {
  const peak_T = amplitude_Hz.reduce((most, b) => Math.max(most, b), 0) / Math.abs(gamma_HzPerT);
  if (peak_T > largestB1_T)
    throw new ScienceError('argument', `the pulse needs ${(1e6 * peak_T).toFixed(0)} uT of B1; the scanner has ${(1e6 * largestB1_T).toFixed(0)}`); // prettier-ignore
}
