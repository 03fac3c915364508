import { expect, it } from 'vitest';
import { ScienceError } from '../../base/index.ts';
import { isMrd, readMrd, writeMrd } from '../index.ts';
import { makeRawScan } from '../samples/mrd.ts';
import { readXml } from './xml.ts';

const scan = makeRawScan();
const bytes = writeMrd(scan);
const read = (changed: Uint8Array) => readMrd(changed, 'a.h5', 'a');
/** A copy with `values` written at `at`. */
const patched = (at: number, ...values: number[]): Uint8Array => {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
};
/** Where the ASCII text stands in the file. */
const find = (text: string): number => {
  const wanted = new TextEncoder().encode(text);
  return bytes.findIndex((_, at) => wanted.every((byte, n) => bytes[at + n] === byte));
};

it('what is written is read again, number by number', () => {
  const back = read(bytes);
  expect(isMrd(bytes)).toBe(true);
  expect(back.encodings).toEqual(scan.encodings);
  expect(back.orientation).toEqual(scan.orientation);
  expect(back.contrasts).toEqual(scan.contrasts);
  expect(back.noiseCovariance).toEqual(scan.noiseCovariance);
  expect([back.name, back.nucleus, back.larmor_Hz, back.nChannels]).toEqual([scan.name, '13C', 32.13e6, 2]);
  expect(back.claims).toMatchObject({ b0_T: 3, repetition_s: 0.5, flipAngle_deg: 10, nucleus: '13C' });
  back.readouts.forEach((readout, n) => {
    const { dwell_s, start_s, ...rest } = readout;
    const { dwell_s: dwell, start_s: start, ...expected } = scan.readouts[n]!;
    expect(rest).toEqual(expected);
    expect(dwell_s).toBeCloseTo(dwell, 12);
    expect(start_s).toBeCloseTo(start, 6);
  });
  expect(back.notes).toEqual([]);
});

it('the same record gives the same bytes', () => expect(writeMrd(makeRawScan())).toEqual(bytes));

it('long scans span many heaps', () => {
  const long = makeRawScan(300, 200);
  expect(readMrd(writeMrd(long), 'long', 'long').readouts.map(({ samples }) => samples)).toEqual(
    long.readouts.map(({ samples }) => samples),
  );
});

it('every cut of the file is refused in one line with its place', () => {
  for (let length = 0; length < bytes.length; length += 97) {
    expect(() => read(bytes.slice(0, length))).toThrow(/\(at a\.h5/);
  }
});

it('a file that claims 65535 or 2^40 records costs nothing and says which one is missing', () => {
  const place = bytes.findLastIndex((byte, at) => byte === 6 && bytes[at - 8] === 1 && bytes[at - 7] === 1);
  for (const claim of [
    [0xff, 0xff, 0, 0],
    [0, 0, 0, 0, 0, 1],
  ]) {
    expect(() => read(patched(place, ...claim))).toThrow(/record 7|acquisition 7|HDF5/);
  }
});

it('damage is named', () => {
  expect(() => read(patched(8, 9))).toThrow('superblock version 9; versions 0 to 3 are read (at a.h5, byte 8)');
  expect(() => read(patched(find('GCOL'), 0))).toThrow(/expected the HDF5 block 'GCOL' here/);
  expect(() => read(patched(find('<x>5') + 3, 48))).toThrow(/matrixSize\/x is 0; expected 1 to 65535/);
  expect(() => read(patched(find('cartesian'), 120))).toThrow(/did you mean 'cartesian'/);
  expect(() => read(patched(find('</ismrmrdHeader>') + 2, 120))).toThrow(
    /closes nothing \(at a.h5, dataset\/xml, line/,
  );
  expect(() => read(new Uint8Array(100))).toThrow('not an HDF5 file');
});

it('a record that does not fit MRD is not written', () => {
  const { b0_T, ...claims } = scan.claims;
  expect(b0_T).toBe(3);
  expect(() => writeMrd({ ...scan, claims })).toThrow('MRD needs the field strength');
  expect(() => writeMrd({ ...scan, nChannels: 3 })).toThrow(
    /20 numbers for 3 x 5; MRD cannot hold it \(at readout 1\)/,
  );
});

it('XML without tricks', () => {
  const { children } = readXml(
    '<?xml version="1.0"?>\n<!-- c --><a:r x="1"><b>1 &lt; &#x32;</b><![CDATA[<]]></a:r>\n',
    'x',
  );
  expect(children).toEqual([{ name: 'b', text: '1 < 2', children: [] }]);
  for (const wrong of ['<a>', '<a></b>', '<a/><b/>', 'x<a/>', '<!DOCTYPE a><a/>', '<a>&own;</a>', '<a x=1/>', '']) {
    expect(() => readXml(wrong, 'x'), wrong).toThrow(ScienceError);
  }
});
