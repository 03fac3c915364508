// The rotating frame at high field: offsets from the carriers, secular heteronuclear couplings, operators of all spins of an isotope.
import { ScienceError } from '../../base/index.ts';
import { denseHamiltonian_Hz, spinOperator, type Spins } from '../../physics/spins/index.ts';

export interface RotatingFrame {
  readonly field_T: number;
  /** Carrier of each isotope; an isotope that is not named is on its own resonances' zero, 0 ppm. */
  readonly reference_ppm: Readonly<Record<string, number>>;
}

/** Offsets nu0 (shift - reference) of all spins, nu0 = gamma B / 2 pi. */
export function frameOffsets_Hz(spins: Spins, frame: RotatingFrame): Float64Array {
  return Float64Array.from(spins.labels, (_, k) => {
    const larmor_Hz = (spins.gamma_radPerSPerT[k]! * frame.field_T) / (2 * Math.PI);
    return larmor_Hz * 1e-6 * (spins.shift_ppm[k]! - (frame.reference_ppm[spins.isotopes[k]!] ?? 0));
  });
}

/** H of the frame in Hz, real symmetric [N, N]. */
export function frameHamiltonian_Hz(spins: Spins, frame: RotatingFrame): Float64Array {
  return denseHamiltonian_Hz(spins, {
    field_T: frame.field_T,
    heteronuclear: 'secular',
    offsets_Hz: frameOffsets_Hz(spins, frame),
  });
}

/** Sum over the spins of one isotope of I_axis, complex [N, N]. Throws where there is no such spin. */
export function totalOperator(spins: Spins, isotope: string, axis: 'x' | 'y' | 'z' | '+' | '-'): Float64Array {
  const out = new Float64Array(2 * spins.dimension ** 2);
  let found = false;
  spins.isotopes.forEach((name, k) => {
    if (name !== isotope) return;
    found = true;
    const one = spinOperator(spins, k, axis);
    for (let i = 0; i < out.length; i++) out[i]! += one[i]!;
  });
  if (!found)
    throw new ScienceError(
      'argument',
      `${spins.name} has no ${isotope}; there are ${[...new Set(spins.isotopes)].join(', ')}`,
    );
  return out;
}
