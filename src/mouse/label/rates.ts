// The rate matrix of one agent's label in the whole animal: d(amount)/dt = A amount, amounts in umol times polarization.
// Columns sum to minus what is lost for good (relaxation, urine, uptake), so what leaves one pool arrives in another.
import { AGENT_TABLE, type Agent, type Reaction } from '../agents.ts';
import type { MouseValues } from '../values.ts';
import type { Circulation, Space } from './circulation.ts';

export interface LabelRates {
  readonly n: number;
  readonly nLines: number;
  /** [to][from], 1/s, row-major; without the syringe's inflow. */
  readonly matrix: Float64Array;
  /** Loss of each pool by relaxation and by urine or uptake, 1/s. */
  readonly relaxation_perS: Float64Array;
  readonly loss_perS: Float64Array;
  /** Places of a space's pools in the state: plasma lines, then tissue lines. */
  readonly poolsOf: readonly (readonly number[])[];
}

/** Reactions of each space at one moment; first-order ones are constant, saturable ones follow the total concentrations. */
export interface SpaceReactions {
  readonly plasma: readonly Reaction[];
  readonly tissue: readonly Reaction[];
}

export function firstOrderReactions(
  agent: Agent,
  values: MouseValues,
  { organ }: Space,
  necrotic: number,
): SpaceReactions {
  const model = AGENT_TABLE[agent];
  return {
    plasma: model.inPlasma(values, necrotic),
    tissue: organ === undefined ? [] : model.inTissue(organ, values),
  };
}

/** Rates without reactions, for `nLines` pools of label per space and compartment, each with its T1. */
export function transportRates(agent: Agent, values: MouseValues, circulation: Circulation): LabelRates {
  const model = AGENT_TABLE[agent];
  const t1_s = model.t1_s(values);
  const nLines = t1_s.length;
  const poolsOf: number[][] = [];
  let n = 0;
  for (const { tissue_mL } of circulation.spaces) {
    const count = tissue_mL > 0 ? 2 * nLines : nLines;
    poolsOf.push(Array.from({ length: count }, (_, i) => n + i));
    n += count;
  }
  const matrix = new Float64Array(n * n);
  const relaxation_perS = new Float64Array(n);
  const loss_perS = new Float64Array(n);
  const filtered_mLPerS = filtrationOf(values, circulation);
  circulation.spaces.forEach((space, s) => {
    const pools = poolsOf[s]!;
    for (let line = 0; line < nLines; line++) {
      const plasma = pools[line]!;
      relaxation_perS[plasma] = 1 / t1_s[line]!;
      if (space.name === 'kidneyCortex') loss_perS[plasma] = filtered_mLPerS / space.plasma_mL;
      if (space.tissue_mL === 0) continue;
      const tissue = pools[nLines + line]!;
      relaxation_perS[tissue] = 1 / (t1_s[line]! * values.tissueT1Share);
      if (line === 0 && space.organ !== undefined) loss_perS[tissue] = model.uptake_perS(space.organ, values);
      move(matrix, n, plasma, tissue, space.exchange_mLPerS / space.plasma_mL);
      move(matrix, n, tissue, plasma, space.exchange_mLPerS / space.tissue_mL);
    }
  });
  for (const { from, to, flow_mLPerS } of circulation.flows) {
    for (let line = 0; line < nLines; line++) {
      move(matrix, n, poolsOf[from]![line]!, poolsOf[to]![line]!, flow_mLPerS / circulation.spaces[from]!.plasma_mL);
    }
  }
  for (let i = 0; i < n; i++) matrix[i * n + i] = matrix[i * n + i]! - relaxation_perS[i]! - loss_perS[i]!;
  return { n, nLines, matrix, relaxation_perS, loss_perS, poolsOf };
}

/** `matrix` plus the reactions of each space. */
export function withReactions(
  { n, nLines, matrix, poolsOf }: LabelRates,
  reactionsOf: (space: number) => SpaceReactions,
): Float64Array {
  const whole = matrix.slice();
  poolsOf.forEach((pools, space) => {
    const { plasma, tissue } = reactionsOf(space);
    for (const { from, to, rate_perS } of plasma) move(whole, n, pools[from]!, pools[to]!, rate_perS);
    if (pools.length === nLines) return;
    for (const { from, to, rate_perS } of tissue) move(whole, n, pools[nLines + from]!, pools[nLines + to]!, rate_perS);
  });
  return whole;
}

function move(matrix: Float64Array, n: number, from: number, to: number, rate_perS: number): void {
  matrix[to * n + from] = matrix[to * n + from]! + rate_perS;
  matrix[from * n + from] = matrix[from * n + from]! - rate_perS;
}

function filtrationOf(values: MouseValues, { spaces, flows }: Circulation): number {
  const cortex = spaces.findIndex(({ name }) => name === 'kidneyCortex');
  const inflow = flows.reduce((sum, { to, flow_mLPerS }) => sum + (to === cortex ? flow_mLPerS : 0), 0);
  return values.filtrationFraction * inflow;
}
