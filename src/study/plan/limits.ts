// From the bound of the rate to the least share of dead cells that is seen, in voxels that the injured place may not fill.
import { noiseSd_mM, type Coil } from '../../scanner/index.ts';
import { leastDetectableFraction } from '../../picture/index.ts';
import type { PlanSettings } from './settings.ts';
import { DEFAULT_COIL } from './settings.ts';

export function coilOf({ scanner }: PlanSettings): Coil {
  const { efficiency_uTPerSqrtW, ...rest } = scanner.coil ?? DEFAULT_COIL;
  return { ...rest, efficiency_TPerSqrtW: efficiency_uTPerSqrtW * 1e-6, temperature_K: 310 };
}

/** Noise of a frame in a voxel (or a spectrum of a region) of this volume, in mM of polarized 13C as it stands before T2* acts. */
export function frameNoise_mM(settings: PlanSettings, volume_mm3: number): number {
  const { b0_T, sampling_s, echoTime_s, T2Star_s } = settings.scanner;
  const volume = { b0_T, sampling_s, voxel_m3: volume_mm3 * 1e-9 };
  return noiseSd_mM(coilOf(settings), volume) * Math.exp(echoTime_s / T2Star_s);
}

/**
 * Mean share of the best voxel that an injured place fills, voxels anywhere: a cube of the volume of a sphere of this diameter, per axis exactly a/w (1 - a/(4w)) for an edge
 * a <= w, and (a - w)/w + (2w - a)(a + 2w)/(4 w^2) for w < a < 2w, where a whole voxel may lie inside.
 */
export function filledShare(diameter_mm: number, voxel_mm: number): number {
  const x = (diameter_mm * Math.cbrt(Math.PI / 6)) / voxel_mm;
  const axis = x >= 2 ? 1 : x > 1 ? x - 1 + ((2 - x) * (x + 2)) / 4 : x * (1 - x / 4);
  return axis * axis * axis;
}

/** Least detectable share of dead cells of an injured place; `bounds_perS` of the rate in injured and in healthy tissue. Above 1: not seen. */
export function detectionLimit(
  { tissue, target }: PlanSettings,
  bounds_perS: readonly number[],
  filled: number,
): number {
  const spread = tissue.healthySpread_perS;
  return leastDetectableFraction(
    {
      perFraction: tissue.necroticRate_perS * filled,
      healthySd: Math.hypot(bounds_perS[1]!, spread),
      injuredSd: Math.hypot(bounds_perS[0]!, spread),
      falsePositiveRate: target.falsePositiveRate,
    },
    target.power,
  );
}
