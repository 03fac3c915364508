import { describe, expect, it } from 'vitest';
import { phantomImage, phantomMaps } from '../../../test/scans/phantom.ts';
import { sampledScan, spiralArm } from '../../../test/scans/sampled.ts';
import { Random } from '../../base/index.ts';
import { DEFAULT_RECONSTRUCTION, reconstruct } from '../index.ts';
import { conjugatePhase, frequencySegments } from './off-resonance.ts';

const n = 24;
const smooth = (image: Float64Array): Float64Array => {
  // k-space inside the circle that a spiral covers
  const out = new Float64Array(image.length);
  for (let v = 0; v < n * n; v++) {
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        const x = (v % n) + dx,
          y = Math.floor(v / n) + dy;
        if (x < 0 || y < 0 || x >= n || y >= n) continue;
        const weight = (dx === 0 ? 0.5 : 0.25) * (dy === 0 ? 0.5 : 0.25);
        out[2 * v]! += weight * image[2 * (y * n + x)]!;
        out[2 * v + 1]! += weight * image[2 * (y * n + x) + 1]!;
      }
  }
  return out;
};
const image = smooth(phantomImage(n, n));
const other = smooth((phantomImage(n, n, 3).map((x, i) => (i % (2 * n) < n ? x : 0)))); // prettier-ignore
const field_Hz = Float64Array.from(
  { length: n * n },
  (_, v) => 40 * ((v % n) / n - 0.5) + 25 * Math.cos(Math.floor(v / n) / 4),
);
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let gap = 0,
    size = 0;
  for (let i = 0; i < a.length; i++) {
    gap += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(gap / size);
};
const settings = DEFAULT_RECONSTRUCTION;
const arms = (nArms: number, start_s: number, contrast = 0, dwell_s = 1.6e-5) =>
  Array.from({ length: nArms }, (_, arm) => ({
    ...spiralArm(n, nArms, arm, Math.round((2 * n * n) / nArms), start_s, dwell_s),
    counters: { segment: arm, contrast },
  }));

it('segments of frequency hold the phase of every voxel at every time', () => {
  const times_s = [-0.004, 0.02] as const;
  const segments = frequencySegments(field_Hz, times_s);
  expect(segments.error).toBeLessThan(2e-3);
  for (const t of [-0.004, 0.003, 0.0199]) {
    const one = conjugatePhase(segments, (f) => Float64Array.from({ length: 2 * n * n }, (_, i) => i % 2 === 0 ? Math.cos(2 * Math.PI * f * t) : Math.sin(2 * Math.PI * f * t))); // prettier-ignore
    field_Hz.forEach((f, v) => expect(Math.hypot(one[2 * v]! - Math.cos(2 * Math.PI * f * t), one[2 * v + 1]! - Math.sin(2 * Math.PI * f * t))).toBeLessThan(0.01)); // prettier-ignore
  }
});

describe('a spiral in an uneven field', () => {
  const strong = field_Hz.map((f) => 2 * f);
  const scan = sampledScan({ nx: n, ny: n, kind: 'spiral', pools: [{ image, offset_Hz: 0 }], field_Hz: strong, readouts: arms(2, 0, 0, 3e-5), withTrajectory: true }); // prettier-ignore
  const even = sampledScan({ nx: n, ny: n, kind: 'spiral', pools: [{ image, offset_Hz: 0 }], readouts: arms(2, 0), withTrajectory: true }); // prettier-ignore
  it('is blurred, and with the map of the field it is as in an even one', () => {
    const sharp = reconstruct(even).series[0]!.images.data;
    const found = reconstruct(scan, { ...settings, field_Hz: strong });
    const blurred = distance(reconstruct(scan).series[0]!.images.data, sharp);
    expect(blurred).toBeGreaterThan(0.12);
    expect(distance(found.series[0]!.images.data, sharp)).toBeLessThan(0.03);
    expect(found.notes.join(' ')).toContain('signal equation');
  });
  it('by its phase alone, where it is gentle, comes most of the way and leaves the noise as it is', () => {
    const sharp = reconstruct(even).series[0]!.images.data;
    const gentle = field_Hz.map((f) => f / 3);
    const bent = sampledScan({ nx: n, ny: n, kind: 'spiral', pools: [{ image, offset_Hz: 0 }], field_Hz: gentle, readouts: arms(2, 0, 0, 3e-5), withTrajectory: true }); // prettier-ignore
    const phase = { ...settings, field_Hz: gentle, fieldSteps: 0 };
    const blurred = distance(reconstruct(bent).series[0]!.images.data, sharp);
    expect(distance(reconstruct(bent, phase).series[0]!.images.data, sharp)).toBeLessThan(blurred / 2);
    const random = new Random(4);
    const noise = { ...bent, readouts: bent.readouts.map((one) => ({ ...one, samples: one.samples.map(() => random.normal()) })) }; // prettier-ignore
    const [freed, plain] = [phase, settings].map((how) => Math.hypot(...reconstruct(noise, how).series[0]!.images.data)); // prettier-ignore
    expect(Math.abs(freed! / plain! - 1)).toBeLessThan(0.05);
  });
  it('takes no map of another size', () => {
    expect(() => reconstruct(scan, { ...settings, field_Hz: new Float64Array(9) })).toThrow(/the field map has 9 voxels, the images 576/); // prettier-ignore
  });
});

