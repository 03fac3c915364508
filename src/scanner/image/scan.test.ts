import { describe, expect, it } from 'vitest';
import { decayingTissue } from '../../../test/tissue/decaying.ts';
import { Random } from '../../base/index.ts';
import { positionRas_mm, type Geometry } from '../../records/index.ts';
import { MOUSE_COIL, noiseSd_mM } from './coil.ts';
import { loopSensitivity, parabolicB1 } from './maps.ts';
import { pointSpread, throughAxes } from './point-spread.ts';
import { imageGeometry, type Protocol } from './protocol.ts';
import { scan } from './scan.ts';

const geometry: Geometry = { shape: [8, 8, 4], affineRas_mm: [1, 0, 0, -3.5, 0, 1, 0, -3.5, 0, 0, 2, -3] };
const N = 256;
const R1 = [1 / 30, 1 / 25] as const;
const even = (rate = 0.02, start = 2) =>
  decayingTissue(geometry, new Float64Array(N).fill(start), new Float64Array(N).fill(rate), R1);

const DEG = Math.PI / 180;
const QUIET_COIL = { ...MOUSE_COIL, efficiency_TPerSqrtW: 0.09 };
const protocol: Protocol = {
  b0_T: 1.5,
  start_s: 4,
  repetition_s: 3,
  nFrames: 6,
  echoTime_s: 0.005,
  channels: [
    { name: 'fumarate', flips: { design: 'constant', angle_deg: 10 }, t2Star_s: 0.05 },
    { name: 'malate', flips: { design: 'constant', angle_deg: 30 }, t2Star_s: 0.03 },
  ],
  matrix: [8, 8, 4],
  encoding: '3D',
  filter: 'none',
  bandwidth_Hz: 20_000,
  coil: QUIET_COIL,
  images: 'complex',
};

/** What the matrix makes of a map. */
const spread = (map: Float64Array): Float64Array =>
  throughAxes(map, [pointSpread(8, 8, 8, 'none'), pointSpread(8, 8, 8, 'none'), pointSpread(4, 4, 4, 'none')]);

