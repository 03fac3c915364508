// Lines cut at the edges of their panel, so that no clip path (and no id) is needed.
import { coordinate } from '../svg.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** SVG path of the part of a polyline inside `box`, in drawing units; a point that is not finite lifts the pen. Liang & Barsky 1984. */
export function clippedPath(xs: ArrayLike<number>, ys: ArrayLike<number>, box: Box): string {
  let path = '';
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 1; i < xs.length; i++) {
    const part = clipSegment(xs[i - 1]!, ys[i - 1]!, xs[i]!, ys[i]!, box);
    if (!part) continue;
    const [x0, y0, x1, y1] = part;
    if (x0 !== lastX || y0 !== lastY) path += `M${coordinate(x0)} ${coordinate(y0)}`;
    path += `L${coordinate(x1)} ${coordinate(y1)}`;
    [lastX, lastY] = [x1, y1];
  }
  return path;
}

/** Closer than this, in drawing units, points are one. */
const SAME = 0.1;

/** Places inside `box` of pieces of a polyline that do not move, which no line would show; each once. */
export function stillPoints(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  box: Box,
): readonly (readonly [number, number])[] {
  // prettier-ignore
  const found = new Map<string, readonly [number, number]>();
  const isPoint = (i: number): boolean => i < xs.length && Number.isFinite(xs[i]!) && Number.isFinite(ys[i]!);
  for (let i = 0; i < xs.length; i++) {
    if (!isPoint(i)) continue;
    const [x, y] = [xs[i]!, ys[i]!];
    let still = true;
    for (; isPoint(i); i++) still &&= Math.abs(xs[i]! - x) < SAME && Math.abs(ys[i]! - y) < SAME;
    const inside = x >= box.x - SAME && x <= box.x + box.width + SAME && y >= box.y - SAME && y <= box.y + box.height + SAME; // prettier-ignore
    if (still && inside) found.set(`${coordinate(x)} ${coordinate(y)}`, [x, y]);
  }
  return [...found.values()];
}

function clipSegment(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  box: Box,
): readonly [number, number, number, number] | undefined {
  if (![x0, y0, x1, y1].every(Number.isFinite)) return undefined;
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [-dx, x0 - box.x],
    [dx, box.x + box.width - x0],
    [-dy, y0 - box.y],
    [dy, box.y + box.height - y0],
  ] as const) {
    if (step === 0) {
      if (room < 0) return undefined;
    } else if (step < 0) from = Math.max(from, room / step);
    else to = Math.min(to, room / step);
  }
  if (from > to) return undefined;
  const end = (t: number): readonly [number, number] =>
    t === 0 ? [x0, y0] : t === 1 ? [x1, y1] : [x0 + t * dx, y0 + t * dy];
  return [...end(from), ...end(to)];
}
