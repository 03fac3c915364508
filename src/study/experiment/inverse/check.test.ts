// The inverse check over 200 seeded realisations: no bias and intervals that hold where the models agree, and the bias where they do not.
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../settings.ts';
import { inverseCheck, type Recovered } from './check.ts';

const { rows, realisations } = inverseCheck(DEFAULT_EXPERIMENT);
const row = (name: string) => rows.find((one) => one.name === name)!;
const inErrors = ({ bias, biasError }: Recovered): number => bias / biasError;
/** 190 of 200 expected, standard deviation 3.1. */
const isCovered = ({ covered }: Recovered): boolean => Math.abs(covered - 190) <= 10;

it('finds rate and ratio without bias and within their intervals where the fit has the model of the simulator', () => {
  expect(realisations).toBe(200);
  const { rate, ratio } = row('agrees');
  for (const one of [rate, ratio]) {
    expect(Math.abs(inErrors(one))).toBeLessThan(3);
    expect(one.biasError).toBeLessThan(0.01);
    expect(isCovered(one)).toBe(true);
  }
  const voxel = row('agrees, voxel');
  expect(Math.abs(inErrors(voxel.rate))).toBeLessThan(3);
  expect(isCovered(voxel.rate)).toBe(true);
});
it('shows the bias of two compartments fitted as one: small, and larger the slower they mix', () => {
  expect(Math.abs(row('two compartments').rate.bias)).toBeLessThan(0.02);
  expect(inErrors(row('two compartments, slow').rate)).toBeLessThan(-3);
});
it('shows the bias of a wrong T1 in the rate, and none in the ratio', () => {
  expect(inErrors(row('T1 short').rate)).toBeGreaterThan(20);
  expect(inErrors(row('T1 long').rate)).toBeLessThan(-20);
  for (const name of ['T1 short', 'T1 long']) expect(Math.abs(inErrors(row(name).ratio))).toBeLessThan(3);
});
it('shows the bias of B1 in both', () => {
  for (const what of ['rate', 'ratio'] as const) {
    expect(inErrors(row('B1 low')[what])).toBeGreaterThan(20);
    expect(inErrors(row('B1 high')[what])).toBeLessThan(-20);
    expect(row('B1 low')[what].covered).toBeLessThan(10);
  }
});
it('shows the bias of Rician noise taken as Gaussian, and that its own model has less', () => {
  const [wrong, right] = [row('Rician as Gaussian').rate, row('Rician').rate];
  expect(inErrors(wrong)).toBeGreaterThan(10);
  expect(Math.abs(right.bias)).toBeLessThan(Math.abs(wrong.bias) / 1.5);
  expect(right.covered).toBeGreaterThan(wrong.covered);
});
