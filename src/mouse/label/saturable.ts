// Reversible Michaelis-Menten fumarase: the total concentrations set the rates, whatever is polarized; label follows them, linear in itself.
// k(F -> M) = k0 / (1 + F / Km_F + M / Km_M), k(M -> F) = k(F -> M) / Keq, with k0 the apparent first-order rate at low concentration.
// Endogenous fumarate and malate, which no excitation sees, are left out.
import { fumaraseReactions, openFumarase_perS, plasmaFumarase_perS, type Reaction } from '../agents.ts';
import type { MouseValues } from '../values.ts';
import type { Circulation } from './circulation.ts';
import { integrate } from './integrate.ts';
import { blockOf } from './propagator.ts';
import { transportRates } from './rates.ts';
import { withSyringe, type Steps, type SyringeFlow } from './steps.ts';

/** Of the largest amount, and of 1 in the propagators. */
const TOLERANCE = 1e-10;

interface Entry {
  readonly to: number;
  readonly from: number;
  readonly rate_perS: number;
}
/** A compartment with enzyme: its three pools in the animal and among its space's, its volume, its low-concentration rate. */
interface Enzyme {
  readonly space: number;
  readonly pools: readonly number[];
  readonly places: readonly number[];
  readonly volume_mL: number;
  readonly k0_perS: number;
}

export function saturableSteps(
  values: MouseValues,
  circulation: Circulation,
  necrotic: number,
  syringe: SyringeFlow,
  { concentration_mM }: { readonly concentration_mM: number },
): Steps {
  const rates = transportRates('fumarate', values, circulation);
  const { n, poolsOf, matrix, relaxation_perS } = rates;
  const m = n + 1;
  const enzymes = enzymesOf(values, circulation, necrotic, poolsOf);
  const blocks = poolsOf.map((pools) => blockOf(matrix, n, pools));
  const entriesOf = [false, true].map((injecting) =>
    entries(withSyringe(matrix, rates, circulation, syringe, injecting), m),
  );
  // Totals do not relax: what the matrix takes for it is given back.
  const notRelaxed = Float64Array.from({ length: m }, (_, i) => relaxation_perS[i] ?? 1 / syringe.t1_s);
  let totals: Float64Array = new Float64Array(m);
  totals[n] = concentration_mM;
  const offsets = blockOffsets(3 * m, blocks);

  const rateOf = ({ pools, volume_mL, k0_perS }: Enzyme, y: Float64Array): number => {
    const [fumarate, c1, c4] = pools.map((pool) => y[2 * m + pool]! / volume_mL) as [number, number, number];
    return k0_perS / (1 + fumarate / values.kmFumarate_mM + (c1 + c4) / values.kmMalate_mM);
  };

  return {
    rates,
    over(amounts, from_s, to_s, injecting) {
      const linear = entriesOf[injecting ? 1 : 0]!;
      // y: label, its integral, totals, then the propagator of each space.
      const start = new Float64Array(offsets.at(-1)!);
      start.set(amounts);
      start.set(totals, 2 * m);
      poolsOf.forEach((pools, s) => {
        const size = pools.length;
        for (let i = 0; i < size; i++) start[offsets[s]! + i * size + i] = 1;
      });
      const slope = (out: Float64Array, _time_s: number, y: Float64Array): void => {
        out.fill(0);
        for (const { to, from, rate_perS } of linear) {
          out[to] = out[to]! + rate_perS * y[from]!;
          out[2 * m + to] = out[2 * m + to]! + rate_perS * y[2 * m + from]!;
        }
        for (let i = 0; i < m; i++) {
          out[m + i] = y[i]!;
          out[2 * m + i] = out[2 * m + i]! + notRelaxed[i]! * y[2 * m + i]!;
        }
        const current = blocks.map((block) => block.slice());
        for (const enzyme of enzymes) {
          const reactions = fumaraseReactions(rateOf(enzyme, y), values.fumaraseKeq);
          react(out, y, 0, enzyme.pools, reactions);
          react(out, y, 2 * m, enzyme.pools, reactions);
          addTo(current[enzyme.space]!, poolsOf[enzyme.space]!.length, enzyme.places, reactions);
        }
        current.forEach((block, s) => multiplyAt(out, y, offsets[s]!, block, poolsOf[s]!.length));
      };
      const end = integrate(slope, start, from_s, to_s, scaleOf(start, m, to_s - from_s, concentration_mM), TOLERANCE);
      totals = end.slice(2 * m, 3 * m);
      return {
        after: end.slice(0, m),
        passed: end.slice(m, 2 * m),
        spaces: blocks.map((_, s) => end.slice(offsets[s], offsets[s + 1])),
      };
    },
  };
}

