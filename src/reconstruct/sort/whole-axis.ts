// Axes along which every readout is whole: there a transform and its inverse cancel round the mask.

/** Is the mask the same for all places along this axis? */
export function isWhole(
  mask: ArrayLike<number>,
  [nz, ny, nx]: readonly [number, number, number],
  axis: number,
): boolean {
  const stride = [ny * nx, nx, 1][axis]!,
    length = [nz, ny, nx][axis]!;
  for (let at = 0; at < mask.length; at++) {
    if (Math.floor(at / stride) % length > 0 && mask[at]! > 0 !== mask[at - stride]! > 0) return false;
  }
  return true;
}
