// What a spectrometer sees right after the transfer: the whole density is carried on to high field, antiphase order and all.
import { makeSpinSpace, type Spins } from '../../../physics/spins/index.ts';
import {
  adiabaticLimit,
  DEFAULT_EVOLVE,
  diluted,
  evolve,
  lineShift_ppm,
  spectrum,
  spectrumLines,
  startFrom,
  type Detection,
  type Sample,
  type TransferOutcome,
  type TransferSettings,
} from '../../../transfer/index.ts';

export interface Spectrum {
  readonly isotope: string;
  readonly flipAngle_deg: number;
  /** Absorption lines; the intensities of one fully polarized spin 1/2 after 90 degrees add up to 1. Of very many, the strongest. */
  readonly lines: readonly SpectrumLine[];
  /** The lines broadened; 1 is the height of a line of intensity 1. */
  readonly shift_ppm: Float64Array;
  readonly height: Float64Array;
}

export interface SpectrumLine {
  readonly shift_ppm: number;
  readonly intensity: number;
}

export interface SpectrumSettings {
  readonly field_T: number;
  readonly linewidth_Hz: number;
}
export const DEFAULT_SPECTRUM: SpectrumSettings = { field_T: 1.4, linewidth_Hz: 0.5 };

/** 90 degrees shows polarization; on the protons 45 degrees shows what is left of the singlet order as antiphase lines too. */
const FLIP_deg: Readonly<Record<string, number>> = { '13C': 90, '15N': 90, '1H': 45 };
/** exp(-i a Ix) turns Iz to -Iy: its absorption is minus the imaginary part, and half of it for a whole spin. */
const PER_AMPLITUDE = -2;
const POINTS = 1201;
/** Intensities that are listed; those of many spins have a hundred thousand lines, most of them next to nothing. */
const LEAST = { few: 1e-9, many: 1e-6 };
const FEW_STATES = 64;
const MOST_LISTED = 1000;

/** Spectra of 13C or 15N and 1H after an adiabatic way from the end of the profile to `field_T`; what is not listed goes to `notes`. */
export function spectraAfter(
  outcome: TransferOutcome,
  settings: TransferSettings,
  { field_T, linewidth_Hz }: SpectrumSettings,
  notes: string[],
): readonly Spectrum[] {
  const { spins } = outcome.final.space;
  const { profile } = outcome;
  const end_T = profile.field_T(profile.duration_s);
  const detection_T = end_T < 0 ? -field_T : field_T;
  const sample = sampleAfter(outcome, settings, end_T, detection_T);
  return Object.keys(FLIP_deg)
    .filter((isotope) => spins.isotopes.includes(isotope))
    .map((isotope): Spectrum => {
      const shifts = Array.from(spins.shift_ppm).filter((_, k) => spins.isotopes[k] === isotope);
      const detection: Detection = {
        isotope,
        frame: {
          field_T: detection_T,
          reference_ppm: { [isotope]: shifts.reduce((sum, x) => sum + x, 0) / shifts.length },
        },
        pulses: [{ isotope, angle_deg: FLIP_deg[isotope]!, phase_deg: 0 }],
      };
      const place = { spins, detection, linewidth_Hz };
      const least = spins.dimension > FEW_STATES ? LEAST.many : LEAST.few;
      const all = spectrumLines(sample, detection, { smallest: 1e-3 * LEAST.few })
        .map((line) => ({
          shift_ppm: lineShift_ppm(spins, line, isotope, detection.frame),
          intensity: PER_AMPLITUDE * line.im,
        }))
        .filter((line) => Math.abs(line.intensity) > least);
      const lines = strongest(all);
      if (lines.length < all.length)
        notes.push(
          `The ${lines.length} strongest of ${all.length} lines of the ${isotope} spectrum are listed; all are drawn.`,
        );
      return {
        isotope,
        flipAngle_deg: FLIP_deg[isotope]!,
        lines,
        ...(lines.length < all.length ? acquired(sample, place, all, shifts) : broadened(place, lines, shifts)),
      };
    });
}

function strongest(lines: readonly SpectrumLine[]): readonly SpectrumLine[] {
  if (lines.length <= MOST_LISTED) return lines;
  const sizes = Float64Array.from(lines, ({ intensity }) => Math.abs(intensity)).sort();
  const least = sizes.at(-MOST_LISTED)!;
  return lines.filter(({ intensity }) => Math.abs(intensity) >= least);
}

