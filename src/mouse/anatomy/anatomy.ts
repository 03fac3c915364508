// All layers of one animal. Animals differ by seed: sizes, places, the warp of every outline, the course of the gut.
import type { Random } from '../../base/index.ts';
import {
  ellipsoid,
  grown,
  intersection,
  moved,
  remembered,
  tube,
  union,
  warped,
  without,
  type Field,
  type Point,
} from './fields.ts';
import { caecum, colon, smallIntestine } from './gut.ts';
import type { Layer } from './layers.ts';
import { liverOf } from './liver.ts';
import { displacement } from './noise.ts';
import { trunkOf } from './trunk.ts';
import { aorta, hepaticVein, portalVein, venaCava } from './vessels.ts';

export interface Anatomy {
  /** Front first; the last is the skin. In mm of a 25 g mouse. */
  readonly layers: readonly Layer[];
}

/** Spread between animals. ASSUMED: 4% in size of organs, 0.4 mm in place. */
const SIZE_SPREAD = 0.04;
const PLACE_SPREAD_mm = 0.4;

export function anatomyOf(random: Random): Anatomy {
  const seed = Math.floor(random.next() * 2 ** 31);
  const draw = random.fork('anatomy');
  const size = (): number => 1 + SIZE_SPREAD * Math.max(-2, Math.min(2, draw.normal()));
  const shift = (): Point => {
    const one = (): number => PLACE_SPREAD_mm * Math.max(-2, Math.min(2, draw.normal()));
    return [one(), 0.5 * one(), one()];
  };
  const trunk = trunkOf(seed);
  const wobble = displacement(seed + 11, 5, 0.55);
  const inBelly = (field: Field, gap = 0.1): Field => intersection(field, grown(trunk.abdomen, -gap));
  const organ = (field: Field): Field => inBelly(warped(moved(field, shift()), wobble));

  const right = kidney([5.7, -3.0, -5.6], 1, size());
  const left = kidney([-5.9, -3.0, -9.2], -1, size());
  const [rightPlace, leftPlace] = [shift(), shift()];
  const kidneys = (part: 'outer' | 'medulla' | 'pelvis'): Field =>
    inBelly(union(moved(right[part], rightPlace), moved(left[part], leftPlace)), 0.15);
  const spleen = organ(spleenOf(size()));
  const gastric = stomachOf(size());
  const stomachPlace = shift();
  const stomach = inBelly(warped(moved(gastric.outer, stomachPlace), wobble));
  const stomachLumen = inBelly(warped(moved(gastric.lumen, stomachPlace), wobble), 0.6);
  const liver = remembered(organ(liverOf(0.35 + 3.2 * (size() - 1))));
  const gallbladder = organ(ellipsoid([0.6, 5.2, 0.2], [1.05, 1.0, 1.7]));
  const bladder = inBelly(moved(ellipsoid([0, 3.6, -28.5], [2.6, 2.4, 2.8]), shift()));
  const loops = smallIntestine(seed + 23);
  const [blind, large] = [caecum(), colon()];
  const belly = inBelly(without(without(lowBelly, grown(liver, 0.12)), backFat), 0.25);
  const box = (...[low, high]: readonly [Point, Point]): readonly [Point, Point] => [low, high];
  const kidneyBox = box([-11, -8, -17], [11, 3, 2]);
  const liverBox = box([-12.5, -7, -8], [12.5, 10, 12]);

  return {
    layers: [
      { tissue: 'aorta', field: aorta, box: box([-6, -5, -60], [6, -2, 60]) },
      { tissue: 'venaCava', field: venaCava, box: box([-6, -5, -60], [6, 3, 60]) },
      { tissue: 'portalVein', field: portalVein, box: box([-9, -4, -14], [9, 8, 8]) },
      { tissue: 'hepaticVein', field: intersection(hepaticVein, liver), box: liverBox },
      { tissue: 'bile', field: gallbladder, box: box([-3, 2, -4], [4, 8, 5]) },
      { tissue: 'urine', field: kidneys('pelvis'), box: kidneyBox },
      { tissue: 'kidneyMedulla', field: kidneys('medulla'), box: kidneyBox },
      { tissue: 'kidneyCortex', field: kidneys('outer'), box: kidneyBox },
      { tissue: 'spleen', field: spleen, box: box([-13, -8, -16], [-2, 6, 6]) },
      { tissue: 'liver', field: liver, box: liverBox },
      { tissue: 'lumen', field: stomachLumen, box: box([-13, -7, -14], [5, 8, 6]) },
      { tissue: 'stomach', field: stomach, box: box([-13, -7, -14], [5, 8, 6]) },
      { tissue: 'urine', field: grown(bladder, -0.35), box: box([-4, 0, -33], [4, 8, -24]) },
      { tissue: 'muscle', field: bladder, box: box([-4, 0, -33], [4, 8, -24]) },
      { tissue: 'lumen', field: inBelly(large.lumen) },
      { tissue: 'gut', field: inBelly(large.outer) },
      { tissue: 'lumen', field: inBelly(blind.lumen), box: box([-11, -1, -22], [9, 9, -10]) },
      { tissue: 'gut', field: inBelly(blind.outer), box: box([-11, -1, -22], [9, 9, -10]) },
      { tissue: 'lumen', field: intersection(loops.lumen, belly), box: box([-13, -7, -32], [13, 10, 4]) },
      { tissue: 'gut', field: intersection(loops.outer, belly), box: box([-13, -7, -32], [13, 10, 4]) },
      ...trunk.layers,
    ],
  };
}

