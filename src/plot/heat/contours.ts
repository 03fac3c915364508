// Lines of equal height on a grid: marching squares with straight pieces.

export type Segment = readonly [x0: number, y0: number, x1: number, y1: number];

/** Pieces of the line at `level`, in places of the grid [ny, nx]: column and row counted from 0. Cells with a NaN are left out. */
export function contourSegments(values: ArrayLike<number>, nx: number, ny: number, level: number): readonly Segment[] {
  const out: Segment[] = [];
  for (let j = 0; j + 1 < ny; j++) {
    for (let i = 0; i + 1 < nx; i++) {
      // Corners in a round, and the places where the line crosses the four sides.
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const;
      const heights = corners.map(([x, y]) => values[y * nx + x]! - level);
      if (heights.some(Number.isNaN)) continue;
      const crossings = corners.flatMap(([x, y], k): (readonly [number, number])[] => {
        const [a, b] = [heights[k]!, heights[(k + 1) % 4]!];
        if (a < 0 === b < 0) return [];
        const [nextX, nextY] = corners[(k + 1) % 4]!;
        const part = a / (a - b);
        return [[x + part * (nextX - x), y + part * (nextY - y)]];
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) out.push([...crossings[k]!, ...crossings[k + 1]!]);
    }
  }
  return out;
}
