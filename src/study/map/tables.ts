// voxels.csv and regions.csv: full precision, one header line, plain estimates; flags and limits in columns of their own.
import { indexOfVoxel } from '../../picture/index.ts';
import type { Geometry, Quantities } from '../../records/index.ts';

/** Columns i, j, k (0-based column, row, slice), one per quantity, `end_<product>`. */
export function voxelTable(
  quantities: Quantities,
  voxels: Int32Array,
  geometry: Geometry,
  products: readonly string[],
): string {
  const rows = Array.from(voxels, (voxel) => indexOfVoxel(geometry, voxel).map(String));
  return table(['i', 'j', 'k'], rows, quantities, products);
}

/** Columns region, nVoxels, one per quantity, `end_<product>`. */
export function regionTable(
  quantities: Quantities,
  regions: readonly { readonly name: string; readonly voxels: Int32Array }[],
  products: readonly string[],
): string {
  const rows = regions.map(({ name, voxels }) => [name, String(voxels.length)]);
  return table(['region', 'nVoxels'], rows, quantities, products);
}

function table(
  first: readonly string[],
  heads: readonly (readonly string[])[],
  quantities: Quantities,
  products: readonly string[],
): string {
  const { columns, ends } = quantities;
  const header = [...first, ...columns.map((column) => column.name), ...products.map((product) => `end_${product}`)];
  const lines = heads.map((head, row) =>
    [...head, ...columns.map((column) => String(column.values[row]!)), ...products.map(() => ends[row]!)].join(','),
  );
  return [header.join(','), ...lines, ''].join('\n');
}
