import { describe, expect, it } from 'vitest';
import { phantomImage, phantomMaps, phantomScan } from '../../test/scans/phantom.ts';
import { Random } from '../base/index.ts';
import { directForward } from '../math/fourier/index.ts';
import {
  coilImagesOf,
  DEFAULT_LOW_RANK,
  DEFAULT_RECONSTRUCTION,
  espiritMaps,
  localMaps,
  reconstruct,
  senseCartesian,
  senseSampled,
  sortReadouts,
} from './index.ts';
import type { RawScan } from '../records/index.ts';
import { calibrationsOf, type Calibration } from './coils/calibration.ts';
import { mapPower } from './coils/combine.ts';

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let gap = 0,
    size = 0;
  for (let i = 0; i < a.length; i++) {
    gap += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(gap / size);
};
const magnitude = (data: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: data.length / 2 }, (_, n) => Math.hypot(data[2 * n]!, data[2 * n + 1]!));

describe('one coil, all lines', () => {
  it.each([
    [32, 24],
    [15, 21],
  ])('%i x %i: the image is the phantom', (nx, ny) => {
    const { series, method, sampled } = reconstruct(phantomScan({ nx, ny, nCoils: 1 }));
    expect([method, sampled]).toEqual(['fourier', 1]);
    expect(distance(series[0]!.images.data, phantomImage(nx, ny))).toBeLessThan(1e-6); // float32 samples
  });
  it('averages are means, and the noise falls with them', () => {
    const scan = phantomScan({ nx: 16, ny: 16, nCoils: 1, noise: 0.1, nNoiseReadouts: 200 });
    const twice = {
      ...scan,
      readouts: [...scan.readouts, ...scan.readouts.filter(({ purpose }) => purpose === 'image')],
    };
    const one = reconstruct(scan).series[0]!.noiseSd[0]!;
    expect(one).toBeCloseTo(0.1 / 16, 3);
    expect(reconstruct(twice).series[0]!.noiseSd[0]! / one).toBeCloseTo(Math.SQRT1_2, 10);
  });
  it('says the noise that the images have', () => {
    const scan = phantomScan({ nx: 64, ny: 64, nCoils: 3, noise: 0.5, nNoiseReadouts: 100 });
    const clean = phantomScan({ nx: 64, ny: 64, nCoils: 3 });
    const noisy = reconstruct(scan);
    const { series, maps } = noisy;
    // the same whitening and maps on the clean scan
    const gap = magnitude(series[0]!.images.data);
    const outside = Array.from(gap.subarray(0, 64 * 8));
    const mean = outside.reduce((a, b) => a + b, 0) / outside.length;
    expect(clean.readouts).toHaveLength(64);
    expect(mapPower(maps, 3)[0]).toBeCloseTo(1, 10);
    // adaptive weights follow the noise where there is no signal: a little above Rayleigh's mean
    expect(mean / (series[0]!.noiseSd[0]! * Math.sqrt(Math.PI / 2))).toBeGreaterThan(0.95);
    expect(mean / (series[0]!.noiseSd[0]! * Math.sqrt(Math.PI / 2))).toBeLessThan(1.25);
  });
  it('a line outside the matrix is named', () => {
    const scan = phantomScan({ nx: 8, ny: 8, nCoils: 1 });
    const readouts = scan.readouts.map((one) => ({
      ...one,
      counters: { ...one.counters, line: one.counters.line + 1 },
    }));
    expect(() => reconstruct({ ...scan, readouts })).toThrow(/line 8, partition 0 lies outside the encoded 8 x 8 x 1/);
  });
});

describe('echo-planar lines', () => {
  const epi = { constant: 0.4, slope: 0.06 };
  const image = phantomImage(32, 32);
  const found = (references: boolean) =>
    reconstruct(phantomScan({ nx: 32, ny: 32, nCoils: 2, epi: { ...epi, references } }));
  it('with reference lines come without ghosts', () => {
    const { series, notes } = found(true);
    const truth = reconstruct(phantomScan({ nx: 32, ny: 32, nCoils: 2 })).series[0]!;
    expect(distance(magnitude(series[0]!.images.data), magnitude(truth.images.data))).toBeLessThan(1e-3);
    expect(notes.join(' ')).toContain('22.9 degrees');
  });
  it('without them, by least entropy, nearly so', () => {
    const { series } = found(false);
    const truth = reconstruct(phantomScan({ nx: 32, ny: 32, nCoils: 2 })).series[0]!;
    expect(distance(magnitude(series[0]!.images.data), magnitude(truth.images.data))).toBeLessThan(0.03);
    expect(image.length).toBe(2048);
  });
});

