// How long ago the pairs in the product were added, as nodes and weights that the spin engine can sum over.
import { gaussLegendre } from '../../math/index.ts';
import { fewestNodes } from './fewest-nodes.ts';
import { valueOf } from '../monomials.ts';
import { runReactor, type ReactorRun } from '../reactor.ts';
import type { ReactionSettings } from '../settings.ts';

export interface AgeDistribution {
  readonly age_s: readonly number[];
  /** Share of the order in the product that is this old; sums to 1. */
  readonly weight: readonly number[];
  /** Largest difference of the mean of exp(-i w age) from that of the full density, for all w up to the largest frequency. */
  readonly error: number;
  /** Share of the order per second of age, on a grid that resolves it. */
  readonly density: { readonly age_s: Float64Array; readonly perS: Float64Array };
}

/** Points in which the density stands in a panel: a polynomial of degree POINTS - 1. */
const POINTS = 16;
const DENSITY_TOLERANCE = 1e-9;
const MAX_PASSES = 12;
/** A rule is made for at most this angle each way from its middle; longer panels are cut. */
const MOST_TURN_rad = 300;
const [NODES, WEIGHTS] = gaussLegendre(POINTS);
const LEGENDRE = legendreTable();

/** Couplings up to 25 Hz and protons against 13C, 32.2 Hz per microtesla; where that is fast, what is left of it after averaging is about 1e-6. */
export function usualFrequency_Hz(field_T: number): number {
  const all = 25 + 32.2e6 * Math.abs(field_T);
  return all > 200 ? 100 : all;
}

interface Panel {
  readonly from: number;
  readonly to: number;
}

/** The course with the ages; undefined ages where no pair stands in the product. The states are given at `course_s` and in between. */
export function runWithAges(
  settings: ReactionSettings,
  course_s: ArrayLike<number>,
): { readonly run: ReactorRun; readonly ages: AgeDistribution | undefined } {
  let panels = startPanels(settings);
  for (let pass = 1; ; pass++) {
    const run = runReactor(settings, [...Array.from(course_s), ...panels.flatMap(nodesOf)]);
    const values = panels.map((panel) => densityOn(run, panel, settings.bubbling_s));
    const total = panels.reduce((sum, panel, p) => sum + integral(panel, values[p]!), 0);
    if (run.end !== 'reached' || !(total > 0)) return { run, ages: undefined };
    const rough = panels.map((panel, p) => (panel.to - panel.from) * tail(values[p]!) > DENSITY_TOLERANCE * total);
    if (pass < MAX_PASSES && rough.includes(true)) {
      panels = panels.flatMap((panel, p) =>
        rough[p] ? pieces(panel, panel.from === 0 || panel.from === settings.bubbling_s) : [panel],
      );
      continue;
    }
    const end_s = settings.bubbling_s + settings.wait_s;
    return {
      run,
      ages: compress(
        panels,
        values,
        total,
        end_s,
        2 * Math.PI * (settings.largestFrequency_Hz ?? usualFrequency_Hz(settings.field_T)),
      ),
    };
  }
}

/** Each phase in panels that grow from its start, where hydrogen comes and goes fastest. */
function startPanels({ bubbling_s, wait_s }: ReactionSettings): Panel[] {
  const edges = [0, 0.001, 0.004, 0.016, 0.06, 0.25, 0.5, 1];
  return [
    [0, bubbling_s],
    [bubbling_s, bubbling_s + wait_s],
  ].flatMap(([from, to]) => {
    const at = (i: number): number => (i === edges.length - 1 ? to! : from! + edges[i]! * (to! - from!));
    return to! > from! ? edges.slice(1).map((_, i) => ({ from: at(i), to: at(i + 1) })) : [];
  });
}

/** In two; the first of a phase in three that grow, because there hydrogen comes and goes within milliseconds. */
function pieces({ from, to }: Panel, isFirst: boolean): Panel[] {
  const cuts = isFirst ? [0, 1 / 16, 1 / 4, 1] : [0, 1 / 2, 1];
  const edges = cuts.map((cut) => (cut === 1 ? to : from + cut * (to - from)));
  return edges.slice(1).map((edge, i) => ({ from: edges[i]!, to: edge }));
}

const nodesOf = ({ from, to }: Panel): number[] => Array.from(NODES, (x) => from + ((x + 1) / 2) * (to - from));