/** Where intestine lies: below the liver and the stomach. */
const lowBelly: Field = (_x, y, z) => Math.max(z - 1.2 - 0.2 * y, -31 - z) * 0.9;
/** Around the kidneys and along the great vessels there is fat, not gut. */
const backFat: Field = (x, y, _z) => y + 2.7 + 0.012 * x * x;

interface Kidney {
  readonly outer: Field;
  readonly medulla: Field;
  readonly pelvis: Field;
}
/** A bean with its notch towards the spine: `side` +1 right, -1 left. */
function kidney([cx, cy, cz]: Point, side: number, size: number): Kidney {
  const body = ellipsoid([cx, cy, cz], [2.95 * size, 3.1 * size, 5.4 * size]);
  const notch = ellipsoid([cx - side * 3.3, cy, cz], [1.5, 1.1, 1.6]);
  const outer: Field = (x, y, z) => {
    const d = body(x, y, z);
    const n = -notch(x, y, z);
    const h = Math.max(0.8 - Math.abs(d - n), 0) / 0.8;
    return Math.max(d, n) + h * h * 0.2;
  };
  const medulla = ellipsoid([cx - side * 0.35, cy, cz], [1.7 * size, 1.85 * size, 3.7 * size]);
  const pelvis = ellipsoid([cx - side * 1.3, cy, cz], [0.75, 0.5, 1.2]);
  return { outer, medulla: intersection(medulla, outer), pelvis };
}

const SPLEEN_FLAT = 1.55;
/** A flat tongue along the left flank. */
function spleenOf(size: number): Field {
  const flat = tube(
    [
      [-6.2, -4.4, -0.6],
      [-7.8, -2.8, -3.8],
      [-8.5, -0.8, -7.4],
      [-8.2, 1.4, -10.8],
    ].map(([x, y, z]) => [x! * SPLEEN_FLAT, y!, z!] as const),
    2.0 * size,
    1.8 * size,
  );
  // Squeezed across the body.
  return (x, y, z) => flat(x * SPLEEN_FLAT, y, z) * 0.75;
}

function stomachOf(size: number): { readonly outer: Field; readonly lumen: Field } {
  const outer = union(
    ellipsoid([-4.6, -0.2, -4.4], [3.9 * size, 4.3 * size, 3.7 * size]),
    tube([[-4, 1, -5.6], [-0.6, 2.4, -6.0], [2.2, 1.4, -5.2]], 2.2, 1.2), // prettier-ignore
  );
  return { outer, lumen: grown(outer, -0.75) };
}
