// How a bolus feeds the substrate: input rates u(t) that integrate exactly (box) or by Gauss-Legendre (gamma-variate).
import { gaussLegendre } from '../../math/index.ts';

/** Quadrature nodes of one interval: inputs that arrive a time before its end, and their derivatives by the shape; times an amplitude to be fitted. */
export interface InputNodes {
  count: number;
  /** From the node to the end of the interval. */
  readonly left_s: Float64Array;
  readonly input: Float64Array;
  /** [shape parameter][node]. */
  readonly slopes: readonly Float64Array[];
}
export interface Bolus {
  readonly name: 'box' | 'gamma';
  /** Shape parameters in order, unit in the name. */
  readonly parameters: readonly string[];
  /** Fills `out` with nodes that replace the integral of input times any smooth function over `span_s` seconds from `from_s` on. */
  nodesInto(out: InputNodes, from_s: number, span_s: number, shape: ArrayLike<number>): void;
}

interface Rule {
  readonly places: Float64Array;
  readonly shares: Float64Array;
}
/** On [0, 1]. */
function ruleOf(n: number): Rule {
  const [nodes, weights] = gaussLegendre(n);
  return { places: nodes.map((x) => (1 + x) / 2), shares: weights.map((w) => w / 2) };
}
const FINE = ruleOf(12);
/** Where the input changes little within the interval: its error there is below 1e-11 of the input. */
const COARSE = ruleOf(6);
const MOST = FINE.places.length + 2;

/** Room for the nodes of one interval of `bolus`. */
export const emptyNodes = (bolus: Bolus): InputNodes => ({
  count: 0,
  left_s: new Float64Array(MOST),
  input: new Float64Array(MOST),
  slopes: bolus.parameters.map(() => new Float64Array(MOST)),
});

/** Constant rate 1/s from arrival for duration. Boundary terms carry the derivatives, so they are exact too. */
export const BOX_BOLUS: Bolus = {
  name: 'box',
  parameters: ['arrival_s', 'duration_s'],
  nodesInto(out, from_s, span_s, shape) {
    const start = shape[0]! - from_s;
    const end = start + shape[1]!;
    const low = Math.max(0, start);
    const length = Math.min(span_s, end) - low;
    let at = 0;
    const add = (left_s: number, input: number, byArrival: number, byDuration: number): void => {
      out.left_s[at] = left_s;
      out.input[at] = input;
      out.slopes[0]![at] = byArrival;
      out.slopes[1]![at] = byDuration;
      at++;
    };
    if (length > 0) {
      for (let q = 0; q < FINE.places.length; q++)
        add(span_s - low - length * FINE.places[q]!, length * FINE.shares[q]!, 0, 0);
    }
    if (start >= 0 && start < span_s) add(span_s - start, 0, -1, 0);
    if (end >= 0 && end < span_s) add(span_s - end, 0, 1, 1);
    out.count = at;
  },
};

/** ln of the least input that counts, over that at the peak. */
const NEGLIGIBLE = -50;

/** ((t - t0) / (alpha beta))^alpha exp(alpha - (t - t0) / beta) for t > t0: 1 at its peak, alpha * beta after arrival. Needs alpha >= 1. */
export const GAMMA_BOLUS: Bolus = {
  name: 'gamma',
  parameters: ['arrival_s', 'alpha', 'beta_s'],
  nodesInto(out, from_s, span_s, shape) {
    const alpha = shape[1]!;
    const beta = shape[2]!;
    const peak = alpha * beta;
    const waited = from_s - shape[0]!;
    out.count = 0;
    if (!(waited + span_s > 0) || (waited > peak && alpha * (Math.log(waited / peak) + 1) - waited / beta < NEGLIGIBLE))
      return;
    const fromArrival = waited <= 0;
    const length = fromArrival ? waited + span_s : span_s;
    const { places, shares } = waited >= 2 * span_s && span_s < 2 * beta ? COARSE : FINE;
    for (let q = 0; q < places.length; q++) {
      // In the first interval t = arrival + length x^2 smooths the power law at arrival.
      const x = places[q]!;
      const place = fromArrival ? x * x : x;
      const after = fromArrival ? length * place : waited + length * place;
      const log = Math.log(after / peak);
      const input = shares[q]! * length * (fromArrival ? 2 * x : 1) * Math.exp(alpha * (log + 1) - after / beta);
      out.left_s[q] = length * (1 - place);
      out.input[q] = input;
      out.slopes[0]![q] = -input * (alpha / after - 1 / beta);
      out.slopes[1]![q] = input * log;
      out.slopes[2]![q] = (input * (after - peak)) / (beta * beta);
    }
    out.count = places.length;
  },
};
