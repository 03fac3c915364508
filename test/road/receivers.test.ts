// What stands between spins and samples: a field that tissue makes and a shim evens out, several coils with noise that they share; each seen in the image as the
// signal equation puts it there.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import type { Encoding } from '../../src/records/index.ts';
import { coilImagesOf, noiseCovariance, reconstruct, sortReadouts } from '../../src/reconstruct/index.ts';
import { bssfpSequence, epiReadout, gridSignal, MOUSE_SCANNER, playedWindows, recorded, shimmed, shotsSequence, spiralReadout, staticSignal, SUSCEPTIBILITY, susceptibilityField_Hz, withNoise, type StaticVoxels } from '../../src/scanner/index.ts'; // prettier-ignore
import { pointImage, points, worst } from '../scans/points.ts';

const hardware = MOUSE_SCANNER;
const matrix = [16, 12, 1] as const,
  fov_m = [0.04, 0.03, 0.004] as const;
const pulse = { hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 };
const encoding = (kind: Encoding['kind']): Encoding => ({
  kind,
  encodedMatrix: matrix,
  encodedFov_m: fov_m,
  imageMatrix: matrix,
  imageFov_m: fov_m,
  lines: { first: 0, last: 11, center: 6 },
  partitions: { first: 0, last: 0, center: 0 },
  acceleration: [1, 1],
});
const epi = epiReadout({ hardware, matrix: [16, 12], fov_m: [0.04, 0.03], bandwidth_Hz: 50e3, order: 'sequential', kind: 'flyback' }); // prettier-ignore
const flyback = shotsSequence({ name: 'epi', pulse, readouts: [epi.blocks], repetition_s: 0.1 }).sequence;

/** A lung in tissue: a slab of voxels, one along z, with the field over it after the shim. */
const GRID = { shape: [24, 20, 12], spacing_m: [1.25e-3, 1.25e-3, 2e-3] } as const;
const placeOf = (v: number): readonly [number, number, number] => [
  (Math.floor(v / 240) - 12) * 1.25e-3,
  (Math.floor(v / 12) % 20 - 10) * 1.25e-3,
  ((v % 12) - 6) * 2e-3,
]; // prettier-ignore
const inLung = ([x, y]: readonly [number, number, number]): boolean => Math.hypot(x - 6e-3, y - 4e-3) < 4e-3;
const inBody = ([x, y]: readonly [number, number, number]): boolean => Math.hypot(x, y) < 0.011;
const all = Array.from({ length: 24 * 20 * 12 }, (_, v) => v);
const field = ((): Float64Array => {
  const chi = all.map((v) => (inLung(placeOf(v)) ? SUSCEPTIBILITY.lung : inBody(placeOf(v)) ? SUSCEPTIBILITY.tissue : SUSCEPTIBILITY.air)); // prettier-ignore
  const raw = susceptibilityField_Hz(chi, { ...GRID, direction: [0, 0, 1], around: SUSCEPTIBILITY.air, b0_T: 3, gamma_HzPerT: hardware.gamma_HzPerT }); // prettier-ignore
  const organ = all.map((v) => (inBody(placeOf(v)) && !inLung(placeOf(v)) ? 1 : 0));
  const { field_Hz, before_Hz, after_Hz } = shimmed(raw, organ, { ...GRID, order: 2 });
  expect(after_Hz).toBeLessThan(before_Hz);
  return field_Hz;
})();
const plane = all.filter((v) => placeOf(v)[2] === 0 && inBody(placeOf(v)) && !inLung(placeOf(v)));

