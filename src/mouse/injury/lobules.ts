// Lobules: necrosis begins around the central veins and spreads outwards. Veins are the points of a jittered lattice; a place is dead where
// its distance to the nearest vein is among the smallest `severity` of all such distances, so the mean is `severity` by construction.
import { covered } from '../anatomy/layers.ts';
import { latticeValue } from '../anatomy/noise.ts';
import { Random } from '../../base/index.ts';

const N_SAMPLES = 4000;
/** Share of the spacing by which veins are off their lattice. */
const JITTER = 0.6;

export interface Lobules {
  /** Dead share of a cube of `width` about a place where the severity is `severity`. */
  dead(x: number, y: number, z: number, width: number, severity: number): number;
}

export function lobulesOf(seed: number, spacing_mm: number): Lobules {
  const distance = (x: number, y: number, z: number): number => nearestVein(seed, x / spacing_mm, y / spacing_mm, z / spacing_mm); // prettier-ignore
  const random = new Random(seed);
  const sorted = Float64Array.from({ length: N_SAMPLES }, () => {
    const place = (): number => 40 * spacing_mm * random.next();
    return distance(place(), place(), place());
  }).sort();
  return {
    dead(x, y, z, width, severity) {
      if (severity <= 0) return 0;
      if (severity >= 1) return 1;
      const reach = sorted[Math.min(N_SAMPLES - 1, Math.floor(severity * N_SAMPLES))]!;
      const quarter = width / 4;
      let sum = 0;
      for (let corner = 0; corner < 8; corner++) {
        const from = distance(
          x + (corner & 1 ? quarter : -quarter),
          y + (corner & 2 ? quarter : -quarter),
          z + (corner & 4 ? quarter : -quarter),
        );
        sum += covered((from - reach) * spacing_mm, width / 2);
      }
      return sum / 8;
    },
  };
}

/** In units of the spacing. */
function nearestVein(seed: number, x: number, y: number, z: number): number {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  let least = Infinity;
  for (let dk = -1; dk <= 1; dk++) {
    for (let dj = -1; dj <= 1; dj++) {
      for (let di = -1; di <= 1; di++) {
        const [ci, cj, ck] = [i + di, j + dj, k + dk];
        const jitter = (which: number): number => 0.5 + JITTER * (latticeValue(seed + which, ci, cj, ck) - 0.5);
        const [a, b, c] = [ci + jitter(0) - x, cj + jitter(1) - y, ck + jitter(2) - z];
        least = Math.min(least, a * a + b * b + c * c);
      }
    }
  }
  return Math.sqrt(least);
}
