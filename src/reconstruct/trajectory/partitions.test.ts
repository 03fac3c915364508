import { expect, it } from 'vitest';
import { phantomImage } from '../../../test/scans/phantom.ts';
import { sampledScan, spiralArm } from '../../../test/scans/sampled.ts';
import type { RawScan, Readout } from '../../records/index.ts';
import { reconstruct } from '../index.ts';

const n = 16;
const image = phantomImage(n, n);
const arms = [0, 1].map((arm) => spiralArm(n, 2, arm, 256, 0, 1e-5));
const flat = sampledScan({ nx: n, ny: n, kind: 'spiral', pools: [{ image, offset_Hz: 0 }], readouts: arms, withTrajectory: true }); // prettier-ignore
/** A stack of `weights.length` slices, each the image times its weight: k-space of the weights times that of the image. */
const weights = [0, 1, 3, 2];
const nz = weights.length;
const { encodedMatrix: [, ny], encodedFov_m: fov_m } = flat.encodings[0]!; // prettier-ignore
const stack = (played: (one: Readout, kz_perM: number) => Partial<Readout>): RawScan => ({
  ...flat,
  encodings: [{ ...flat.encodings[0]!, encodedMatrix: [n, ny, nz], imageMatrix: [n, ny, nz], partitions: { first: 0, last: nz - 1, center: nz >> 1 } }], // prettier-ignore
  readouts: weights.flatMap((_, partition) =>
    flat.readouts.map((one): Readout => {
      const kz = partition - (nz >> 1);
      let [re, im] = [0, 0];
      weights.forEach((weight, z) => {
        const angle = (-2 * Math.PI * kz * (z - (nz >> 1))) / nz;
        re += weight * Math.cos(angle);
        im += weight * Math.sin(angle);
      });
      const samples = one.samples.map((x, i) => i % 2 === 0 ? x * re - one.samples[i + 1]! * im : one.samples[i - 1]! * im + x * re); // prettier-ignore
      const counted = { ...one, samples, counters: { ...one.counters, partition } };
      return { ...counted, ...played(counted, kz / fov_m[2]) };
    }),
  ),
});
const threeAxes = ({ trajectory_perM }: Readout, kz_perM: number): Partial<Readout> => ({
  trajectoryDimensions: 3,
  trajectory_perM: Float32Array.from({ length: (trajectory_perM!.length / 2) * 3 }, (_, i) => i % 3 === 2 ? kz_perM : trajectory_perM![2 * Math.floor(i / 3) + (i % 3)]!), // prettier-ignore
});

it('a stack of spirals comes back by the counters of its partitions as by three axes in the trajectory', () => {
  const given = reconstruct(stack(threeAxes));
  for (const played of [() => ({}), (one: Readout) => threeAxes(one, 0)]) {
    const counted = reconstruct(stack(played));
    expect(counted.series[0]!.images.shape).toEqual([1, nz, n, n]);
    expect(counted.series[0]!.images.data).toEqual(given.series[0]!.images.data);
    expect(counted.notes.join(' ')).toContain('by their counters');
  }
  expect(given.notes.join(' ')).not.toContain('by their counters');
  const { data } = given.series[0]!.images;
  const sizes = weights.map((_, z) => Math.hypot(...data.subarray(2 * z * n * n, 2 * (z + 1) * n * n)));
  sizes.forEach((size, z) => expect(size / sizes[1]!).toBeCloseTo(weights[z]!, 1));
});

it('a third axis where one partition is encoded is left out, and said; partitions beyond the matrix are refused', () => {
  const weighed = { ...flat, readouts: flat.readouts.map((one) => ({ ...one, ...threeAxes(one, 0.3) })) };
  expect(reconstruct(weighed).notes.join(' ')).toContain('third axis of the trajectory was not used');
  const beyond = { ...flat, readouts: flat.readouts.map((one) => ({ ...one, counters: { ...one.counters, partition: 2 } })) }; // prettier-ignore
  expect(() => reconstruct(beyond)).toThrow(/partition 2 of a trajectory lies outside the encoded 16 x 16 x 1/);
});
