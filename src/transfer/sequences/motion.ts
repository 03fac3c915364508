// Unitary motion under a sequence in the rotating frame. Secular couplings keep the projection of each isotope, so a phase is a turn about z
// and every Hamiltonian becomes real and symmetric; it is diagonalized once, part by part, whatever the durations.
import {
  complexExponential,
  complexIdentity,
  complexMultiply,
  conjugateBy,
  kronecker,
} from '../../math/complex/index.ts';
import { checkDense, singleOperator, spinOperator, stateDigits, type Spins } from '../../physics/spins/index.ts';
import { eigenParts, partsUnitary, unitaryPower, type EigenParts } from './eigen-parts.ts';
import { frameHamiltonian_Hz, totalOperator, type RotatingFrame } from '../highfield/frame.ts';
import { piecesOf, type Imperfection, type Irradiation, type Piece, type Stretch, type Turn } from './pieces.ts';
import type { SequenceEvent } from './record.ts';

/** Unitaries of pieces and events of one molecule in one frame; what was computed once is kept. */
export interface SequenceMotion {
  readonly size: number;
  /** exp(-2 pi i H t) of a piece, or the turn; interleaved complex [N, N]. */
  readonly pieceUnitary: (piece: Piece) => Float64Array;
  /** Of a whole list of events, loops as powers. */
  readonly unitary: (events: readonly SequenceEvent[]) => Float64Array;
}

const MOST_KEPT = 64;

/** Throws `unsupported` with the memory it would need where the molecule has too many states. */
export function sequenceMotion(spins: Spins, frame: RotatingFrame, imperfection: Imperfection = {}): SequenceMotion {
  checkDense(spins);
  const size = spins.dimension;
  const h_Hz = frameHamiltonian_Hz(spins, frame);
  const projection = projections(spins);
  const eigen = new Map<string, EigenParts>();
  const unitaries = new Map<string, Float64Array>();

  const stretchUnitary = ({ duration_s, channels }: Stretch): Float64Array => {
    const key = JSON.stringify(
      channels.map(({ isotope, nutation_Hz, offset_Hz }) => [isotope, nutation_Hz, offset_Hz]),
    );
    let parts = eigen.get(key);
    if (!parts) {
      if (eigen.size >= MOST_KEPT) eigen.clear();
      eigen.set(key, (parts = eigenParts(addIrradiation(h_Hz, spins, projection, channels), size)));
    }
    const u = partsUnitary(parts, size, duration_s);
    for (const { isotope, phase_deg, offset_Hz } of channels) {
      const z = projection.get(isotope)!;
      const before = (Math.PI * phase_deg) / 180;
      turnAboutZ(u, size, z, before - 2 * Math.PI * offset_Hz * duration_s, before);
    }
    return u;
  };
  const pieceUnitary = (piece: Piece): Float64Array => {
    const key = JSON.stringify(piece);
    let u = unitaries.get(key);
    if (!u) {
      if (unitaries.size >= MOST_KEPT) unitaries.clear();
      unitaries.set(key, (u = piece.kind === 'turn' ? turnUnitary(spins, piece) : stretchUnitary(piece)));
    }
    return u;
  };
  const unitary = (events: readonly SequenceEvent[]): Float64Array => {
    let whole: Float64Array | undefined;
    const then = (u: Float64Array): void => {
      whole = whole ? complexMultiply(u, whole, size) : u;
    };
    for (const event of events) {
      if (event.kind === 'loop') {
        if (event.times > 0) then(unitaryPower(unitary(event.events), event.times, size));
      } else for (const piece of piecesOf(event, imperfection)) then(pieceUnitary(piece));
    }
    return whole ?? complexIdentity(size);
  };
  return { size, pieceUnitary, unitary };
}

/** H [N, N] with irradiation along x in frames that turn with it: real, whatever the phases. */
export function addIrradiation(
  h_Hz: Float64Array,
  spins: Spins,
  projection: ReadonlyMap<string, Float64Array>,
  channels: readonly Irradiation[],
): Float64Array {
  const size = spins.dimension;
  const h = h_Hz.slice();
  for (const { isotope, nutation_Hz, offset_Hz } of channels) {
    const x = totalOperator(spins, isotope, 'x');
    for (let i = 0; i < size * size; i++) h[i]! += nutation_Hz * x[2 * i]!;
    const z = projection.get(isotope)!;
    for (let s = 0; s < size; s++) h[s * size + s]! += offset_Hz * z[s]!;
  }
  return h;
}

