// The default experiment down to k-space and its twin of images made directly: the same maps within the noise.
import { expect, it } from 'vitest';
import { QUIET } from '../../base/index.ts';
import { memoryFiles } from '../../../test/memory-files.ts';
import { columnOf } from '../../records/index.ts';
import { runAnimal, type AnimalOutcome } from './animal.ts';
import { syringeOf } from './dose.ts';
import { isInjured } from './findings.ts';
import { DEFAULT_EXPERIMENT, type ExperimentSettings } from './settings.ts';

const withRaw = (raw: boolean): ExperimentSettings => ({ ...DEFAULT_EXPERIMENT, scanner: { ...DEFAULT_EXPERIMENT.scanner, raw } }); // prettier-ignore
const { dose } = syringeOf(DEFAULT_EXPERIMENT, memoryFiles({}), QUIET);
const [raw, image] = [true, false].map((down) => runAnimal({ name: 'injured', settings: withRaw(down), dose })) as [AnimalOutcome, AnimalOutcome]; // prettier-ignore

const ratios = ({ quantified }: AnimalOutcome) => columnOf(quantified, 'ratio_malate').values;
const errors = ({ quantified }: AnimalOutcome) => columnOf(quantified, 'ratio_malate_se').values;
const sumOf = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const n = raw.voxels.length;

it('differ without noise by a small part of the error of a voxel, in the mean by less than that of the liver', () => {
  expect(Array.from(raw.voxels)).toEqual(Array.from(image.voxels));
  const apart = Array.from(raw.trueRatio, (ratio, row) => ratio - image.trueRatio[row]!);
  const relative = apart.map((one, row) => one / errors(raw)[row]!);
  expect(Math.sqrt(sumOf(relative.map((one) => one * one)) / n)).toBeLessThan(0.15);
  expect(Math.max(...relative.map(Math.abs))).toBeLessThan(0.3);
  expect(Math.abs(sumOf(apart) / n)).toBeLessThan(columnOf(raw.whole.quantified, 'ratio_malate_se').values[0]!);
});

it('differ with noise by as much as two scans do: chi-square over voxels within 3 standard deviations', () => {
  const [a, b, ea, eb] = [ratios(raw), ratios(image), errors(raw), errors(image)];
  const chiSquare = sumOf(Array.from(a, (one, row) => (one - b[row]!) ** 2 / (ea[row]! ** 2 + eb[row]! ** 2)));
  expect(Math.abs(chiSquare - n)).toBeLessThan(3 * Math.sqrt(2 * n));
});

it('find the same share of the injured voxels above a healthy level of 0, within the spread of two shares', () => {
  const injured = isInjured(DEFAULT_EXPERIMENT, raw);
  const shares = [raw, image].map((one) => {
    const above = Array.from(ratios(one), (ratio, row) => (injured[row]! && ratio > 1.645 * errors(one)[row]! ? 1 : 0));
    return sumOf(above) / injured.filter(Boolean).length;
  }) as [number, number];
  const middle = (shares[0] + shares[1]) / 2;
  const spread = Math.sqrt((2 * middle * (1 - middle)) / injured.filter(Boolean).length);
  expect(Math.abs(shares[0] - shares[1])).toBeLessThan(2 * spread);
});
