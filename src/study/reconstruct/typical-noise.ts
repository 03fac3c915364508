// One number for the noise of a series.
import type { ComplexSeries } from '../../records/index.ts';

/** Median over the voxels that have noise (maps of coils may leave voxels out, which are 0); NaN where it is not known. */
export function typicalNoise({ noiseSd }: ComplexSeries): number {
  const sorted = noiseSd.filter((sd) => sd > 0).sort();
  return sorted[sorted.length >> 1] ?? NaN;
}
