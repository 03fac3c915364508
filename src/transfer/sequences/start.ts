// Where a sequence starts and in which frame it runs.
import { checkDense, type SpinSpace, type Spins, type CollectiveState } from '../../physics/spins/index.ts';
import { spaceForBounds } from '../bounds.ts';
import type { RotatingFrame } from '../highfield/frame.ts';
import { startFrom, type AdditionSettings } from '../simulate.ts';
import type { PulseSequence } from './record.ts';

/** Density [N, N] of pure parahydrogen added as `addition` says; a para fraction x scales what it becomes by (4x - 1)/3. */
export function sequenceStart(spins: Spins, addition: AdditionSettings): Float64Array {
  checkDense(spins);
  const space = spaceForBounds(spins);
  return denseState(space, startFrom(space, addition));
}

/** The blocks of a space of single spins as one density [N, N] over the product states. */
export function denseState(space: SpinSpace, state: CollectiveState): Float64Array {
  const { twiceSpin, n, dimension } = space.spins;
  const out = new Float64Array(2 * dimension * dimension);
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      const rho = state.densities[s]![b]!;
      const states = Array.from({ length: block.size }, (_, i) => {
        let index = 0;
        for (let k = 0; k < n; k++)
          index = index * (twiceSpin[k]! + 1) + (twiceSpin[k]! - block.twiceProjection[i * n + k]!) / 2;
        return index;
      });
      for (let i = 0; i < block.size; i++) {
        for (let k = 0; k < block.size; k++) {
          const from = 2 * (i * block.size + k),
            to = 2 * (states[i]! * dimension + states[k]!);
          out[to] = rho[from]!;
          out[to + 1] = rho[from + 1]!;
        }
      }
    }),
  );
  return out;
}

/** Carriers as the sequence names them; the mean shift of its spins for an isotope that it does not name. */
export function carriersOf(sequence: PulseSequence, spins: Spins): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(spins.isotopes)].map((isotope) => {
      const shifts = Array.from(spins.shift_ppm).filter((_, k) => spins.isotopes[k] === isotope);
      return [isotope, sequence.carrier_ppm?.[isotope] ?? shifts.reduce((sum, x) => sum + x, 0) / shifts.length];
    }),
  );
}

export function frameOf(sequence: PulseSequence, spins: Spins): RotatingFrame {
  return { field_T: sequence.field_T, reference_ppm: carriersOf(sequence, spins) };
}
