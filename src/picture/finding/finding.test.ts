import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { normalCdf } from '../../math/index.ts';
import type { Geometry } from '../../records/index.ts';
import { connectedRegions } from './connected.ts';
import { detectionPower, leastDetectableFraction } from './detectable.ts';
import { findInjury, type FindSettings, type Measured } from './find.ts';
import { diceOf, judgeFinding, shareOf } from './quality.ts';
import { areaUnderRoc, rocCurve } from './roc.ts';
import { thresholdOf } from './threshold.ts';

const drawn = (random: Random, n: number, mean: number): number[] =>
  Array.from({ length: n }, () => mean + random.normal());

describe('connected regions', () => {
  // Two slices of 4 x 3: a bar, a voxel that touches it at a corner, and one below that touches at an edge.
  const mask = [1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
  it('through faces are four', () => {
    const { sizes, labels } = connectedRegions(mask, [4, 3, 2], 6);
    expect(sizes).toEqual([2, 1, 1, 1]);
    expect([labels[0], labels[1], labels[6], labels[11], labels[22], labels[2]]).toEqual([1, 1, 2, 3, 4, 0]);
  });
  it('through corners are one', () => expect(connectedRegions(mask, [4, 3, 2], 26).sizes).toEqual([5]));
  it('do not reach around the ends of a row', () =>
    expect(connectedRegions([0, 0, 0, 1, 1, 0, 0, 0], [4, 2, 1], 6).sizes).toEqual([1, 1]));
  it('number the largest first', () => {
    const { labels } = connectedRegions([1, 0, 1, 1, 0, 0], [6, 1, 1], 6);
    expect([...labels]).toEqual([2, 0, 1, 1, 0, 0]);
  });
  it('of a full block are one region, of an empty mask none', () => {
    expect(connectedRegions(new Float64Array(60).fill(1), [5, 4, 3], 6).sizes).toEqual([60]);
    expect(connectedRegions(new Float64Array(60), [5, 4, 3], 26).sizes).toEqual([]);
  });
  it('need a mask of their shape', () =>
    expect(() => connectedRegions([1], [2, 1, 1], 6)).toThrow('the mask has 1 voxels'));
});

describe('area under the ROC curve', () => {
  it('is Phi(d / sqrt 2) for two Gaussians, inside its intervals as often as stated', () => {
    let inside = 0;
    const truth = normalCdf(1.3 / Math.SQRT2);
    const random = new Random(11);
    for (let draw = 0; draw < 300; draw++) {
      const scores = [...drawn(random, 60, 1.3), ...drawn(random, 90, 0)];
      const { interval } = areaUnderRoc(
        scores,
        scores.map((_, i) => i < 60),
      );
      if (interval[0] <= truth && truth <= interval[1]) inside++;
    }
    // 95% of 300 is 285; the standard deviation is 3.8, and DeLong is known to be a little short here.
    expect(inside).toBeGreaterThan(271);
    const many = [...drawn(random, 20_000, 1.3), ...drawn(random, 20_000, 0)];
    expect(
      areaUnderRoc(
        many,
        many.map((_, i) => i < 20_000),
      ).auc,
    ).toBeCloseTo(truth, 2);
  });
  it('and its error agree with the definition, ties included', () => {
    const scores = [0.9, 0.8, 0.8, 0.4, 0.55, 1.2, 0.1, 0.4, 0.8, 0.3, 0.2, -0.5, 0.6];
    // By numpy over all pairs.
    const { auc, error } = areaUnderRoc(
      scores,
      scores.map((_, i) => i < 6),
    );
    expect(auc).toBeCloseTo(0.8690476190476191, 13);
    expect(error).toBeCloseTo(0.09893613995077727, 13);
  });
  it('has the error of the independent voxels where each stands four times', () => {
    const random = new Random(4);
    const scores = [...drawn(random, 60, 1), ...drawn(random, 90, 0)];
    const four = scores.flatMap((score) => [score, score, score, score]);
    const once = areaUnderRoc(
      scores,
      scores.map((_, i) => i < 60),
    );
    const shared = areaUnderRoc(
      four,
      four.map((_, i) => i < 240),
      { injured: 2, healthy: 2 },
    );
    expect(shared.auc).toBeCloseTo(once.auc, 13);
    // Variances divide by n - 1: a mixture of 59/60 over 239/240 and 89/90 over 359/360.
    const ratio = (shared.error / once.error) ** 2;
    expect(ratio).toBeGreaterThan(59 / 60 / (239 / 240));
    expect(ratio).toBeLessThan(89 / 90 / (359 / 360));
  });
  it('is the trapezoidal area of the curve', () => {
    const random = new Random(2);
    const scores = [...drawn(random, 40, 1), ...drawn(random, 30, 0)].map((x) => Math.round(4 * x) / 4);
    const injured = scores.map((_, i) => i < 40);
    const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(scores, injured);
    let area = 0;
    for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
    expect(area).toBeCloseTo(areaUnderRoc(scores, injured).auc, 13);
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
  });
  it('needs both kinds and no NaN', () => {
    expect(() => areaUnderRoc([1, 2], [true, true])).toThrow('2 injured and 0 healthy');
    expect(() => rocCurve([1, NaN], [true, false])).toThrow('the score of row 1 is NaN');
    expect(() => rocCurve([1], [true, false])).toThrow('1 scores and 2 truths');
  });
});

describe('threshold', () => {
  it('from reference voxels is a prediction bound', () => {
    const { values } = thresholdOf({ kind: 'voxels', values: [1, 2, 4, 3, 2.5, 1.5, NaN] }, [0, 0], 0.01);
    expect(values[0]).toBeCloseTo(6.259084998725087, 9); // by scipy.stats.t
  });
  it('holds the stated false-positive rate, with few reference voxels too', () => {
    const random = new Random(21);
    let above = 0;
    for (let draw = 0; draw < 4000; draw++) {
      const { values } = thresholdOf({ kind: 'voxels', values: drawn(random, 8, 5) }, [1], 0.05);
      if (5 + random.normal() > values[0]!) above++;
    }
    // 200 expected, standard deviation 13.8.
    expect(Math.abs(above - 200)).toBeLessThan(42);
  });
  it('from a model goes with the error of each voxel', () => {
    const { values } = thresholdOf({ kind: 'model', mean: 1, sd: 3 }, [4, 0], 0.05);
    expect(values[0]).toBeCloseTo(1 + 5 * 1.6448536, 5);
    expect(values[1]).toBeCloseTo(1 + 3 * 1.6448536, 5);
  });
  it('refuses what cannot be', () => {
    expect(() => thresholdOf({ kind: 'voxels', values: [1, 2] }, [1], 0.05)).toThrow('2 healthy reference voxels');
    expect(() => thresholdOf({ kind: 'model', mean: 0, sd: 1 }, [1], 0.7)).toThrow('falsePositiveRate is 0.7');
    expect(() => thresholdOf({ kind: 'model', mean: 0, sd: -1 }, [1], 0.1)).toThrow('sd -1');
  });
});

const geometry: Geometry = { shape: [10, 10, 4], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0] };
const voxels = Int32Array.from({ length: 400 }, (_, v) => v);
/** A block of 3 x 3 x 2 voxels with a high ratio. */
const isBlock = (v: number): boolean => v % 10 < 3 && Math.floor(v / 10) % 10 < 3 && v < 200;
const noisy = (seed: number, height: number): Measured => {
  const random = new Random(seed);
  const values = Array.from(voxels, (v) => (isBlock(v) ? height : 0.1) + 0.05 * random.normal());
  return { measure: 'ratio_malate', unit: '', geometry, voxels, values, errors: new Float64Array(400).fill(0.05) };
};
const settings: FindSettings = {
  reference: { kind: 'model', mean: 0.1, sd: 0 },
  falsePositiveRate: 0.01,
  connectivity: 6,
  fewestVoxels: 2,
};

