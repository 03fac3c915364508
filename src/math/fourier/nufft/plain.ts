// Gridding in plain float64: the definition of the fast way.
import { type ComplexData } from '../complex-data.ts';
import { plainTransformInto } from '../fft/plain.ts';
import { places, type GridLayout, type Gridding } from './gridding.ts';

type Three = readonly [number, number, number];
/** Missing axes are put in front, one point long. */
const three = (sizes: readonly number[]): Three => [1, 1, 1, ...sizes].slice(-3) as unknown as Three;

/** The plain way of `FourierKernel.gridding`. */
export function plainGridding(layout: GridLayout): Gridding {
  const { shape, grid, trajectory, roll } = layout;
  const sizes = three(shape),
    points = three(grid),
    one = new Float64Array([1]);
  const [rz, ry, rx] = [one, one, ...roll].slice(-3) as [Float64Array, Float64Array, Float64Array];
  const nPixels = sizes[0] * sizes[1] * sizes[2],
    nSamples = trajectory.length / shape.length;
  const cells = new Float64Array(2 * points[0] * points[1] * points[2]);
  const visit = sampleVisitor(layout, points);
  const transform = (inverse: boolean): void =>
    plainTransformInto(cells, cells, { shape: points, axes: [0, 1, 2], inverse, centred: false, factor: 1 });

  /** Calls with the place of every pixel in the grid, wrapped around so that the middle pixel is at 0, and its factor. */
  const pixels = (work: (pixel: number, cell: number, factor: number) => void): void => {
    const at = (j: number, axis: 0 | 1 | 2): number => (j - (sizes[axis] >> 1) + points[axis]) % points[axis];
    let pixel = 0;
    for (let z = 0; z < sizes[0]; z++)
      for (let y = 0; y < sizes[1]; y++) {
        const row = (at(z, 0) * points[1] + at(y, 1)) * points[2];
        for (let x = 0; x < sizes[2]; x++, pixel++) work(2 * pixel, 2 * (row + at(x, 2)), rz[z]! * ry[y]! * rx[x]!);
      }
  };
  const spread = (samples: ComplexData, start: number): void => {
    cells.fill(0);
    visit((sample, cell, weight) => {
      cells[cell]! += weight * samples[start + sample]!;
      cells[cell + 1]! += weight * samples[start + sample + 1]!;
    });
  };
  const collect = (out: ComplexData, start: number): void => {
    const sums = new Float64Array(2 * nSamples);
    visit((sample, cell, weight) => {
      sums[sample]! += weight * cells[cell]!;
      sums[sample + 1]! += weight * cells[cell + 1]!;
    });
    out.set(sums, start);
  };
  return {
    forwardInto: (samples, images) => {
      for (let i = 0, s = 0; i < images.length; i += 2 * nPixels, s += 2 * nSamples) {
        cells.fill(0);
        pixels((pixel, cell, factor) => {
          cells[cell] = factor * images[i + pixel]!;
          cells[cell + 1] = factor * images[i + pixel + 1]!;
        });
        transform(false);
        collect(samples, s);
      }
    },
    adjointInto: (images, samples) => {
      for (let i = 0, s = 0; i < images.length; i += 2 * nPixels, s += 2 * nSamples) {
        spread(samples, s);
        transform(true);
        pixels((pixel, cell, factor) => {
          images[i + pixel] = factor * cells[cell]!;
          images[i + pixel + 1] = factor * cells[cell + 1]!;
        });
      }
    },
    convolveInto: (out, samples) => {
      for (let s = 0; s < samples.length; s += 2 * nSamples) {
        spread(samples, s);
        collect(out, s);
      }
    },
  };
}

/** Goes over all samples and the grid points they reach: with the numbers' places in samples and grid, and the weight. */
function sampleVisitor(layout: GridLayout, points: Three) {
  const { shape, width, coefficients } = layout,
    { first, away } = places(layout);
  const axes = shape.length,
    nSamples = first.length / axes,
    degree = coefficients.length / width - 1;
  const reach = three(shape.map(() => width)),
    weight = [0, 1, 2].map((axis) => new Float64Array(reach[axis]!).fill(1));
  const start = [0, 0, 0];
  const place = (sample: number): void => {
    for (let axis = 0; axis < axes; axis++) {
      const to = weight[3 - axes + axis]!,
        z = away[sample * axes + axis]!;
      start[3 - axes + axis] = first[sample * axes + axis]!;
      for (let c = 0; c < width; c++) {
        let value = 0;
        for (let d = degree; d >= 0; d--) value = value * z + coefficients[d * width + c]!;
        to[c] = value;
      }
    }
  };
  return (work: (sample: number, cell: number, weight: number) => void): void => {
    const [wz, wy, wx] = weight as [Float64Array, Float64Array, Float64Array];
    for (let sample = 0; sample < nSamples; sample++) {
      place(sample);
      for (let c = 0; c < reach[0]; c++)
        for (let b = 0; b < reach[1]; b++) {
          const row = (((start[0]! + c) % points[0]) * points[1] + ((start[1]! + b) % points[1])) * points[2],
            both = wz[c]! * wy[b]!;
          for (let a = 0; a < reach[2]; a++) work(2 * sample, 2 * (row + ((start[2]! + a) % points[2])), both * wx[a]!);
        }
    }
  };
}
