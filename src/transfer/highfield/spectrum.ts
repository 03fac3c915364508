// High-field spectra of any density: lines with complex amplitudes (antiphase patterns kept), the free induction decay, points of the spectrum.
import { complexFromReal, adjointOf, complexMultiply, symmetricEigen } from '../../math/complex/index.ts';
import type { Spins } from '../../physics/spins/index.ts';
import { frameHamiltonian_Hz, totalOperator, type RotatingFrame } from './frame.ts';

export interface SpectralLine {
  /** The f of exp(+2 pi i f t) in Tr[(Fx + iFy) rho(t)]. As H = -offset Iz, a nucleus above the carrier turns at -offset: see `lineShift_ppm`. */
  readonly frequency_Hz: number;
  readonly re: number;
  readonly im: number;
}

/**
 * Lines of s(t) = Tr[(Fx + iFy) rho(t)] of one isotope = sum amplitude exp(+2 pi i f t) for the density [N, N] after the pulse.
 * Frequencies closer than `merge_Hz` are one line; amplitudes below 1e-14 are left out.
 */
export function spectrumLines(
  spins: Spins,
  rho: Float64Array,
  isotope: string,
  frame: RotatingFrame,
  merge_Hz = 1e-6,
): readonly SpectralLine[] {
  const n = spins.dimension;
  const { values, vectors } = symmetricEigen(frameHamiltonian_Hz(spins, frame), n);
  const v = complexFromReal(vectors),
    vt = adjointOf(v, n);
  const inside = complexMultiply(complexMultiply(vt, rho, n), v, n);
  const raise = complexMultiply(complexMultiply(vt, totalOperator(spins, isotope, '+'), n), v, n);
  const lines: SpectralLine[] = [];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const p = 2 * (i * n + k),
        q = 2 * (k * n + i);
      const re = inside[p]! * raise[q]! - inside[p + 1]! * raise[q + 1]!;
      const im = inside[p]! * raise[q + 1]! + inside[p + 1]! * raise[q]!;
      if (re * re + im * im > 1e-28) lines.push({ frequency_Hz: values[k]! - values[i]!, re, im });
    }
  }
  lines.sort((a, b) => a.frequency_Hz - b.frequency_Hz);
  const out: SpectralLine[] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (last && line.frequency_Hz - last.frequency_Hz < merge_Hz) {
      out[out.length - 1] = { frequency_Hz: last.frequency_Hz, re: last.re + line.re, im: last.im + line.im };
    } else out.push(line);
  }
  return out.filter((line) => Math.hypot(line.re, line.im) > 1e-14);
}

/** Where a line stands on the shift axis of `isotope`: the reference minus f over the Larmor frequency (gamma B / 2 pi, with its sign). */
export function lineShift_ppm(spins: Spins, line: SpectralLine, isotope: string, frame: RotatingFrame): number {
  const larmor_Hz = (spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]! * frame.field_T) / (2 * Math.PI);
  return (frame.reference_ppm[isotope] ?? 0) - (1e6 * line.frequency_Hz) / larmor_Hz;
}

/** The decay s(k / width), k = 0 .. n-1, interleaved complex, each line broadened to `broadening_Hz` full width. */
export function freeInduction(
  lines: readonly SpectralLine[],
  width_Hz: number,
  n: number,
  broadening_Hz = 0,
): Float64Array {
  const out = new Float64Array(2 * n);
  for (const { frequency_Hz, re, im } of lines) {
    const angle = (2 * Math.PI * frequency_Hz) / width_Hz,
      damping = Math.exp((-Math.PI * broadening_Hz) / width_Hz);
    const c = damping * Math.cos(angle),
      s = damping * Math.sin(angle);
    let x = re,
      y = im;
    for (let k = 0; k < n; k++) {
      out[2 * k]! += x;
      out[2 * k + 1]! += y;
      const turned = c * x - s * y;
      y = c * y + s * x;
      x = turned;
    }
  }
  return out;
}
