// K-space of which one side of an axis is missing, filled by the phase of the centre: homodyne (Noll, Nishimura, Macovski 1991) and POCS (Haacke et al. 1991).
import { ScienceError } from '../../base/index.ts';
import { fftN } from '../../math/fourier/index.ts';

export interface PartialAxis {
  /** 0, 1, 2 for z, y, x. */
  readonly axis: number;
  /** First and last sampled place along it; k = 0 at floor(n / 2) lies between. */
  readonly first: number;
  readonly last: number;
}

const POCS_STEPS = 20;

/** Places that are sampled on both sides of k = 0. */
function symmetricPart(n: number, { first, last }: PartialAxis): number {
  const centre = n >> 1;
  const half = Math.min(centre - first, last - centre);
  if (!(half >= 1) || first < 0 || last >= n) {
    throw new ScienceError(
      'argument',
      `places ${first} to ${last} of ${n} leave nothing about the centre for the phase`,
    );
  }
  return half;
}

/** Each value of [..., z, y, x] times weight(place along the axis). */
function weighted(
  data: Float64Array,
  shape: readonly number[],
  axis: number,
  weight: (place: number) => number,
): Float64Array {
  const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  return data.map((x, i) => x * weight(Math.floor((i >> 1) / stride) % shape[axis]!));
}

/** Is a voxel of k-space [z, y, x] sampled along all axes? */
export function sampledIn(shape: readonly number[], partial: readonly PartialAxis[]): (at: number) => boolean {
  const strides = partial.map(({ axis }) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return (at) =>
    partial.every(({ axis, first, last }, n) => {
      const place = Math.floor(at / strides[n]!) % shape[axis]!;
      return place >= first && place <= last;
    });
}

/** exp(i phase) of an image whose k-space is tapered to the part about the centre. */
function centrePhase(kspace: Float64Array, shape: readonly number[], axes: readonly PartialAxis[]): Float64Array {
  let low = kspace;
  for (const partial of axes) {
    const n = shape[partial.axis]!;
    const half = symmetricPart(n, partial);
    low = weighted(low, shape, partial.axis, (place) => {
      const away = Math.abs(place - (n >> 1)) / (half + 1);
      return away < 1 ? 0.5 + 0.5 * Math.cos(Math.PI * away) : 0;
    });
  }
  const image = toImage(low, shape);
  for (let i = 0; i < image.length; i += 2) {
    const size = Math.hypot(image[i]!, image[i + 1]!);
    image[i] = size > 0 ? image[i]! / size : 1;
    image[i + 1] = size > 0 ? image[i + 1]! / size : 0;
  }
  return image;
}

const toImage = (kspace: Float64Array, shape: readonly number[]): Float64Array =>
  fftN(kspace, shape, [0, 1, 2], { inverse: true, centred: true, scale: 'unitary' });

/** Image [z, y, x] of centred k-space, unitary; weights 2 on the side without partner, a ramp across the centre, the real part in the centre's phase, phase put back. */
export function homodyne(
  kspace: Float64Array,
  shape: readonly [number, number, number],
  partial: PartialAxis,
): Float64Array {
  const n = shape[partial.axis]!,
    centre = n >> 1;
  const half = symmetricPart(n, partial);
  const sign = partial.last - centre > centre - partial.first ? 1 : -1;
  const image = toImage(
    weighted(kspace, shape, partial.axis, (place) => {
      const away = (sign * (place - centre)) / (half + 0.5);
      return away >= 1 ? 2 : away <= -1 ? 0 : 1 + away;
    }),
    shape,
  );
  const phase = centrePhase(kspace, shape, [partial]);
  for (let i = 0; i < image.length; i += 2) {
    const real = image[i]! * phase[i]! + image[i + 1]! * phase[i + 1]!;
    image[i] = real * phase[i]!;
    image[i + 1] = real * phase[i + 1]!;
  }
  return image;
}

/** The same by turns, along one axis or several: phase of the centre, then the samples put back; keeps all that was sampled. */
export function projectOntoSamples(
  kspace: Float64Array,
  shape: readonly [number, number, number],
  partial: readonly PartialAxis[],
): Float64Array {
  const phase = centrePhase(kspace, shape, partial);
  const isSampled = sampledIn(shape, partial);
  const sampled = Uint8Array.from({ length: kspace.length / 2 }, (_, at) => (isSampled(at) ? 1 : 0));
  let image = toImage(kspace, shape);
  for (let step = 0; step < POCS_STEPS; step++) {
    for (let i = 0; i < image.length; i += 2) {
      const size = Math.hypot(image[i]!, image[i + 1]!);
      image[i] = size * phase[i]!;
      image[i + 1] = size * phase[i + 1]!;
    }
    const back = fftN(image, shape, [0, 1, 2], { centred: true, scale: 'unitary' });
    image = toImage(
      back.map((x, i) => (sampled[i >> 1] === 1 ? kspace[i]! : x)),
      shape,
    );
  }
  return image;
}