describe('finding', () => {
  it('shows the block, its volume, its place and what stands beside it', () => {
    const finding = findInjury(noisy(1, 0.6), settings);
    expect(finding.regions[0]).toMatchObject({ label: 1, nVoxels: 18, volume_mm3: 36 });
    expect(finding.regions[0]!.centreRas_mm[0]).toBeCloseTo(1, 12);
    expect(finding.regions[0]!.centreRas_mm[2]).toBeCloseTo(1, 12);
    expect(finding.regions[0]!.meanError).toBeCloseTo(0.05 / Math.sqrt(18), 12);
    expect(finding.injured.mean).toBeCloseTo(0.6, 1);
    expect(finding.healthy.mean).toBeCloseTo(0.1, 1);
    expect(finding.falseVolume_mm3).toBeCloseTo(8, 12);
    expect(finding.threshold).toBeCloseTo(0.1 + 2.3263479 * 0.05, 6);
  });
  it('has intervals that hold the volume that a scan without noise would show', () => {
    let inside = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { injuredVolumeInterval_mm3: interval } = findInjury(noisy(seed, 0.25), { ...settings, fewestVoxels: 1 });
      // Mean over scans: 18 voxels with power Phi((0.15 - 0.1163) / 0.05) and 382 healthy ones with 1%.
      const mean = 2 * (18 * normalCdf((0.15 - 0.05 * 2.3263479) / 0.05) + 3.82);
      if (interval[0] <= mean && mean <= interval[1]) inside++;
    }
    expect(inside).toBeGreaterThan(180);
  });
  it('leaves out voxels without a value and says so', () => {
    const measured = noisy(1, 0.6);
    const values = Array.from(measured.values, (value, row) => (row === 0 ? NaN : value));
    const finding = findInjury({ ...measured, values }, settings);
    expect(finding.labels.data[0]).toBeNaN();
    expect(finding.notes.join()).toContain('1 of 400 voxels have no value');
  });
  it('takes small regions as noise', () => {
    const loose = findInjury(noisy(3, 0.6), { ...settings, falsePositiveRate: 0.05, fewestVoxels: 1 });
    const strict = findInjury(noisy(3, 0.6), { ...settings, falsePositiveRate: 0.05, fewestVoxels: 10 });
    expect(loose.regions.length).toBeGreaterThan(5);
    expect(strict.regions.length).toBe(1);
    expect(strict.notes[0]).toContain('taken as noise');
  });
  it('refuses lists of different lengths and maps without values', () => {
    expect(() => findInjury({ ...noisy(1, 1), errors: [1] }, settings)).toThrow(
      '1 errors; expected as many of each (at ratio_malate)',
    );
    expect(() => findInjury({ ...noisy(1, 1), values: new Float64Array(400).fill(NaN) }, settings)).toThrow(
      'nothing can be found',
    );
    expect(() => findInjury(noisy(1, 1), { ...settings, fewestVoxels: 0 })).toThrow('fewestVoxels is 0');
  });
});

