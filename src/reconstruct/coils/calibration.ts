// Where coil maps of an undersampled scan come from: the sampled centre of k-space, of readouts for calibration or of the images themselves.
import type { RawScan } from '../../records/index.ts';
import { sortReadouts, type KSpace } from '../sort/kspace.ts';

export interface Calibration {
  /** [group, coil, z, y, x], interleaved complex: the centre of centred k-space, all of it sampled. */
  readonly data: Float64Array;
  readonly size: readonly [number, number, number];
  /** What it was taken from, for the notes. */
  readonly from: string;
}

/** z, y, x: more tells no more of smooth maps. */
const MOST = [8, 24, 24] as const;
/** Places along an undersampled axis: fewer leave too few patches for the kernel. */
const LEAST = 6;
/** Numbers in all groups: the strongest groups are kept. */
const MOST_NUMBERS = 2e5;

/** Calibration of every slice; undefined where no centre is sampled. `scales` [coil] brings readouts to the noise level of `kspace`. */
export function calibrationsOf(
  scan: RawScan,
  kspace: KSpace,
  encoding: number,
  scales?: ArrayLike<number>,
): readonly Calibration[] | undefined {
  // prettier-ignore
  const flagged = scan.readouts.filter((one) => one.encoding === encoding && one.purpose.startsWith('calibration'));
  const apart = flagged.length === 0 ? undefined : scaled(sortReadouts({ ...scan, readouts: flagged.map((one) => ({ ...one, purpose: 'image' })) }, encoding), scales); // prettier-ignore
  const out: Calibration[] = [];
  for (let slice = 0; slice < kspace.shape.nSlices; slice++) {
    const found =
      (apart && slice < apart.shape.nSlices ? (centreOf([apart], slice, true, `${flagged.length} calibration readouts`) ?? centreOf([apart, kspace], slice, false, `${flagged.length} calibration readouts and the lines between`)) : undefined) ?? // prettier-ignore
      centreOf([kspace], slice, true, 'the lines of the images') ??
      centreOf([kspace], slice, false, 'the lines of all frames together');
    if (found === undefined) return undefined;
    out.push(found);
  }
  return out;
}

function scaled(kspace: KSpace, scales: ArrayLike<number> | undefined): KSpace {
  if (scales === undefined) return kspace;
  const { nCoils, nz, ny, nx } = kspace.shape;
  const size = 2 * nz * ny * nx;
  return { ...kspace, data: kspace.data.map((x, i) => x * scales[Math.floor(i / size) % nCoils]!) };
}

/** The largest box about k = 0 that every group holds (`isEach`: one calibration each), or that all hold together (their mean). */
function centreOf(all: readonly KSpace[], slice: number, isEach: boolean, from: string): Calibration | undefined {
  const { nz, ny, nx, nCoils } = all[0]!.shape;
  const volume = nz * ny * nx;
  const groups = all.flatMap((kspace) => {
    const { nFrames, nContrasts, nSlices } = kspace.shape;
    return Array.from({ length: nFrames * nContrasts }, (_, n) => ({ kspace, group: n * nSlices + slice }));
  });
  const countOf = ({ kspace, group }: (typeof groups)[number], at: number): number =>
    kspace.counts[group * volume + at]!;
  const used = groups.filter((one) => someCount(one.kspace, one.group * volume, volume));
  const isSampled = Uint8Array.from(
    { length: volume },
    (_, at) =>
    used.length > 0 && (isEach ? used.every((one) => countOf(one, at) > 0) : used.some((one) => countOf(one, at) > 0)) ? 1 : 0, // prettier-ignore
  );
  const size = largestBox(isSampled, [nz, ny, nx]);
  if (size === undefined) return undefined;
  const points = size[0] * size[1] * size[2];
  const pieces = used.map(({ kspace, group }) => {
    const data = new Float64Array(2 * nCoils * points);
    const weights = new Float64Array(points);
    let power = 0;
    forBox(size, [nz, ny, nx], (at, point) => {
      weights[point] = kspace.counts[group * volume + at]! > 0 ? 1 : 0;
      for (let coil = 0; coil < nCoils; coil++) {
        const to = 2 * (coil * points + point),
          source = 2 * ((group * nCoils + coil) * volume + at);
        data[to] = kspace.data[source]!;
        data[to + 1] = kspace.data[source + 1]!;
        power += data[to] * data[to] + data[to + 1]! * data[to + 1]!;
      }
    });
    return { data, weights, power };
  });
  if (isEach) {
    const most = Math.max(1, Math.floor(MOST_NUMBERS / (2 * nCoils * points)));
    const strongest = pieces.toSorted((a, b) => b.power - a.power).slice(0, most);
    const data = new Float64Array(2 * nCoils * points * strongest.length);
    strongest.forEach((one, n) => data.set(one.data, 2 * nCoils * points * n));
    return { data, size, from };
  }
  const mean = new Float64Array(2 * nCoils * points);
  for (const { data } of pieces) data.forEach((x, i) => (mean[i]! += x));
  const total = new Float64Array(points);
  for (const { weights } of pieces) weights.forEach((w, point) => (total[point]! += w));
  return { data: mean.map((x, i) => x / total[(i >> 1) % points]!), size, from };
}

function someCount({ counts }: KSpace, from: number, n: number): boolean {
  for (let at = from; at < from + n; at++) if (counts[at]! > 0) return true;
  return false;
}

function forBox(
  size: readonly [number, number, number],
  [nz, ny, nx]: readonly [number, number, number],
  visit: (at: number, point: number) => void,
): void {
  const [z0, y0, x0] = [(nz >> 1) - (size[0] >> 1), (ny >> 1) - (size[1] >> 1), (nx >> 1) - (size[2] >> 1)];
  let point = 0;
  for (let z = z0; z < z0 + size[0]; z++)
    for (let y = y0; y < y0 + size[1]; y++) for (let x = x0; x < x0 + size[2]; x++) visit((z * ny + y) * nx + x, point++); // prettier-ignore
}

/** The box about the centre with the most places, all sampled; undefined where an axis would have fewer than LEAST, or than it has. */
function largestBox(
  isSampled: Uint8Array,
  shape: readonly [number, number, number],
): readonly [number, number, number] | undefined {
  let best: readonly [number, number, number] | undefined;
  const most = shape.map((n, axis) => Math.min(n, MOST[axis]!));
  const least = shape.map((n) => Math.min(n, LEAST));
  const places = (size: readonly number[] | undefined): number => (size === undefined ? 0 : size[0]! * size[1]! * size[2]!); // prettier-ignore
  for (let z = most[0]!; z >= least[0]!; z--)
    for (let y = most[1]!; y >= least[1]!; y--)
      for (let x = most[2]!; x >= least[2]!; x--) {
        const size = [z, y, x] as const;
        if (places(size) <= places(best)) break;
        if (isWhole(isSampled, size, shape)) best = size;
      }
  return best;
}

function isWhole(
  isSampled: Uint8Array,
  size: readonly [number, number, number],
  [nz, ny, nx]: readonly [number, number, number],
): boolean {
  // prettier-ignore
  const [z0, y0, x0] = [(nz >> 1) - (size[0] >> 1), (ny >> 1) - (size[1] >> 1), (nx >> 1) - (size[2] >> 1)];
  for (let z = z0; z < z0 + size[0]; z++)
    for (let y = y0; y < y0 + size[1]; y++)
      for (let x = x0; x < x0 + size[2]; x++) if (isSampled[(z * ny + y) * nx + x] === 0) return false;
  return true;
}
