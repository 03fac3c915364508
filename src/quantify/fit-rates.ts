// One door to all kinetic models: the table of them, chosen by name in the settings.
import type { RateFit, RateFitSettings, TimeCourses } from '../records/index.ts';
import { fitInputless, planInputless, type InputlessPlan } from './inputless/fit.ts';
import { fitWithInput } from './with-input/fit.ts';
import { planWithInput, type WithInputPlan } from './with-input/plan.ts';

export type RatePlan =
  | { readonly model: 'inputless'; readonly plan: InputlessPlan }
  | { readonly model: 'with-input'; readonly plan: WithInputPlan };

export function planRates(
  acquisition: Pick<TimeCourses, 'metabolites' | 'repetition_s' | 'flipAngles_rad'>,
  settings: RateFitSettings,
): RatePlan {
  return settings.model === 'inputless'
    ? { model: 'inputless', plan: planInputless(acquisition, settings) }
    : { model: 'with-input', plan: planWithInput(acquisition, settings) };
}

/** Fits all time points of one row [metabolite][time], with its own noise (NaN where not known). */
export function fitRates(rates: RatePlan, signals: readonly Float64Array[], sd: readonly number[]): RateFit {
  const known = sd.every((value) => value > 0) ? sd : undefined;
  const withNoise = <P extends { readonly settings: RateFitSettings }>(plan: P): P => ({
    ...plan,
    settings: { ...plan.settings, noise: { kind: plan.settings.noise.kind, sd: known } },
  });
  if (rates.model === 'with-input') return fitWithInput(withNoise(rates.plan), signals);
  const from = rates.plan.settings.firstTime;
  return fitInputless(
    withNoise(rates.plan),
    signals.map((signal) => signal.subarray(from)),
  );
}
