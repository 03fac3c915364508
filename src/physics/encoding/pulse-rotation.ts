// What an RF pulse does to spins, without relaxation: rotations by constant fields, composed exactly as pairs (a, b) of Cayley and Klein
// (Pauly et al., IEEE Trans. Med. Imaging 10 (1991) 53). Precession is left-handed: dM/dt = 2 pi M x B, so a frequency f turns M+ by exp(-2 pi i f t).

/** Constant steps of a pulse with a gradient along one axis, as seen in the frame that turns with the centre frequency. */
export interface PulseSteps {
  readonly dwell_s: number;
  /** gamma B1 / (2 pi), interleaved re (x), im (y). */
  readonly b1_Hz: Float64Array;
  /** Mean of each step. */
  readonly gradient_HzPerM: Float64Array;
}

/** [position, frequency, (Re a, Im a, Re b, Im b)]: M+ = 2 conj(a) b M0 and Mz = (|a|^2 - |b|^2) M0 from equilibrium. */
export function pulseRotations(
  { dwell_s, b1_Hz, gradient_HzPerM }: PulseSteps,
  positions_m: ArrayLike<number>,
  frequencies_Hz: ArrayLike<number>,
  scale = 1,
): Float64Array {
  const nSteps = gradient_HzPerM.length,
    nF = frequencies_Hz.length;
  const out = new Float64Array(4 * positions_m.length * nF);
  for (let p = 0; p < positions_m.length; p++) {
    for (let f = 0; f < nF; f++) {
      let aRe = 1,
        aIm = 0,
        bRe = 0,
        bIm = 0;
      for (let n = 0; n < nSteps; n++) {
        const x = scale * b1_Hz[2 * n]!,
          y = scale * b1_Hz[2 * n + 1]!,
          z = gradient_HzPerM[n]! * positions_m[p]! + frequencies_Hz[f]!;
        const field = Math.sqrt(x * x + y * y + z * z);
        if (field === 0) continue;
        // half of the angle -2 pi |B| dt; this step: a = c - i nz s, b = -i (nx + i ny) s
        const half = -Math.PI * field * dwell_s;
        const c = Math.cos(half),
          s = Math.sin(half) / field;
        const sRe = c,
          sIm = -z * s,
          tRe = y * s,
          tIm = -x * s;
        // a' = s a - conj(t) b; b' = t a + conj(s) b
        const newARe = sRe * aRe - sIm * aIm - (tRe * bRe + tIm * bIm),
          newAIm = sRe * aIm + sIm * aRe - (tRe * bIm - tIm * bRe);
        const newBRe = tRe * aRe - tIm * aIm + (sRe * bRe + sIm * bIm),
          newBIm = tRe * aIm + tIm * aRe + (sRe * bIm - sIm * bRe);
        aRe = newARe;
        aIm = newAIm;
        bRe = newBRe;
        bIm = newBIm;
      }
      out.set([aRe, aIm, bRe, bIm], 4 * (p * nF + f));
    }
  }
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