describe('coils', () => {
  const nx = 32,
    ny = 32,
    nCoils = 4,
    shape = [1, ny, nx] as const;
  const image = phantomImage(nx, ny),
    maps = phantomMaps(nx, ny, nCoils);
  const scan = phantomScan({ nx, ny, nCoils });
  const kspace = sortReadouts(scan);
  const images = coilImagesOf(kspace).data;
  /** Least |<found, true>| / |true| where there is object: 1 where they are parallel. */
  const agreement = (found: Float64Array): number => {
    let least = 1;
    for (let at = 0; at < nx * ny; at++) {
      if (!(image[2 * at]! > 0.9)) continue;
      let re = 0,
        im = 0,
        size = 0;
      for (let coil = 0; coil < nCoils; coil++) {
        const i = 2 * (coil * nx * ny + at);
        re += found[i]! * maps[i]! + found[i + 1]! * maps[i + 1]!;
        im += found[i]! * maps[i + 1]! - found[i + 1]! * maps[i]!;
        size += maps[i]! ** 2 + maps[i + 1]! ** 2;
      }
      least = Math.min(least, Math.hypot(re, im) / Math.sqrt(size));
    }
    return least;
  };
  it('single voxels give the maps exactly (Rodgers), neighbours nearly (Walsh)', () => {
    expect(agreement(localMaps(images, nCoils, shape, { radius: [0, 0, 0] }))).toBeGreaterThan(1 - 1e-10);
    expect(agreement(localMaps(images, nCoils, shape, { radius: [2, 2, 0] }))).toBeGreaterThan(0.99);
  });
  it('the centre of k-space gives them too (ESPIRiT)', () => {
    const [{ data, size }] = calibrationsOf(scan, kspace, 0)! as [Calibration];
    const found = espiritMaps(data, nCoils, size, shape);
    expect(size).toEqual([1, 24, 24]);
    expect(agreement(found.maps)).toBeGreaterThan(0.98);
    expect(found.eigenvalues[16 * 32 + 16]).toBeCloseTo(1, 2);
  });
  it('SENSE unfolds every second line', () => {
    const half = sortReadouts(phantomScan({ nx, ny, nCoils, lines: (line) => line % 2 === 0 }));
    const { x, end } = senseCartesian(half.data.slice(), half.counts, maps, shape, {
      tolerance: 1e-9,
      maxSteps: 300,
      regularization: 0,
    });
    expect(end).toBe('converged');
    expect(
      distance(
        x.map((v) => v / Math.sqrt(nx * ny)),
        image,
      ),
    ).toBeLessThan(1e-5);
  });
  it('SENSE along a trajectory finds the image too', () => {
    const n = 12;
    const small = phantomImage(n, n),
      coils = phantomMaps(n, n, nCoils);
    // a spiral with a third of the samples that a single coil would need
    const nSamples = 120;
    const trajectory = Float64Array.from({ length: 2 * nSamples }, (_, i) => {
      const t = ((i >> 1) + 0.5) / nSamples;
      const angle = 2 * Math.PI * 6 * Math.sqrt(t);
      return (n / 2) * Math.sqrt(t) * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    });
    const weighted = coils.map((_, i) => {
      const at = 2 * ((i >> 1) % (n * n));
      return coils[i]! * small[at]!;
    });
    const samples = Float64Array.from(
      Array.from({ length: nCoils }, (_, coil) =>
        Array.from(directForward(weighted.slice(2 * coil * n * n, 2 * (coil + 1) * n * n), trajectory, [n, n])),
      ).flat(),
    );
    const { x } = senseSampled(
      { samples, trajectory, weights: new Float64Array(nSamples).fill(1), maps: coils, shape: [n, n], accuracy: 1e-8 },
      { tolerance: 1e-9, maxSteps: 400, regularization: 0 },
    );
    expect(distance(x, small)).toBeLessThan(0.05);
  });
  it('the whole road takes SENSE for one undersampled frame and says its noise', () => {
    const plan = {
      nx,
      ny,
      nCoils,
      noise: 0.2,
      nNoiseReadouts: 50,
      lines: (line: number) => line % 2 === 0 || Math.abs(line - 16) < 8,
    };
    const { series, method, notes } = reconstruct(phantomScan(plan), {
      method: 'auto',
      coils: 'espirit',
      encoding: 0,
      seed: 1,
    });
    expect(method).toBe('sense');
    expect(series[0]!.noiseSd.every(Number.isFinite)).toBe(true);
    expect(notes.join(' ')).toMatch(/ESPIRiT.*pseudo-replicas/);
  });
});

