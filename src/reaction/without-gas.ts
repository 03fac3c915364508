// What goes on in a solution that is no longer bubbled: cleavage by base after the transfer, hydrogen that is left.
import { ScienceError } from '../base/index.ts';
import { integrateStiff, type StiffEnd } from '../math/ode/index.ts';
import { checkReactionSystem } from './check.ts';
import { jacobianInto, rhsInto } from './monomials.ts';
import { networkOf } from './network.ts';
import { DEFAULT_TOLERANCE } from './reactor.ts';
import type { ReactionSystem } from './system.ts';

/** Concentrations after `duration_s` at a temperature, no gas coming or going; species that are not named begin at 0. Throws for unknown species. */
export function reactWithoutGas(
  system: ReactionSystem,
  concentration_mM: Readonly<Record<string, number>>,
  temperature_K: number,
  duration_s: number,
): { readonly concentration_mM: Record<string, number>; readonly end: StiffEnd } {
  checkReactionSystem(system);
  if (!(duration_s >= 0) || !(temperature_K > 0))
    throw new ScienceError('argument', `${duration_s} s at ${temperature_K} K; expected both above 0`);
  const network = networkOf(system, { temperature_K, kLa_perS: 0, saturation_mM: 0, orderLifetime_s: Infinity });
  const stranger = Object.keys(concentration_mM).find((name) => !network.species.includes(name));
  if (stranger !== undefined)
    throw new ScienceError(
      'argument',
      `'${system.name}' has no species '${stranger}'; it has ${network.species.join(', ')}`,
    );
  const y = new Float64Array(network.size);
  network.species.forEach((name, i) => (y[i] = concentration_mM[name] ?? 0));
  const { states, end } = integrateStiff(
    (out, at) => rhsInto(out, network.monomials, at),
    (out, at) => jacobianInto(out, network.monomials, at),
    y,
    [0, duration_s],
    {
      relativeTolerance: DEFAULT_TOLERANCE,
      absoluteTolerance: 1e-13 * Math.max(...y, 1e-6),
      nonNegative: true,
    },
  );
  const last = states.subarray(network.size);
  return { concentration_mM: Object.fromEntries(network.species.map((name, i) => [name, Math.max(0, last[i]!)])), end };
}