it('IDEAL spiral: two metabolites come apart and sharp, with the field given or found from the echoes', () => {
  const pools = [
    { image, offset_Hz: 0 },
    { image: other, offset_Hz: -390 },
  ];
  const echoTimes_s = [0, 1, 2, 3, 4].map((e) => 0.003 + 0.0009 * e);
  const readouts = echoTimes_s.flatMap((time, e) => arms(2, time, e));
  const gentle = field_Hz.map((f) => f / 2);
  const scan = sampledScan({ nx: n, ny: n, kind: 'spiral', pools, field_Hz: gentle, readouts, withTrajectory: true });
  const metabolites = [
    { name: 'pyruvate', offset_Hz: 0 },
    { name: 'lactate', offset_Hz: -390 },
  ];
  const given = reconstruct(scan, { ...settings, metabolites, echoTimes_s, field_Hz: gentle });
  expect(given.series.map(({ name }) => name)).toEqual(['pyruvate', 'lactate']);
  // each alone, at the centre frequency of an even field
  const alone = pools.map(({ image: one }) => reconstruct(sampledScan({ nx: n, ny: n, kind: 'spiral', pools: [{ image: one, offset_Hz: 0 }], readouts: arms(2, 0), withTrajectory: true })).series[0]!.images.data); // prettier-ignore
  given.series.forEach(({ images }, m) => expect(distance(images.data, alone[m]!)).toBeLessThan(0.03));
  const found = reconstruct(scan, { ...settings, metabolites, echoTimes_s, widestField_Hz: 50 });
  expect(distance(found.series[0]!.images.data, alone[0]!)).toBeLessThan(0.05);
  expect(found.readout).toBe('ideal');
  expect(() => reconstruct(scan, { ...settings, metabolites })).toThrow(/5 echoes, but 0 echo times are known; give echoTimes_ms/); // prettier-ignore
});

it('SENSE along half of the arms of a spiral: nearer than gridding, with a noise of its own', () => {
  const nCoils = 6;
  const make = (kept: number) => sampledScan({ nx: n, ny: n, nCoils, kind: 'spiral', pools: [{ image, offset_Hz: 0 }], readouts: arms(8, 0).filter((_, a) => a % (8 / kept) === 0), withTrajectory: true, encoding: { acceleration: [8 / kept, 1] } }); // prettier-ignore
  const few = { ...make(4), noiseCovariance: Float64Array.from({ length: 2 * nCoils * nCoils }, (_, i) => (i % (2 * (nCoils + 1)) === 0 ? 1 : 0)) }; // prettier-ignore
  // root of the sum of squares of the maps stands in the combined image
  const maps = phantomMaps(n, n, nCoils);
  const truth = Float64Array.from({ length: n * n }, (_, v) => {
    let power = 0;
    for (let coil = 0; coil < nCoils; coil++) power += maps[2 * (coil * n * n + v)]! ** 2 + maps[2 * (coil * n * n + v) + 1]! ** 2; // prettier-ignore
    return Math.sqrt(power) * image[2 * v]!;
  });
  const magnitude = (data: ArrayLike<number>) => Float64Array.from({ length: n * n }, (_, v) => Math.hypot(data[2 * v]!, data[2 * v + 1]!)); // prettier-ignore
  const sense = reconstruct(few);
  expect(sense.method).toBe('sense');
  const error = distance(magnitude(sense.series[0]!.images.data), truth.map(Math.abs));
  const grid = distance(magnitude(reconstruct(few, { ...settings, method: 'fourier' }).series[0]!.images.data), truth.map(Math.abs)); // prettier-ignore
  expect(error).toBeLessThan(0.6 * grid);
  expect(sense.series[0]!.noiseSd.every((sd) => sd > 0)).toBe(true);
});

it('echo-planar lines in an uneven field: set back to where they are', () => {
  const spacing_s = 0.0008;
  // even along y, the direction of the shift, so that nothing is stretched
  const gentle = Float64Array.from(field_Hz, (_, v) => 30 * Math.cos((v % n) / 5));
  const readouts = Array.from({ length: n }, (_, line) => {
    const reversed = line % 2 === 1;
    const k = Array.from({ length: n }, (__, s): [number, number] => [reversed ? n - 1 - s - (n >> 1) : s - (n >> 1), line - (n >> 1)]); // prettier-ignore
    return { k, time_s: k.map((_k, s) => 0.001 + line * spacing_s + s * 1e-5), counters: { line }, reversed };
  });
  const scan = sampledScan({ nx: n, ny: n, kind: 'epi', pools: [{ image, offset_Hz: 0 }], field_Hz: gentle, readouts, withTrajectory: false }); // prettier-ignore
  const magnitude = (data: ArrayLike<number>) => Float64Array.from({ length: n * n }, (_, v) => Math.hypot(data[2 * v]!, data[2 * v + 1]!)); // prettier-ignore
  const truth = magnitude(image);
  const plain = distance(magnitude(reconstruct(scan).series[0]!.images.data), truth);
  const straight = distance(magnitude(reconstruct(scan, { ...settings, field_Hz: gentle }).series[0]!.images.data), truth); // prettier-ignore
  expect(straight).toBeLessThan(0.2 * plain);
  const untimed = { ...scan, readouts: scan.readouts.map((one) => ({ ...one, start_s: 0 })) };
  expect(() => reconstruct(untimed, { ...settings, field_Hz: gentle })).toThrow(/give echoSpacing_s/);
  const told = reconstruct(untimed, { ...settings, field_Hz: gentle, echoSpacing_s: spacing_s });
  expect(distance(magnitude(told.series[0]!.images.data), truth)).toBeLessThan(0.2 * plain);
});
