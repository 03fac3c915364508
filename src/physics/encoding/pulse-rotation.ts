// What an RF pulse does to spins, without relaxation: rotations by constant fields, composed exactly as pairs (a, b) of Cayley and Klein
// (Pauly et al., IEEE Trans. Med. Imaging 10 (1991) 53). Precession is left-handed: dM/dt = 2 pi M x B, so a frequency f turns M+ by exp(-2 pi i f t).
import type { BlochKernel } from './bloch/kernel.ts';
import { largestOf, pulseTable } from './bloch/pulse-table.ts';
import { blochKernel } from './bloch/wasm.ts';
import type { PulseSteps } from './pulse-steps.ts';

/**
 * [position, frequency, (Re a, Im a, Re b, Im b)]: M+ = 2 conj(a) b M0 and Mz = (|a|^2 - |b|^2) M0 from equilibrium. `scale` is actual over nominal B1.
 * Kernels agree in every digit; without one, the fastest is taken. Errors: `argument` where lengths do not fit or a number is not finite.
 */
export function pulseRotations(
  pulse: PulseSteps,
  positions_m: ArrayLike<number>,
  frequencies_Hz: ArrayLike<number>,
  scale = 1,
  kernel: BlochKernel = blochKernel(),
): Float64Array {
  const nF = frequencies_Hz.length,
    n = positions_m.length * nF;
  const table = pulseTable(pulse, largestOf(positions_m), largestOf(frequencies_Hz), scale);
  const places = Float64Array.from({ length: n }, (_, i) => positions_m[Math.floor(i / nF)]!),
    lines = Float64Array.from({ length: n }, (_, i) => frequencies_Hz[i % nF]!),
    out = new Float64Array(4 * n);
  kernel.composeInto(out, table, places, lines);
  return out;
}

/** Magnetization after a pulse that began at equilibrium 1: [position, frequency, (Mx, My, Mz)]. */
export function afterPulse(rotations: Float64Array): Float64Array {
  const out = new Float64Array((rotations.length / 4) * 3);
  for (let i = 0, o = 0; i < rotations.length; i += 4, o += 3) {
    const aRe = rotations[i]!,
      aIm = rotations[i + 1]!,
      bRe = rotations[i + 2]!,
      bIm = rotations[i + 3]!;
    out[o] = 2 * (aRe * bRe + aIm * bIm);
    out[o + 1] = 2 * (aRe * bIm - aIm * bRe);
    out[o + 2] = aRe * aRe + aIm * aIm - bRe * bRe - bIm * bIm;
  }
  return out;
}
