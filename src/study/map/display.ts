// A slice as a person looks at it: patient's right on the left of the picture, front (or head) on top, whatever way the file stores it.
import type { MapPanel } from '../../plot/index.ts';
import { voxelSize_mm, type Geometry } from '../../records/index.ts';

type Orientation = NonNullable<MapPanel['orientation']>;

export interface SliceView {
  readonly flipColumns: boolean;
  readonly flipRows: boolean;
  readonly orientation: Orientation;
  readonly fieldOfView_mm: readonly [number, number];
}

const LETTERS = [
  ['R', 'L'],
  ['A', 'P'],
  ['S', 'I'],
] as const;

/** Letters of the end towards which an index runs, and of its start: by the largest component of its direction in RAS. */
function ends(geometry: Geometry, axis: 0 | 1): { readonly to: string; readonly from: string } {
  const direction = [0, 1, 2].map((row) => geometry.affineRas_mm[4 * row + axis]!);
  const main = direction.reduce(
    (best, value, row) => (Math.abs(value) > Math.abs(direction[best]!) + 1e-9 ? row : best),
    0,
  );
  const [plus, minus] = LETTERS[main]!;
  return direction[main]! > 0 ? { to: plus, from: minus } : { to: minus, from: plus };
}

export function sliceView(geometry: Geometry): SliceView {
  const columns = ends(geometry, 0);
  const rows = ends(geometry, 1);
  // Shown left to right: R to L, A to P, S to I; top to bottom: A to P, S to I, R to L.
  const flipColumns = ['R', 'A', 'S'].includes(columns.to);
  const flipRows = ['A', 'S', 'R'].includes(rows.to);
  const size = voxelSize_mm(geometry);
  return {
    flipColumns,
    flipRows,
    orientation: {
      left: flipColumns ? columns.to : columns.from,
      right: flipColumns ? columns.from : columns.to,
      top: flipRows ? rows.to : rows.from,
      bottom: flipRows ? rows.from : rows.to,
    },
    fieldOfView_mm: [size[0] * geometry.shape[0], size[1] * geometry.shape[1]],
  };
}

/** Slice k of a volume [z, y, x], turned as the view says. */
export function sliceOf<T extends Float64Array | Uint8Array>(
  data: T,
  shape: readonly number[],
  k: number,
  view: SliceView,
): T {
  const [nx, ny] = [shape[0]!, shape[1]!];
  const out = data.slice(0, nx * ny) as T;
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const x = view.flipColumns ? nx - 1 - i : i;
      const y = view.flipRows ? ny - 1 - j : j;
      out[j * nx + i] = data[(k * ny + y) * nx + x]!;
    }
  }
  return out;
}
