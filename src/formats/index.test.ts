import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import * as formats from './index.ts';
import { detectFormat } from './index.ts';
import { makeDicom } from './samples/dicom.ts';
import { makeMat } from './samples/mat.ts';
import { makeRawScan } from './samples/mrd.ts';
import { makeNifti } from './samples/nifti.ts';
import { makeNpy } from './samples/npy.ts';
import { latin1, quoted, utf8 } from './text.ts';

/** The example of README.md. */
function readFolder(files: ReadonlyMap<string, Uint8Array>): ReturnType<typeof formats.assembleDicom> {
  const slices = [...files]
    .filter(([, bytes]) => detectFormat(bytes) === 'dicom')
    .map(([name, bytes]) => formats.readDicomSlice(bytes, name));
  return formats.assembleDicom(slices, 'pyruvate');
}

describe('formats', () => {
  it('the example of README.md reads a folder', () => {
    const images = [1, 2].map((instance) => [`im${instance}.dcm`, makeDicom({ instance })] as const);
    expect(readFolder(new Map([...images, ['notes.txt', new Uint8Array(9)]])).images.shape).toEqual([2, 1, 3, 4]);
  });

  it('has these public names', () => {
    expect(Object.keys(formats).sort()).toEqual([
      'arrayToImages',
      'assembleDicom',
      'detectFormat',
      'isDicom',
      'isHdf5',
      'isMrd',
      'readDicomSlice',
      'readMat',
      'readMrd',
      'readNifti',
      'readNpy',
      'writeMrd',
      'writeNifti',
      'writeNpy',
    ]);
  });

  it('a file is known by its bytes', () => {
    expect(detectFormat(makeDicom())).toBe('dicom');
    expect(detectFormat(makeNifti())).toBe('nifti');
    expect(detectFormat(makeNifti({ bigEndian: true, magic: 'ni1' }))).toBe('nifti');
    expect(detectFormat(gzipSync(makeNifti()))).toBe('nifti.gz');
    expect(detectFormat(makeNpy({ descr: '<f4', shape: [1], data: [1] }))).toBe('npy');
    expect(detectFormat(makeMat({}))).toBe('mat');
    expect(detectFormat(formats.writeMrd(makeRawScan()))).toBe('hdf5');
  });

  it('other bytes are of no known format', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(1000), gzipSync(new Uint8Array(1000))]) {
      expect(detectFormat(bytes)).toBeUndefined();
    }
  });
});

describe('text in files', () => {
  it('UTF-8 is read as the platform reads it', () => {
    for (const text of ['plain', 'kPL für µmol', '日本語', '😀', ''])
      expect(utf8(new TextEncoder().encode(text))).toBe(text);
    expect(utf8(Uint8Array.of(0x61, 0xff, 0xc3, 0x62))).toBe('a\ufffd\ufffdb');
  });

  it('text for a message has one line and an end', () => {
    expect(quoted('a\nb\0c')).toBe("'a?b?c'");
    expect(quoted('x'.repeat(100))).toBe(`'${'x'.repeat(60)}...'`);
    expect(latin1(Uint8Array.of(0xe9))).toBe('é');
  });
});
