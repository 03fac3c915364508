// MRD leaves the unit of trajectories open: k per metre where the file says so, else the unit in which the largest k fits the encoding.
import { ScienceError } from '../../base/index.ts';
import type { Encoding } from '../../records/index.ts';
import type { Acquisition } from './acquisitions.ts';

type Scaled = (trajectory: Float32Array, readout: Acquisition['readout']) => Float32Array;

interface Unit {
  readonly name: string;
  /** k in 1/m of one unit along an axis. */
  readonly perM: (encoding: Encoding, axis: number) => number;
}

const UNITS: readonly Unit[] = [
  { name: 'cycles per encoded voxel', perM: ({ encodedMatrix, encodedFov_m }, axis) => encodedMatrix[axis]! / encodedFov_m[axis]! }, // prettier-ignore
  { name: 'cycles per metre', perM: () => 1 },
  { name: 'cycles per encoded field of view', perM: ({ encodedFov_m }, axis) => 1 / encodedFov_m[axis]! },
  { name: 'cycles per field of view of the image', perM: ({ imageFov_m }, axis) => 1 / imageFov_m[axis]! },
  { name: 'cycles per millimetre', perM: () => 1000 },
];
/** Largest k over that of the encoded voxel: what a trajectory reaches in its right unit. */
const LEAST_REACH = 0.2;
const MOST_REACH = 2.5;

/** Trajectories in 1/m. Throws where no unit fits. */
export function trajectoryScale(
  acquisitions: readonly Acquisition[],
  encodings: readonly Encoding[],
  unit: string | undefined,
  where: string,
  notes: string[],
): Scaled {
  const largest = encodings.map(() => [0, 0, 0]);
  for (const { trajectory, readout } of acquisitions) {
    const { encoding, trajectoryDimensions } = readout;
    // a third number beside two axes may be a weight
    trajectory?.forEach((k, n) => {
      const axis = n % trajectoryDimensions;
      const most = largest[encoding];
      if (most !== undefined && encodings[encoding]!.encodedMatrix[axis]! > 1) most[axis] = Math.max(most[axis]!, Math.abs(k)); // prettier-ignore
    });
  }
  const reachOf = ({ perM }: Unit): number =>
    largest.reduce((most, ks, n) => {
      const { encodedMatrix, encodedFov_m } = encodings[n]!;
      return ks.reduce((far, k, axis) => Math.max(far, (2 * k * perM(encodings[n]!, axis) * encodedFov_m[axis]!) / encodedMatrix[axis]!), most); // prettier-ignore
    }, 0);
  const reaches = UNITS.map((one) => ({ one, reach: reachOf(one) }));
  const far = Math.max(...largest.flat());
  if (unit === 'perM' || far === 0) return (trajectory) => trajectory;
  const misfit = (reach: number): number => Math.abs(Math.log(reach));
  const best = reaches.reduce((a, b) => (misfit(b.reach) < misfit(a.reach) - 1e-3 ? b : a));
  if (!(best.reach >= LEAST_REACH && best.reach <= MOST_REACH)) {
    throw new ScienceError('format', `the unit of the trajectory cannot be told: its largest k is ${Number(far.toPrecision(4))}; write it in cycles per metre and the user parameter trajectoryUnit = perM`, { where }); // prettier-ignore
  }
  const { name, perM } = best.one;
  notes.push(`The unit of the trajectory is not in the file: ${name} ASSUMED, as the largest k (${Number(far.toPrecision(4))}) then is ${best.reach.toFixed(2)} of that of the encoded voxel.`); // prettier-ignore
  return (trajectory, { encoding, trajectoryDimensions }) =>
    trajectory.map((k, n) => k * perM(encodings[encoding]!, n % trajectoryDimensions));
}
