// Motion under a sequence with relaxation, in the rotating frame: drho/dt = -2 pi i [H, rho] + R rho on the whole Liouville space.
// Random fields and T1/T2 look the same from every frame that turns about z, so R is that of the lab; R and H act together, without splitting.
import { ScienceError } from '../../base/index.ts';
import { conjugateBy } from '../../math/complex/index.ts';
import { addRandomFields, addT1T2, Entries, type Spins } from '../../physics/spins/index.ts';
import type { Generator } from '../../math/fast/index.ts';
import { frameHamiltonian_Hz, type RotatingFrame } from '../highfield/frame.ts';
import { addCommutator, everyElement } from '../liouville.ts';
import { timesOf, type Relaxation } from '../relaxing/relaxing-system.ts';
import { addIrradiation, projections, turnUnitary, type Move } from './motion.ts';
import type { Stretch } from './pieces.ts';

/** Relaxation as seen at one high field. */
export type SequenceRelaxation = Exclude<Relaxation, { model: 'redfield' }>;

/** States of a molecule that is carried with relaxation, at most. */
export const MOST_RELAXING = 32;
/** Largest row sum of a step's generator times its length: the Taylor series then ends after some twenty terms without loss of digits. */
const STEP_NORM = 2;
const NEGLIGIBLE = 1e-16;
const MOST_TERMS = 60;

/** Throws `unsupported` where the molecule has too many states. */
export function relaxingMove(spins: Spins, frame: RotatingFrame, relaxation: SequenceRelaxation): Move {
  const size = spins.dimension;
  if (size > MOST_RELAXING)
    throw new ScienceError(
      'unsupported',
      `${spins.name} has ${size} states; a sequence with relaxation takes ${MOST_RELAXING} at most. Leave relaxation out`,
      { where: 'relaxation' },
    );
  const h_Hz = frameHamiltonian_Hz(spins, frame);
  const projection = projections(spins);
  const elements = everyElement(size);
  const zero = new Float64Array(elements.size);
  const generators = new Map<string, Generator>();
  const generatorOf = ({ channels }: Stretch): Generator => {
    const key = JSON.stringify(channels.map(({ phase_deg: _, ...rest }) => rest));
    let found = generators.get(key);
    if (!found) {
      const entries = new Entries(elements.size);
      addCommutator(entries, elements, addIrradiation(h_Hz, spins, projection, channels));
      const t1_s = timesOf(spins, relaxation.T1_s, 'T1_s');
      if (relaxation.model === 'T1T2') addT1T2(entries, spins, elements, t1_s, timesOf(spins, relaxation.T2_s, 'T2_s'));
      else addRandomFields(entries, spins, elements, t1_s);
      generators.set(key, (found = entries.generator(zero)));
    }
    return found;
  };
  return (density, piece) => {
    if (piece.kind === 'turn') return conjugateBy(turnUnitary(spins, piece), density, size);
    const out = density.slice();
    for (const { isotope, phase_deg } of piece.channels)
      turnDensity(out, size, projection.get(isotope)!, -(Math.PI * phase_deg) / 180);
    exponentialInto(out, generatorOf(piece), piece.duration_s);
    for (const { isotope, phase_deg, offset_Hz } of piece.channels) {
      const angle = (Math.PI * phase_deg) / 180 - 2 * Math.PI * offset_Hz * piece.duration_s;
      turnDensity(out, size, projection.get(isotope)!, angle);
    }
    return out;
  };
}

/** rho <- exp(-i angle z) rho exp(i angle z). */
function turnDensity(rho: Float64Array, size: number, z: Float64Array, angle: number): void {
  if (angle === 0) return;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const c = Math.cos(angle * (z[k]! - z[i]!)),
        s = Math.sin(angle * (z[k]! - z[i]!));
      const at = 2 * (i * size + k);
      const re = rho[at]!,
        im = rho[at + 1]!;
      rho[at] = c * re - s * im;
      rho[at + 1] = s * re + c * im;
    }
  }
}

/** x <- exp(L t) x, in equal steps, each a Taylor series on the vector. */
function exponentialInto(x: Float64Array, { size, rowStart, column, value }: Generator, duration_s: number): void {
  let norm = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) sum += Math.hypot(value[2 * e]!, value[2 * e + 1]!);
    norm = Math.max(norm, sum);
  }
  const steps = Math.max(1, Math.ceil((norm * duration_s) / STEP_NORM));
  let term = new Float64Array(x.length),
    next = new Float64Array(x.length);
  for (let step = 0; step < steps; step++) {
    term.set(x);
    for (let k = 1; k <= MOST_TERMS; k++) {
      const h = duration_s / steps / k;
      let largest = 0;
      for (let i = 0; i < size; i++) {
        let re = 0,
          im = 0;
        for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
          const a = value[2 * e]!,
            b = value[2 * e + 1]!,
            from = 2 * column[e]!;
          re += a * term[from]! - b * term[from + 1]!;
          im += a * term[from + 1]! + b * term[from]!;
        }
        x[2 * i]! += next[2 * i] = h * re;
        x[2 * i + 1]! += next[2 * i + 1] = h * im;
        largest = Math.max(largest, Math.abs(h * re), Math.abs(h * im));
      }
      [term, next] = [next, term];
      if (largest < NEGLIGIBLE) break;
    }
  }
}
