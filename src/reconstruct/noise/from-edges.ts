// Noise where no readout was made for it: from the outermost samples of k-space, where signal is least.
import { median } from '../../math/index.ts';
import type { KSpace } from '../sort/kspace.ts';

/** Part of the samples, farthest from the centre, that is looked at. */
const OUTER = 0.1;
/** Median of |n|^2 over its mean, for complex normal noise: ln 2. */
const MEDIAN_OVER_MEAN = Math.LN2;

/**
 * E |n|^2 of one readout's sample in each channel, from the median power of the outer tenth of the samples, in the frame where it is least. Signal that reaches so far
 * makes it too large, never too small (but for the chance of the smallest of a few frames).
 */
export function noiseFromEdges({ shape, data, counts }: KSpace): Float64Array {
  const { nFrames, nContrasts, nSlices, nCoils, nz, ny, nx } = shape;
  const volume = nz * ny * nx;
  const places = Array.from({ length: volume }, (_, at) => at);
  const away = (i: number, n: number): number => (n > 1 ? (2 * (i - (n >> 1))) / n : 0);
  const radius = places.map((at) =>
    Math.hypot(away(at % nx, nx), away(Math.floor(at / nx) % ny, ny), away(Math.floor(at / nx / ny), nz)),
  );
  places.sort((a, b) => radius[b]! - radius[a]!);
  return Float64Array.from({ length: nCoils }, (_, coil) => {
    let least = Infinity;
    for (let group = 0; group < nFrames * nContrasts * nSlices; group++) {
      const powers: number[] = [];
      for (let n = 0; n < volume && powers.length < OUTER * volume; n++) {
        const at = places[n]!;
        const count = counts[group * volume + at]!;
        const from = 2 * ((group * nCoils + coil) * volume + at);
        if (count > 0) powers.push(count * (data[from]! * data[from]! + data[from + 1]! * data[from + 1]!));
      }
      const power = powers.length === 0 ? 0 : median(powers) / MEDIAN_OVER_MEAN;
      if (power > 0) least = Math.min(least, power);
    }
    return least < Infinity ? least : NaN;
  });
}
