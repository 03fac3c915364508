// What other writers of MRD do differently, from changed copies of our own files.
import { expect, it } from 'vitest';
import type { RawScan, Readout } from '../../records/index.ts';
import { reconstruct } from '../../reconstruct/index.ts';
import { readMrd, writeMrd } from '../index.ts';
import { makeRawScan } from '../samples/mrd.ts';

const N = 8;
const [template] = makeRawScan().readouts;
const HEAD = makeRawScan();
const space = { encodedMatrix: [N, N, 1], encodedFov_m: [0.04, 0.04, 0.005] } as const;

/** Lines of a plane whose k-space is e^(i x y) so that each sample is known by its place. */
function plane(
  change: (readout: Readout, y: number) => Partial<Readout> = () => ({}),
  more: Partial<RawScan> = {},
): RawScan {
  const readouts = Array.from({ length: N }, (_, y): Readout => {
    const samples = Float32Array.from({ length: 2 * N }, (__, i) => (i % 2 === 0 ? Math.cos : Math.sin)((i >> 1) * y));
    const counters = { ...template!.counters, line: y, contrast: 0, segment: 0 };
    const plain: Readout = { ...template!, nSamples: N, samples, centerSample: N / 2, discard: [0, 0], counters, purpose: 'image', reversed: false }; // prettier-ignore
    return { ...plain, ...change(plain, y) };
  });
  const { noiseCovariance, contrasts, ...rest } = HEAD;
  expect([noiseCovariance, contrasts]).toBeDefined();
  const encoding = { ...HEAD.encodings[0]!, ...space, imageMatrix: space.encodedMatrix, imageFov_m: space.encodedFov_m, lines: { first: 0, last: N - 1, center: N / 2 }, acceleration: [1, 1] as const }; // prettier-ignore
  return { ...rest, nChannels: 1, encodings: [encoding], readouts, ...more };
}

const images = (scan: RawScan): Float64Array => Float64Array.from(reconstruct(scan).series[0]!.images.data);
const through = (scan: RawScan, swap?: readonly [string, string]): RawScan => {
  const bytes = writeMrd(scan);
  if (swap !== undefined) {
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    bytes.set([...swap[1]].map((letter) => letter.charCodeAt(0)), text.indexOf(swap[0])); // prettier-ignore
  }
  return readMrd(bytes, 'a.h5', 'a');
};
const turned = (samples: Float32Array): Float32Array =>
  Float32Array.from({ length: samples.length }, (_, i) => samples[2 * (N - 1 - (i >> 1)) + (i % 2)]!);

it('reversed lines give the same image whichever end their centre counts from', () => {
  const expected = images(plane());
  for (const centerSample of [N / 2, N / 2 - 1]) {
    const scan = through(plane(({ samples }, y) => (y % 2 ? { samples: turned(samples), reversed: true, centerSample } : {}))); // prettier-ignore
    expect(images(scan)).toEqual(expected);
    expect(scan.notes.some((note) => note.includes('count'))).toBe(centerSample === N / 2);
  }
});

it('counters from 1 leave no empty image', () => {
  const scan = through(plane(({ counters }) => ({ counters: { ...counters, frame: 1, slice: 3, contrast: 1 } })));
  expect(reconstruct(scan).series.map(({ images: { shape } }) => shape)).toEqual([[1, 1, N, N]]);
  expect(scan.notes).toContain('Counters begin later than 0 and were set back: repetition at 1, contrast at 1, slice at 3.'); // prettier-ignore
});

const stack = (places: readonly number[]): RawScan => {
  const one = plane();
  const readouts = places.flatMap((_, slice) => one.readouts.map((r) => ({ ...r, samples: r.samples.map((x) => x * (1 + places[slice]!)), counters: { ...r.counters, slice } }))); // prettier-ignore
  return { ...one, readouts, sliceCentresRas_mm: places.map((z) => [1, -2, z] as const) };
};

