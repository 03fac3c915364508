// Yields over a range of temperature, pressure, catalyst, time, bubbling.
import { ScienceError } from '../base/index.ts';
import { endOfReaction } from './end.ts';
import type { ReactionSettings } from './settings.ts';

/** What a sweep can change; 'loading_mM' is what is put in of the catalyst. */
export const SWEEPABLE = ['temperature_K', 'pressure_Pa', 'loading_mM', 'bubbling_s', 'kLa_perS'] as const;
export type Sweepable = (typeof SWEEPABLE)[number];

export interface YieldSweep {
  readonly over: Sweepable;
  readonly values: readonly number[];
  /** By species, over the precursor at the start. */
  readonly yields: Readonly<Record<string, Float64Array>>;
  /** Singlet order of the product at the end; NaN where there is none. */
  readonly order: Float64Array;
  /** Values whose integration ended early: their numbers are not to be used. */
  readonly endedEarly: readonly number[];
}

/** The end of the reaction for each value. */
export function sweepYields(settings: ReactionSettings, over: Sweepable, values: readonly number[]): YieldSweep {
  if (values.length === 0) throw new ScienceError('argument', `a sweep over ${over} needs at least one value`);
  const { species, precursor } = settings.system;
  const start_mM = settings.initial_mM[precursor]!;
  const ends = values.map((value) => endOfReaction(withValue(settings, over, value)));
  return {
    over,
    values,
    yields: Object.fromEntries(
      Object.keys(species).map((name) => [
        name,
        Float64Array.from(ends, ({ concentration_mM }) => concentration_mM[name]! / start_mM),
      ]),
    ),
    order: Float64Array.from(ends, ({ order }) => order),
    endedEarly: values.filter((_, i) => ends[i]!.end !== 'reached'),
  };
}

export function withValue(settings: ReactionSettings, over: Sweepable, value: number): ReactionSettings {
  if (over !== 'loading_mM') return { ...settings, [over]: value };
  return { ...settings, initial_mM: { ...settings.initial_mM, [settings.system.catalyst]: value } };
}
