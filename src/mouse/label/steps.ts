// What one step of time does to label: exactly, for first-order kinetics, where it depends on the length of the step only.
import type { Agent } from '../agents.ts';
import type { MouseValues } from '../values.ts';
import type { Circulation } from './circulation.ts';
import { flowed, flowOf, type Flow } from './flow.ts';
import { blockOf, propagatorOf } from './propagator.ts';
import { firstOrderReactions, transportRates, withReactions, type LabelRates } from './rates.ts';

export interface Step {
  /** Amounts at the end; the concentration in the syringe is the last. */
  readonly after: Float64Array;
  /** Integral of the amounts over the step. */
  readonly passed: Float64Array;
  /** For each space, the propagator of its own pools when nothing flows in, row-major. */
  readonly spaces: readonly Float64Array[];
}
/** Steps of one agent's label, in order of time; `injecting` while the syringe empties. */
export interface Steps {
  readonly rates: LabelRates;
  over(amounts: Float64Array, from_s: number, to_s: number, injecting: boolean): Step;
}

export interface SyringeFlow {
  readonly flow_mLPerS: number;
  readonly t1_s: number;
}

export function firstOrderSteps(
  agent: Agent,
  values: MouseValues,
  circulation: Circulation,
  necrotic: number,
  syringe: SyringeFlow,
): Steps {
  const rates = transportRates(agent, values, circulation);
  const { n, poolsOf } = rates;
  const matrix = withReactions(rates, (space) =>
    firstOrderReactions(agent, values, circulation.spaces[space]!, necrotic),
  );
  const [flowing, injected] = [false, true].map((injecting) =>
    flowOf(withSyringe(matrix, rates, circulation, syringe, injecting), n + 1),
  ) as [Flow, Flow];
  const known = new Map<number, readonly Float64Array[]>();
  const inSpaces = (duration_s: number): readonly Float64Array[] => {
    let found = known.get(duration_s);
    if (found === undefined) {
      found = poolsOf.map((pools) => propagatorOf(blockOf(matrix, n, pools), pools.length, duration_s));
      known.set(duration_s, found);
    }
    return found;
  };
  return {
    rates,
    over(amounts, from_s, to_s, injecting) {
      // Steps that differ by rounding are the same step.
      const duration_s = Math.round((to_s - from_s) * 1e9) / 1e9;
      return { ...flowed(injecting ? injected : flowing, amounts, duration_s), spaces: inSpaces(duration_s) };
    },
  };
}

/** The matrix with one more pool, the syringe's concentration, that relaxes and feeds the injected line. */
export function withSyringe(
  matrix: Float64Array,
  { n, poolsOf }: LabelRates,
  { injectedInto }: Circulation,
  { flow_mLPerS, t1_s }: SyringeFlow,
  injecting: boolean,
): Float64Array {
  const m = n + 1;
  const whole = new Float64Array(m * m);
  for (let i = 0; i < n; i++) whole.set(matrix.subarray(i * n, i * n + n), i * m);
  whole[n * m + n] = -1 / t1_s;
  if (injecting) whole[poolsOf[injectedInto]![0]! * m + n] = flow_mLPerS;
  return whole;
}
