import { expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { tableProfile } from '../profile.ts';
import { commandMap, commandProfile, fieldTable, timeConstant_s } from './command.ts';

const random = new Random(3);
const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.next() - 0.5);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

test.each([
  ['without a low-pass', 0, false],
  ['with a fast one', 1e-4, false],
  ['with a slow one', 0.05, false],
  ['held, without a low-pass', 0, true],
  ['held, with a slow one', 0.05, true],
])('the way back is the transpose of the way there, %s', (_name, tau, held) => {
  const map = commandMap(20, 0.4, 3, tau, held);
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
  const profile = commandProfile(u, 0.4, tau, 'design', held);
  const two = new Float64Array(2);
  for (let k = 0; k < map.steps; k++) {
    profile.momentsInto(two, k * map.step_s, (k + 1) * map.step_s);
    expect(two[0]).toBeCloseTo(mean[k]!, 12);
    expect(two[1]).toBeCloseTo(moment[k]!, 12);
  }
});

test('a held field stands until the next, and a low-pass leads from one to the other', () => {
  const u = Float64Array.of(1, 3, 2, 5);
  const sharp = commandProfile(u, 3, 0, 'design', true),
    soft = commandProfile(u, 3, 0.2, 'design', true);
  expect([0, 0.9, 1.1, 1.9, 2.5].map((time) => sharp.field_T(time))).toEqual([1, 1, 3, 3, 2]);
  expect(soft.field_T(1.5)).toBeCloseTo(3 - 2 * Math.exp(-2.5), 12);
  expect(soft.field_T(2.5)).toBeCloseTo(2 + (1 - 2 * Math.exp(-5)) * Math.exp(-2.5), 12);
});

test.each([
  ['straight lines', false, undefined],
  ['held fields', true, undefined],
  ['a low-pass', true, 200],
])('a table of %s gives the profile back', (_name, held, bandwidth_Hz) => {
  const command_T = draw(30);
  const profile = commandProfile(command_T, 0.5, timeConstant_s(bandwidth_Hz), 'design', held);
  const { time_s, field_T } = fieldTable(profile, { command_T, duration_s: 0.5, bandwidth_Hz, held }, 20_001);
  const back = tableProfile(time_s, field_T, 'table');
  expect(back.duration_s).toBeCloseTo(0.5, 12);
  for (let i = 1; i < 2999; i++) {
    const time = (0.5 * (i + 0.37)) / 3000;
    expect(back.field_T(time)).toBeCloseTo(profile.field_T(time), bandwidth_Hz === undefined ? 12 : 3);
  }
  expect(back.field_T(0.5)).toBe(bandwidth_Hz === undefined ? command_T[29] : profile.field_T(0.5));
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
