// The unit of a trajectory, which MRD leaves open.
import type { Encoding } from '../../records/index.ts';
import type { Acquisition } from './acquisitions.ts';

type Placed = { readonly encoding: number; readonly trajectoryDimensions: number };

/** To k per metre: from the unit that the file names, else from the one in which the largest k lies nearest to the edge of encoded k-space. */
export function trajectoryScale(
  acquisitions: readonly Acquisition[],
  encodings: readonly Encoding[],
  unit: string | undefined,
  notes: string[],
): (trajectory: Float32Array, readout: Placed) => Float32Array {
  const largest = encodings.map(() => [0, 0, 0]);
  for (const { trajectory, readout } of acquisitions) {
    const mine = largest[readout.encoding];
    trajectory?.forEach((k, n) => {
      const axis = n % readout.trajectoryDimensions;
      if (mine !== undefined && axis < 3) mine[axis] = Math.max(mine[axis]!, Math.abs(k));
    });
  }
  if (unit === 'perM' || largest.every((one) => one.every((k) => k === 0))) return (trajectory) => trajectory;
  const found = nearest(largest, encodings);
  notes.push(`The unit of the trajectory is not in the file: ${found.name} ASSUMED, as the largest k is ${found.largest.toPrecision(3)}.`); // prettier-ignore
  return (trajectory, { encoding, trajectoryDimensions }) =>
    trajectory.map((k, n) => {
      const axis = n % trajectoryDimensions;
      return axis < 3 ? k * found.perM(encodings[encoding]!, axis) : k;
    });
}

const UNITS = [
  { name: 'cycles per encoded voxel', perM: (one: Encoding, axis: number) => one.encodedMatrix[axis]! / one.encodedFov_m[axis]! }, // prettier-ignore
  { name: 'cycles per encoded field of view', perM: (one: Encoding, axis: number) => 1 / one.encodedFov_m[axis]! },
  { name: 'cycles per metre', perM: () => 1 },
] as const;

/** In-plane axes tell; where an encoding has several, its largest k. */
function nearest(
  largest: readonly (readonly number[])[],
  encodings: readonly Encoding[],
): (typeof UNITS)[number] & { readonly largest: number } {
  const sizes = largest.map((one) => Math.max(one[0]!, one[1]!));
  const told = sizes.indexOf(Math.max(...sizes));
  const axis = largest[told]![0]! >= largest[told]![1]! ? 0 : 1;
  const encoding = encodings[told]!;
  const edge_perM = encoding.encodedMatrix[axis] / 2 / encoding.encodedFov_m[axis];
  const far = UNITS.map(({ perM }) => Math.abs(Math.log((sizes[told]! * perM(encoding, axis)) / edge_perM)));
  return { ...UNITS[far.indexOf(Math.min(...far))]!, largest: sizes[told]! };
}
