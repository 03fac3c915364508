// The simulated raw scan of the virtual experiment through the reconstruction station: the object convolved with the point-spread function of the matrix.
import { expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import type { Geometry } from '../../src/records/index.ts';
import { gaussLegendre } from '../../src/math/index.ts';
import { reconstruct } from '../../src/reconstruct/index.ts';
import { MOUSE_COIL, MOUSE_SCANNER, rawScan, type Protocol } from '../../src/scanner/index.ts';
import { pointImage, worst } from '../scans/points.ts';
import { decayingTissue } from '../tissue/decaying.ts';

const MATRIX = [16, 12, 2] as const;
/** Tissue voxels in an image voxel along x and y. */
const FINER = 2;
const geometry: Geometry = {
  shape: [MATRIX[0] * FINER, MATRIX[1] * FINER, MATRIX[2]],
  affineRas_mm: [1, 0, 0, -15.5, 0, 1, 0, -11.5, 0, 0, 4, -2],
};
const [NX, NY] = geometry.shape;
const random = new Random(3);
const plane = Float64Array.from({ length: NX * NY }, (_, v) => Math.hypot((v % NX) - 17, Math.floor(v / NX) - 11) < 8 ? 1 + 0.3 * random.next() : 0); // prettier-ignore
const protocol: Protocol = {
  b0_T: 3,
  start_s: 1,
  repetition_s: 2,
  nFrames: 2,
  echoTime_s: 0.02,
  channels: [
    { name: 'fumarate', flips: { design: 'constant', angle_deg: 20 }, t2Star_s: 1e9 },
    { name: 'malate', flips: { design: 'constant', angle_deg: 40 }, t2Star_s: 1e9 },
  ],
  matrix: MATRIX,
  encoding: 'slices',
  filter: 'none',
  bandwidth_Hz: 50_000,
  coil: MOUSE_COIL,
  images: 'complex',
};

it('every slice and frame is the object within the point spread, to 1e-6', () => {
  const object = Float64Array.of(...plane, ...plane);
  const tissue = decayingTissue(geometry, object, new Float64Array(2 * NX * NY), [0, 0]);
  const { quiet } = rawScan(tissue, protocol, MOUSE_SCANNER, new Random(8));
  const { series, method } = reconstruct(quiet);
  expect(method).toBe('fourier');
  // a voxel of tissue is a box: Gauss and Legendre's five points along x and y stand for it to 1e-9
  const [nodes, weights] = gaussLegendre(5);
  const filled = Array.from({ length: NX * NY }, (_, v) => v).filter((v) => plane[v]! > 0);
  const spots = filled.flatMap((v) => Array.from(nodes, (b, j) => Array.from(nodes, (a, i) => ({ x: (v % NX) + 0.5 + a / 2, y: Math.floor(v / NX) + 0.5 + b / 2, m: (plane[v]! * weights[i]! * weights[j]!) / 4 / FINER / FINER }))).flat()); // prettier-ignore
  const wanted = pointImage(
    {
      // from the middle of voxel floor(n / 2) of the image
      position_m: Float64Array.from(spots.flatMap(({ x, y }) => [x / NX - (8 + 0.5) / 16, y / NY - (6 + 0.5) / 12, 0])), // prettier-ignore
      magnetization: Float64Array.from(spots.flatMap(({ m }) => [m, 0])),
      frequency_Hz: new Float64Array(spots.length),
      t2Star_s: new Float64Array(spots.length).fill(Infinity),
    },
    [16, 12, 1],
    [1, 1, 1],
  );
  const { data } = series[0]!.images;
  const size = wanted.length;
  for (let part = 0; part < data.length / size; part++) {
    const image = Float64Array.from(data.subarray(part * size, (part + 1) * size));
    // what the pulse shows of an even layer is one complex number
    let re = 0,
      im = 0,
      power = 0;
    for (let i = 0; i < size; i += 2) {
      re += image[i]! * wanted[i]! + image[i + 1]! * wanted[i + 1]!;
      im += image[i + 1]! * wanted[i]! - image[i]! * wanted[i + 1]!;
      power += wanted[i]! ** 2 + wanted[i + 1]! ** 2;
    }
    const scaled = wanted.map((_, i) => ((i % 2 === 0 ? re * wanted[i]! - im * wanted[i + 1]! : re * wanted[i]! + im * wanted[i - 1]!)) / power); // prettier-ignore
    expect(Math.hypot(re, im) / power).toBeGreaterThan(0.2);
    expect(worst(image, scaled)).toBeLessThan(1e-6);
  }
});
