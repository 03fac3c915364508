// Noise of images by pseudo-replicas: the same reconstruction of the data with more noise of known size (Robson et al. 2008).
import type { Random } from '../../base/index.ts';

/**
 * Standard deviation of the real part of each voxel: `reconstruct` [2 nVoxels] from samples, which all have noise of E |n|^2 = `power`. For linear ways pass zeros as
 * `samples`; others are taken at the data, `base` what they gave there. `n` replicas leave a relative error of 1 / sqrt(4 n - 2).
 */
export function replicaSd(
  reconstruct: (samples: Float64Array) => Float64Array,
  samples: Float64Array,
  power: number,
  random: Random,
  n: number,
  base = reconstruct(samples),
): Float64Array {
  const out = new Float64Array(base.length / 2);
  const sd = Math.sqrt(power / 2);
  for (let replica = 0; replica < n; replica++) {
    const image = reconstruct(samples.map((x) => x + sd * random.normal()));
    for (let i = 0; i < out.length; i++) {
      const re = image[2 * i]! - base[2 * i]!,
        im = image[2 * i + 1]! - base[2 * i + 1]!;
      out[i]! += re * re + im * im;
    }
  }
  return out.map((sum) => Math.sqrt(sum / (2 * n)));
}
