// Where k-space is sampled, and with which weight it enters the image.
import type { Geometry } from '../../records/index.ts';
import { voxelSize_mm } from '../../records/index.ts';
import { K_FILTERS } from './point-spread.ts';
import type { Protocol } from './protocol.ts';

/** Distance of a point of k-space (cycles per field of view) from the centre, over that of the edge along the smaller voxel: 1 at the edge of a spiral. */
export function edgeDistance({ shape: [nx, ny], ...geometry }: Geometry): (kx: number, ky: number) => number {
  const [dx, dy] = voxelSize_mm({ shape: [nx, ny, 1], ...geometry });
  const edge = 2 * Math.min(dx, dy);
  return (kx, ky) => edge * Math.hypot(kx / (nx * dx), ky / (ny * dy));
}

/** [ky, kx] from -floor(n / 2): the k-space filter, 0 beyond the edge of a spiral. White noise of the samples comes out of the image's k-space so weighted. */
export function kWeights({ filter, readout }: Pick<Protocol, 'filter' | 'readout'>, geometry: Geometry): Float64Array {
  const [nx, ny] = geometry.shape;
  const away = edgeDistance(geometry);
  const keep = K_FILTERS[filter];
  return Float64Array.from({ length: nx * ny }, (_, at) => {
    const [kx, ky] = [(at % nx) - (nx >> 1), Math.floor(at / nx) - (ny >> 1)];
    return readout === 'spiral' && away(kx, ky) > 1 ? 0 : keep(kx / nx) * keep(ky / ny);
  });
}
