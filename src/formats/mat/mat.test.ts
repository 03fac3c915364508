import { describe, expect, it } from 'vitest';
import { makeMat } from '../samples/mat.ts';
import { readMat } from './read.ts';

const FORMS = [
  { compressed: false, bigEndian: false },
  { compressed: false, bigEndian: true },
  { compressed: true, bigEndian: false },
  { compressed: true, bigEndian: true },
];

describe.each(FORMS)('compressed $compressed, big-endian $bigEndian', (form) => {
  const read = (variables: Parameters<typeof makeMat>[0]): ReturnType<typeof readMat> =>
    readMat(makeMat(variables, form), 'a.mat');

  it('a double is read however it is stored', () => {
    for (const stored of ['u1', 'i2', 'i4', 'f4', 'f8'] as const) {
      expect(read({ tr: { shape: [1, 1], data: [2], stored } }).get('tr')).toEqual({
        shape: [1, 1],
        data: Float64Array.of(2),
        complex: false,
        matClass: 'double',
      });
    }
  });

  it.each([
    [7, 'single', 'f4'],
    [8, 'int8', 'i1'],
    [9, 'uint8', 'u1'],
    [10, 'int16', 'i2'],
    [11, 'uint16', 'u2'],
    [12, 'int32', 'i4'],
    [13, 'uint32', 'u4'],
    [14, 'int64', 'i8'],
    [15, 'uint64', 'u8'],
  ] as const)('class %i is %s', (classCode, matClass, stored) => {
    const array = read({ a: { shape: [2, 1], data: [1, 100], classCode, stored } }).get('a')!;
    expect([array.matClass, [...array.data]]).toEqual([matClass, [1, 100]]);
  });

  it('columns first becomes rows first', () => {
    const array = read({ a: { shape: [2, 3], data: [1, 4, 2, 5, 3, 6] } }).get('a')!;
    expect([array.shape, [...array.data]]).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  it('complex values are interleaved', () => {
    const array = read({ z: { shape: [1, 2], data: [1, 2], imaginary: [3, 4] } }).get('z')!;
    expect([array.complex, [...array.data]]).toEqual([true, [1, 3, 2, 4]]);
  });

  it('logical and char arrays say what they are', () => {
    const arrays = read({
      yes: { shape: [1, 1], data: [1], classCode: 9, stored: 'u1', logical: true },
      word: { shape: [2, 2], data: [97, 99, 98, 100], classCode: 4, stored: 'u2' },
    });
    expect(arrays.get('yes')!.matClass).toBe('logical');
    expect(arrays.get('word')!.text).toBe('ab\ncd');
  });

  it('fields and cells have names that lead to them', () => {
    const one = (value: number): { shape: number[]; data: number[] } => ({ shape: [1, 1], data: [value] });
    const arrays = read({
      s: { fields: { a: [one(1)], b: [{ cells: [one(2), { fields: { c: [one(3)] } }] }] } },
      many: { fields: { x: [one(4), one(5)] }, count: 2 },
    });
    expect([...arrays].map(([name, { data }]) => [name, data[0]])).toEqual([
      ['s.a', 1],
      ['s.b{1}', 2],
      ['s.b{2}.c', 3],
      ['many(1).x', 4],
      ['many(2).x', 5],
    ]);
  });

  it('an empty array is empty', () => {
    expect(read({ e: { shape: [0, 0], data: [] } }).get('e')!.data).toHaveLength(0);
  });
});

describe('what is refused', () => {
  it('MATLAB 7.3, with the way out', () => {
    const bytes = makeMat({});
    bytes[125] = 2;
    bytes[124] = 0;
    expect(() => readMat(bytes, 'a.mat')).toThrow(/MATLAB 7\.3.*-v7.*a\.mat/);
    expect(() => readMat(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10), 'a.mat')).toThrow(/HDF5/);
  });

  it('a sparse array is named and holds nothing, and the others are read', () => {
    const arrays = readMat(makeMat({ s: { otherClass: 5 }, a: { shape: [1, 1], data: [1] } }), 'a.mat');
    expect([arrays.get('s')!.matClass, arrays.get('s')!.shape, [...arrays.get('a')!.data]]).toEqual([
      'sparse',
      [0],
      [1],
    ]);
  });

  it('fewer values than the shape needs', () => {
    expect(() => readMat(makeMat({ a: { shape: [2, 2], data: [1, 2, 3] } }), 'a.mat')).toThrow(
      /'a' of shape \[2, 2\] needs 4 values, found 3/,
    );
  });

  it('a shape larger than any file, before memory is taken', () => {
    expect(() => readMat(makeMat({ a: { shape: [100_000, 100_000], data: [1] } }), 'a.mat')).toThrow(
      /more than 268435456 values/,
    );
  });

  it('a cut file', () => {
    const bytes = makeMat({ a: { shape: [1, 3], data: [1, 2, 3] } });
    expect(() => readMat(bytes.slice(0, -8), 'a.mat')).toThrow(
      /a variable needs 72 bytes, found 64; the file is cut short.*a\.mat, byte 128/,
    );
  });

  it('a flipped bit in compressed data', () => {
    const bytes = makeMat({ a: { shape: [1, 3], data: [1, 2, 3] } }, { compressed: true });
    bytes[bytes.length - 1]! ^= 1;
    expect(() => readMat(bytes, 'a.mat')).toThrow(/checksum/);
  });

  it('other bytes', () => {
    expect(() => readMat(new Uint8Array(200).fill(65), 'a.mat')).toThrow(/not a \.mat file/);
    expect(() => readMat(new Uint8Array(200), 'a.mat')).toThrow(/Level 4/);
  });
});
