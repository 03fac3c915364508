// Small intestine as warped, hexagonally packed tubes; caecum and colon on their own.
import { tube, type Field } from './fields.ts';
import { displacement, latticeValue } from './noise.ts';

const PITCH_mm = 3;
const ROW_mm = (PITCH_mm * Math.sqrt(3)) / 2;
const WALL_mm = 0.5;

export interface Bowel {
  readonly outer: Field;
  readonly lumen: Field;
}

/** Loops everywhere; whoever asks cuts them to the belly. */
export function smallIntestine(seed: number): Bowel {
  const wide = displacement(seed, 7, 3.8);
  const fine = displacement(seed + 7, 3.4, 0.8);
  const outer: Field = (x, y, z) => {
    const px = x + wide[0](x, y, z) + fine[0](x, y, z);
    const py = y + wide[1](x, y, z) + fine[1](x, y, z);
    const pz = z + wide[2](x, y, z) + fine[2](x, y, z);
    // Tubes run askew, so that no section shows them all lengthwise.
    const u = 0.8 * py + 0.6 * px;
    const v = pz + 0.35 * (0.8 * px - 0.6 * py);
    let least = Infinity;
    const row = Math.floor(v / ROW_mm);
    for (let r = row; r <= row + 1; r++) {
      const shift = r % 2 === 0 ? 0 : 0.5;
      const column = Math.round(u / PITCH_mm - shift);
      const radius = 1.15 + 0.4 * latticeValue(seed, column, r, 0);
      const du = u - (column + shift) * PITCH_mm;
      const dv = v - r * ROW_mm;
      least = Math.min(least, Math.sqrt(du * du + dv * dv) - radius);
    }
    // The warp stretches distances.
    return 0.6 * least;
  };
  return { outer, lumen: (x, y, z) => outer(x, y, z) + 0.8 * WALL_mm };
}

/** A comma on the left, low in the belly. */
export function caecum(): Bowel {
  const outer = tube(
    [
      [4.5, 4.6, -15],
      [0.5, 5.2, -18.2],
      [-4.2, 4.6, -17.6],
      [-6.6, 3.4, -14.6],
    ],
    2.1,
    2.9,
  );
  return { outer, lumen: (x, y, z) => outer(x, y, z) + 0.45 };
}

/** Down the left of the back, with pellets. */
export function colon(): Bowel {
  const outer = tube(
    [
      [3.5, 1.5, -10.5],
      [-2.5, 1.2, -8.6],
      [-4.6, -0.6, -12],
      [-2.6, -2.0, -18],
      [-0.6, -2.4, -26],
      [0, -2.6, -36],
    ],
    1.25,
  );
  const lumen: Field = (x, y, z) => {
    const pellet = Math.abs((z + x) / 4.4 - Math.round((z + x) / 4.4)) * 4.4;
    return Math.max(outer(x, y, z) + 0.4, pellet - 1.6);
  };
  return { outer, lumen };
}