describe('scan', () => {
  it('shows sin, leaves cos, and lets T2* act up to the echo', () => {
    const { noiseFree, times_s } = scan(even(), protocol, new Random(1));
    let mz = 2 * Math.exp(-(R1[0] + 0.02) * 4);
    for (let n = 0; n < 6; n++) {
      expect(times_s[n]).toBe(4 + 3 * n);
      const seen = mz * Math.sin(10 * DEG) * Math.exp(-0.005 / 0.05);
      for (const v of [0, 77, 255]) expect(noiseFree[0]!.images.data[n * N + v]).toBeCloseTo(seen, 13);
      mz *= Math.cos(10 * DEG) * Math.exp(-(R1[0] + 0.02) * 3);
    }
  });
  it('adds up two malate lines with the phase between them at the echo', () => {
    const at = (echoTime_s: number) =>
      scan(even(), { ...protocol, echoTime_s }, new Random(1)).noiseFree[1]!.images.data[3]!;
    const gap_Hz = 1.2e-6 * 16.0627e6;
    expect(at(0.02) / at(0)).toBeCloseTo(Math.exp(-0.02 / 0.03) * Math.cos(Math.PI * gap_Hz * 0.02), 5);
  });
  it('images one line of two when asked for', () => {
    const single = {
      name: 'C4',
      lines: ['malate C4'],
      flips: { design: 'constant', angle_deg: 30 },
      t2Star_s: 0.03,
    } as const;
    const tissue = even();
    const { noiseFree } = scan(tissue, { ...protocol, channels: [single], echoTime_s: 0 }, new Random(1));
    const both = scan(even(), { ...protocol, channels: [protocol.channels[1]!], echoTime_s: 0 }, new Random(1));
    expect(noiseFree[0]!.images.data[5]! * 2).toBeCloseTo(both.noiseFree[0]!.images.data[5]!, 13);
    expect(tissue.mz[1]![0]).toBeGreaterThan(tissue.mz[2]![0]!);
  });
  it('has no negative B1, however far from the centre', () => {
    const b1 = parabolicB1(geometry, { centre_mm: [0, 0, 0], radius_mm: 1, drop: -0.9 });
    expect(Math.min(...b1)).toBe(0);
  });
  it('only ever spends magnetization, whatever the B1', () => {
    const b1 = parabolicB1(geometry, { centre_mm: [0, 0, 0], radius_mm: 4, drop: 0.4 });
    const channels = [{ name: 'fumarate', flips: { design: 'constant', angle_deg: 70 }, t2Star_s: 0.05 }] as const;
    const tissue = even(0);
    let before = Float64Array.from(tissue.mz[0]!);
    const spying = {
      ...tissue,
      excite: (line: number, kept: number | Float64Array) => {
        before = Float64Array.from(tissue.mz[0]!);
        tissue.excite(line, kept);
        tissue.mz[0]!.forEach((value, v) => expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(before[v]!)));
      },
    };
    const { noiseFree } = scan(spying, { ...protocol, channels }, new Random(1), { b1 });
    const first = 2 * Math.exp(-R1[0] * 4) * Math.exp(-0.1);
    const shown = spread(b1.map((factor) => first * Math.sin(70 * DEG * factor)));
    for (const v of [0, 100, 140]) expect(noiseFree[0]!.images.data[v]).toBeCloseTo(shown[v]!, 13);
  });
  it('hears less from afar', () => {
    const sensitivity = loopSensitivity(geometry, { centre_mm: [0, -3.5, 0], radius_mm: 5 });
    const { noiseFree } = scan(even(), protocol, new Random(1), { sensitivity });
    const plain = scan(even(), protocol, new Random(1));
    const at = (2 * 8 + 7) * 8 + 3;
    expect(noiseFree[0]!.images.data[at]! / plain.noiseFree[0]!.images.data[at]!).toBeCloseTo(
      spread(sensitivity)[at]!,
      12,
    );
    expect(sensitivity[at]).toBeCloseTo(1 / Math.sqrt((1 + (0.25 + 49 + 1) / 25) ** 3), 12);
  });
  it('gives coarser images over the same field of view', () => {
    const coarse = imageGeometry(geometry, [4, 4, 2]);
    expect(coarse.affineRas_mm).toEqual([2, 0, 0, -3, 0, 2, 0, -3, 0, 0, 4, -2]);
    expect(positionRas_mm(coarse, -0.5, -0.5, -0.5)).toEqual(positionRas_mm(geometry, -0.5, -0.5, -0.5));
    const { images } = scan(even(), { ...protocol, matrix: [4, 4, 2], encoding: 'slices' }, new Random(1));
    expect(images[0]!.images.shape).toEqual([6, 2, 4, 4]);
    expect(images[0]!.claims).toMatchObject({ nucleus: '13C', flipAngle_deg: 10, repetition_s: 3, b0_T: 1.5 });
  });
  it('gives the same digits for the same seed, and other noise to each metabolite', () => {
    const noisy = { ...protocol, coil: MOUSE_COIL };
    const [a, b] = [scan(even(), noisy, new Random(7)), scan(even(), noisy, new Random(7))];
    expect(a.images[0]!.images.data).toEqual(b.images[0]!.images.data);
    const noiseOf = (c: number): number => a.images[c]!.images.data[9]! - a.noiseFree[c]!.images.data[9]!;
    expect(noiseOf(0)).not.toBeCloseTo(noiseOf(1), 12);
  });
});

