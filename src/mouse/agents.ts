// table
// What can be injected, the lines its label shows, and what becomes of it.
import type { TissueLine } from '../records/index.ts';
import type { Organ } from './tissues.ts';
import type { MouseValues } from './values.ts';

export type Agent = 'fumarate' | 'urea' | 'pyruvate';

/** First-order rate from line `from` to line `to`, 1/s. */
export interface Reaction {
  readonly from: number;
  readonly to: number;
  readonly rate_perS: number;
}
export interface AgentModel {
  /** The injected substance first. */
  readonly lines: readonly TissueLine[];
  /** T1 of each line in plasma. */
  t1_s(values: MouseValues): readonly number[];
  /** Reactions in the interstitium and open cells of an organ. */
  inTissue(organ: Organ, values: MouseValues): readonly Reaction[];
  /** Reactions in plasma; `necrotic`: share of the liver that is dead. */
  inPlasma(values: MouseValues, necrotic: number): readonly Reaction[];
  /** Loss of the injected substance into intact cells, 1/s. */
  uptake_perS(organ: Organ, values: MouseValues): number;
}

/** Label at C1 of symmetric fumarate comes out at C1 or C4 of malate in equal parts, and both go back to one fumarate. */
export function fumaraseReactions(rate_perS: number, keq: number): readonly Reaction[] {
  if (rate_perS === 0) return [];
  return [
    { from: 0, to: 1, rate_perS: rate_perS / 2 },
    { from: 0, to: 2, rate_perS: rate_perS / 2 },
    { from: 1, to: 0, rate_perS: rate_perS / keq },
    { from: 2, to: 0, rate_perS: rate_perS / keq },
  ];
}

/** Apparent rate in necrotic liver: enzyme that is free, in the space that fumarate reaches. */
export const openFumarase_perS = (values: MouseValues): number =>
  values.fumaraseOpen_perS * values.mitochondrialRelease;
export const plasmaFumarase_perS = (values: MouseValues, necrotic: number): number =>
  values.plasmaFumarase_perS * necrotic;

const line = (agent: Agent, substance: string, shift_ppm: number, name = substance): TissueLine => ({
  name,
  substance,
  agent,
  shift_ppm,
});

/** Shifts: a third-party table, +-0.5 ppm (SOURCES.md). */
export const AGENT_TABLE: Readonly<Record<Agent, AgentModel>> = {
  fumarate: {
    lines: [
      line('fumarate', 'fumarate', 175.4),
      line('fumarate', 'malate', 181.7, 'malate C1'),
      line('fumarate', 'malate', 180.5, 'malate C4'),
    ],
    t1_s: (v) => [v.fumarateT1_s, v.malateT1_s, v.malateT1_s],
    inTissue: (organ, v) => (organ === 'necroticLiver' ? fumaraseReactions(openFumarase_perS(v), v.fumaraseKeq) : []),
    inPlasma: (v, necrotic) => fumaraseReactions(plasmaFumarase_perS(v, necrotic), v.fumaraseKeq),
    uptake_perS: (organ, v) => (organ === 'necroticLiver' ? 0 : v.fumarateUptake_perS),
  },
  urea: {
    lines: [line('urea', 'urea', 163.5)],
    t1_s: (v) => [v.ureaT1_s],
    inTissue: () => [],
    inPlasma: () => [],
    uptake_perS: () => 0,
  },
  pyruvate: {
    lines: [
      line('pyruvate', 'pyruvate', 171.1),
      line('pyruvate', 'lactate', 183.4),
      line('pyruvate', 'alanine', 176.5),
    ],
    t1_s: (v) => [v.pyruvateT1_s, v.lactateT1_s, v.alanineT1_s],
    inTissue: (organ, v) => {
      const isLiver = organ === 'liver' || organ === 'necroticLiver';
      const alive = organ === 'necroticLiver' ? v.necroticMetabolism : 1;
      const lactate_perS = isLiver ? v.lactateLiver_perS : v.lactateElsewhere_perS;
      return [
        { from: 0, to: 1, rate_perS: alive * lactate_perS },
        { from: 0, to: 2, rate_perS: isLiver ? alive * v.alanineLiver_perS : 0 },
      ];
    },
    inPlasma: () => [],
    uptake_perS: () => 0,
  },
};
export const AGENTS = Object.keys(AGENT_TABLE) as readonly Agent[];
