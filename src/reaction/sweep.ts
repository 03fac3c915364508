// Yields over a range of temperature, pressure, catalyst, time, bubbling.
import { ScienceError } from '../base/index.ts';
import { checkReactionSettings } from './check.ts';
import { runReactor } from './reactor.ts';
import type { ReactionSettings } from './settings.ts';

/** What a sweep can change; 'loading_mM' is what is put in of the catalyst. */
export const SWEEPABLE = ['temperature_K', 'pressure_Pa', 'loading_mM', 'bubbling_s', 'kLa_perS'] as const;
export type Sweepable = (typeof SWEEPABLE)[number];

export interface YieldSweep {
  readonly over: Sweepable;
  readonly values: readonly number[];
  /** By species, over the precursor at the start. */
  readonly yields: Readonly<Record<string, Float64Array>>;
  /** Singlet order of the product at the end. */
  readonly order: Float64Array;
  /** Product and order at once: what can become polarization, mM. */
  readonly inOrder_mM: Float64Array;
  readonly endedEarly: number;
}

/** The end of the reaction for each value, without the ages. */
export function sweepYields(settings: ReactionSettings, over: Sweepable, values: readonly number[]): YieldSweep {
  if (values.length === 0) throw new ScienceError('argument', `a sweep over ${over} needs at least one value`);
  const gas = (4 * settings.paraFraction - 1) / 3;
  const species = Object.keys(settings.system.species);
  const yields = Object.fromEntries(species.map((name) => [name, new Float64Array(values.length)]));
  const order = new Float64Array(values.length);
  const inOrder_mM = new Float64Array(values.length);
  let endedEarly = 0;
  values.forEach((value, i) => {
    const here = withValue(settings, over, value);
    checkReactionSettings(here);
    const run = runReactor({ tolerance: SWEEP_TOLERANCE, ...here }, []);
    if (run.end !== 'reached') endedEarly++;
    const [network] = run.networks;
    const last = run.states.subarray(-network.size);
    const start = here.initial_mM[here.system.precursor]!;
    species.forEach((name, s) => (yields[name]![i] = Math.max(0, last[s]!) / start));
    const ordered = gas * last[network.order[here.system.product]!]!;
    const whole = last[species.indexOf(here.system.product)]!;
    inOrder_mM[i] = ordered;
    order[i] = whole > 1e-12 * start ? ordered / whole : NaN;
  });
  return { over, values, yields, order, inOrder_mM, endedEarly };
}

/** Largest local error per step where the settings give none: sweeps are for looking at. */
const SWEEP_TOLERANCE = 1e-8;

export function withValue(settings: ReactionSettings, over: Sweepable, value: number): ReactionSettings {
  if (over !== 'loading_mM') return { ...settings, [over]: value };
  return { ...settings, initial_mM: { ...settings.initial_mM, [settings.system.catalyst]: value } };
}
