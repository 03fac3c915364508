// The field where the nuclei are, in voxels that other matter shares: of tissue at the skin, not of tissue and air mixed.
import type { Triple } from '../played/shapes.ts';
import { checkGrid, susceptibilityField_Hz, type FieldSettings } from './susceptibility.ts';

/**
 * Frequency [voxel] in Hz as nuclei feel it in the part of a voxel that has susceptibility `part`; `whole`: mean of the voxel. Where both are the same: `susceptibilityField_Hz`.
 * Across a boundary with normal n the field strength H along n jumps by the magnetization, the rest of it is the same on both sides; so with the field along b a part stands
 * off the mixture by b0 gamma (part - whole) (1/3 - (n b)^2): by 1/3 at a boundary along the field, by -2/3 across it, by nothing on the mean over all directions (the cavity of
 * Lorentz has the shape of what surrounds the nuclei: He and Yablonskiy 2009). n is the gradient of `whole` (Sobel); where it has none, nothing is added. Throws where sizes do not fit.
 */
export function partField_Hz(whole: ArrayLike<number>, part: ArrayLike<number>, settings: FieldSettings): Float64Array {
  checkGrid(part, settings, 'part');
  const { direction, b0_T, gamma_HzPerT } = settings;
  const length = Math.hypot(...direction);
  const normal = sobel(whole, settings);
  return susceptibilityField_Hz(whole, settings).map((mixture, v) => {
    const gap = part[v]! - whole[v]!;
    if (gap === 0) return mixture;
    const n = normal(v);
    const square = n[0] * n[0] + n[1] * n[1] + n[2] * n[2];
    const along = (n[0] * direction[0] + n[1] * direction[1] + n[2] * direction[2]) / length;
    return square === 0 ? mixture : mixture + b0_T * gamma_HzPerT * gap * (1 / 3 - (along * along) / square);
  });
}

/** Gradient in a voxel up to a factor, from its 26 neighbours. */
function sobel(values: ArrayLike<number>, { shape, spacing_m, around }: FieldSettings): (v: number) => Triple {
  const at = (a: number, b: number, c: number): number =>
    a < 0 || b < 0 || c < 0 || a >= shape[0] || b >= shape[1] || c >= shape[2]
      ? around
      : values[(a * shape[1] + b) * shape[2] + c]!;
  return (v) => {
    const [a, b, c] = [Math.floor(v / (shape[1] * shape[2])), Math.floor(v / shape[2]) % shape[1], v % shape[2]];
    const out: [number, number, number] = [0, 0, 0];
    for (let i = -1; i <= 1; i++)
      for (let j = -1; j <= 1; j++)
        for (let k = -1; k <= 1; k++) {
          const value = at(a + i, b + j, c + k);
          const [u, v, w] = [2 - Math.abs(i), 2 - Math.abs(j), 2 - Math.abs(k)];
          out[0] += (i * v * w * value) / spacing_m[0];
          out[1] += (u * j * w * value) / spacing_m[1];
          out[2] += (u * v * k * value) / spacing_m[2];
        }
    return out;
  };
}
