// Weights of spokes: rings (in 3D shells) between the middles of neighbouring samples, divided among the spokes by the angles between them.
import { ScienceError } from '../../../base/index.ts';

/**
 * Weights [nSpokes * nSamples] of straight spokes through or from the middle, `trajectory` [spoke, sample, axis] in cycles per field of view, 2 or 3 axes: the area (volume)
 * that belongs to each sample over the number of pixels. Angles in the plane may be uneven (golden): each spoke has half of the way to both its neighbours; in 3D all directions
 * have the same share. The sum is the area of the disc that reaches half a sample beyond the ends; a spoke that starts off the middle stands for what is further in, too.
 */
export function radialDensity(
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
  nSpokes: number,
): Float64Array {
  const axes = shape.length,
    n = trajectory.length / axes / nSpokes;
  if (axes < 2 || axes > 3 || !Number.isInteger(n) || n < 2)
    throw new ScienceError(
      'argument',
      `radialDensity: ${trajectory.length} numbers are not [${nSpokes} spokes, samples, ${axes}] for an image with 2 or 3 axes`,
    );
  const pixels = shape.reduce((product, size) => product * size, 1);
  const spokes = Array.from({ length: nSpokes }, (_, i) => spokeOf(trajectory, axes, i, n));
  const angles = axes === 2 ? sectors(spokes) : evenly(spokes);
  const ball = (radius: number): number =>
    radius > 0 ? (axes === 2 ? radius * radius : radius * radius * radius) / axes : 0;
  const out = new Float64Array(nSpokes * n);
  spokes.forEach(({ radius }, i) => {
    const edges = edgesOf(radius),
      { after, before } = angles[i]!;
    for (let m = 0; m < n; m++) {
      const from = edges[m]!,
        to = edges[m + 1]!;
      out[i * n + m] = (after * (ball(to) - ball(from)) + before * (ball(-from) - ball(-to))) / pixels;
    }
  });
  return out;
}

interface Spoke {
  /** From its first sample to its last. */
  readonly direction: readonly number[];
  /** Of each sample along the direction: below 0 before the middle. */
  readonly radius: Float64Array;
}

/** What a spoke has of the circle or sphere: after the middle, and before it. */
interface Share {
  after: number;
  before: number;
}

/** Where the line passes the middle only by rounding, it ends or begins there. */
const ROUNDING = 1e-9;
const hasBefore = ({ radius }: Spoke): boolean => radius[0]! < -ROUNDING * (radius.at(-1)! - radius[0]!);
const hasAfter = ({ radius }: Spoke): boolean => radius.at(-1)! > ROUNDING * (radius.at(-1)! - radius[0]!);

function spokeOf(trajectory: ArrayLike<number>, axes: number, spoke: number, n: number): Spoke {
  const at = (m: number, axis: number): number => trajectory[(spoke * n + m) * axes + axis]!;
  const span = Array.from({ length: axes }, (_, axis) => at(n - 1, axis) - at(0, axis)),
    length = Math.hypot(...span);
  if (!(length > 0))
    throw new ScienceError('argument', `radialDensity: spoke ${spoke} ends where it begins, or holds no numbers`);
  const direction = span.map((k) => k / length);
  const radius = Float64Array.from({ length: n }, (_, m) =>
    direction.reduce((sum, d, axis) => sum + d * at(m, axis), 0),
  );
  return { direction, radius };
}

/** [n + 1]: middles between samples; half a sample beyond the ends, or the middle of k-space where the spoke begins or ends about there. */
function edgesOf(radius: Float64Array): Float64Array {
  const n = radius.length,
    edges = new Float64Array(n + 1);
  for (let m = 1; m < n; m++) edges[m] = (radius[m - 1]! + radius[m]!) / 2;
  const tiny = ROUNDING * (radius[n - 1]! - radius[0]!);
  edges[0] = radius[0]! >= -tiny ? 0 : 2 * radius[0]! - edges[1]!;
  edges[n] = radius[n - 1]! <= tiny ? 0 : 2 * radius[n - 1]! - edges[n - 1]!;
  return edges;
}

/** Half of the angle to both neighbours, for each half of a spoke that is there. */
function sectors(spokes: readonly Spoke[]): readonly Share[] {
  const turn = 2 * Math.PI;
  const halves = spokes.flatMap((spoke, i) => {
    const angle = Math.atan2(spoke.direction[1]!, spoke.direction[0]!) + turn;
    return [
      ...(hasAfter(spoke) ? [{ i, side: 'after' as const, angle: angle % turn }] : []),
      ...(hasBefore(spoke) ? [{ i, side: 'before' as const, angle: (angle + Math.PI) % turn }] : []),
    ];
  });
  halves.sort((a, b) => a.angle - b.angle);
  const out = spokes.map((): Share => ({ after: 0, before: 0 }));
  halves.forEach(({ i, side }, at) => {
    const last = at === 0 ? halves.at(-1)!.angle - turn : halves[at - 1]!.angle,
      next = at === halves.length - 1 ? halves[0]!.angle + turn : halves[at + 1]!.angle;
    out[i]![side] = (next - last) / 2;
  });
  return out;
}

/** The same share of all directions for each half. */
function evenly(spokes: readonly Spoke[]): readonly Share[] {
  const halves = spokes.reduce((sum, spoke) => sum + (hasAfter(spoke) ? 1 : 0) + (hasBefore(spoke) ? 1 : 0), 0);
  const share = (4 * Math.PI) / halves;
  return spokes.map(() => ({ after: share, before: share }));
}
