// How a bolus feeds the substrate: input rates u(t) that integrate exactly (box) or by Gauss-Legendre (gamma-variate).
import { gaussLegendre } from '../../math/index.ts';

/** One quadrature node: the input that arrives at `time_s`, and its derivatives by the shape parameters; times an amplitude to be fitted. */
export interface InputNode {
  readonly time_s: number;
  readonly input: number;
  readonly slopes: readonly number[];
}
export interface Bolus {
  readonly name: 'box' | 'gamma';
  /** Shape parameters in order, unit in the name. */
  readonly parameters: readonly string[];
  /** Nodes that replace the integral of input times any smooth function over [from_s, to_s]. */
  nodes(from_s: number, to_s: number, shape: ArrayLike<number>): InputNode[];
}

const [NODES, WEIGHTS] = gaussLegendre(12);

/** Constant rate 1/s from arrival for duration. Boundary terms carry the derivatives, so they are exact too. */
export const BOX_BOLUS: Bolus = {
  name: 'box',
  parameters: ['arrival_s', 'duration_s'],
  nodes(from_s, to_s, shape) {
    const start = shape[0]!;
    const end = start + shape[1]!;
    const low = Math.max(from_s, start);
    const high = Math.min(to_s, end);
    const nodes: InputNode[] = [];
    if (high > low) {
      const half = (high - low) / 2;
      for (let q = 0; q < NODES.length; q++)
        nodes.push({ time_s: low + half * (1 + NODES[q]!), input: half * WEIGHTS[q]!, slopes: [0, 0] });
    }
    if (start >= from_s && start < to_s) nodes.push({ time_s: start, input: 0, slopes: [-1, 0] });
    if (end >= from_s && end < to_s) nodes.push({ time_s: end, input: 0, slopes: [1, 1] });
    return nodes;
  },
};

/** ((t - t0) / (alpha beta))^alpha exp(alpha - (t - t0) / beta) for t > t0: 1 at its peak, alpha * beta after arrival. Needs alpha >= 1. */
export const GAMMA_BOLUS: Bolus = {
  name: 'gamma',
  parameters: ['arrival_s', 'alpha', 'beta_s'],
  nodes(from_s, to_s, shape) {
    const arrival = shape[0]!;
    const alpha = shape[1]!;
    const beta = shape[2]!;
    const low = Math.max(from_s, arrival);
    if (!(to_s > low)) return [];
    const nodes: InputNode[] = [];
    const length = to_s - low;
    const fromArrival = low === arrival;
    for (let q = 0; q < NODES.length; q++) {
      // In the first interval t = arrival + length x^2 smooths the power law at arrival.
      const x = (1 + NODES[q]!) / 2;
      const after = fromArrival ? length * x * x : length * x + (low - arrival);
      const weight = (WEIGHTS[q]! / 2) * length * (fromArrival ? 2 * x : 1);
      const input = weight * Math.exp(alpha * Math.log(after / (alpha * beta)) + alpha - after / beta);
      nodes.push({
        time_s: arrival + after,
        input,
        slopes: [
          -input * (alpha / after - 1 / beta),
          input * Math.log(after / (alpha * beta)),
          input * (after / (beta * beta) - alpha / beta),
        ],
      });
    }
    return nodes;
  },
};
