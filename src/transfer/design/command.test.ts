import { expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { commandMap, commandProfile } from './command.ts';

const random = new Random(3);
const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.next() - 0.5);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

test.each([
  ['without a low-pass', 0],
  ['with a fast one', 1e-4],
  ['with a slow one', 0.05],
])('the way back is the transpose of the way there, %s', (_name, tau) => {
  const map = commandMap(20, 0.4, 3, tau);
  const u = draw(20),
    byMean = draw(map.steps),
    byMoment = draw(map.steps);
  const mean = new Float64Array(map.steps),
    moment = new Float64Array(map.steps),
    back = new Float64Array(20);
  map.momentsInto(mean, moment, u);
  map.transposeInto(back, byMean, byMoment);
  expect(dot(back, u)).toBeCloseTo(dot(mean, byMean) + dot(moment, byMoment), 13);
  // The profile shows the same moments.
  const profile = commandProfile(u, 0.4, tau, 'design');
  const two = new Float64Array(2);
  for (let k = 0; k < map.steps; k++) {
    profile.momentsInto(two, k * map.step_s, (k + 1) * map.step_s);
    expect(two[0]).toBeCloseTo(mean[k]!, 12);
    expect(two[1]).toBeCloseTo(moment[k]!, 12);
  }
});

test('moments are those of the field by quadrature', () => {
  const u = draw(8);
  for (const tau of [0, 0.004, 0.3]) {
    const profile = commandProfile(u, 0.7, tau, 'design');
    const two = new Float64Array(2);
    profile.momentsInto(two, 0.31, 0.39);
    let mean = 0,
      moment = 0;
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const t = 0.31 + (0.08 * (i + 0.5)) / n;
      mean += profile.field_T(t) / n;
      moment += ((t - 0.35) * profile.field_T(t)) / n;
    }
    expect(two[0]).toBeCloseTo(mean, 7);
    expect(two[1]).toBeCloseTo(moment, 8);
  }
});

test('a low-pass keeps range and slew of the command', () => {
  const u = draw(30);
  const slope = Math.max(...Array.from(u.subarray(1), (value, i) => Math.abs(value - u[i]!))) / (0.5 / 29);
  const profile = commandProfile(u, 0.5, 0.02, 'design');
  let before = profile.field_T(0);
  for (let i = 1; i <= 5000; i++) {
    const field = profile.field_T((0.5 * i) / 5000);
    expect(field).toBeGreaterThanOrEqual(Math.min(...u));
    expect(field).toBeLessThanOrEqual(Math.max(...u));
    expect(Math.abs(field - before)).toBeLessThanOrEqual((slope * 0.5) / 5000 + 1e-12);
    before = field;
  }
});
