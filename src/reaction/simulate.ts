// From the settings of a reactor to the batch that leaves it.
import type { StiffEnd } from '../math/ode/index.ts';
import type { Batch } from '../records/index.ts';
import { runWithAges, type AgeDistribution } from './ages/age-distribution.ts';
import { checkReactionSettings } from './check.ts';
import { notesOf } from './notes.ts';
import type { ReactorRun } from './reactor.ts';
import type { ReactionSettings } from './settings.ts';
import { HYDROGEN } from './system.ts';

export interface ReactionOutcome {
  readonly batch: Batch;
  /** By species: concentration at the end over that of the precursor at the start. */
  readonly yields: Readonly<Record<string, number>>;
  /** Share of the precursor that is gone, and of that the share that is product. */
  readonly conversion: number;
  readonly selectivity: number;
  /** Singlet order (4x - 1)/3 on the way: of the gas, of the dissolved hydrogen at the end, of the pairs as they were added to the product, of what is in the product at the end. */
  readonly order: {
    readonly gas: number;
    readonly dissolved: number;
    readonly added: number;
    readonly kept: number;
  };
  readonly course: {
    readonly time_s: Float64Array;
    readonly concentration_mM: Readonly<Record<string, Float64Array>>;
    /** Singlet order of each species that carries a pair, and of dissolved hydrogen; NaN where there is none of it. */
    readonly order: Readonly<Record<string, Float64Array>>;
  };
  /** What the gas can dissolve, and what it gave in all. */
  readonly saturation_mM: number;
  readonly uptake_mM: number;
  /** By piece: the most that has come or gone without a reason, over the most there was. */
  readonly balance: Readonly<Record<string, number>>;
  /** Undefined where nothing in the product is ordered. */
  readonly ages: AgeDistribution | undefined;
  readonly end: StiffEnd;
  readonly reachedError: number;
  readonly steps: number;
  readonly notes: readonly string[];
}

/** Below this share of the scale a concentration is rounding. */
const TRACE = 1e-12;

export function simulateReaction(settings: ReactionSettings): ReactionOutcome {
  checkReactionSettings(settings);
  const { system, bubbling_s, wait_s } = settings;
  const { run, ages } = runWithAges(settings, courseTimes(settings));
  const { size, species, order, uptake, made, madeInOrder } = run.networks[0];
  const rows = courseRows(run, courseTimes(settings));
  const columnOf = (state: number): Float64Array => Float64Array.from(rows, (row) => run.states[row * size + state]!);
  const last = run.states.slice(-size);
  const at = (name: string): number => Math.max(0, last[species.indexOf(name)]!);

  const start_mM = settings.initial_mM[system.precursor]!;
  const trace = TRACE * start_mM;
  const gas = (4 * settings.paraFraction - 1) / 3;
  const share = (name: string): number => (at(name) > trace ? Math.max(0, last[order[name]!]!) / at(name) : 0);
  const added = last[made]! > trace ? last[madeInOrder]! / last[made]! : 0;
  const kept = share(system.product);
  const concentration_mM = Object.fromEntries(species.map((name) => [name, at(name)]));
  const gone = start_mM - at(system.precursor);
  const notes = notesOf(settings, { end: run.end, agesError: ages?.error });
  return {
    yields: Object.fromEntries(species.map((name) => [name, at(name) / start_mM])),
    conversion: gone / start_mM,
    selectivity: gone > trace ? (at(system.product) - (settings.initial_mM[system.product] ?? 0)) / gone : 0,
    order: { gas, dissolved: gas * share(HYDROGEN), added: gas * added, kept: gas * kept },
    saturation_mM: run.saturation_mM,
    uptake_mM: last[uptake]!,
    ages,
    end: run.end,
    reachedError: run.reachedError,
    steps: run.steps,
    batch: {
      product: system.molecule,
      productSpecies: system.product,
      volume_m3: settings.volume_m3,
      concentration_mM,
      paraFraction: (3 * gas * kept + 1) / 4,
      ages: ages ? { age_s: ages.age_s, weight: ages.weight } : { age_s: [0], weight: [1] },
      field_T: settings.field_T,
      time_s: bubbling_s + wait_s,
      notes,
    },
    course: {
      time_s: Float64Array.from(rows, (row) => run.time_s[row]!),
      concentration_mM: Object.fromEntries(
        species.map((name, i) => [name, columnOf(i).map((value) => Math.max(0, value))]),
      ),
      order: Object.fromEntries(
        Object.entries(order).map(([name, state]) => {
          const whole = columnOf(species.indexOf(name));
          return [name, columnOf(state).map((value, i) => (whole[i]! > trace ? (gas * value) / whole[i]! : NaN))];
        }),
      ),
    },
    balance: balanceOf(run, settings),
    notes,
  };
}

function courseTimes({ bubbling_s, wait_s, points = 401 }: ReactionSettings): Float64Array {
  const phase = (from: number, length: number): number[] =>
    Array.from({ length: points }, (_, i) => from + (length * i) / (points - 1));
  return Float64Array.from([...phase(0, bubbling_s), ...(wait_s > 0 ? phase(bubbling_s, wait_s).slice(1) : [])]);
}

function courseRows({ time_s }: ReactorRun, wanted: Float64Array): number[] {
  const rows = new Map(Array.from(time_s, (time, row) => [time, row]));
  return Array.from(wanted, (time) => rows.get(time)!);
}

function balanceOf({ networks, states }: ReactorRun, { system }: ReactionSettings): Record<string, number> {
  const { size, species, uptake } = networks[0];
  const pieces = new Set(Object.values(system.species).flatMap((one) => Object.keys(one.pieces)));
  return Object.fromEntries(
    [...pieces].map((piece) => {
      const count = species.map((name) => system.species[name]!.pieces[piece] ?? 0);
      let [largest, whole] = [0, 0];
      for (let row = 0; row < states.length; row += size) {
        let [gap, sum] = [0, 0];
        count.forEach((n, i) => {
          gap += n * (states[row + i]! - states[i]!);
          sum += n * states[row + i]!;
        });
        if (piece === HYDROGEN) gap -= states[row + uptake]!;
        largest = Math.max(largest, Math.abs(gap));
        whole = Math.max(whole, sum);
      }
      return [piece, whole > 0 ? largest / whole : largest];
    }),
  );
}
