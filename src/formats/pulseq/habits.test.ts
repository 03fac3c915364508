// What other writers of .seq files do differently.
import { expect, it } from 'vitest';
import { isPulseq, readPulseq } from './index.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const read = (text: string) => readPulseq(ascii(text), 'a.seq').sequence;
const old = (column: string): string =>
  `[VERSION]\nmajor 1\nminor 2\nrevision 1\n[BLOCKS]\n1 1 0 0 0 0 0${column}\n[DELAYS]\n1 5000\n`;
const recent = (column: string): string =>
  `[VERSION]\nmajor 1\nminor 4\nrevision 2\n[BLOCKS]\n1 500 0 0 0 0 0${column}\n`;

it.each([old, recent])('blocks may leave out their last column, or have it before 1.3', (file) => {
  expect(read(file('')).blocks).toEqual(read(file(' 0')).blocks);
  expect(read(file('')).blocks[0]!.duration_s).toBeCloseTo(5e-3, 12);
  expect(() => read(file(' 0 0'))).toThrow(/\[BLOCKS\] has 9 columns; expected 8/);
});

it('a byte order mark and line ends of Windows change nothing', () => {
  const text = `\xef\xbb\xbf${recent(' 0').replaceAll('\n', '\r\n')}`;
  expect(isPulseq(ascii(text))).toBe(true);
  expect(read(text).blocks).toEqual(read(recent(' 0')).blocks);
});

it('a compressed file is named as such', () => {
  expect(() => readPulseq(Uint8Array.of(0x1f, 0x8b, 8, 0), 'a.seq.gz')).toThrow('the file is compressed (gzip); unpack it first (at a.seq.gz)'); // prettier-ignore
});