function enzymesOf(
  values: MouseValues,
  { spaces }: Circulation,
  necrotic: number,
  poolsOf: readonly (readonly number[])[],
): readonly Enzyme[] {
  const enzymes: Enzyme[] = [];
  const add = (space: number, places: readonly number[], volume_mL: number, k0_perS: number): void => {
    const pools = places.map((place) => poolsOf[space]![place]!);
    if (k0_perS > 0) enzymes.push({ space, places, pools, volume_mL, k0_perS });
  };
  spaces.forEach(({ plasma_mL, tissue_mL, organ }, space) => {
    add(space, [0, 1, 2], plasma_mL, plasmaFumarase_perS(values, necrotic));
    if (organ === 'necroticLiver') add(space, [3, 4, 5], tissue_mL, openFumarase_perS(values));
  });
  return enzymes;
}

function entries(matrix: Float64Array, n: number): readonly Entry[] {
  const found: Entry[] = [];
  matrix.forEach((rate_perS, at) => {
    if (rate_perS !== 0) found.push({ to: Math.floor(at / n), from: at % n, rate_perS });
  });
  return found;
}

/** Where each block begins, and the end of the last. */
function blockOffsets(first: number, blocks: readonly Float64Array[]): readonly number[] {
  const offsets = [first];
  for (const block of blocks) offsets.push(offsets.at(-1)! + block.length);
  return offsets;
}

function react(
  out: Float64Array,
  y: Float64Array,
  offset: number,
  pools: readonly number[],
  reactions: readonly Reaction[],
): void {
  for (const { from, to, rate_perS } of reactions) {
    const source = offset + pools[from]!;
    const target = offset + pools[to]!;
    const flow = rate_perS * y[source]!;
    out[source] = out[source]! - flow;
    out[target] = out[target]! + flow;
  }
}

function addTo(block: Float64Array, n: number, places: readonly number[], reactions: readonly Reaction[]): void {
  for (const { from, to, rate_perS } of reactions) {
    const source = places[from]!;
    const target = places[to]!;
    block[target * n + source] = block[target * n + source]! + rate_perS;
    block[source * n + source] = block[source * n + source]! - rate_perS;
  }
}

/** out = block * y for the n x n matrix that begins at `offset` of both. */
function multiplyAt(out: Float64Array, y: Float64Array, offset: number, block: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = block[i * n + k]!;
      if (value === 0) continue;
      for (let j = 0; j < n; j++) {
        const at = offset + i * n + j;
        out[at] = out[at]! + value * y[offset + k * n + j]!;
      }
    }
  }
}

/** What the tolerance refers to: all label in the animal or 1 umol, that over the step, all substance, 1. */
function scaleOf(start: Float64Array, m: number, duration_s: number, concentration_mM: number): Float64Array {
  const scale = new Float64Array(start.length).fill(1);
  const label = 0.1 * start.subarray(0, m).reduce((sum, x) => sum + x, 0);
  scale.fill(label, 0, m);
  scale.fill(label * duration_s, m, 2 * m);
  scale.fill(concentration_mM, 2 * m, 3 * m);
  return scale;
}
