// Weights by area: what of the disc of k-space is nearer to a sample than to any other (Rasche et al. 1999).
import { ScienceError } from '../../../base/index.ts';

/** Samples closer than this part of the radius are one place and share its area. */
const SAME = 1e-9;

export interface VoronoiSettings {
  /** Of the disc of k-space that is divided, cycles per field of view; the farthest sample's where none is given. */
  readonly radius?: number;
}

/**
 * Weights [nSamples] of any trajectory [sample, 2] (cycles per field of view) for images with 2 axes: the area of each sample's cell within the disc over the number
 * of pixels. Areas are exact: they sum up to that of the disc. Samples beyond the radius get what of the disc is nearest to them.
 */
export function voronoiDensity(
  trajectory: Float64Array | Float32Array,
  shape: readonly number[],
  settings: VoronoiSettings = {},
): Float64Array {
  if (shape.length !== 2 || trajectory.length % 2 !== 0 || trajectory.length === 0)
    throw new ScienceError(
      'argument',
      `voronoiDensity: ${trajectory.length} numbers are not [samples, 2] for an image with 2 axes; use densityCompensation for others`,
    );
  const n = trajectory.length / 2;
  let farthest = 0;
  for (let i = 0; i < n; i++) farthest = Math.max(farthest, Math.hypot(trajectory[2 * i]!, trajectory[2 * i + 1]!));
  const radius = settings.radius ?? farthest;
  if (!(radius > 0 && farthest < Infinity))
    throw new ScienceError('argument', `voronoiDensity: samples up to ${farthest} in a disc of radius ${radius}; expected both above 0`); // prettier-ignore
  const { sites, siteOf, shares } = distinct(trajectory, Math.max(radius, farthest));
  const areas = cellAreas(sites, radius, Math.max(radius, farthest));
  return Float64Array.from({ length: n }, (_, i) => {
    const site = siteOf[i]!;
    return areas[site]! / (shares[site]! * shape[0]! * shape[1]!);
  });
}

function distinct(trajectory: ArrayLike<number>, reach: number) {
  const found = new Map<string, number>(),
    sites: number[] = [],
    shares: number[] = [];
  const siteOf = Int32Array.from({ length: trajectory.length / 2 }, (_, i) => {
    const x = trajectory[2 * i]!,
      y = trajectory[2 * i + 1]!;
    const key = `${Math.round(x / (SAME * reach))} ${Math.round(y / (SAME * reach))}`;
    let site = found.get(key);
    if (site === undefined) {
      found.set(key, (site = shares.length));
      sites.push(x, y);
      shares.push(0);
    }
    shares[site]!++;
    return site;
  });
  return { sites: Float64Array.from(sites), siteOf, shares };
}

/** Each cell starts as a square around the disc, cut by the tangent of the disc next to its site, and is cut by the bisectors to other sites from near to far. */
function cellAreas(sites: Float64Array, radius: number, reach: number): Float64Array {
  const n = sites.length / 2,
    { visit, step } = buckets(sites, reach);
  return Float64Array.from({ length: n }, (_, site) => {
    const x = sites[2 * site]!,
      y = sites[2 * site + 1]!,
      far = Math.hypot(x, y);
    const side = 1.01 * reach;
    let cell: readonly number[] = [-side, -side, side, -side, side, side, -side, side];
    if (far > 0) cell = cut(cell, x / far, y / far, radius);
    let width = widest(cell, x, y);
    for (let ring = 0; cell.length > 0 && (ring - 1) * step < 2 * width; ring++) {
      if (ring * step > 3 * reach) break;
      visit(x, y, ring, (other) => {
        const dx = sites[2 * other]! - x,
          dy = sites[2 * other + 1]! - y;
        if (other === site || dx * dx + dy * dy > 4 * width * width) return;
        const before = cell;
        cell = cut(cell, dx, dy, dx * (x + dx / 2) + dy * (y + dy / 2));
        if (cell !== before) width = widest(cell, x, y);
      });
    }
    return areaInDisc(cell, radius);
  });
}

