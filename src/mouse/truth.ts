// Noise-free truths of a course, to hold maps against.
import { ScienceError } from '../base/index.ts';
import type { TissueCourse, Volume } from '../records/index.ts';

/** Sum over time of one substance's label over another's in each voxel [z, y, x], both compartments and all lines; NaN where there is no label. */
export function trueRatio(course: TissueCourse, product: string, substrate: string): Volume {
  const [of, to] = [totalOf(course, product), totalOf(course, substrate)];
  return { geometry: course.geometry, data: of.map((sum, voxel) => (to[voxel]! > 0 ? sum / to[voxel]! : NaN)) };
}

function totalOf({ geometry, lines, polarized_mM }: TissueCourse, substance: string): Float64Array {
  const [nx, ny, nz] = geometry.shape;
  const total = new Float64Array(nx * ny * nz);
  const perLine = polarized_mM.data.length / lines.length;
  if (!lines.some((line) => line.substance === substance)) {
    const known = [...new Set(lines.map((line) => line.substance))].join(', ');
    throw new ScienceError('argument', `no line of '${substance}'; there are ${known}`);
  }
  lines.forEach((line, l) => {
    if (line.substance !== substance) return;
    for (let at = 0; at < perLine; at++) {
      const voxel = at % total.length;
      total[voxel] = total[voxel]! + polarized_mM.data[l * perLine + at]!;
    }
  });
  return total;
}