describe('a field map', () => {
  it('moves each point of a flyback EPI by its own frequency along both axes, to 1e-6', () => {
    const random = new Random(9);
    const some = plane.filter((_, i) => i % 11 === 0);
    const phantom: StaticVoxels = {
      position_m: Float64Array.from(some.flatMap((v) => placeOf(v))),
      magnetization: Float64Array.from(some.flatMap(() => [0.5 + random.next(), 0])),
      frequency_Hz: Float64Array.from(some, (v) => field[v]!),
      t2Star_s: new Float64Array(some.length).fill(Infinity),
    };
    expect(Math.max(...phantom.frequency_Hz) - Math.min(...phantom.frequency_Hz)).toBeGreaterThan(10);
    const raw = recorded(flyback, ({ k_perM, since_s }) => staticSignal(phantom, k_perM, since_s), { nucleus: '13C', larmor_Hz: 32e6, nChannels: 1, encoding: encoding('epi'), counters: { line: 'LIN' }, trajectoryDimensions: 0 }); // prettier-ignore
    const windows = playedWindows(flyback);
    const [dwell_s, spacing_s] = [windows[0]!.since_s[1]! - windows[0]!.since_s[0]!, windows[1]!.since_s[0]! - windows[0]!.since_s[0]!]; // prettier-ignore
    const centre_s = windows[6]!.since_s[8]!;
    const moved: StaticVoxels = {
      ...phantom,
      position_m: phantom.position_m.map((r, i) => r + phantom.frequency_Hz[Math.floor(i / 3)]! * [dwell_s * fov_m[0], spacing_s * fov_m[1], 0][i % 3]!), // prettier-ignore
      magnetization: phantom.magnetization.map((_, i) => {
        const angle = -2 * Math.PI * phantom.frequency_Hz[i >> 1]! * centre_s;
        return phantom.magnetization[i & ~1]! * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
      }),
    };
    expect(worst(coilImagesOf(sortReadouts(raw)).data, pointImage(moved, matrix, fov_m))).toBeLessThan(1e-6);
  });

  it.each([
    ['echo-planar lines', flyback],
    ['a spiral', shotsSequence({ name: 'spiral', pulse, readouts: [spiralReadout({ hardware, matrix: 16, fov_m: 0.04, nInterleaves: 1, bandwidth_Hz: 250e3 }).blocks], repetition_s: 0.1 }).sequence], // prettier-ignore
  ])('the quick signal along %s is the sum over voxels, to what it says', (_name, sequence) => {
    const magnetization = Float64Array.from(all.flatMap((v) => (plane.includes(v) ? [1, 0] : [0, 0])));
    const t2Star_s = new Float64Array(all.length).fill(0.03);
    for (const { k_perM, since_s } of playedWindows(sequence).slice(0, 3)) {
      const every = since_s.length > 100 ? 9 : 1;
      const times = since_s.filter((_, i) => i % every === 0);
      const k = k_perM.filter((_, i) => Math.floor(i / 3) % every === 0);
      const quick = gridSignal({ ...GRID, magnetization, frequency_Hz: field, t2Star_s, boxes: true }, k, times, 1e-6);
      const exact = staticSignal(
        {
          position_m: Float64Array.from(plane.flatMap((v) => placeOf(v))),
          magnetization: Float64Array.from(plane.flatMap(() => [1, 0])),
          frequency_Hz: Float64Array.from(plane, (v) => field[v]!),
          t2Star_s: new Float64Array(plane.length).fill(0.03),
          box_m: GRID.spacing_m,
        },
        k,
        times,
      );
      expect(worst(quick.signal, exact)).toBeLessThan(1e-6);
    }
  });
});

describe('several coils', () => {
  const { sequence } = bssfpSequence({ hardware, matrix, fov_m, flip_rad: 0.4, bandwidth_Hz: 50e3 });
  const phantom = points({ n: 20, size_m: [0.034, 0.026, 0] });
  const COVARIANCE = Float64Array.of(4, 0, 1, 0.5, 0, -0.3, 1, -0.5, 2, 0, 0.2, 0.4, 0, 0.3, 0.2, -0.4, 1, 0);
  /** What coil c hears at a place: falls off with the distance, turned by its own phase. */
  const heard = (channel: number): StaticVoxels => ({
    ...phantom,
    magnetization: phantom.magnetization.map((_, i) => {
      const at = 3 * (i >> 1);
      const angle = (2 * Math.PI * channel) / 3;
      const d = Math.hypot(phantom.position_m[at]! - 0.03 * Math.cos(angle), phantom.position_m[at + 1]! - 0.03 * Math.sin(angle)); // prettier-ignore
      const size = Math.exp(-d / 0.03),
        phase = channel + 20 * phantom.position_m[at]!;
      const [re, im] = [phantom.magnetization[i & ~1]!, phantom.magnetization[i | 1]!];
      return i % 2 === 0 ? size * (re * Math.cos(phase) - im * Math.sin(phase)) : size * (re * Math.sin(phase) + im * Math.cos(phase)); // prettier-ignore
    }),
  });
  const coils = [0, 1, 2].map(heard);
  const quiet = recorded(sequence, ({ k_perM, since_s }, channel) => staticSignal(coils[channel]!, k_perM, since_s), { nucleus: '13C', larmor_Hz: 16e6, nChannels: 3, encoding: encoding('cartesian'), counters: { line: 'LIN', partition: 'PAR' }, trajectoryDimensions: 0 }); // prettier-ignore

  it('have each the image of the points that it hears, to 1e-6', () => {
    const { data } = coilImagesOf(sortReadouts(quiet));
    coils.forEach((coil, channel) => {
      const n = 2 * 16 * 12;
      expect(worst(data.subarray(channel * n, (channel + 1) * n), pointImage(coil, matrix, fov_m))).toBeLessThan(1e-6);
    });
  });

  it('share noise as asked: the station measures it, and says the noise of the joined image', () => {
    const noisy = withNoise(quiet, COVARIANCE, new Random(2));
    const measured = noiseCovariance(noisy)!;
    // five standard errors of 4096 samples
    measured.forEach((c, i) => expect(Math.abs(c - COVARIANCE[i]!)).toBeLessThan((5 * 4) / Math.sqrt(4096)));
    const { series, noiseSource } = reconstruct(noisy);
    expect(noiseSource).toBe('readouts');
    expect(series[0]!.noiseSd[0]).toBeCloseTo(1 / Math.sqrt(2 * 16 * 12), 6);
  });
});
