// The 1H picture of an anatomy: spin echo, S = density (1 - exp(-TR / T1)) exp(-TE / T2), summed over the tissues of a voxel.
import type { Geometry, Volume } from '../../records/index.ts';
import { positionRas_mm } from '../../records/index.ts';
import { PROTON_TABLE } from '../tissues.ts';
import type { Shares } from './layers.ts';
import { noise } from './noise.ts';

export interface SpinEcho {
  readonly echoTime_s: number;
  readonly repetition_s: number;
  /** Share of the signal of fat that a fat saturation leaves; 1 without one. */
  readonly fatLeft: number;
}
/** Relative spread within a tissue, which the eye expects. ASSUMED. */
const MOTTLE = 0.06;

export function spinEchoImage(
  shares: Shares,
  geometry: Geometry,
  { echoTime_s, repetition_s, fatLeft }: SpinEcho,
  seed: number,
): Volume {
  const [nx, ny, nz] = geometry.shape;
  const data = new Float64Array(nx * ny * nz);
  for (const [tissue, share] of shares) {
    const { t1_s, t2_s, density } = PROTON_TABLE[tissue];
    const kept = tissue === 'fat' ? fatLeft : 1;
    const signal = kept * density * (1 - Math.exp(-repetition_s / t1_s)) * Math.exp(-echoTime_s / t2_s);
    share.forEach((part, voxel) => (data[voxel] = data[voxel]! + part * signal));
  }
  const mottle = noise(seed, 0.55, MOTTLE);
  for (let voxel = 0; voxel < data.length; voxel++) {
    if (data[voxel] === 0) continue;
    const place = positionRas_mm(geometry, voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny)));
    data[voxel] = data[voxel]! * (1 + mottle(...place));
  }
  return { geometry, data };
}
