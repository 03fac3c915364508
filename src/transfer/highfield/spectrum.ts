// High-field spectra of up to 12 spins 1/2: lines with complex amplitudes (antiphase patterns kept), or, for many lines, the decay and the spectrum alone.
import { exponentialSum, fftInto } from '../../math/fourier/index.ts';
import type { Spins } from '../../physics/spins/index.ts';
import type { RotatingFrame } from './frame.ts';
import type { Sample } from './sample.ts';
import { forEachLine, type Detection } from './transitions.ts';

export interface SpectralLine {
  /** The f of exp(+2 pi i f t) in Tr[(Fx + iFy) rho(t)]. As H = -offset Iz, a nucleus above the carrier turns at -offset: see `lineShift_ppm`. */
  readonly frequency_Hz: number;
  readonly re: number;
  readonly im: number;
}

export interface LineSettings {
  /** Frequencies closer than this are one line. */
  readonly merge_Hz: number;
  /** Amplitudes below this are left out. */
  readonly smallest: number;
}
export const DEFAULT_LINES: LineSettings = { merge_Hz: 1e-6, smallest: 1e-14 };

/** Lines of s(t) = Tr[(Fx + iFy) rho(t)] of one isotope = sum amplitude exp(+2 pi i f t), by rising frequency. For larger systems, and where only the shape counts, see `spectrum`. */
export function spectrumLines(
  sample: Sample,
  detection: Detection,
  settings: Partial<LineSettings> = {},
): readonly SpectralLine[] {
  const { merge_Hz, smallest } = { ...DEFAULT_LINES, ...settings };
  const found: SpectralLine[] = [];
  forEachLine(sample, detection, 1e-16, (frequency_Hz, re, im) => {
    if (re * re + im * im > smallest * smallest) found.push({ frequency_Hz, re, im });
  });
  found.sort((a, b) => a.frequency_Hz - b.frequency_Hz);
  const out: SpectralLine[] = [];
  for (const line of found) {
    const last = out.at(-1);
    if (last && line.frequency_Hz - last.frequency_Hz < merge_Hz) {
      out[out.length - 1] = { frequency_Hz: last.frequency_Hz, re: last.re + line.re, im: last.im + line.im };
    } else out.push(line);
  }
  return out.filter((line) => Math.hypot(line.re, line.im) > smallest);
}

/** Where a line stands on the shift axis of `isotope`: the reference minus f over the Larmor frequency (gamma B / 2 pi, with its sign). */
export function lineShift_ppm(
  spins: Spins,
  line: Pick<SpectralLine, 'frequency_Hz'>,
  isotope: string,
  frame: RotatingFrame,
): number {
  const larmor_Hz = (spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]! * frame.field_T) / (2 * Math.PI);
  return (frame.reference_ppm[isotope] ?? 0) - line.frequency_Hz / (larmor_Hz * 1e-6);
}

export interface Acquisition {
  /** Points per second; lines beyond half of it on either side fold in. */
  readonly width_Hz: number;
  readonly points: number;
  /** Full width at half height of every line, Lorentzian. */
  readonly linewidth_Hz: number;
}

/** The decay s(k / width_Hz), k = 0 .. points - 1, interleaved complex, of a list of lines; to 1e-10 of the sum of their sizes. */
export function freeInduction(lines: readonly SpectralLine[], acquisition: Acquisition): Float64Array {
  const { width_Hz, points } = acquisition;
  const sum = exponentialSum(points);
  for (const { frequency_Hz, re, im } of lines) sum.add(frequency_Hz / width_Hz, re, im, 0);
  return dampedInto(sum.values(), acquisition);
}

export interface Spectrum {
  /** [points], interleaved complex: Tr[(Fx + iFy) rho(t)]. */
  readonly decay: Float64Array;
  /** [points], rising from -width/2: the f of `SpectralLine`. */
  readonly frequency_Hz: Float64Array;
  /** [points], interleaved complex, in seconds: the sum over the decay, its first point halved, times exp(-2 pi i f t) / width. A line of amplitude a is a / (pi linewidth) high. */
  readonly signal_s: Float64Array;
  /** Lines that went in; equal frequencies are counted as often as they come. */
  readonly nLines: number;
}

/** What a line may be wrong by or left out for, as part of the sum of all lines between its two blocks: a million of them stay below 1e-6 together. */
const NEGLIGIBLE = 1e-12;

/** Decay and spectrum of a sample without ever listing its lines: 12 coupled protons are a million of them. `points` is a power of two. */
export function spectrum(sample: Sample, detection: Detection, acquisition: Acquisition): Spectrum {
  const { width_Hz, points } = acquisition;
  const sum = exponentialSum(points);
  let nLines = 0;
  forEachLine(sample, detection, NEGLIGIBLE, (frequency_Hz, re, im, negligible) => {
    sum.add(frequency_Hz / width_Hz, re, im, negligible);
    nLines++;
  });
  const decay = dampedInto(sum.values(), acquisition);
  const turned = decay.slice();
  turned[0]! /= 2;
  turned[1]! /= 2;
  fftInto(turned, turned, [turned.length / 2], [0]);
  const signal_s = new Float64Array(2 * points);
  for (let i = 0; i < 2 * points; i++) signal_s[i] = turned[(i + points) % (2 * points)]! / width_Hz;
  return {
    decay,
    frequency_Hz: Float64Array.from({ length: points }, (_, i) => (width_Hz * (i - points / 2)) / points),
    signal_s,
    nLines,
  };
}

function dampedInto(decay: Float64Array, { width_Hz, points, linewidth_Hz }: Acquisition): Float64Array {
  for (let k = 0; k < points; k++) {
    const left = Math.exp((-Math.PI * linewidth_Hz * k) / width_Hz);
    decay[2 * k]! *= left;
    decay[2 * k + 1]! *= left;
  }
  return decay;
}
