import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy } from './npy.ts';
import { writeNpy } from './npy-write.ts';
import { makeNpy } from './samples/npy.ts';

const read = (sample: Parameters<typeof makeNpy>[0]): ReturnType<typeof readNpy> => readNpy(makeNpy(sample), 'a.npy');

describe('npy', () => {
  it.each(['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f4', 'f8', 'b1'])(
    '%s is read in both byte orders and all versions',
    (type) => {
      for (const order of ['<', '>', '|']) {
        for (const version of [1, 2, 3] as const) {
          const array = read({ descr: order + type, shape: [2], data: [1, 0], version });
          expect(array).toEqual({ shape: [2], data: Float64Array.of(1, 0), complex: false });
        }
      }
    },
  );

  it.each(['<c8', '>c16'])('%s is interleaved complex', (descr) => {
    const array = read({ descr, shape: [2], data: [1, 2, 3, 4] });
    expect(array).toEqual({ shape: [2], data: Float64Array.of(1, 2, 3, 4), complex: true });
  });

  it('Fortran order becomes C order', () => {
    expect([...read({ descr: '<i2', shape: [2, 3], data: [1, 4, 2, 5, 3, 6], fortran: true }).data]).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('Fortran order of any shape is C order of the reversed axes', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (shape, complex) => {
        const count = shape.reduce((a, b) => a * b);
        const width = complex ? 2 : 1;
        const data = Array.from({ length: count * width }, (_, n) => n);
        const array = read({ descr: complex ? '<c16' : '<f8', shape, data, fortran: true });
        let n = 0;
        const index = shape.map(() => 0);
        for (let to = 0; to < count; to++) {
          let from = 0;
          for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis]! + index[axis]!;
          for (let part = 0; part < width; part++) expect(array.data[n++]).toBe(from * width + part);
          for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  it('a single number has no axes', () => {
    expect(
      read({ descr: '<f8', shape: [], data: [3], header: "{'descr': '<f8', 'fortran_order': False, 'shape': (), }" }),
    ).toEqual({
      shape: [],
      data: Float64Array.of(3),
      complex: false,
    });
  });

  it.each([
    [
      'a text array',
      { descr: '<f4', shape: [1], data: [1], header: "{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }" },
      /type '<U5'/,
    ],
    [
      'a structured array',
      {
        descr: '<f4',
        shape: [1],
        data: [1],
        header: "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
      },
      /type '\[\('a'/,
    ],
    [
      'code in the header',
      { descr: '<f4', shape: [1], data: [1], header: "{'descr': '<f4', 'fortran_order': exit(), 'shape': (1,), }" },
      /cannot be read/,
    ],
    [
      'a missing key',
      { descr: '<f4', shape: [1], data: [1], header: "{'descr': '<f4', 'shape': (1,), }" },
      /cannot be read/,
    ],
    [
      'a number for a tuple',
      { descr: '<f4', shape: [1], data: [1], header: "{'descr': '<f4', 'fortran_order': False, 'shape': (1), }" },
      /cannot be read/,
    ],
    ['too little data', { descr: '<f4', shape: [3], data: [1] }, /needs 12 bytes of data, found 4/],
    ['too much data', { descr: '<f4', shape: [1], data: [1, 2] }, /needs 4 bytes of data, found 8/],
    ['a huge shape', { descr: '<f4', shape: [100_000, 100_000], data: [] }, /more than 268435456 values/],
    ['an integer that no double holds', { descr: '<i8', shape: [1], data: [2 ** 60] }, /does not fit a double/],
  ] as const)('%s is refused', (_name, sample, message) => {
    expect(() => read(sample)).toThrow(message);
  });

  it('other bytes are refused', () => {
    expect(() => readNpy(new Uint8Array(20), 'a.npy')).toThrow(/does not start with/);
    expect(() => readNpy(new Uint8Array(0), 'a.npy')).toThrow(/needs 10 bytes/);
  });
});

it('complex numbers written read back', () => {
  const data = [1, -2.5, 3, 0.25, -5, 6];
  const { shape, data: back, complex } = readNpy(writeNpy([3, 1], data), 'x.npy');
  expect([shape, Array.from(back), complex]).toEqual([[3, 1], data, true]);
});
