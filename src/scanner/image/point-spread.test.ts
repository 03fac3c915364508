import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { K_FILTERS, noiseSpread, pointSpread, sliceMeans, throughAxes, type KFilter } from './point-spread.ts';

const drawn = (n: number, seed = 1): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => random.next());
};
const apply = ({ matrix, nIn, nOut }: ReturnType<typeof pointSpread>, data: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: nOut }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < nIn; j++) sum += matrix[i * nIn + j]! * data[j]!;
    return sum;
  });

describe('point-spread function', () => {
  it.each(Object.keys(K_FILTERS) as KFilter[])('keeps the value of an even object: %s', (filter) => {
    for (const [nIn, n] of [
      [40, 16],
      [33, 11],
      [8, 8],
    ] as const)
      apply(pointSpread(nIn, n, n, filter), new Float64Array(nIn).fill(1)).forEach((value) =>
        expect(value).toBeCloseTo(1, 13),
      );
  });
  it('keeps the sum of any object: the centre of k-space', () => {
    const object = drawn(48);
    const image = apply(pointSpread(48, 15, 15, 'hamming'), object);
    const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(image)).toBeCloseTo(mean(object), 13);
  });
  it('is the Dirichlet kernel for a fine object', () => {
    const [nIn, n] = [3001, 21];
    const point = new Float64Array(nIn);
    point[1500] = nIn / n; // all of one image voxel in the middle
    const fine = apply(pointSpread(nIn, n, 210, 'none'), point);
    fine.forEach((value, i) => {
      const x = Math.PI * ((i + 0.5) / 210 - 0.5);
      expect(value).toBeCloseTo(Math.sin(n * x) / (n * Math.sin(x)), 4);
    });
  });
  it('holds exactly the energy of the sampled part of k-space', () => {
    const [nIn, n] = [30, 9];
    const object = drawn(nIn, 3);
    const image = apply(pointSpread(nIn, n, n, 'none'), object);
    let energy = 0;
    for (let k = -4; k <= 4; k++) {
      let [re, im] = [0, 0];
      object.forEach((value, j) => {
        re += (value * Math.cos((2 * Math.PI * k * (j + 0.5)) / nIn)) / nIn;
        im += (value * Math.sin((2 * Math.PI * k * (j + 0.5)) / nIn)) / nIn;
      });
      const a = (Math.PI * k) / nIn;
      energy += (re * re + im * im) * (k === 0 ? 1 : (Math.sin(a) / a) ** 2);
    }
    expect(image.reduce((sum, value) => sum + value * value, 0) / n).toBeCloseTo(energy, 13);
    expect(energy).toBeLessThan(object.reduce((sum, value) => sum + value * value, 0) / nIn);
  });
  it('leaves white noise alone where nothing is filtered', () => {
    for (const n of [7, 8]) {
      const { matrix } = noiseSpread(n, n, 'none');
      matrix.forEach((value, at) => expect(value).toBeCloseTo(at % (n + 1) === 0 ? 1 : 0, 13));
    }
  });
  it('takes means over slices, of part voxels too', () => {
    expect([...apply(sliceMeans(4, 2), [1, 3, 5, 9])]).toEqual([2, 7]);
    const thirds = apply(sliceMeans(4, 3), [1, 2, 3, 4]);
    expect(thirds[0]).toBeCloseTo((1 + 2 / 3) / (4 / 3), 14);
    expect(thirds[1]).toBeCloseTo(2.5, 14);
  });
  it('goes through the axes of a volume as the sum over all three does', () => {
    const axes = [pointSpread(6, 3, 3, 'none'), pointSpread(5, 4, 4, 'hann'), sliceMeans(4, 2)] as const;
    const object = drawn(6 * 5 * 4, 9);
    const image = throughAxes(object, axes);
    expect(image.length).toBe(24);
    const [x, y, z] = axes;
    for (const [k, j, i] of [
      [0, 0, 0],
      [1, 3, 2],
      [1, 2, 0],
    ] as const) {
      let sum = 0;
      object.forEach((value, at) => {
        const [c, b, a] = [Math.floor(at / 30), Math.floor(at / 6) % 5, at % 6];
        sum += z.matrix[k * 4 + c]! * y.matrix[j * 5 + b]! * x.matrix[i * 6 + a]! * value;
      });
      expect(image[(k * 4 + j) * 3 + i]).toBeCloseTo(sum, 13);
    }
  });
  it('refuses an axis without samples', () => expect(() => pointSpread(4, 0, 4, 'none')).toThrow('nSamples is 0'));
});
