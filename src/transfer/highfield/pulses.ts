// High field: pulses, delays and spin locks in the rotating frame on the full density matrix, with secular heteronuclear couplings.
import { ScienceError } from '../../base/index.ts';
import { complexExponential, conjugateBy, unitaryOfSymmetric } from '../../math/complex/index.ts';
import { denseHamiltonian_Hz, spinOperator, type Spins } from '../../physics/spins/index.ts';

export type PulseEvent =
  | { readonly kind: 'delay'; readonly duration_s: number }
  /** Ideal: exp(-i angle F) about the axis in the transverse plane at `phase_deg` (0 = x, 90 = y). */
  | { readonly kind: 'pulse'; readonly isotope: string; readonly angle_deg: number; readonly phase_deg: number }
  /** Irradiation along x or at a phase, with its amplitude as a nutation frequency. */
  | {
      readonly kind: 'lock';
      readonly isotope: string;
      readonly nutation_Hz: number;
      readonly phase_deg: number;
      readonly duration_s: number;
    };

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

/** The density [N, N] after a sequence of events. */
export function runSequence(
  spins: Spins,
  rho: Float64Array,
  events: readonly PulseEvent[],
  frame: RotatingFrame,
): Float64Array {
  const n = spins.dimension;
  const h = frameHamiltonian_Hz(spins, frame);
  const unitaries = new Map<string, Float64Array>();
  let out = rho;
  for (const event of events) {
    const key = JSON.stringify(event);
    let u = unitaries.get(key);
    if (!u) unitaries.set(key, (u = unitaryOf(spins, h, event)));
    out = conjugateBy(u, out, n);
  }
  return out;
}

function unitaryOf(spins: Spins, h_Hz: Float64Array, event: PulseEvent): Float64Array {
  const n = spins.dimension;
  if (event.kind === 'delay') return unitaryOfSymmetric(h_Hz, n, event.duration_s);
  if (event.kind === 'pulse') {
    const angle = (event.angle_deg * Math.PI) / 180;
    return complexExponential(minusI(transverse(spins, event.isotope, event.phase_deg), angle), n);
  }
  const lock = transverse(spins, event.isotope, event.phase_deg);
  const generator = lock.map((x) => x * event.nutation_Hz);
  for (let i = 0; i < n * n; i++) generator[2 * i]! += h_Hz[i]!;
  return complexExponential(minusI(generator, 2 * Math.PI * event.duration_s), n);
}

function transverse(spins: Spins, isotope: string, phase_deg: number): Float64Array {
  const x = totalOperator(spins, isotope, 'x'),
    y = totalOperator(spins, isotope, 'y');
  const c = Math.cos((phase_deg * Math.PI) / 180),
    s = Math.sin((phase_deg * Math.PI) / 180);
  return x.map((value, i) => c * value + s * y[i]!);
}

/** -i factor a. */
function minusI(a: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i += 2) {
    out[i] = factor * a[i + 1]!;
    out[i + 1] = -factor * a[i]!;
  }
  return out;
}

/** Singlet to heteronuclear magnetization at high field: [tau - 180x - tau]^n1 - 90y - tau - [tau - 180x - tau]^n2. Stevanato et al., JMR 285 (2017) 178 (recalled). */
export function s2hmSequence(isotope: string, tau_s: number, n1: number, n2: number): readonly PulseEvent[] {
  const delay: PulseEvent = { kind: 'delay', duration_s: tau_s };
  const echo: PulseEvent[] = [delay, { kind: 'pulse', isotope, angle_deg: 180, phase_deg: 0 }, delay];
  const train = (count: number): PulseEvent[] => Array.from({ length: count }, () => echo).flat();
  return [...train(n1), { kind: 'pulse', isotope, angle_deg: 90, phase_deg: 90 }, delay, ...train(n2)];
}
