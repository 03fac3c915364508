// Arrays cut or padded about their centres: oversampling taken off images, zeros put round k-space.

/** [..., z, y, x] interleaved complex from `shape` to `wanted`, index floor(n / 2) kept in place. */
export function resized(
  data: Float64Array,
  shape: readonly [number, number, number],
  wanted: readonly [number, number, number],
): Float64Array {
  if (shape.every((n, axis) => n === wanted[axis])) return data;
  const volume = shape[0] * shape[1] * shape[2];
  const count = data.length / 2 / volume;
  const [nz, ny, nx] = wanted;
  const out = new Float64Array(2 * count * nz * ny * nx);
  const shift = shape.map((n, axis) => (n >> 1) - (wanted[axis]! >> 1));
  const firstX = Math.max(0, -shift[2]!),
    lastX = Math.min(nx, shape[2] - shift[2]!);
  for (let n = 0; n < count; n++) {
    for (let z = Math.max(0, -shift[0]!); z < Math.min(nz, shape[0] - shift[0]!); z++) {
      for (let y = Math.max(0, -shift[1]!); y < Math.min(ny, shape[1] - shift[1]!); y++) {
        const from = n * volume + ((z + shift[0]!) * shape[1] + y + shift[1]!) * shape[2] + shift[2]!;
        const to = ((n * nz + z) * ny + y) * nx;
        out.set(data.subarray(2 * (from + firstX), 2 * (from + lastX)), 2 * (to + firstX));
      }
    }
  }
  return out;
}
