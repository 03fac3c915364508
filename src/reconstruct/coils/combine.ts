// Coil images to one image.

/** sum over coils of conj(map) image / sum |map|^2, the best for white noise (Roemer 1990); [..., z, y, x] from [..., coil, z, y, x]. 0 where all maps are. */
export function combined(images: Float64Array, maps: Float64Array, nCoils: number): Float64Array {
  const volume = maps.length / 2 / nCoils;
  const groups = images.length / (2 * nCoils * volume);
  const out = new Float64Array(2 * groups * volume);
  const power = mapPower(maps, nCoils);
  for (let group = 0; group < groups; group++) {
    const to = 2 * group * volume;
    for (let coil = 0; coil < nCoils; coil++) {
      const from = 2 * (group * nCoils + coil) * volume,
        map = 2 * coil * volume;
      for (let at = 0; at < 2 * volume; at += 2) {
        const mr = maps[map + at]!,
          mi = maps[map + at + 1]!,
          xr = images[from + at]!,
          xi = images[from + at + 1]!;
        out[to + at]! += mr * xr + mi * xi;
        out[to + at + 1]! += mr * xi - mi * xr;
      }
    }
    for (let at = 0; at < volume; at++) {
      const scale = power[at]! > 0 ? 1 / power[at]! : 0;
      out[to + 2 * at]! *= scale;
      out[to + 2 * at + 1]! *= scale;
    }
  }
  return out;
}

/** sum over coils of |map|^2, by voxel. White noise of the combined image has its variance over this. */
export function mapPower(maps: Float64Array, nCoils: number): Float64Array {
  const volume = maps.length / 2 / nCoils;
  const out = new Float64Array(volume);
  for (let n = 0; n < nCoils * volume; n++) out[n % volume]! += maps[2 * n]! * maps[2 * n]! + maps[2 * n + 1]! * maps[2 * n + 1]!; // prettier-ignore
  return out;
}

/** Root of the sum of squares over coils, [..., z, y, x]; real (Roemer 1990). */
export function rootSumOfSquares(images: Float64Array, nCoils: number, volume: number): Float64Array {
  const groups = images.length / (2 * nCoils * volume);
  const out = new Float64Array(groups * volume);
  for (let group = 0; group < groups; group++) {
    for (let coil = 0; coil < nCoils; coil++) {
      const from = 2 * (group * nCoils + coil) * volume;
      for (let at = 0; at < volume; at++) {
        const re = images[from + 2 * at]!,
          im = images[from + 2 * at + 1]!;
        out[group * volume + at]! += re * re + im * im;
      }
    }
  }
  return out.map(Math.sqrt);
}