/** The density after a piece. */
export type Move = (density: Float64Array, piece: Piece) => Float64Array;

export function unitaryMove({ pieceUnitary, size }: SequenceMotion): Move {
  return (density, piece) => conjugateBy(pieceUnitary(piece), density, size);
}

/** The density [N, N] after the events, in the rotating frame. */
export function runSequence(
  spins: Spins,
  rho: Float64Array,
  events: readonly SequenceEvent[],
  frame: RotatingFrame,
  imperfection: Imperfection = {},
): Float64Array {
  const motion = sequenceMotion(spins, frame, imperfection);
  return conjugateBy(motion.unitary(events), rho, motion.size);
}

/** [spin, 3]: <I>/I along x, y and z of a density [N, N]. */
export function polarizationVectors(spins: Spins, rho: Float64Array): Float64Array {
  const n = spins.dimension;
  const out = new Float64Array(3 * spins.n);
  for (let k = 0; k < spins.n; k++) {
    (['x', 'y', 'z'] as const).forEach((axis, a) => {
      const operator = spinOperator(spins, k, axis);
      // The operator is Hermitian and sparse: the real part of sum over i, j of rho_ij conj(O_ij).
      let sum = 0;
      for (let i = 0; i < 2 * n * n; i++) if (operator[i] !== 0) sum += rho[i]! * operator[i]!;
      out[3 * k + a] = (2 * sum) / spins.twiceSpin[k]!;
    });
  }
  return out;
}

/** An ideal turn: the product of the turns of each spin. */
export function turnUnitary(spins: Spins, { isotope, angle_deg, phase_deg, spins: chosen }: Turn): Float64Array {
  const angle = (Math.PI * angle_deg) / 180,
    phase = (Math.PI * phase_deg) / 180;
  let out = complexIdentity(1),
    size = 1;
  for (let k = 0; k < spins.n; k++) {
    const n = spins.twiceSpin[k]! + 1;
    let one = complexIdentity(n);
    if (spins.isotopes[k] === isotope && (chosen?.includes(spins.labels[k]!) ?? true)) {
      const x = singleOperator(n - 1, 'x'),
        y = singleOperator(n - 1, 'y');
      const generator = new Float64Array(2 * n * n);
      for (let i = 0; i < 2 * n * n; i += 2) {
        generator[i] = angle * (Math.cos(phase) * x[i + 1]! + Math.sin(phase) * y[i + 1]!);
        generator[i + 1] = -angle * (Math.cos(phase) * x[i]! + Math.sin(phase) * y[i]!);
      }
      one = complexExponential(generator, n);
    }
    out = kronecker(out, size, one, n);
    size *= n;
  }
  return out;
}

/** Total projection of each isotope in each product state. */
export function projections(spins: Spins): ReadonlyMap<string, Float64Array> {
  const digits = stateDigits(spins);
  return new Map(
    [...new Set(spins.isotopes)].map((isotope) => [
      isotope,
      Float64Array.from({ length: spins.dimension }, (_, s) =>
        spins.isotopes.reduce(
          (sum, name, k) => (name === isotope ? sum + spins.twiceSpin[k]! / 2 - digits[s * spins.n + k]! : sum),
          0,
        ),
      ),
    ]),
  );
}

/** u <- exp(-i after z) u exp(i before z) for a diagonal z. */
export function turnAboutZ(u: Float64Array, size: number, z: Float64Array, after: number, before: number): void {
  if (after === 0 && before === 0) return;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const at = 2 * (i * size + j);
      const re = u[at]!,
        im = u[at + 1]!;
      if (re === 0 && im === 0) continue;
      const angle = before * z[j]! - after * z[i]!;
      const c = Math.cos(angle),
        s = Math.sin(angle);
      u[at] = c * re - s * im;
      u[at + 1] = s * re + c * im;
    }
  }
}
