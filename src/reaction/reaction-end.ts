// Only what leaves the reactor, without course and ages: ten times faster, for many runs over uncertain inputs.
import { checkReactionSettings } from './check.ts';
import { runReactor } from './reactor.ts';
import type { ReactionSettings } from './settings.ts';

export interface ReactionEnd {
  readonly concentration_mM: Readonly<Record<string, number>>;
  /** Singlet order in the product over that of the gas; NaN where there is no product. */
  readonly orderKept: number;
}

/** The same numbers as in the batch of `simulateReaction`; NaN where the integration ended early. */
export function reactionEnd(settings: ReactionSettings): ReactionEnd {
  checkReactionSettings(settings);
  const { networks, states } = runReactor(settings, []);
  const { size, species, order } = networks[0];
  const last = states.slice(-size);
  const { product } = settings.system;
  const made = last[species.indexOf(product)]!;
  return {
    concentration_mM: Object.fromEntries(species.map((name, i) => [name, Math.max(0, last[i]!)])),
    orderKept: made > 0 ? Math.max(0, last[order[product]!]!) / made : NaN,
  };
}
