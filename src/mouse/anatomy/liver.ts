// The liver: median, left lateral, right and caudate lobes under the dome of the diaphragm, with fissures where they meet.
import { ellipsoid, type Field, type Point } from './fields.ts';

interface Lobe {
  readonly centre: Point;
  readonly radii: Point;
}

/** Median, left lateral, right (two), caudate: shares near 26, 35, 26, 8 % (recalled). */
const LOBES: readonly Lobe[] = [
  { centre: [0.8, 4.6, 4.6], radii: [7.4, 4.0, 5.4] },
  { centre: [-5.4, 1.6, 3.0], radii: [5.2, 5.4, 5.4] },
  { centre: [5.4, -0.4, 3.6], radii: [5.4, 5.2, 4.6] },
  { centre: [6.8, -1.2, -1.2], radii: [3.6, 3.9, 3.4] },
  { centre: [-0.4, -1.6, 4.0], radii: [3.4, 2.7, 4.4] },
];
/** Half the width of a fissure. */
const FISSURE_mm = 0.06;

/** `grow`: mm that every lobe is larger. */
export function liverOf(grow: number): Field {
  const lobes = LOBES.map(({ centre, radii }) => ellipsoid(centre, radii.map((r) => r + grow) as unknown as Point));
  return (x, y, z) => {
    let first = Infinity;
    let second = Infinity;
    for (const lobe of lobes) {
      const d = lobe(x, y, z);
      if (d < first) {
        second = first;
        first = d;
      } else if (d < second) second = d;
    }
    return second < 0.5 ? Math.max(first, FISSURE_mm - (second - first) / 2) : first;
  };
}
