// Few nodes for many: a sum over ages that keeps the mean of exp(-i w age) up to a largest w.
import { gaussOfMeasure } from '../../math/index.ts';

/** Compressed to this error of the mean of exp(-i w age). */
const COMPRESSED_TOLERANCE = 1e-8;
/** Above this many nodes compression costs more than it saves. */
const MOST_COMPRESSED = 1200;

export interface AgeRule {
  readonly age: readonly number[];
  readonly weight: readonly number[];
  readonly error: number;
}

/** The smallest Gauss rule that keeps the mean of exp(-i w age) up to the largest frequency; the fine rule where it is no smaller. */
export function fewestNodes(age: readonly number[], weight: readonly number[], omega: number): AgeRule {
  const span = age.at(-1)! - age[0]!;
  for (
    let n = 6 + Math.ceil((omega * span) / 5);
    n < Math.min(MOST_COMPRESSED, 0.7 * age.length);
    n = Math.ceil(1.2 * n)
  ) {
    const [nodes, weights] = gaussOfMeasure(age, weight, n);
    const error = largestDifference(age, weight, nodes, weights, omega);
    if (error < COMPRESSED_TOLERANCE) return { age: Array.from(nodes), weight: Array.from(weights), error };
  }
  return { age, weight, error: 0 };
}

function largestDifference(
  age: ArrayLike<number>,
  weight: ArrayLike<number>,
  nodes: ArrayLike<number>,
  weights: ArrayLike<number>,
  omega: number,
): number {
  let largest = 0;
  for (let k = 0; k <= 24; k++) {
    // Towards the largest frequency, where a rule fails first.
    const w = omega * Math.sin((Math.PI * k) / 48);
    const a = meanTurn(age, weight, w);
    const b = meanTurn(nodes, weights, w);
    largest = Math.max(largest, Math.hypot(a[0] - b[0], a[1] - b[1]));
  }
  return largest;
}

function meanTurn(age: ArrayLike<number>, weight: ArrayLike<number>, omega: number): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let i = 0; i < age.length; i++) {
    re += weight[i]! * Math.cos(omega * age[i]!);
    im -= weight[i]! * Math.sin(omega * age[i]!);
  }
  return [re, im];
}