it('dynamics with a third of the lines come back by low rank, far nearer than with zeros', () => {
  const plan = { nx: 24, ny: 24, nCoils: 1, nFrames: 8, noise: 0.05, nNoiseReadouts: 20 };
  const lines = (line: number, frame: number): boolean => Math.abs(line - 12) < 3 || (line * 7 + frame * 5) % 11 < 4;
  const truth = reconstruct(phantomScan(plan)).series[0]!.images.data;
  const few = phantomScan({ ...plan, lines });
  const settings = { coils: 'adaptive', encoding: 0, seed: 1 } as const;
  const low = reconstruct(few, { ...settings, method: 'lowRank' });
  const zero = reconstruct(few, { ...settings, method: 'fourier' });
  expect(low.lowRank!.errors).toHaveLength(3);
  expect(distance(low.series[0]!.images.data, truth)).toBeLessThan(distance(zero.series[0]!.images.data, truth) / 2);
}, 60_000);

it('the noise that low rank says is that of many scans', () => {
  const plan = { nx: 16, ny: 16, nCoils: 1, nFrames: 6, noise: 0.6 };
  const lines = (line: number, frame: number): boolean => Math.abs(line - 8) < 2 || (line * 5 + frame * 3) % 7 < 4;
  const quiet = phantomScan({ ...plan, lines, noise: 0 });
  const random = new Random(4);
  const settings = { ...DEFAULT_RECONSTRUCTION, method: 'lowRank', lowRank: { ...DEFAULT_LOW_RANK } } as const;
  const scans = Array.from({ length: 20 }, () => ({
    ...quiet,
    noiseCovariance: Float64Array.of(2 * 0.6 * 0.6, 0),
    readouts: quiet.readouts.map((one) => ({ ...one, samples: one.samples.map((x) => x + 0.6 * random.normal()) })),
  }));
  const found = scans.map((scan) => reconstruct(scan, settings).series[0]!);
  const n = found[0]!.images.data.length;
  const mean = new Float64Array(n);
  for (const { images } of found) images.data.forEach((x, i) => (mean[i]! += x / found.length));
  let scatter = 0;
  for (const { images } of found)
    images.data.forEach((x, i) => (scatter += (x - mean[i]!) ** 2 / n / (found.length - 1)));
  const told = found[0]!.noiseSd.reduce((sum, sd) => sum + sd * sd, 0) / found[0]!.noiseSd.length;
  expect(Math.sqrt(told / scatter)).toBeGreaterThan(0.8);
  expect(Math.sqrt(told / scatter)).toBeLessThan(1.25);
}, 60_000);

it('one side of the lines left out: filled by the phase of the centre, without being told', () => {
  const truth = reconstruct(phantomScan({ nx: 32, ny: 32, nCoils: 3 })).series[0]!.images.data;
  const few = phantomScan({ nx: 32, ny: 32, nCoils: 3, lines: (line) => line >= 10 });
  const found = reconstruct(few);
  expect(found.method).toBe('partialFourier');
  expect(found.notes.join(' ')).toContain('Places 10 to 31 along y');
  const zero = reconstruct(few, { ...DEFAULT_RECONSTRUCTION, method: 'fourier' });
  const gap = (data: ArrayLike<number>): number => distance(magnitude(data), magnitude(truth));
  expect(gap(found.series[0]!.images.data)).toBeLessThan(0.6 * gap(zero.series[0]!.images.data));
});

it('one side of the lines and of the samples of each line left out: both are filled', () => {
  const shortened = (scan: RawScan): RawScan => ({
    ...scan,
    readouts: scan.readouts.map((one) => {
      const nSamples = one.nSamples - 8;
      const samples = Float32Array.from({ length: 2 * scan.nChannels * nSamples }, (_, i) => one.samples[2 * (Math.floor((i >> 1) / nSamples) * one.nSamples + ((i >> 1) % nSamples) + 8) + (i % 2)]!); // prettier-ignore
      return { ...one, nSamples, samples, centerSample: one.centerSample - 8 };
    }),
  });
  const truth = reconstruct(phantomScan({ nx: 32, ny: 32, nCoils: 3 })).series[0]!.images.data;
  const few = shortened(phantomScan({ nx: 32, ny: 32, nCoils: 3, lines: (line) => line >= 10 }));
  const found = reconstruct(few);
  expect(found.method).toBe('partialFourier');
  expect(found.notes.join(' ')).toContain('Places 10 to 31 along y and 8 to 31 along x');
  const zero = reconstruct(few, { ...DEFAULT_RECONSTRUCTION, method: 'fourier' });
  const gap = (data: ArrayLike<number>): number => distance(magnitude(data), magnitude(truth));
  expect(gap(found.series[0]!.images.data)).toBeLessThan(0.6 * gap(zero.series[0]!.images.data));
});
