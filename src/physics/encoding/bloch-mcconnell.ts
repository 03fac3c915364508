// Bloch equations of several pools that exchange, with relaxation, through the steps of a pulse or a readout: the definition that quicker ways are held
// against (McConnell, J. Chem. Phys. 28 (1958) 430). Each step is the exact exponential of its matrix.
import { ScienceError } from '../../base/index.ts';
import { expmReal } from '../../math/index.ts';
import type { PulseSteps } from './pulse-steps.ts';

export interface Pool {
  /** From the centre of the frame. */
  readonly frequency_Hz: number;
  readonly t1_s: number;
  readonly t2_s: number;
  /** Where Mz relaxes to; 0 for hyperpolarized label, whose thermal part is nothing. */
  readonly equilibrium: number;
}

export interface Pools {
  readonly pools: readonly Pool[];
  /** [from, to] first-order constants; the diagonal does not count. */
  readonly rates_perS: readonly (readonly number[])[];
}

/** d/dt of (1, Mx, My, Mz of each pool) as a matrix, in the field of one step. */
function generator({ pools, rates_perS }: Pools, x_Hz: number, y_Hz: number, z_Hz: number): Float64Array {
  const n = 1 + 3 * pools.length,
    turn = 2 * Math.PI;
  const g = new Float64Array(n * n);
  pools.forEach(({ frequency_Hz, t1_s, t2_s, equilibrium }, p) => {
    const at = 1 + 3 * p;
    const [bx, by, bz] = [turn * x_Hz, turn * y_Hz, turn * (z_Hz + frequency_Hz)];
    const set = (row: number, column: number, value: number): void => {
      g[(at + row) * n + at + column]! += value;
    };
    // M x B
    set(0, 1, bz);
    set(0, 2, -by);
    set(1, 0, -bz);
    set(1, 2, bx);
    set(2, 0, by);
    set(2, 1, -bx);
    set(0, 0, -1 / t2_s);
    set(1, 1, -1 / t2_s);
    set(2, 2, -1 / t1_s);
    g[(at + 2) * n] = equilibrium / t1_s;
    pools.forEach((_, q) => {
      if (q === p) return;
      const away = rates_perS[p]?.[q] ?? 0;
      for (let axis = 0; axis < 3; axis++) {
        g[(at + axis) * n + at + axis]! -= away;
        g[(1 + 3 * q + axis) * n + at + axis]! += away;
      }
    });
  });
  return g;
}

/** (Mx, My, Mz) of each pool after the steps, at one position; `start` in the same order. Equal steps are exponentiated once. */
export function blochMcConnell(
  system: Pools,
  { dwell_s, b1_Hz, gradient_HzPerM }: PulseSteps,
  start: ArrayLike<number>,
  position_m = 0,
): Float64Array {
  const n = 1 + 3 * system.pools.length;
  if (start.length !== n - 1)
    throw new ScienceError('argument', `${start.length} numbers to start from; expected 3 for each of the ${system.pools.length} pools`); // prettier-ignore
  let state = Float64Array.of(1, ...Array.from(start));
  let step = new Float64Array(),
    made = '';
  for (let k = 0; k < gradient_HzPerM.length; k++) {
    const z = gradient_HzPerM[k]! * position_m;
    const key = `${b1_Hz[2 * k]} ${b1_Hz[2 * k + 1]} ${z}`;
    if (key !== made) {
      step = new Float64Array(expmReal(generator(system, b1_Hz[2 * k]!, b1_Hz[2 * k + 1]!, z).map((g) => g * dwell_s), n)); // prettier-ignore
      made = key;
    }
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) next[i]! += step[i * n + j]! * state[j]!;
    state = next;
  }
  return state.subarray(1);
}
