// The course of a reactor: bubbling, then waiting, with the states at every time that is asked for.
import { integrateStiff, type StiffEnd } from '../math/ode/index.ts';
import { jacobianInto, rhsInto } from './monomials.ts';
import { networkOf, type Network } from './network.ts';
import type { ReactionSettings } from './settings.ts';
import { REFERENCE_K, saturation_mM, solventOf } from './solvents.ts';
import { arrhenius, HYDROGEN } from './system.ts';

/** Of the diffusion coefficient of H2 in water, 10 to 35 C (crc-diffusion, Jahne 1987); kLa goes with its square root (higbie-1935). */
export const DIFFUSION_JPerMol = 16.1e3;
export const DEFAULT_TOLERANCE = 1e-10;

export interface ReactorRun {
  /** While bubbling, and while waiting: the same states in the same order. */
  readonly networks: readonly [bubbling: Network, waiting: Network];
  readonly saturation_mM: number;
  readonly time_s: Float64Array;
  /** [time, state]; NaN after an early end. */
  readonly states: Float64Array;
  readonly end: StiffEnd;
  readonly reachedError: number;
  readonly steps: number;
}

export function networksOf(settings: ReactionSettings): Pick<ReactorRun, 'networks' | 'saturation_mM'> {
  const { system, temperature_K } = settings;
  const saturation = saturation_mM(solventOf(system.solvent), temperature_K, settings.pressure_Pa);
  const network = (kLa_perS: number): Network =>
    networkOf(system, {
      temperature_K,
      kLa_perS,
      saturation_mM: saturation,
      orderLifetime_s: settings.orderLifetime_s ?? Infinity,
    });
  const warm = arrhenius(DIFFUSION_JPerMol / 2, temperature_K, REFERENCE_K);
  return { networks: [network(settings.kLa_perS * warm), network(0)], saturation_mM: saturation };
}

/** Dissolved hydrogen that is put in is taken to have the order of the gas; product that is put in has none. */
export function initialState({ species, size, order }: Network, settings: ReactionSettings): Float64Array {
  const y = new Float64Array(size);
  species.forEach((name, i) => (y[i] = settings.initial_mM[name] ?? 0));
  y[order[HYDROGEN]!] = settings.initial_mM[HYDROGEN] ?? 0;
  return y;
}

/** What a concentration (mM) must reach to count: the scale of the absolute tolerance. */
export function scale_mM(settings: ReactionSettings, saturation: number): number {
  return Math.max(saturation, ...Object.values(settings.initial_mM));
}

/** The states at `time_s`, ascending and within the run; 0, the end of bubbling and the end are added. */
export function runReactor(settings: ReactionSettings, time_s: ArrayLike<number>): ReactorRun {
  const { networks, saturation_mM: saturation } = networksOf(settings);
  const tolerance = settings.tolerance ?? DEFAULT_TOLERANCE;
  const { bubbling_s, wait_s } = settings;
  const total_s = bubbling_s + wait_s;
  const times = Float64Array.from(new Set([0, ...Array.from(time_s), bubbling_s, total_s])).sort();
  const stop = times.indexOf(bubbling_s);
  const { size: n, uptake } = networks[0];
  // Hydrogen that was put in above its saturation goes back into the gas.
  const nonNegative = Array.from({ length: n }, (_, state) => state !== uptake);
  const states = new Float64Array(times.length * n).fill(NaN);
  states.set(initialState(networks[0], settings));
  let [end, reachedError, steps]: [StiffEnd, number, number] = ['reached', 0, 0];
  const phases = [
    [0, stop],
    [stop, times.length - 1],
  ] as const;
  phases.forEach(([from, to], phase) => {
    if (to === from || end !== 'reached') return;
    const { monomials } = networks[phase]!;
    const part = integrateStiff(
      (out, y) => rhsInto(out, monomials, y),
      (out, y) => jacobianInto(out, monomials, y),
      states.subarray(from * n, (from + 1) * n),
      times.subarray(from, to + 1),
      {
        relativeTolerance: tolerance,
        absoluteTolerance: Math.min(1e-13, 1e-3 * tolerance) * scale_mM(settings, saturation),
        nonNegative,
      },
    );
    states.set(part.states, from * n);
    end = part.end;
    reachedError += part.reachedError;
    steps += part.steps;
  });
  return { networks, saturation_mM: saturation, time_s: times, states, end, reachedError, steps };
}
