// The signal that a bolus of unit amplitude makes, quickly: for the search over shapes, not for the fit.
import { phi } from '../../math/index.ts';
import { emptyNodes } from '../../physics/index.ts';
import type { WithInputProblem } from './model.ts';

/** What arrives in each interval, from the first on that gets something, and that times the seconds left beyond half an interval. */
export interface Moments {
  readonly first: number;
  readonly amounts: Float64Array;
  readonly leads: Float64Array;
}

export function momentsOf({ bolus, nTimes, repetition_s: dt }: WithInputProblem, shape: ArrayLike<number>): Moments {
  const first = -Math.min(Math.max(0, Math.ceil(-shape[0]! / dt) - 1), nTimes);
  const nodes = emptyNodes(bolus);
  const amounts = new Float64Array(nTimes - first);
  const leads = new Float64Array(nTimes - first);
  for (let i = first; i < nTimes; i++) {
    bolus.nodesInto(nodes, (i - 1) * dt, dt, shape);
    for (let q = 0; q < nodes.count; q++) {
      amounts[i - first] = amounts[i - first]! + nodes.input[q]!;
      leads[i - first] = leads[i - first]! + nodes.input[q]! * (nodes.left_s[q]! - dt / 2);
    }
  }
  return { first, amounts, leads };
}

/** Signal [metabolite * nTimes + time] of unit amplitude, to first order in where within its interval an input arrives: good enough for a start. */
export function unitResponses(
  problem: WithInputProblem,
  rates: readonly number[],
  r1_perS: readonly number[],
): (moments: Moments) => Float64Array {
  const { nTimes, nProducts, repetition_s: dt, sin, cos } = problem;
  const loss = r1_perS[0]! + rates.reduce((a, b) => a + b, 0);
  // Left after a whole interval, after half of one, and the slope there; of substrate as substrate and as product.
  const yieldAt = (metabolite: number, left_s: number): number =>
    metabolite === 0
      ? Math.exp(-loss * left_s)
      : rates[metabolite - 1]! * left_s * Math.exp(-loss * left_s) * phi((r1_perS[metabolite]! - loss) * left_s);
  const pools = r1_perS.map((r1, metabolite) => {
    const half = yieldAt(metabolite, dt / 2);
    const fed = metabolite === 0 ? 0 : rates[metabolite - 1]! * Math.exp((-r1 * dt) / 2);
    return { decay: Math.exp(-r1 * dt), whole: yieldAt(metabolite, dt), half, slope: fed - loss * half };
  });
  return ({ first, amounts, leads }: Moments): Float64Array => {
    const out = new Float64Array(nTimes * (nProducts + 1));
    const state = new Float64Array(nProducts + 1);
    for (let i = first; i < nTimes; i++) {
      const amount = amounts[i - first]!;
      const lead = leads[i - first]!;
      const substrate = state[0]!;
      for (let metabolite = 0; metabolite <= nProducts; metabolite++) {
        const { decay, whole, half, slope } = pools[metabolite]!;
        const kept = metabolite === 0 ? 0 : decay * state[metabolite]!;
        const value = kept + whole * substrate + half * amount + slope * lead;
        if (i >= 0) out[metabolite * nTimes + i] = sin[metabolite]![i]! * value;
        state[metabolite] = i >= 0 ? cos[metabolite]![i]! * value : value;
      }
    }
    return out;
  };
}
