// What is in the syringe as a distribution, and which assumption it hangs on.
import { Random } from '../../../base/index.ts';
import { quantile } from '../../../math/index.ts';
import { meanAndVariance, quantileOf, sobolIndices, type SobolIndex } from '../../../math/uncertain/index.ts';
import { surfacesOf, type Exact, type Surfaces } from './costly.ts';
import { roadModel } from './drawn-road.ts';
import { numberAt } from './settings/places.ts';
import { distributionOf, type DoseSettings } from './settings/settings.ts';

/** What is drawn: in the syringe, after the line. */
export const OUTPUTS = ['polarization', 'concentration_mM', 'molarPolarization_mM', 'volume_mL'] as const;
export type Output = (typeof OUTPUTS)[number];
export type DrawnDose = Readonly<Record<Output, number>>;
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface Spread {
  readonly mean: number;
  readonly sd: number;
  /** At QUANTILES. */
  readonly quantiles: readonly number[];
}

export interface InputRank {
  readonly place: string;
  readonly value: number;
  /** At 5 and 95% of its distribution. */
  readonly low: number;
  readonly high: number;
  readonly status: string;
  readonly source: string;
  /** What is in the syringe with this input at `low` and `high`, all others at their values. */
  readonly atLow: DrawnDose;
  readonly atHigh: DrawnDose;
  readonly polarization: SobolIndex;
  readonly molarPolarization: SobolIndex;
}

export interface Uncertainty {
  /** Columns of the same draws, row by row. */
  readonly draws: Readonly<Record<Output, Float64Array>>;
  readonly spread: Readonly<Record<Output, Spread>>;
  /** By the total index of the polarization, largest first. */
  readonly ranked: readonly InputRank[];
  readonly evaluations: number;
  /** Draws in which the road ended before the syringe. */
  readonly failed: number;
  readonly surfaces: Surfaces;
}

/** Undefined where nothing is uncertain. */
export function uncertaintyOf(exact: Exact): Uncertainty | undefined {
  const { settings } = exact;
  const changing = JSON.parse(JSON.stringify(settings)) as DoseSettings;
  const inputs = Object.entries(settings.uncertain).map(([place, range]) => {
    const number = numberAt(changing, place);
    return { place, range, number, distribution: distributionOf(range, number.value) };
  });
  if (inputs.length === 0) return undefined;
  const random = new Random(settings.monteCarlo.seed);
  const surfaces = surfacesOf(exact, random);
  const model = roadModel(exact, changing, surfaces);
  const out = new Float64Array(OUTPUTS.length);
  const atUnit = (u: Float64Array): void => {
    inputs.forEach(({ number, distribution }, k) => number.set(quantileOf(distribution, u[k]!)));
    model(out);
  };
  const sample = sobolIndices(
    (into, u) => {
      atUnit(u);
      into.set(out);
    },
    inputs.length,
    OUTPUTS.length,
    settings.monteCarlo.draws / 2,
    random.fork('draws'),
  );
  const alone = (which: number, value: number): DrawnDose => {
    inputs.forEach(({ number }, k) => number.set(k === which ? value : number.value));
    model(out);
    return Object.fromEntries(OUTPUTS.map((name, o) => [name, out[o]!])) as DrawnDose;
  };
  const ranked = inputs.map(({ place, range, number, distribution }, k): InputRank => {
    const [low, high] = [quantileOf(distribution, 0.05), quantileOf(distribution, 0.95)];
    return {
      place,
      value: number.value,
      low,
      high,
      status: range.status ?? 'assumed',
      source: range.source ?? '',
      atLow: alone(k, low),
      atHigh: alone(k, high),
      polarization: sample.indices[OUTPUTS.indexOf('polarization')]![k]!,
      molarPolarization: sample.indices[OUTPUTS.indexOf('molarPolarization_mM')]![k]!,
    };
  });
  const draws = sample.draws.map((column) => column.filter((value) => Number.isFinite(value)));
  const named = <T>(of: (column: Float64Array) => T): Record<Output, T> =>
    Object.fromEntries(OUTPUTS.map((name, o) => [name, of(draws[o]!)])) as Record<Output, T>;
  return {
    draws: named((column) => column),
    spread: named((column) => {
      const { mean, variance } = meanAndVariance(column);
      return { mean, sd: Math.sqrt(variance), quantiles: QUANTILES.map((p) => quantile(column, p)) };
    }),
    ranked: ranked.sort((a, b) => b.polarization.total - a.polarization.total),
    evaluations: sample.evaluations,
    failed: sample.draws[0]!.length - draws[0]!.length,
    surfaces,
  };
}
