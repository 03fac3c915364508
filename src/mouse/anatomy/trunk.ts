// The trunk: skin, fat under it, the muscular wall, spine and ribs, the dome of the diaphragm, and the cavities inside.
// RAS in mm of a 25 g mouse, origin on the body's axis at the hilum of the liver: +x right, +y ventral, +z cranial. Sizes ASSUMED, see README.
import { grown, intersection, remembered, tube, union, without, type Field, type Point } from './fields.ts';
import { noise } from './noise.ts';
import type { Layer } from './layers.ts';

export interface Trunk {
  /** Layers of the wall and the skeleton, outermost last. */
  readonly layers: readonly Layer[];
  /** Where abdominal organs may lie. */
  readonly abdomen: Field;
  readonly thorax: Field;
}

/** Half width, ventral and dorsal half height at z. */
const OUTLINE: readonly (readonly [number, number, number, number])[] = [
  [-40, 7.6, 6.2, 6.8],
  [-30, 10.0, 8.2, 8.5],
  [-20, 11.6, 9.4, 9.2],
  [-9, 12.0, 9.7, 9.4],
  [4, 11.3, 9.2, 9.2],
  [14, 9.8, 8.6, 8.8],
  [24, 7.8, 7.2, 7.8],
];

function outlineAt(z: number): readonly [number, number, number] {
  let i = 0;
  while (i < OUTLINE.length - 2 && z > OUTLINE[i + 1]![0]) i++;
  const [from, to] = [OUTLINE[i]!, OUTLINE[i + 1]!];
  const t = Math.min(1, Math.max(0, (z - from[0]) / (to[0] - from[0])));
  const s = t * t * (3 - 2 * t);
  return [from[1] + s * (to[1] - from[1]), from[2] + s * (to[2] - from[2]), from[3] + s * (to[3] - from[3])];
}

/** Ellipse of the section, flatter on the back. */
const skin: Field = remembered((x, y, z) => {
  const [width, ventral, dorsal] = outlineAt(z);
  const height = y > 0 ? ventral : dorsal;
  const [a, b] = [x / width, y / height];
  const k0 = Math.sqrt(a * a + b * b);
  const k1 = Math.sqrt((a / width) ** 2 + (b / height) ** 2);
  return k1 < 1e-9 ? -height : (k0 * (k0 - 1)) / k1;
});

const SPINE_y = -5.7;
const VERTEBRA_mm = 3.3;
const SPINE: readonly [Point, Point] = [
  [-3, -10, -60],
  [3, -3, 60],
];
const CHEST: readonly [Point, Point] = [
  [-14, -14, -2],
  [14, 14, 60],
];

export function trunkOf(seed: number): Trunk {
  const uneven = noise(seed, 6, 0.22);
  const skinDepth = 0.45;
  const fatDepth: Field = (x, y, z) => 0.28 + 0.3 * Math.abs(x / 12) + uneven(x, y, z);
  const underSkin = grown(skin, -skinDepth);
  const muscles = remembered((x, y, z) => skin(x, y, z) + skinDepth + fatDepth(x, y, z));
  const inWall: Field = (x, y, z) => muscles(x, y, z) + (y > 0 ? 0.75 : 0.75 + 0.35 * Math.min(1, -y / 5));
  const back = union(
    column(3.1, -6.7, 2.7, 2.1),
    column(-3.1, -6.7, 2.7, 2.1),
    column(2.0, -4.9, 1.1, 0.9),
    column(-2.0, -4.9, 1.1, 0.9),
  );
  const vertebrae = vertebraeOf();
  const cord = column(0, SPINE_y - 1.75, 0.75, 0.65);
  const cavity = remembered(without(without(inWall, grown(back, 0.05)), grown(vertebrae, 0.25)));
  const dome: Field = (x, y, z) => (z - (9.6 - 0.05 * x * x - 0.035 * (y - 1) ** 2)) * 0.75;
  const abdomen = remembered(intersection(cavity, grown(dome, -0.35)));
  const thorax = without(cavity, dome);
  const layers: Layer[] = [
    { tissue: 'cord', field: cord, box: SPINE },
    { tissue: 'cord', field: intersection(discs, column(0, SPINE_y, 1.2, 1.1)), box: SPINE },
    { tissue: 'bone', field: union(vertebrae, ribsOf(muscles)) },
    { tissue: 'heart', field: intersection(heartOf(), thorax), box: CHEST },
    { tissue: 'lung', field: grown(thorax, -0.1), box: CHEST },
    {
      tissue: 'muscle',
      field: intersection(union(back, without(muscles, cavity), without(cavity, union(abdomen, thorax))), muscles),
    },
    { tissue: 'fat', field: abdomen },
    { tissue: 'fat', field: underSkin },
    { tissue: 'skin', field: skin },
  ];
  return { layers, abdomen, thorax };
}

/** Elliptic cylinder along the body. */
function column(cx: number, cy: number, rx: number, ry: number): Field {
  return (x, y) => {
    const a = (x - cx) / rx;
    const b = (y - cy) / ry;
    return (Math.sqrt(a * a + b * b) - 1) * Math.min(rx, ry);
  };
}

/** Between the vertebral bodies. */
const discs: Field = (_x, _y, z) => Math.abs(z / VERTEBRA_mm - Math.round(z / VERTEBRA_mm)) * VERTEBRA_mm - 0.3;

function vertebraeOf(): Field {
  const body = column(0, SPINE_y, 1.5, 1.3);
  const arch = column(0, SPINE_y - 1.75, 1.25, 1.15);
  const process: Field = (x, y, z) =>
    Math.max(
      Math.abs(x) - 0.3,
      Math.abs(y - SPINE_y + 3) - 0.7,
      0.9 - Math.abs(z / VERTEBRA_mm - Math.round(z / VERTEBRA_mm)) * VERTEBRA_mm,
    );
  const wings: Field = (x, y, z) =>
    Math.max(
      Math.abs(Math.abs(x) - 1.9) - 0.9,
      Math.abs(y - SPINE_y + 0.6) - 0.3,
      0.9 - Math.abs(z / VERTEBRA_mm - Math.round(z / VERTEBRA_mm)) * VERTEBRA_mm,
    );
  return union(body, arch, process, wings);
}

/** Thin hoops in the wall of the chest that slope down to the front and end where the belly begins. */
function ribsOf(muscles: Field): Field {
  return (x, y, z) => {
    const height = z + 0.35 * (y + 6);
    if (height < 1.2 || (y > 4 && z < 6)) return 1;
    const along = Math.abs(height / 2.9 - Math.round(height / 2.9)) * 2.9;
    const depth = muscles(x, y, z) + 0.5;
    return Math.sqrt(along * along + depth * depth) - 0.36;
  };
}

function heartOf(): Field {
  return tube(
    [
      [0.5, 1.5, 17.5],
      [-1.8, 3.4, 13.4],
    ],
    3.6,
    2.4,
  );
}
