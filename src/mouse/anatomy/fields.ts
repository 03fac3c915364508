// Shapes as signed distances in mm, negative inside; ellipsoids to first order at their surface. Smooth and cheap, so that partial volumes are smooth.

export type Field = (x: number, y: number, z: number) => number;
export type Point = readonly [number, number, number];

/** Inigo Quilez's first-order distance to an ellipsoid, k0 (k0 - 1) / k1. */
export function ellipsoid([cx, cy, cz]: Point, [rx, ry, rz]: Point): Field {
  return (x, y, z) => {
    const a = (x - cx) / rx;
    const b = (y - cy) / ry;
    const c = (z - cz) / rz;
    const k0 = Math.sqrt(a * a + b * b + c * c);
    const k1 = Math.sqrt((a / rx) ** 2 + (b / ry) ** 2 + (c / rz) ** 2);
    return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
  };
}

/** A cone with round ends. */
export function capsule([ax, ay, az]: Point, [bx, by, bz]: Point, ra: number, rb = ra): Field {
  const [ux, uy, uz] = [bx - ax, by - ay, bz - az];
  const length2 = ux * ux + uy * uy + uz * uz;
  return (x, y, z) => {
    const along = ((x - ax) * ux + (y - ay) * uy + (z - az) * uz) / length2;
    const t = Math.min(1, Math.max(0, along));
    const dx = x - ax - t * ux;
    const dy = y - ay - t * uy;
    const dz = z - az - t * uz;
    return Math.sqrt(dx * dx + dy * dy + dz * dz) - (ra + t * (rb - ra));
  };
}

/** Round tube along points, its radius going from `first` to `last`. */
export function tube(points: readonly Point[], first: number, last = first): Field {
  const n = points.length - 1;
  const radius = (i: number): number => first + ((last - first) * i) / n;
  return union(...points.slice(1).map((to, i) => capsule(points[i]!, to, radius(i), radius(i + 1))));
}

export const union =
  (...fields: readonly Field[]): Field =>
  (x, y, z) => {
    let least = Infinity;
    for (let i = 0; i < fields.length; i++) least = Math.min(least, fields[i]!(x, y, z));
    return least;
  };
/** Polynomial smooth minimum: blends over `width` mm. */
export const blend =
  (a: Field, b: Field, width: number): Field =>
  (x, y, z) => {
    const p = a(x, y, z);
    const q = b(x, y, z);
    const h = Math.max(width - Math.abs(p - q), 0) / width;
    return Math.min(p, q) - (h * h * width) / 4;
  };
export const intersection =
  (a: Field, b: Field): Field =>
  (x, y, z) =>
    Math.max(a(x, y, z), b(x, y, z));
export const without =
  (a: Field, b: Field): Field =>
  (x, y, z) =>
    Math.max(a(x, y, z), -b(x, y, z));
/** Grown by `by` mm; shrunk where negative. */
export const grown =
  (a: Field, by: number): Field =>
  (x, y, z) =>
    a(x, y, z) - by;
export const moved =
  (a: Field, [mx, my, mz]: Point): Field =>
  (x, y, z) =>
    a(x - mx, y - my, z - mz);
/** Looked up at a place that `shift` moves. */
export const warped =
  (a: Field, shift: readonly [Field, Field, Field]): Field =>
  (x, y, z) =>
    a(x + shift[0](x, y, z), y + shift[1](x, y, z), z + shift[2](x, y, z));

/** Looked up once where several layers ask for the same place. */
export function remembered(a: Field): Field {
  // x, y, z, value: numbers in a closure would be allocated anew at every change.
  const last = Float64Array.of(NaN, NaN, NaN, NaN);
  return (x, y, z) => {
    if (x !== last[0] || y !== last[1] || z !== last[2]) {
      const value = a(x, y, z);
      last[0] = x;
      last[1] = y;
      last[2] = z;
      last[3] = value;
    }
    return last[3]!;
  };
}
