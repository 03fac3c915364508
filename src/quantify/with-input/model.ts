// Substrate fed by a bolus and its products, at every excitation, with derivatives by every parameter. Exact between excitations.
import { phi, phiPrime } from '../../math/index.ts';
import { emptyNodes, type Bolus } from '../../physics/index.ts';

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

/** Per node: what substrate present for `left_s` seconds leaves of itself, or per unit rate of a product; and the derivatives of that. */
class Yields {
  readonly value: Float64Array;
  readonly byR1: Float64Array;
  readonly byLoss: Float64Array;
  private readonly left_s: Float64Array;
  constructor(n: number) {
    this.value = new Float64Array(n);
    this.byR1 = new Float64Array(n);
    this.byLoss = new Float64Array(n);
    this.left_s = new Float64Array(n).fill(NaN);
  }
  /** All intervals are of one length, so most nodes lie where those of the interval before lay: nothing is to be done. */
  at(q: number, left_s: number, loss: number, r1: number | undefined): void {
    if (this.left_s[q] === left_s) return;
    this.left_s[q] = left_s;
    const fade = Math.exp(-loss * left_s);
    if (r1 === undefined) {
      this.value[q] = fade;
      this.byLoss[q] = -left_s * fade;
      return;
    }
    // left e^(-loss left) phi((r1 - loss) left).
    const z = (r1 - loss) * left_s;
    const p = phi(z);
    const slope = phiPrime(z);
    this.value[q] = left_s * fade * p;
    this.byR1[q] = left_s * left_s * fade * slope;
    this.byLoss[q] = -left_s * left_s * fade * (p + slope);
  }
}

/**
 * Signal [metabolite * nTimes + time] and, where wanted, its Jacobian [metabolite * nTimes + time, parameter].
 * The state is zero one repetition time before the first excitation, or as many as the bolus needs that arrived earlier.
 */
export function withInputInto(
  out: Float64Array,
  problem: WithInputProblem,
  parameters: Float64Array,
  jacobian?: Float64Array,
): void {
  const { nTimes, nProducts, repetition_s: dt, bolus } = problem;
  const width = withInputWidth(problem);
  const firstR1 = 1 + nProducts;
  const firstShape = 2 * nProducts + 2;
  const amplitude = parameters[0]!;
  const shape = parameters.subarray(firstShape);
  let loss = parameters[firstR1]!;
  for (let j = 0; j < nProducts; j++) loss += parameters[1 + j]!;
  // State and its derivatives, [metabolite][value, d/d parameter ...]; `loss` has a slot of its own at the end.
  const slots = jacobian === undefined ? 1 : width + 2;
  const LOSS = width + 1;
  const state = Array.from({ length: nProducts + 1 }, () => new Float64Array(slots));
  const nodes = emptyNodes(bolus);
  const room = nodes.input.length;
  const yields = state.map((_, metabolite) => {
    const made = new Yields(room + 1);
    made.at(room, dt, loss, metabolite === 0 ? undefined : parameters[firstR1 + metabolite]!);
    return made;
  });
  const decay = Array.from(state, (_, metabolite) => Math.exp(-parameters[firstR1 + metabolite]! * dt));

  for (let i = -Math.min(Math.max(0, Math.ceil(-shape[0]! / dt) - 1), nTimes); i < nTimes; i++) {
    bolus.nodesInto(nodes, (i - 1) * dt, dt, shape);
    for (let metabolite = nProducts; metabolite >= 0; metabolite--) {
      const values = state[metabolite]!;
      const substrate = state[0]!;
      const r1Slot = 1 + firstR1 + metabolite;
      const rateSlot = 1 + metabolite;
      const rate = metabolite === 0 ? 1 : parameters[metabolite]!;
      const r1 = metabolite === 0 ? undefined : parameters[firstR1 + metabolite]!;
      const made = yields[metabolite]!;
      const value = made.value[room]!;
      // What is there at the beginning of the interval. Products come first: they need the substrate before it changes.
      if (jacobian !== undefined) {
        const before = values[0]!;
        if (metabolite === 0) {
          for (let s = 1; s < slots; s++) values[s] = value * values[s]!;
        } else {
          for (let s = 1; s < slots; s++) values[s] = decay[metabolite]! * values[s]! + rate * value * substrate[s]!;
          values[r1Slot] = values[r1Slot]! - dt * decay[metabolite]! * before + rate * made.byR1[room]! * substrate[0]!;
          values[rateSlot] = values[rateSlot]! + value * substrate[0]!;
        }
        values[LOSS] = values[LOSS]! + rate * made.byLoss[room]! * substrate[0]!;
      }
      values[0] =
        metabolite === 0 ? value * values[0]! : decay[metabolite]! * values[0]! + rate * value * substrate[0]!;
      // What arrives meanwhile.
      let sum = 0,
        sumByR1 = 0,
        sumByLoss = 0;
      for (let q = 0; q < nodes.count; q++) {
        made.at(q, nodes.left_s[q]!, loss, r1);
        const input = nodes.input[q]!;
        sum += input * made.value[q]!;
        if (jacobian === undefined) continue;
        sumByR1 += input * made.byR1[q]!;
        sumByLoss += input * made.byLoss[q]!;
      }
      values[0] = values[0] + rate * amplitude * sum;
      if (jacobian !== undefined) {
        values[1] = values[1]! + rate * sum;
        values[LOSS] = values[LOSS]! + rate * amplitude * sumByLoss;
        if (metabolite > 0) {
          values[rateSlot] = values[rateSlot]! + amplitude * sum;
          values[r1Slot] = values[r1Slot]! + rate * amplitude * sumByR1;
        }
        for (let p = 0; p < shape.length; p++) {
          const slopes = nodes.slopes[p]!;
          let change = 0;
          for (let q = 0; q < nodes.count; q++) change += slopes[q]! * made.value[q]!;
          values[1 + firstShape + p] = values[1 + firstShape + p]! + rate * amplitude * change;
        }
      }
    }
    if (i >= 0) exciteInto(out, jacobian, state, problem, i);
  }
}

/** Signal of every metabolite at excitation i, and the state that it leaves. */
function exciteInto(
  out: Float64Array,
  jacobian: Float64Array | undefined,
  state: readonly Float64Array[],
  problem: WithInputProblem,
  i: number,
): void {
  const { nTimes, nProducts } = problem;
  const width = withInputWidth(problem);
  state.forEach((values, metabolite) => {
    const s = problem.sin[metabolite]![i]!;
    const c = problem.cos[metabolite]![i]!;
    const row = metabolite * nTimes + i;
    out[row] = s * values[0]!;
    if (jacobian !== undefined) {
      for (let p = 0; p < width; p++) jacobian[row * width + p] = s * values[1 + p]!;
      // The loss is the sum of the substrate's R1 and of all rates.
      for (let p = 1; p <= 1 + nProducts; p++)
        jacobian[row * width + p] = jacobian[row * width + p]! + s * values[width + 1]!;
    }
    for (let slot = 0; slot < values.length; slot++) values[slot] = c * values[slot]!;
  });
}