describe('noise of images', () => {
  const empty = () => decayingTissue(geometry, new Float64Array(N), new Float64Array(N), R1);
  const noisy: Protocol = { ...protocol, coil: MOUSE_COIL, nFrames: 60 };
  const variance = (data: ArrayLike<number>): number =>
    Array.from(data).reduce((sum, x) => sum + x * x, 0) / data.length;
  it.each(['none', 'hamming', 'hann'] as const)('has the stated standard deviation, filter %s', (filter) => {
    const { images, imaginary, noiseSd_mM: sd } = scan(empty(), { ...noisy, filter }, new Random(3));
    for (const series of [...images, ...imaginary])
      // 15360 samples, fewer independent ones behind a filter: the standard error is 0.006 to 0.015.
      expect(Math.abs(Math.sqrt(variance(series.images.data)) / sd - 1)).toBeLessThan(0.03);
    const unfiltered = noiseSd_mM(MOUSE_COIL, { b0_T: 1.5, voxel_m3: 2e-9, sampling_s: 256 / 20_000 });
    if (filter === 'none') expect(sd).toBeCloseTo(unfiltered, 15);
    else expect(sd).toBeLessThan(unfiltered);
  });
  it('has the Rice floor in empty voxels of magnitude images', () => {
    const { images, noiseSd_mM: sd } = scan(empty(), { ...noisy, images: 'magnitude' }, new Random(4));
    const { data } = images[0]!.images;
    const mean = Array.from(data).reduce((a, b) => a + b, 0) / data.length;
    // 15360 samples: the standard error of the mean is 0.0053 sd.
    expect(Math.abs(mean / sd - Math.sqrt(Math.PI / 2))).toBeLessThan(0.02);
  });
  it('gathers more samples for every voxel in 3D than in slices', () => {
    const slices = scan(empty(), { ...noisy, encoding: 'slices', nFrames: 1 }, new Random(5)).noiseSd_mM;
    expect(slices / scan(empty(), { ...noisy, nFrames: 1 }, new Random(5)).noiseSd_mM).toBeCloseTo(2, 12);
  });
});

describe('bad input', () => {
  const run = (change: Partial<Protocol>) => () => scan(even(), { ...protocol, ...change }, new Random(1));
  const channel = protocol.channels[0]!;
  it.each([
    [{ repetition_s: 0 }, 'repetition_s is 0; expected seconds, more than 0 (at protocol)'],
    [{ repetition_s: 0.02 }, 'repetition_s is 0.02; expected at least the 0.0256 s'],
    [{ nFrames: 2.5 }, 'nFrames is 2.5'],
    [{ echoTime_s: 5 }, 'Was it given in ms?'],
    [{ matrix: [8, 0, 4] }, 'matrix is [8, 0, 4]'],
    [{ bandwidth_Hz: 0 }, 'bandwidth_Hz is 0'],
    [{ b0_T: -1 }, 'b0_T is -1'],
    [{ start_s: -1 }, 'start_s is -1'],
    [{ channels: [] }, 'channels is empty'],
    [{ filter: 'box' as 'none' }, 'filter is box; expected none or hamming or hann'],
    [
      { channels: [{ ...channel, name: 'malat' }] },
      "unknown metabolite 'malat'; did you mean 'malate'? The tissue has fumarate, malate (at channels[0], malat)",
    ],
    [{ channels: [channel, channel] }, 'two channels have this name'],
    [{ channels: [channel, { ...channel, name: 'again', lines: ['fumarate C1'] }] }, 'is excited by fumarate too'],
    [{ channels: [{ ...channel, t2Star_s: 0 }] }, 't2Star_s is 0'],
    [{ channels: [{ ...channel, flips: { design: 'constant', angle_deg: 91 } }] }, 'a flip angle is 91 degrees'],
    [
      { channels: [{ ...channel, flips: { design: 'angles', angles_deg: [1, 2, 3, 4, 5, 6, 7] } }] },
      'more flip angles than frames: 7 angles, 6 frames; give one per frame (at channels[0], fumarate, flips)',
    ],
  ] as [Partial<Protocol>, string][])('is refused with its place: %o', (change, message) =>
    expect(run(change)).toThrow(message),
  );
  it('refuses maps that do not fit', () => {
    expect(() => scan(even(), protocol, new Random(1), { b1: new Float64Array(3) })).toThrow(
      'the B1 map has 3 voxels, the tissue 256',
    );
    expect(() => scan(even(), protocol, new Random(1), { sensitivity: new Float64Array(256).fill(-1) })).toThrow(
      'the sensitivity map holds -1',
    );
  });
});