it('interleaved slices stand where they are, uneven ones evenly, and that is said', () => {
  const { series } = reconstruct(through(stack([0, 20, 10, 30])));
  const { affineRas_mm } = series[0]!.geometry;
  expect([affineRas_mm[10], affineRas_mm[11]]).toEqual([10, 0]);
  const data = series[0]!.images.data;
  const at = 2 * (N * N) + 6;
  expect(data[at]! / data[6]!).toBeCloseTo(11, 4);
  expect(through(stack([0, 5, 30, 31])).notes.join(' ')).toContain('Slices stand 1.0 to 25.0 mm apart');
});

it('axes that are no frame are refused', () => {
  const skew = { ...HEAD.orientation, phase: [0.6, 0.8, 0] as const };
  expect(() => through(plane(undefined, { orientation: skew }))).toThrow(/not at right angles \(at a.h5\)/);
});

it('a matrix that forgets the oversampling is refused', () => {
  const wide = plane(({ samples }) => ({ nSamples: 2 * N, samples: Float32Array.from([...samples, ...samples]), centerSample: N })); // prettier-ignore
  expect(() => reconstruct(through(wide))).toThrow(/64 of 128 samples lie outside the encoded 8 x 8 x 1/);
});

it('noise readouts of another bandwidth tell the noise of one channel', () => {
  const noise: Readout = { ...plane().readouts[0]!, purpose: 'noise', samples: Float32Array.from({ length: 2 * N }, (_, i) => (i % 2 ? 1 : -1)) }; // prettier-ignore
  const powerAt = (dwell_s: number): number => {
    const scan = plane();
    return reconstruct({ ...scan, readouts: [{ ...noise, dwell_s }, ...scan.readouts] }).noisePower;
  };
  expect(powerAt(4 * noise.dwell_s) / powerAt(noise.dwell_s)).toBeCloseTo(4, 12);
});

const radial = (unit_perM: number, dimensions = 2): RawScan =>
  plane((_, y) => ({
    trajectoryDimensions: dimensions as 2,
    trajectory_perM: Float32Array.from({ length: dimensions * N }, (__, i) => {
      const k = (Math.floor(i / dimensions) - N / 2) * 25; // cycles per field of view of 40 mm
      return ([Math.cos, Math.sin][i % dimensions]?.((Math.PI * y) / N) ?? 1e6 * unit_perM) * (k / unit_perM);
    }),
  }));

it.each([
  ['cycles per encoded voxel', 200, 2],
  ['cycles per encoded voxel', 200, 3],
  ['cycles per encoded field of view', 25, 2],
  ['cycles per metre', 1, 2],
  ['cycles per millimetre', 1000, 2],
])('a trajectory in %s is known by how far it reaches', (name, unit_perM, dimensions) => {
  const scan = through(radial(unit_perM, dimensions), ['trajectoryUnit', 'trajectoryNote']);
  expect(scan.notes.join()).toContain(`not in the file: ${name} ASSUMED`);
  expect(scan.readouts[0]!.trajectory_perM![0]).toBeCloseTo(-100, 3);
});

it('a trajectory of no known unit is refused', () => {
  expect(() => through(radial(1e4), ['trajectoryUnit', 'trajectoryNote'])).toThrow(/the unit of the trajectory cannot be told: its largest k is/); // prettier-ignore
});

it('planar trajectories with partitions are a stack', () => {
  const flat = radial(1);
  const encoding = { ...flat.encodings[0]!, encodedMatrix: [N, N, 2] as const, imageMatrix: [N, N, 2] as const, kind: 'radial' as const, partitions: { first: 0, last: 1, center: 1 } }; // prettier-ignore
  const readouts = [0, 1].flatMap((partition) => flat.readouts.map((one) => ({ ...one, counters: { ...one.counters, partition } }))); // prettier-ignore
  const data = images({ ...flat, encodings: [encoding], readouts });
  const energy = [0, 1].map((z) =>
    data.subarray(2 * z * N * N, 2 * (z + 1) * N * N).reduce((sum, x) => sum + x * x, 0),
  );
  // both partitions alike: all of the signal lies in the middle one
  expect(energy[0]! / energy[1]!).toBeLessThan(1e-6);
  expect(() => reconstruct({ ...flat, encodings: [encoding] })).toThrow(/2 partitions in the header, but neither/);
});