/**
 * The state at `detection_T`. On the way there levels of unlike symmetry cross without meeting, so equivalent spins must be joined: where the outcome
 * keeps the para spins apart, the end is found once more on the smaller joined space. With relaxation spins are not alike, each goes by itself.
 */
function sampleAfter(
  { final, profile }: TransferOutcome,
  { relaxation, addition, paraFraction, tolerance }: TransferSettings,
  end_T: number,
  detection_T: number,
): Sample {
  const { spins, groups } = final.space;
  const joined = makeSpinSpace(spins, { heteronuclear: 'full' });
  if (relaxation !== undefined || joined.groups.length === groups.length)
    return { space: final.space, state: adiabaticLimit(final.space, final.state, end_T, detection_T) };
  const accuracy = { ...DEFAULT_EVOLVE, tolerance: Math.max(1e-6, tolerance ?? 0) };
  const start = diluted(joined, startFrom(joined, addition), (4 * paraFraction - 1) / 3);
  return {
    space: joined,
    state: adiabaticLimit(joined, evolve(joined, start, profile, accuracy).state, end_T, detection_T),
  };
}

interface Place {
  readonly spins: Spins;
  readonly detection: Detection;
  readonly linewidth_Hz: number;
}

const perPpm_Hz = ({ spins, detection: { isotope, frame } }: Place): number =>
  Math.abs(spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]! * frame.field_T * 1e-6) / (2 * Math.PI);

/** Lines worth an axis, all shifts, and from where to where they are with room beside them. */
function rangeOf(
  place: Place,
  lines: readonly SpectrumLine[],
  shifts: readonly number[],
): { readonly marked: readonly number[]; readonly from: number; readonly to: number } {
  const strong = lines.reduce((most, { intensity }) => Math.max(most, Math.abs(intensity)), 0);
  const marked = [
    ...lines.filter((line) => Math.abs(line.intensity) > 1e-3 * strong).map((line) => line.shift_ppm),
    ...shifts,
  ];
  const lo = marked.reduce((a, b) => Math.min(a, b)),
    hi = marked.reduce((a, b) => Math.max(a, b));
  const room = Math.max(0.25 * (hi - lo), (12 * place.linewidth_Hz) / perPpm_Hz(place));
  return { marked, from: lo - room, to: hi + room };
}

/** Lorentzians, each by itself, on an axis of evenly spaced points and the tops of the lines, so that no top is cut. */
function broadened(
  place: Place,
  lines: readonly SpectrumLine[],
  shifts: readonly number[],
): Pick<Spectrum, 'shift_ppm' | 'height'> {
  const { marked, from, to } = rangeOf(place, lines, shifts);
  const width_ppm = place.linewidth_Hz / perPpm_Hz(place),
    half = width_ppm / 2;
  const axis = Float64Array.from([
    ...Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1)),
    ...marked.flatMap((line) => [-1.5, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 1.5].map((step) => line + step * width_ppm)),
  ]).sort();
  return {
    shift_ppm: axis,
    height: axis.map((x) =>
      lines.reduce((sum, line) => sum + (line.intensity * half * half) / ((x - line.shift_ppm) ** 2 + half * half), 0),
    ),
  };
}

/** The same from a decay, for any number of lines: at least four points across a line, and room for the feet of the lines that fold in. */
function acquired(
  sample: Sample,
  place: Place,
  lines: readonly SpectrumLine[],
  shifts: readonly number[],
): Pick<Spectrum, 'shift_ppm' | 'height'> {
  const { spins, detection, linewidth_Hz } = place;
  const { from, to } = rangeOf(place, lines, shifts);
  const centre = detection.frame.reference_ppm[detection.isotope]!;
  const width_Hz = 8 * perPpm_Hz(place) * Math.max(to - centre, centre - from);
  let points = 2048;
  while (points < (4 * width_Hz) / linewidth_Hz) points *= 2;
  const { frequency_Hz, signal_s } = spectrum(sample, detection, { width_Hz, points, linewidth_Hz });
  const inside = Array.from(frequency_Hz, (f, i) => ({
    shift_ppm: lineShift_ppm(spins, { frequency_Hz: f }, detection.isotope, detection.frame),
    height: PER_AMPLITUDE * Math.PI * linewidth_Hz * signal_s[2 * i + 1]!,
  }))
    .filter((point) => point.shift_ppm >= from && point.shift_ppm <= to)
    .sort((a, b) => a.shift_ppm - b.shift_ppm);
  return {
    shift_ppm: Float64Array.from(inside, (point) => point.shift_ppm),
    height: Float64Array.from(inside, (point) => point.height),
  };
}
