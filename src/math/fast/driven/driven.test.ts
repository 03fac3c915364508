// The motion of columns and its way back: both kernels, to the last digit, and against differences.
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import type { Drive, DrivenKernel, Rows, Steps } from './motion.ts';
import { makePlainDriven } from './plain.ts';
import { makeDriven } from './wasm.ts';

const SIZE = 7;
const random = new Random(3);
const G = Float64Array.from({ length: SIZE * SIZE }, () => (random.next() < 0.4 ? 40 * (random.next() - 0.5) : 0));

function rowsOf(at: (i: number, k: number) => number): Rows {
  const start = [0],
    column: number[] = [],
    value: number[] = [];
  for (let i = 0; i < SIZE; i++) {
    for (let k = 0; k < SIZE; k++) {
      if (at(i, k) === 0) continue;
      column.push(k);
      value.push(at(i, k));
    }
    start.push(column.length);
  }
  return { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) };
}

const drive: Drive = {
  size: SIZE,
  rows: rowsOf((i, k) => G[i * SIZE + k]!),
  columns: rowsOf((i, k) => G[k * SIZE + i]!),
  first: Int32Array.of(0, 2, 5),
  second: Int32Array.of(1, 4, 6),
  rate_radPerSPerT: Float64Array.of(3e7, -1e7, 2e7),
};

const stepsFor = (columns: number): Steps => {
  const fields = (n: number, size: number): Float64Array =>
    Float64Array.from({ length: n * columns }, () => size * (random.next() - 0.5));
  return { n: 9, columns, step_s: 0.02, mean_T: fields(9, 2e-6), kick_Ts: fields(10, 2e-8) };
};

/** End of the way and slopes of the sum of the squares of the end. */
function thereAndBack({ carryInto, carryBackInto }: DrivenKernel, steps: Steps, start: Float64Array) {
  const x = start.slice();
  carryInto(x, drive, steps, true);
  const lambda = x.map((value) => 2 * value);
  const byMean = new Float64Array(steps.n * steps.columns),
    byKick = new Float64Array((steps.n + 1) * steps.columns);
  carryBackInto(lambda, byMean, byKick, drive, steps, x);
  return { x, lambda, byMean, byKick };
}

describe('columns through driven steps', () => {
  test.each([1, 2, 3, 5, 8, 11])('go the same way in both kernels, %i columns', (columns) => {
    const steps = stepsFor(columns);
    const start = Float64Array.from({ length: SIZE * columns }, () => random.next() - 0.5);
    const [plain, twin] = [makePlainDriven(), makeDriven()];
    expect(thereAndBack(twin, steps, start)).toEqual(thereAndBack(plain, steps, start));
    const [one, other] = [start.slice(), start.slice()];
    plain.carryInto(one, drive, steps, false);
    twin.carryInto(other, drive, steps, false);
    expect(other).toEqual(one);
  });
  test('come back with the slopes of differences', () => {
    const steps = stepsFor(2);
    const start = Float64Array.from({ length: SIZE * 2 }, () => random.next() - 0.5);
    const kernel = makeDriven();
    const { lambda, byMean, byKick } = thereAndBack(kernel, steps, start);
    const value = (changed: Partial<Steps>, from: Float64Array = start): number => {
      const x = from.slice();
      kernel.carryInto(x, drive, { ...steps, ...changed }, false);
      return x.reduce((sum, one) => sum + one * one, 0);
    };
    const slope = (at: (by: number) => number, h: number): number => (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h); // prettier-ignore
    const moved = (values: Float64Array, i: number, by: number) => values.map((one, k) => (k === i ? one + by : one));
    expect(slope((by) => value({ mean_T: moved(steps.mean_T, 7, by) }), 1e-9) / byMean[7]!).toBeCloseTo(1, 6);
    expect(slope((by) => value({ kick_Ts: moved(steps.kick_Ts, 4, by) }), 1e-11) / byKick[4]!).toBeCloseTo(1, 6);
    expect(slope((by) => value({}, moved(start, 3, by)), 1e-3) / lambda[3]!).toBeCloseTo(1, 6);
  });
});
