// Lobules: necrosis begins around the central veins and spreads outwards. Veins are the points of a jittered lattice; a place is dead where
// its distance to the nearest vein is among the smallest `severity` of all such distances, so the mean is `severity` by construction.
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
  const third = 1 / (3 * spacing_mm);
  // Turned, so that no row of veins lies in a slice.
  const distance = (x: number, y: number, z: number): number =>
    nearestVein(seed, (2 * x - 2 * y + z) * third, (x + 2 * y + 2 * z) * third, (2 * x + y - 2 * z) * third);
  const random = new Random(seed);
  const sorted = Float64Array.from({ length: N_SAMPLES }, () => {
    const place = (): number => 40 * spacing_mm * random.next();
    return distance(place(), place(), place());
  }).sort();
  return {
    dead(x, y, z, width, severity) {
      if (severity <= 0) return 0;
      if (severity >= 1) return 1;
      const blur = Math.min(severity, 1 - severity, width / (4 * spacing_mm));
      const quarter = width / 4;
      let sum = 0;
      for (let corner = 0; corner < 8; corner++) {
        const from = distance(
          x + (corner & 1 ? quarter : -quarter),
          y + (corner & 2 ? quarter : -quarter),
          z + (corner & 4 ? quarter : -quarter),
        );
        // Ranks are uniform, so a ramp about `severity` keeps the mean, however wide it is.
        sum += Math.min(1, Math.max(0, 0.5 + (severity - rankOf(sorted, from)) / (2 * blur)));
      }
      return sum / 8;
    },
  };
}

/** Share of the sorted values below `value`, linear between them. */
function rankOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  if (value <= sorted[low]!) return 0;
  if (value >= sorted[high]!) return 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle;
  }
  const part = (value - sorted[low]!) / (sorted[high]! - sorted[low]!);
  return (low + part) / (sorted.length - 1);
}

const ORDER = [0, -1, 1];
const SPARE = (1 - JITTER) / 2;

/** In units of the spacing; cells that cannot hold a nearer vein are passed over. */
function nearestVein(seed: number, x: number, y: number, z: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  let least = Infinity;
  for (const dk of ORDER) {
    const far2 = gap(dk, z - k) ** 2;
    for (const dj of ORDER) {
      const farther2 = far2 + gap(dj, y - j) ** 2;
      for (const di of ORDER) {
        if (farther2 + gap(di, x - i) ** 2 >= least) continue;
        const a = i + di + jitter(seed, i + di, j + dj, k + dk) - x;
        const b = j + dj + jitter(seed + 1, i + di, j + dj, k + dk) - y;
        const c = k + dk + jitter(seed + 2, i + di, j + dj, k + dk) - z;
        least = Math.min(least, a * a + b * b + c * c);
      }
    }
  }
  return Math.sqrt(least);
}

const jitter = (seed: number, i: number, j: number, k: number): number =>
  0.5 + JITTER * (latticeValue(seed, i, j, k) - 0.5);

/** Least distance along one axis from a place `at` within its cell to a vein of the cell `step` away. */
function gap(step: number, at: number): number {
  return step === 0 ? 0 : step > 0 ? 1 + SPARE - at : at + SPARE;
}