/** Order added per second that is still there at the end, at the nodes of a panel. */
function densityOn({ networks, time_s, states }: ReactorRun, panel: Panel, bubbling_s: number): Float64Array {
  const { size, loss, adding } = networks[panel.from < bubbling_s ? 0 : 1];
  const lost = states[states.length - size + loss]!;
  return Float64Array.from(nodesOf(panel), (time) => {
    const row = rowOf(time_s, time);
    const y = states.subarray(row * size, (row + 1) * size);
    const added = adding.reduce((sum, one) => sum + one.changes[0]![1] * valueOf(one, y), 0);
    return Math.max(0, added) * Math.exp(y[loss]! - lost);
  });
}

function rowOf(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function integral({ from, to }: Panel, values: Float64Array): number {
  return ((to - from) / 2) * values.reduce((sum, value, i) => sum + WEIGHTS[i]! * value, 0);
}

/** Legendre coefficients of the polynomial through the nodes. */
function coefficients(values: Float64Array): Float64Array {
  return Float64Array.from(LEGENDRE, (row, degree) => {
    const sum = row.reduce((total, p, i) => total + WEIGHTS[i]! * p * values[i]!, 0);
    return ((2 * degree + 1) / 2) * sum;
  });
}

/** How much the last coefficients still hold: what the polynomial misses. */
function tail(values: Float64Array): number {
  const c = coefficients(values);
  return Math.max(Math.abs(c[POINTS - 1]!), Math.abs(c[POINTS - 2]!), Math.abs(c[POINTS - 3]!));
}

/** P_degree at the nodes. */
function legendreTable(): Float64Array[] {
  const rows = [new Float64Array(POINTS).fill(1), NODES.slice()];
  for (let k = 2; k < POINTS; k++)
    rows.push(NODES.map((x, i) => ((2 * k - 1) * x * rows[k - 1]![i]! - (k - 1) * rows[k - 2]![i]!) / k));
  return rows;
}

/** Sum of c_k P_k(x), Clenshaw. */
function legendreSum(c: Float64Array, x: number): number {
  let [next, after] = [0, 0];
  for (let k = c.length - 1; k >= 1; k--)
    [next, after] = [c[k]! + ((2 * k + 1) / (k + 1)) * x * next - ((k + 1) / (k + 2)) * after, next];
  return c[0]! + x * next - after / 2;
}

function compress(
  panels: readonly Panel[],
  values: readonly Float64Array[],
  total: number,
  end_s: number,
  omega_radPerS: number,
): AgeDistribution {
  const fine = { age: [] as number[], weight: [] as number[] };
  const density = { age: [] as number[], perS: [] as number[] };
  // Backwards, so that the ages ascend.
  for (let p = panels.length - 1; p >= 0; p--) {
    const { from, to } = panels[p]!;
    const c = coefficients(values[p]!);
    const half = (to - from) / 2;
    const parts = Math.max(1, Math.ceil((omega_radPerS * half) / MOST_TURN_rad));
    const [x, w] = ruleFor((omega_radPerS * half) / parts);
    for (let part = parts - 1; part >= 0; part--) {
      for (let i = x.length - 1; i >= 0; i--) {
        const place = (2 * part + 1 + x[i]!) / parts - 1;
        fine.age.push(end_s - from - (place + 1) * half);
        fine.weight.push(((w[i]! * half) / parts) * Math.max(0, legendreSum(c, place)));
      }
    }
    for (let i = POINTS - 1; i >= 0; i--) {
      density.age.push(end_s - from - ((NODES[i]! + 1) / 2) * (to - from));
      density.perS.push(values[p]![i]! / total);
    }
  }
  const missed = panels.reduce((sum, { from, to }, p) => sum + (to - from) * tail(values[p]!), 0);
  const sum = fine.weight.reduce((all, weight) => all + weight, 0);
  const { age, weight, error } = fewestNodes(
    fine.age,
    fine.weight.map((one) => one / sum),
    omega_radPerS,
  );
  return {
    age_s: age,
    weight,
    error: error + missed / total,
    density: { age_s: Float64Array.from(density.age), perS: Float64Array.from(density.perS) },
  };
}

/** Enough Legendre nodes for a polynomial of degree POINTS - 1 times exp(i turn x) on [-1, 1]. */
function ruleFor(turn: number): readonly [Float64Array, Float64Array] {
  return turn < 4 ? [NODES, WEIGHTS] : gaussLegendre(POINTS + Math.ceil(turn / 2 + 6 * Math.cbrt(turn)));
}
