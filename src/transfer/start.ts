// Where a field cycle starts: singlet order as it is left by addition at random times in a constant field.
import { ScienceError } from '../base/index.ts';
import { adjointOf, complexFromReal, complexMultiply, symmetricEigen } from '../math/complex/index.ts';
import type { Block, CollectiveState, SpinSpace } from '../physics/spins/index.ts';

/** Coherences slower than this (rad/s) count as populations when addition times are spread without end. */
export const DEGENERATE_radPerS = 1e-6;

/** `out[0..1]`: mean of exp(-i w t) over the ages t of the molecules, for an angular frequency w. */
export type AgeAverage = (out: Float64Array, omega_radPerS: number) => void;

/** Ages spread without end: only what does not turn stays. */
export function endlessAges(degenerate_radPerS = DEGENERATE_radPerS): AgeAverage {
  return (out, omega) => {
    out[0] = Math.abs(omega) < degenerate_radPerS ? 1 : 0;
    out[1] = 0;
  };
}

/** Ages spread evenly over a window, from 0 to `window_s`. */
export function windowAges(window_s: number): AgeAverage {
  if (!(window_s > 0)) throw new ScienceError('argument', `window_s is ${window_s}; expected seconds above 0`);
  return (out, omega) => {
    const angle = omega * window_s;
    if (Math.abs(angle) < 1e-4) {
      out[0] = 1 - (angle * angle) / 6;
      out[1] = -angle / 2 + (angle * angle * angle) / 24;
    } else {
      out[0] = Math.sin(angle) / angle;
      out[1] = (Math.cos(angle) - 1) / angle;
    }
  };
}

/** A given distribution: ages in s with weights, which need not be normalised. What turns faster than `upTo_Hz` has averaged out. */
export function givenAges(age_s: ArrayLike<number>, weight: ArrayLike<number>, upTo_Hz = Infinity): AgeAverage {
  const fastest_radPerS = 2 * Math.PI * upTo_Hz;
  let total = 0;
  for (let i = 0; i < age_s.length; i++) {
    if (!(weight[i]! >= 0) || !(age_s[i]! >= 0))
      throw new ScienceError('argument', `age ${age_s[i]} s with weight ${weight[i]}: expected both >= 0`);
    total += weight[i]!;
  }
  if (!(total > 0)) throw new ScienceError('argument', 'an age distribution needs some weight above 0');
  return (out, omega) => {
    let re = 0,
      im = 0;
    if (Math.abs(omega) > fastest_radPerS) {
      out[0] = out[1] = 0;
      return;
    }
    for (let i = 0; i < age_s.length; i++) {
      re += weight[i]! * Math.cos(omega * age_s[i]!);
      im -= weight[i]! * Math.sin(omega * age_s[i]!);
    }
    out[0] = re / total;
    out[1] = im / total;
  };
}

/** The state after free evolution at `field_T` for ages that differ from molecule to molecule: in the eigenbasis, rho_ij times the mean of exp(-i w_ij t). */
export function aged(space: SpinSpace, state: CollectiveState, field_T: number, ages: AgeAverage): CollectiveState {
  const factor = new Float64Array(2);
  return {
    densities: space.sectors.map((sector, s) =>
      sector.blocks.map((block, b) => {
        const rho = state.densities[s]![b]!;
        const { size } = block;
        if (size === 1) return rho;
        const { values, vectors } = symmetricEigen(blockHamiltonian_Hz(block, field_T), size);
        const v = complexFromReal(vectors),
          vt = adjointOf(v, size);
        const inside = complexMultiply(complexMultiply(vt, rho, size), v, size);
        for (let i = 0; i < size; i++) {
          for (let k = 0; k < size; k++) {
            ages(factor, 2 * Math.PI * (values[i]! - values[k]!));
            const p = 2 * (i * size + k);
            const re = inside[p]!,
              im = inside[p + 1]!;
            inside[p] = re * factor[0]! - im * factor[1]!;
            inside[p + 1] = re * factor[1]! + im * factor[0]!;
          }
        }
        return complexMultiply(complexMultiply(v, inside, size), vt, size);
      }),
    ),
  };
}

/**
 * The fastest turn (Hz) between levels that ages must resolve. Ages spread smoothly over a second keep 1/(pi f s) of a turn f, over ten seconds
 * a tenth of that: of all that turns faster in this state less than `tolerance` is left.
 */
export function fastestCoherence_Hz(
  space: SpinSpace,
  state: CollectiveState,
  field_T: number,
  tolerance = 1e-5,
): number {
  const turns: { readonly hz: number; readonly left: number }[] = [];
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      const { size } = block;
      if (size === 1) return;
      const { values, vectors } = symmetricEigen(blockHamiltonian_Hz(block, field_T), size);
      const v = complexFromReal(vectors);
      const inside = complexMultiply(complexMultiply(adjointOf(v, size), state.densities[s]![b]!, size), v, size);
      for (let i = 0; i < size; i++)
        for (let k = 0; k < i; k++) {
          const hz = Math.abs(values[i]! - values[k]!);
          const p = 2 * (i * size + k);
          if (hz > 0) turns.push({ hz, left: (2 * Math.hypot(inside[p]!, inside[p + 1]!)) / (Math.PI * hz) });
        }
    }),
  );
  turns.sort((a, b) => b.hz - a.hz);
  let left = 0;
  for (const turn of turns) {
    left += turn.left;
    if (left > tolerance) return turn.hz;
  }
  return 0;
}

/** A + B D of a block, in Hz. */
export function blockHamiltonian_Hz(block: Block, field_T: number): Float64Array {
  const out = block.a_Hz.slice();
  for (let i = 0; i < block.size; i++) out[i * block.size + i]! += field_T * block.d_HzPerT[i]!;
  return out;
}
