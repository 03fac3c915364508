// What a virtual animal rests on: every value with its range and status, for a report and for a ranking of what the finding hangs on.
import type { Agent } from './agents.ts';
import {
  DEFAULT_VALUES,
  MOUSE_VALUE_TABLE,
  type MouseValueName,
  type MouseValues,
  type ValueStatus,
} from './values.ts';

export interface Assumption {
  readonly name: MouseValueName;
  readonly what: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly status: ValueStatus | 'given';
  readonly source: string;
}

const ONLY_WITH: Readonly<Record<Agent, readonly MouseValueName[]>> = {
  fumarate: [
    'fumarateT1_s', 'malateT1_s', 'fumaraseOpen_perS', 'mitochondrialRelease', 'fumaraseKeq', 'plasmaFumarase_perS',
    'fumarateUptake_perS', 'kmFumarate_mM', 'kmMalate_mM',
  ],
  urea: ['ureaT1_s'],
  pyruvate: ['pyruvateT1_s', 'lactateT1_s', 'alanineT1_s', 'lactateLiver_perS', 'lactateElsewhere_perS', 'alanineLiver_perS', 'necroticMetabolism'],
}; // prettier-ignore

/** Values that matter for these agents; one that is not the table's counts as given, and its range reaches as far as the table's. */
export function assumptionsOf(values: MouseValues, agents: readonly Agent[]): readonly Assumption[] {
  const idle = new Set(
    (Object.keys(ONLY_WITH) as Agent[]).filter((agent) => !agents.includes(agent)).flatMap((agent) => ONLY_WITH[agent]),
  );
  return (Object.keys(MOUSE_VALUE_TABLE) as MouseValueName[])
    .filter((name) => !idle.has(name))
    .map((name) => {
      const { what, low, high, status, source } = MOUSE_VALUE_TABLE[name];
      const value = values[name];
      const isGiven = value !== DEFAULT_VALUES[name];
      return {
        name,
        what,
        value,
        low: Math.min(low, value),
        high: Math.max(high, value),
        status: isGiven ? 'given' : status,
        source: isGiven ? 'settings' : source,
      };
    });
}