const widest = (cell: readonly number[], x: number, y: number): number => {
  let square = 0;
  for (let i = 0; i < cell.length; i += 2)
    square = Math.max(square, (cell[i]! - x) * (cell[i]! - x) + (cell[i + 1]! - y) * (cell[i + 1]! - y));
  return Math.sqrt(square);
};

/** The part of a convex polygon where dx x + dy y <= level; the polygon itself where that is all of it. */
function cut(cell: readonly number[], dx: number, dy: number, level: number): readonly number[] {
  let isWhole = true;
  for (let i = 0; i < cell.length && isWhole; i += 2) isWhole = dx * cell[i]! + dy * cell[i + 1]! <= level;
  if (isWhole) return cell;
  const out: number[] = [];
  for (let i = 0; i < cell.length; i += 2) {
    const next = (i + 2) % cell.length;
    const x = cell[i]!,
      y = cell[i + 1]!,
      u = cell[next]!,
      v = cell[next + 1]!;
    const here = dx * x + dy * y - level,
      there = dx * u + dy * v - level;
    if (here <= 0) out.push(x, y);
    if (here <= 0 !== there <= 0) {
      const part = here / (here - there);
      out.push(x + part * (u - x), y + part * (v - y));
    }
  }
  return out;
}

/** Sites by squares of a grid, some in each on the average; `visit` goes over those `ring` squares away from a place. */
function buckets(sites: Float64Array, reach: number) {
  const n = sites.length / 2,
    side = Math.max(1, Math.floor(Math.sqrt(n / 2))),
    step = (2 * reach) / side;
  const at = (k: number): number => Math.max(0, Math.min(side - 1, Math.floor((k + reach) / step)));
  const starts = new Int32Array(side * side + 1),
    members = new Int32Array(n);
  const keyOf = (site: number): number => at(sites[2 * site + 1]!) * side + at(sites[2 * site]!);
  for (let site = 0; site < n; site++) starts[keyOf(site) + 1]!++;
  for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!;
  const next = starts.slice();
  for (let site = 0; site < n; site++) members[next[keyOf(site)]!++] = site;
  const visit = (x: number, y: number, ring: number, work: (site: number) => void): void => {
    const column = at(x),
      row = at(y);
    for (let j = Math.max(0, row - ring); j <= Math.min(side - 1, row + ring); j++) {
      const isEdge = j === row - ring || j === row + ring;
      for (let i = column - ring; i <= column + ring; i += isEdge || ring === 0 ? 1 : 2 * ring)
        if (i >= 0 && i < side)
          for (let m = starts[j * side + i]!; m < starts[j * side + i + 1]!; m++) work(members[m]!);
    }
  };
  return { visit, step };
}

/** Area that a convex polygon shares with the disc around the origin: for each edge the piece between it and the origin. */
function areaInDisc(cell: readonly number[], radius: number): number {
  let area = 0;
  for (let i = 0; i < cell.length; i += 2) {
    const next = (i + 2) % cell.length;
    area += sliceInDisc(cell[i]!, cell[i + 1]!, cell[next]!, cell[next + 1]!, radius);
  }
  return Math.abs(area);
}

function sliceInDisc(x: number, y: number, u: number, v: number, radius: number): number {
  const dx = u - x,
    dy = v - y,
    square = dx * dx + dy * dy;
  if (square === 0) return 0;
  // where the edge meets the circle
  const along = -(x * dx + y * dy) / square,
    nearest = (x + along * dx) * (x + along * dx) + (y + along * dy) * (y + along * dy);
  const half = Math.sqrt(Math.max(0, (radius * radius - nearest) / square));
  const enter = Math.min(1, Math.max(0, along - half)),
    leave = Math.min(1, Math.max(0, along + half));
  const sector = (from: number, to: number): number => {
    const px = x + from * dx,
      py = y + from * dy,
      qx = x + to * dx,
      qy = y + to * dy;
    return (radius * radius * Math.atan2(px * qy - py * qx, px * qx + py * qy)) / 2;
  };
  // the triangle inside is half of the product across: from and to cancel but for the length
  return sector(0, enter) + ((leave - enter) * (x * v - y * u)) / 2 + sector(leave, 1);
}
