// What a spectrometer sees right after the transfer: the whole density is carried on to high field, antiphase order and all.
import { equivalentGroups, type CollectiveState, type Spins, type SpinSpace } from '../../../physics/spins/index.ts';
import {
  adiabaticLimit,
  lineShift_ppm,
  runSequence,
  spectrumLines,
  type TransferOutcome,
} from '../../../transfer/index.ts';

export interface Spectrum {
  readonly isotope: string;
  readonly flipAngle_deg: number;
  /** Absorption lines; the intensities of one fully polarized spin 1/2 after 90 degrees add up to 1. */
  readonly lines: readonly { readonly shift_ppm: number; readonly intensity: number }[];
  /** The lines broadened; 1 is the height of a line of intensity 1. */
  readonly shift_ppm: Float64Array;
  readonly height: Float64Array;
}

export interface SpectrumSettings {
  readonly field_T: number;
  readonly linewidth_Hz: number;
}
export const DEFAULT_SPECTRUM: SpectrumSettings = { field_T: 1.4, linewidth_Hz: 0.5 };

/** 90 degrees shows polarization; on the protons 45 degrees shows what is left of the singlet order as antiphase lines too. */
const FLIP_deg: Readonly<Record<string, number>> = { '13C': 90, '15N': 90, '1H': 45 };
const LARGEST_DIMENSION = 64;
const POINTS = 1201;

/** Why there is no spectrum, where there is none. */
export function noSpectrumBecause(spins: Spins): string | undefined {
  if (spins.dimension > LARGEST_DIMENSION)
    return `No spectrum: it needs ${spins.dimension} states handled one by one; the limit is ${LARGEST_DIMENSION}.`;
  if (equivalentGroups(spins).some((group) => group.length > 1))
    return 'No spectrum: it is drawn for molecules without equivalent spins only.';
  return undefined;
}

/** Spectra of 13C or 15N and 1H after an adiabatic way from the end of the profile to `field_T`. */
export function spectraAfter(
  { final, profile }: TransferOutcome,
  { field_T, linewidth_Hz }: SpectrumSettings,
): readonly Spectrum[] {
  const { spins } = final.space;
  const end_T = profile.field_T(profile.duration_s);
  const detection_T = end_T < 0 ? -field_T : field_T;
  const rho = denseFrom(final.space, adiabaticLimit(final.space, final.state, end_T, detection_T));
  return Object.keys(FLIP_deg)
    .filter((isotope) => spins.isotopes.includes(isotope))
    .map((isotope): Spectrum => {
      const shifts = Array.from(spins.shift_ppm).filter((_, k) => spins.isotopes[k] === isotope);
      const frame = {
        field_T: detection_T,
        reference_ppm: { [isotope]: shifts.reduce((sum, x) => sum + x, 0) / shifts.length },
      };
      const after = runSequence(
        spins,
        rho,
        [{ kind: 'pulse', isotope, angle_deg: FLIP_deg[isotope]!, phase_deg: 0 }],
        frame,
      );
      // exp(-i a Ix) turns Iz to -Iy: its absorption is minus the imaginary part, and half of it for a whole spin.
      const lines = spectrumLines(spins, after, isotope, frame)
        .map((line) => ({ shift_ppm: lineShift_ppm(spins, line, isotope, frame), intensity: -2 * line.im }))
        .filter((line) => Math.abs(line.intensity) > 1e-9);
      const perPpm_Hz =
        Math.abs(spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]! * detection_T * 1e-6) / (2 * Math.PI);
      return {
        isotope,
        flipAngle_deg: FLIP_deg[isotope]!,
        lines,
        ...broadened(lines, linewidth_Hz / perPpm_Hz, shifts),
      };
    });
}

/** The dense density of a state in a space of single spins: blocks list product states by falling M, first spin most significant. */
function denseFrom({ spins, sectors }: SpinSpace, { densities }: CollectiveState): Float64Array {
  const { twiceSpin, n, dimension } = spins;
  const out = new Float64Array(2 * dimension * dimension);
  sectors[0]!.blocks.forEach(({ size, twiceProjection }, b) => {
    const state = Array.from({ length: size }, (_, i) => {
      let index = 0;
      for (let k = 0; k < n; k++)
        index = index * (twiceSpin[k]! + 1) + (twiceSpin[k]! - twiceProjection[i * n + k]!) / 2;
      return index;
    });
    const rho = densities[0]![b]!;
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++)
        out.set(rho.subarray(2 * (i * size + k), 2 * (i * size + k) + 2), 2 * (state[i]! * dimension + state[k]!));
    }
  });
  return out;
}

/** Lorentzians on an axis that holds all lines and all shifts with room beside them. */
function broadened(
  lines: Spectrum['lines'],
  width_ppm: number,
  shifts: readonly number[],
): { readonly shift_ppm: Float64Array; readonly height: Float64Array } {
  const strong = Math.max(0, ...lines.map((line) => Math.abs(line.intensity)));
  const places = [
    ...lines.filter((line) => Math.abs(line.intensity) > 1e-3 * strong).map((line) => line.shift_ppm),
    ...shifts,
  ];
  const [lo, hi] = [Math.min(...places), Math.max(...places)];
  const room = Math.max(0.25 * (hi - lo), 12 * width_ppm);
  const half = width_ppm / 2;
  // Evenly spaced points and the tops of the lines, so that no top is cut.
  const axis = Float64Array.from([
    ...Array.from({ length: POINTS }, (_, i) => lo - room + ((hi - lo + 2 * room) * i) / (POINTS - 1)),
    ...places.flatMap((place) => [-1.5, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 1.5].map((step) => place + step * width_ppm)),
  ]).sort();
  return {
    shift_ppm: axis,
    height: axis.map((x) =>
      lines.reduce((sum, line) => sum + (line.intensity * half * half) / ((x - line.shift_ppm) ** 2 + half * half), 0),
    ),
  };
}
