// What is in the syringe as a distribution, and which assumption it hangs on.
import { Random } from '../../../base/index.ts';
import { carry, type LegOutcome } from '../../../dose/index.ts';
import { quantile } from '../../../math/index.ts';
import { meanAndVariance, quantileOf, sobolIndices, type SobolIndex } from '../../../math/uncertain/index.ts';
import { reactionEnd } from '../../../reaction/index.ts';
import type { Batch } from '../../../records/index.ts';
import type { FieldCycle } from './field-cycle.ts';
import { legOf } from './leg-settings.ts';
import { numberAt } from './places.ts';
import { FAST, gasOf, reactionOf, startFrom } from './reactor.ts';
import { distributionOf, type DoseSettings } from './settings.ts';
import { fitSurface, type Surface, type UncertainInput } from './surfaces.ts';

export interface Exact {
  readonly settings: DoseSettings;
  readonly batch: Batch;
  readonly cycle: FieldCycle;
  /** Of the exact field cycle, above 0. */
  readonly efficiency: number;
}

/** What is drawn: in the syringe, after the line. */
export const OUTPUTS = ['polarization', 'concentration_mM', 'molarPolarization_mM', 'volume_mL'] as const;
export type Output = (typeof OUTPUTS)[number];
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
  /** Polarization in the syringe with this input at `low` and `high`, all others at their values. */
  readonly polarizationAtLow: number;
  readonly polarizationAtHigh: number;
  readonly polarization: SobolIndex;
  readonly molarPolarization: SobolIndex;
}

export interface Uncertainty {
  readonly draws: Readonly<Record<Output, Float64Array>>;
  readonly spread: Readonly<Record<Output, Spread>>;
  /** By the total index of the polarization, largest first. */
  readonly ranked: readonly InputRank[];
  readonly evaluations: number;
  /** Draws in which the road ended before the syringe. */
  readonly failed: number;
  readonly surfaces: { readonly reactor: Surface; readonly fieldCycle: Surface };
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
  const surfaces = {
    reactor: reactorSurface(exact, random.fork('reactor')),
    fieldCycle: fieldCycleSurface(exact, random.fork('field cycle')),
  };
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
  const alone = (which: number, value: number): number => {
    inputs.forEach(({ number }, k) => number.set(k === which ? value : number.value));
    model(out);
    return out[0]!;
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
      polarizationAtLow: alone(k, low),
      polarizationAtHigh: alone(k, high),
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

/** The whole road at the numbers that stand in `changing`; NaN where it ends early. */
function roadModel(
  { batch, efficiency }: Exact,
  changing: DoseSettings,
  { reactor, fieldCycle }: Uncertainty['surfaces'],
): (out: Float64Array) => void {
  const standing = (inputs: readonly UncertainInput[]): (() => number[]) => {
    const read = inputs.map(({ place }) => readerOf(changing, place));
    return () => read.map((one) => one());
  };
  const [reactorValues, cycleValues] = [standing(reactor.inputs), standing(fieldCycle.inputs)];
  const gas = gasOf(changing).stored;
  const nominalKept = (batch.paraFraction - 0.25) / (gas - 0.25);
  const others = Object.keys(batch.concentration_mM).filter((name) => name !== batch.productSpecies);
  return (out) => {
    const [product, kept] = reactor.at(reactorValues());
    const [cycle] = fieldCycle.at(cycleValues());
    const scale = changing.batch?.concentration_mM[batch.productSpecies];
    const made_mM = scale ?? batch.concentration_mM[batch.productSpecies]! * product!;
    const orderKept = Math.min(1, changing.batch?.orderKept ?? nominalKept * kept!);
    const concentration_mM: Record<string, number> = { [batch.productSpecies]: made_mM };
    for (const name of others)
      concentration_mM[name] = changing.batch?.concentration_mM[name] ?? batch.concentration_mM[name]!;
    const drawn: Batch = {
      ...batch,
      volume_m3: (changing.batch ?? changing.reaction!).volume_mL * 1e-6,
      concentration_mM,
      paraFraction: 0.25 + orderKept * (gasOf(changing).stored - 0.25),
    };
    const rows = legRows(changing, drawn, Math.min(1, efficiency * cycle!) * changing.transfer.quality).rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < changing.legs.length) {
      out.fill(NaN);
      return;
    }
    const { amount_mol, volume_m3 } = last.contents;
    const polarization = Math.abs(last.polarization);
    out[0] = polarization;
    out[1] = amount_mol / volume_m3;
    out[2] = polarization * out[1];
    out[3] = volume_m3 * 1e6;
  };
}

/** Reads a number that may change: `numberAt` tells where it stands. */
function readerOf(tree: unknown, place: string): () => number {
  const { path } = numberAt(tree, place);
  const key = path.at(-1)!;
  const home = path.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], tree);
  return () => (home as Record<string | number, number>)[key]!;
}

export function legRows(
  settings: DoseSettings,
  batch: Batch,
  efficiency: number,
): {
  readonly rows: readonly LegOutcome[];
  readonly problem: { readonly leg: string; readonly message: string } | undefined;
} {
  const { molecule, transfer, legs } = settings;
  const cycle = { efficiency, duration_s: transfer.profile.duration_s, field_T: transfer.profile.to_T };
  return carry(
    startFrom(batch, settings),
    legs.map((leg) => legOf(leg, cycle)),
    {
      orderLifetime_s: molecule.orderLifetime_s,
      t1: molecule.t1Table ?? { field_T: [0], t1_s: [molecule.t1_s!] },
    },
  );
}

/** Inputs of the settings under one of the places, with a way to run over them. */
function costly(
  settings: DoseSettings,
  belongs: (place: string) => boolean,
  run: (changed: DoseSettings) => readonly number[],
  random: Random,
): Surface {
  const changed = JSON.parse(JSON.stringify(settings)) as DoseSettings;
  const inputs = Object.entries(settings.uncertain)
    .filter(([place]) => belongs(place))
    .map(([place, range]) => {
      const number = numberAt(changed, place);
      return { place, number, distribution: distributionOf(range, number.value) };
    });
  return fitSurface(
    inputs.map(({ place, distribution }) => ({ place, distribution })),
    inputs.map(({ number }) => number.value),
    (values) => {
      inputs.forEach(({ number }, k) => number.set(values[k]!));
      return run(changed);
    },
    random,
  );
}

/** Product and order that is kept; the volume goes through exactly. */
function reactorSurface({ settings, batch }: Exact, random: Random): Surface {
  if (settings.batch !== undefined) return fitSurface([], [], () => [1, 1], random);
  return costly(
    settings,
    (place) =>
      (place.startsWith('reaction.') && place !== 'reaction.volume_mL') || place === 'molecule.orderLifetime_s',
    (changed) => {
      const end = reactionEnd(reactionOf(changed, 1, FAST));
      return [end.concentration_mM[batch.productSpecies]!, end.orderKept];
    },
    random,
  );
}

function fieldCycleSurface({ settings, cycle }: Exact, random: Random): Surface {
  return costly(
    settings,
    (place) => place.startsWith('transfer.') && place !== 'transfer.quality',
    (changed) => [Math.abs(cycle.roughly(changed))],
    random,
  );
}
