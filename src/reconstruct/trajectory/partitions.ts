// The third axis of a trajectory: in it, or counted as partitions (stacks of spirals, stacks of stars).
import { ScienceError } from '../../base/index.ts';
import type { Encoding, Readout } from '../../records/index.ts';

/** Readouts with kz = (partition - centre) / field of view where the trajectory leaves it out: two axes, or 0 in the third. Throws where more partitions are counted than encoded. */
export function withPartitions(
  readouts: readonly Readout[],
  { encodedMatrix, encodedFov_m, partitions }: Encoding,
  where: string,
): { readonly readouts: readonly Readout[]; readonly notes: readonly string[] } {
  const [, , nz] = encodedMatrix;
  const hasThird = readouts.some(
    ({ trajectory_perM, trajectoryDimensions }) =>
      trajectoryDimensions === 3 && trajectory_perM!.some((k, n) => n % 3 === 2 && k !== 0),
  );
  const counted = readouts.reduce((most, { counters }) => Math.max(most, counters.partition), 0);
  if (nz > 1 && counted === 0 && !hasThird && readouts.every(({ counters }) => counters.slice === 0)) {
    throw new ScienceError('format', `${nz} partitions in the header, but neither a third axis of the trajectory nor counters of partitions`, { where }); // prettier-ignore
  }
  if (counted === 0 || (hasThird && nz > 1)) {
    const unused = hasThird && nz === 1 ? ['The third axis of the trajectory was not used: one partition is encoded.'] : []; // prettier-ignore
    return { readouts, notes: unused };
  }
  if (counted >= nz) {
    throw new ScienceError('format', `partition ${counted} of a trajectory lies outside the encoded ${encodedMatrix.join(' x ')}; the counters or the matrix in the header are wrong`, { where }); // prettier-ignore
  }
  const stacked = readouts.map((one): Readout => {
    const { nSamples, trajectoryDimensions, trajectory_perM, counters } = one;
    const kz_perM = (counters.partition - partitions.center) / encodedFov_m[2];
    const trajectory = Float32Array.from({ length: 3 * nSamples }, (_, n) =>
      n % 3 === 2 ? kz_perM : (trajectory_perM![Math.floor(n / 3) * trajectoryDimensions + (n % 3)] ?? 0),
    );
    return { ...one, trajectoryDimensions: 3, trajectory_perM: trajectory };
  });
  return { readouts: stacked, notes: ['Partitions along the third axis by their counters: the trajectory leaves it out.'] }; // prettier-ignore
}