describe('quality of a finding', () => {
  const severity = Array.from(voxels, (v) => (isBlock(v) ? 0.5 : 0));
  const truth = { severity, injuredFrom: 0.1, values: severity.map((s) => 0.1 + s), classes: [0, 0.1, 0.4, 1] };
  it('counts against the truth', () => {
    const measured = noisy(1, 0.6);
    const quality = judgeFinding(findInjury(measured, settings), measured, truth);
    expect(quality.sensitivity).toMatchObject({ hits: 18, of: 18, value: 1 });
    expect(quality.specificity.value).toBeGreaterThan(0.98);
    expect(quality.auc).toBeGreaterThan(0.999);
    expect(quality.trueVolume_mm3).toBe(36);
    expect(quality.dice).toBeGreaterThan(0.9);
    expect(quality.bySeverity.map(({ nVoxels }) => nVoxels)).toEqual([382, 0, 18]);
    for (const { bias, biasError, nVoxels } of quality.bySeverity)
      if (nVoxels > 0) expect(Math.abs(bias)).toBeLessThan(4 * biasError);
  });
  it('has no ROC in an animal without injury', () => {
    const measured = noisy(1, 0.1);
    const healthy = { ...truth, severity: severity.map(() => 0) };
    const quality = judgeFinding(findInjury(measured, settings), measured, healthy);
    expect(quality.auc).toBeNaN();
    expect(quality.sensitivity.interval).toEqual([NaN, NaN]);
  });
  it('knows Dice and exact shares', () => {
    expect(diceOf(3, 4, 6)).toBe(0.6);
    expect(diceOf(0, 0, 0)).toBe(1);
    expect(shareOf(28, 120, 2).interval).toEqual(shareOf(7, 30).interval);
    expect(shareOf(28, 120, 2).value).toBe(7 / 30);
    expect(shareOf(0, 30).interval[1]).toBeCloseTo(1 - Math.exp(Math.log(0.025) / 30), 12);
  });
  it('refuses borders that do not rise', () => {
    const measured = noisy(1, 0.6);
    expect(() => judgeFinding(findInjury(measured, settings), measured, { ...truth, classes: [0, 0] })).toThrow(
      'two rising borders',
    );
  });
});

describe('least detectable fraction', () => {
  const model = { perFraction: 2, healthySd: 0.1, injuredSd: 0.15, falsePositiveRate: 0.05 };
  it('is 3.29 standard deviations at 5% each way (Currie)', () =>
    expect(leastDetectableFraction({ ...model, injuredSd: 0.1 })).toBeCloseTo((3.2897073 * 0.1) / 2, 7));
  it('is what is detected with the stated power', () => {
    const fraction = leastDetectableFraction(model, 0.9);
    expect(detectionPower(model, fraction)).toBeCloseTo(0.9, 8);
    expect(detectionPower({ ...model, injuredSd: 0.1 }, 0)).toBeCloseTo(0.05, 8);
  });
  it('refuses what cannot be', () => {
    expect(() => leastDetectableFraction({ ...model, perFraction: 0 })).toThrow('perFraction is 0');
    expect(() => leastDetectableFraction(model, 1)).toThrow('power is 1');
    expect(() => detectionPower({ ...model, healthySd: 0 }, 0.1)).toThrow('must be positive');
  });
});
