// The end of a reaction without its ages: for sweeps and many draws, some ten milliseconds each.
import type { StiffEnd } from '../math/ode/index.ts';
import { checkReactionSettings } from './check.ts';
import { runReactor } from './reactor.ts';
import type { ReactionSettings } from './settings.ts';

export interface ReactionEnd {
  /** By species, at the moment of transfer. */
  readonly concentration_mM: Readonly<Record<string, number>>;
  /** Singlet order of the product; NaN where there is none. */
  readonly order: number;
  readonly end: StiffEnd;
  readonly reachedError: number;
}

/** Largest local error per step where the settings give none. */
const END_TOLERANCE = 1e-8;

/** What `simulateReaction` gives at the end, to the tolerance of the settings (1e-8 if not given). */
export function endOfReaction(settings: ReactionSettings): ReactionEnd {
  checkReactionSettings(settings);
  const { networks, states, end, reachedError } = runReactor({ tolerance: END_TOLERANCE, ...settings }, []);
  const { size, species, order } = networks[0];
  const { precursor, product } = settings.system;
  const last = states.subarray(-size);
  const concentration_mM = Object.fromEntries(species.map((name, i) => [name, Math.max(0, last[i]!)]));
  const whole = concentration_mM[product]!;
  const gas = (4 * settings.paraFraction - 1) / 3;
  const isThere = whole > 1e-12 * settings.initial_mM[precursor]!;
  return {
    concentration_mM,
    order: isThere ? (gas * Math.max(0, last[order[product]!]!)) / whole : NaN,
    end,
    reachedError,
  };
}
