// Small Level 5 .mat files for tests. Arrays are given column-major, as MATLAB holds them.
import { zlibSync } from 'fflate';
import type { NumberKind } from '../numbers.ts';
import { asciiBytes } from '../text.ts';
import { concatBytes, numberBytes } from './number-bytes.ts';

export interface MatNumbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly imaginary?: readonly number[];
  /** Class code: 4 char, 6 double, 7 single, 8 to 15 int8 to uint64. Default 6. */
  readonly classCode?: number;
  readonly logical?: boolean;
  /** How the numbers are stored, whatever the class. Default f8. */
  readonly stored?: NumberKind;
}
export interface MatCells {
  readonly cells: readonly MatValue[];
}
export interface MatStruct {
  readonly fields: Readonly<Record<string, readonly MatValue[]>>;
  readonly count?: number;
}
/** An array of a class that is not read, by its code: 5 sparse, 16 function. */
export interface MatOther {
  readonly otherClass: number;
}
export type MatValue = MatNumbers | MatCells | MatStruct | MatOther;

const STORED: Readonly<Record<NumberKind, number>> = {
  i1: 1,
  u1: 2,
  i2: 3,
  u2: 4,
  i4: 5,
  u4: 6,
  f4: 7,
  f8: 9,
  i8: 12,
  u8: 13,
};

export function makeMat(
  variables: Readonly<Record<string, MatValue>>,
  settings: { readonly compressed?: boolean; readonly bigEndian?: boolean } = {},
): Uint8Array {
  const little = settings.bigEndian !== true;
  const text = asciiBytes('MATLAB 5.0 MAT-file, made for a test'.padEnd(116));
  const head = concatBytes(
    text,
    new Uint8Array(8),
    numberBytes([0x0100], 'u2', little),
    asciiBytes(little ? 'IM' : 'MI'),
  );
  const parts = Object.entries(variables).map(([name, value]) => {
    const matrix = matrixBytes(name, value, little);
    if (!settings.compressed) return matrix;
    const packed = zlibSync(matrix);
    return concatBytes(numberBytes([15, packed.length], 'u4', little), packed);
  });
  return concatBytes(head, ...parts);
}

function element(type: number, data: Uint8Array, little: boolean): Uint8Array {
  if (data.length > 0 && data.length <= 4 && type !== 14) {
    // the small format: length and type in one word
    return concatBytes(numberBytes([data.length * 65_536 + type], 'u4', little), data, new Uint8Array(4 - data.length));
  }
  return concatBytes(numberBytes([type, data.length], 'u4', little), data, new Uint8Array((8 - (data.length % 8)) % 8));
}

function matrixBytes(name: string, value: MatValue, little: boolean): Uint8Array {
  const numbers = (values: readonly number[], kind: NumberKind): Uint8Array =>
    element(STORED[kind], numberBytes(values, kind, little), little);
  const head = (flags: number, shape: readonly number[]): Uint8Array =>
    concatBytes(numbers([flags, 0], 'u4'), numbers(shape, 'i4'), element(1, asciiBytes(name), little));
  let body: Uint8Array;
  if ('otherClass' in value) {
    body = head(value.otherClass, [1, 1]);
  } else if ('cells' in value) {
    body = concatBytes(head(1, [1, value.cells.length]), ...value.cells.map((cell) => matrixBytes('', cell, little)));
  } else if ('fields' in value) {
    const names = Object.keys(value.fields);
    const count = value.count ?? 1;
    const members = Array.from({ length: count }, (_, n) =>
      names.map((field) => matrixBytes('', value.fields[field]![n]!, little)),
    );
    const labels = concatBytes(...names.map((field) => asciiBytes(field.padEnd(32, '\0'))));
    body = concatBytes(head(2, [1, count]), numbers([32], 'i4'), element(1, labels, little), ...members.flat());
  } else {
    const stored = value.stored ?? 'f8';
    const flags = (value.classCode ?? 6) + (value.imaginary ? 0x800 : 0) + (value.logical ? 0x200 : 0);
    const parts = value.imaginary ? [value.data, value.imaginary] : [value.data];
    body = concatBytes(head(flags, value.shape), ...parts.map((part) => numbers(part, stored)));
  }
  return element(14, body, little);
}
