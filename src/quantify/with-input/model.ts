// Substrate fed by a bolus and its products, at every excitation, with derivatives by every parameter. Exact between excitations.
import { phi, phiPrime } from '../../math/index.ts';
import type { Bolus } from '../../physics/index.ts';

export interface WithInputProblem {
  readonly nTimes: number;
  readonly nProducts: number;
  readonly repetition_s: number;
  /** [metabolite][time], all excitations from the first on: each costs magnetization, fitted or not. */
  readonly sin: readonly Float64Array[];
  readonly cos: readonly Float64Array[];
  readonly bolus: Bolus;
}

/** Parameters in order: input amplitude; rate of each product; R1 of each metabolite, substrate first; shape of the bolus. */
export const withInputWidth = (problem: WithInputProblem): number =>
  2 * problem.nProducts + 2 + problem.bolus.parameters.length;

/**
 * Signal [metabolite * nTimes + time] and, where wanted, its Jacobian [metabolite * nTimes + time, parameter].
 * The state is zero before the first interval, which reaches one repetition time back, so that a bolus may have arrived before the first excitation.
 */
export function withInputInto(
  out: Float64Array,
  problem: WithInputProblem,
  parameters: Float64Array,
  jacobian?: Float64Array,
): void {
  const { nTimes, nProducts, repetition_s: dt, sin, cos, bolus } = problem;
  const width = withInputWidth(problem);
  const firstR1 = 1 + nProducts;
  const firstShape = 2 * nProducts + 2;
  const amplitude = parameters[0]!;
  const shape = parameters.subarray(firstShape);
  let loss = parameters[firstR1]!;
  for (let j = 0; j < nProducts; j++) loss += parameters[1 + j]!;
  // State and its derivatives, [metabolite][value, d/d parameter ...]; `loss` has a slot of its own at the end.
  const slots = jacobian === undefined ? 1 : width + 2;
  const state = Array.from({ length: nProducts + 1 }, () => new Float64Array(slots));
  const next = Array.from({ length: nProducts + 1 }, () => new Float64Array(slots));
  const LOSS = width + 1;
  const earliest = Math.min(-dt, shape[0]!);
  for (let i = 0; i < nTimes; i++) {
    const to = i * dt;
    const from = i === 0 ? earliest : to - dt;
    const span = to - from;
    const nodes = bolus.nodes(from, to, shape);
    const keep = Math.exp(-loss * span);
    const substrate = state[0]!;
    const after = next[0]!;
    for (let s = 0; s < slots; s++) after[s] = keep * substrate[s]!;
    if (jacobian !== undefined) after[LOSS] = after[LOSS]! - span * keep * substrate[0]!;
    for (const node of nodes) {
      const left = to - node.time_s;
      const fade = Math.exp(-loss * left);
      after[0] = after[0]! + amplitude * node.input * fade;
      if (jacobian === undefined) continue;
      after[1] = after[1]! + node.input * fade;
      after[LOSS] = after[LOSS]! - amplitude * node.input * fade * left;
      for (let p = 0; p < shape.length; p++)
        after[1 + firstShape + p] = after[1 + firstShape + p]! + amplitude * node.slopes[p]! * fade;
    }
    for (let j = 0; j < nProducts; j++) {
      const rate = parameters[1 + j]!;
      const r1 = parameters[firstR1 + 1 + j]!;
      const product = state[j + 1]!;
      const made = next[j + 1]!;
      const decay = Math.exp(-r1 * span);
      const r1Slot = 1 + firstR1 + 1 + j;
      const rateSlot = 1 + 1 + j;
      // Product from substrate present for `left` seconds: left e^(-loss left) phi((r1 - loss) left).
      const fade = Math.exp(-loss * span);
      const z = (r1 - loss) * span;
      const yielded = span * fade * phi(z);
      for (let s = 0; s < slots; s++) made[s] = decay * product[s]! + rate * yielded * substrate[s]!;
      if (jacobian !== undefined) {
        const byR1 = span * span * fade * phiPrime(z);
        const byLoss = -span * span * fade * (phi(z) + phiPrime(z));
        made[r1Slot] = made[r1Slot]! - span * decay * product[0]! + rate * byR1 * substrate[0]!;
        made[LOSS] = made[LOSS]! + rate * byLoss * substrate[0]!;
        made[rateSlot] = made[rateSlot]! + yielded * substrate[0]!;
      }
      for (const node of nodes) {
        const left = to - node.time_s;
        const e = left * Math.exp(-loss * left);
        const y = (r1 - loss) * left;
        const p = phi(y);
        const input = amplitude * node.input;
        made[0] = made[0]! + rate * input * e * p;
        if (jacobian === undefined) continue;
        const slope = phiPrime(y);
        made[1] = made[1]! + rate * node.input * e * p;
        made[rateSlot] = made[rateSlot]! + input * e * p;
        made[r1Slot] = made[r1Slot]! + rate * input * left * e * slope;
        made[LOSS] = made[LOSS]! - rate * input * left * e * (p + slope);
        for (let q = 0; q < shape.length; q++) {
          made[1 + firstShape + q] = made[1 + firstShape + q]! + rate * amplitude * node.slopes[q]! * e * p;
        }
      }
    }
    for (let metabolite = 0; metabolite <= nProducts; metabolite++) {
      const s = sin[metabolite]![i]!;
      const c = cos[metabolite]![i]!;
      const values = next[metabolite]!;
      const row = metabolite * nTimes + i;
      out[row] = s * values[0]!;
      if (jacobian !== undefined) {
        for (let p = 0; p < width; p++) jacobian[row * width + p] = s * values[1 + p]!;
        // The loss is the sum of the substrate's R1 and of all rates.
        for (let p = 1; p <= firstR1; p++) jacobian[row * width + p] = jacobian[row * width + p]! + s * values[LOSS]!;
      }
      const kept = state[metabolite]!;
      for (let slot = 0; slot < slots; slot++) kept[slot] = c * values[slot]!;
    }
  }
}
