// RLE Lossless: PackBits, one segment for each byte of the value, highest byte first (PS3.5 annex G).
import { ScienceError } from '../../base/index.ts';
import { ByteReader } from '../bytes.ts';

/** Most bytes that one byte of PackBits can make: two become 128. */
const MAX_RATIO = 64;

/** Little-endian pixels, `bytesPerPixel` x `nPixels`, from one RLE frame. */
export function unpackRle(frame: Uint8Array, nPixels: number, bytesPerPixel: number, where: string): Uint8Array {
  const reader = new ByteReader(frame, where);
  reader.need(0, 64, 'the RLE header');
  const nSegments = reader.u32(0);
  if (nSegments !== bytesPerPixel || nPixels > frame.length * MAX_RATIO) {
    throw new ScienceError(
      'format',
      `the RLE data has ${nSegments} segments in ${frame.length} bytes; ${nPixels} pixels of ${bytesPerPixel} bytes cannot come out of it`,
      { where },
    );
  }
  const out = new Uint8Array(nPixels * bytesPerPixel);
  for (let segment = 0; segment < nSegments; segment++) {
    const start = reader.u32(4 + 4 * segment);
    const end = segment + 1 < nSegments ? reader.u32(8 + 4 * segment) : frame.length;
    if (start < 64 || end < start || end > frame.length) {
      throw new ScienceError('format', `RLE segment ${segment + 1} lies outside the data`, { where });
    }
    const made = unpackInto(out, bytesPerPixel - 1 - segment, bytesPerPixel, frame.subarray(start, end));
    if (made !== nPixels) {
      throw new ScienceError('format', `RLE segment ${segment + 1} holds ${made} bytes; expected ${nPixels}`, {
        where,
      });
    }
  }
  return out;
}

/** out[start + n stride] = byte n; stops at the end of `out`. Returns how many bytes were made. */
function unpackInto(out: Uint8Array, start: number, stride: number, packed: Uint8Array): number {
  let to = start;
  for (let at = 0; at < packed.length && to < out.length;) {
    const control = packed[at++]!;
    if (control === 128) continue;
    const count = control < 128 ? control + 1 : 257 - control;
    for (let n = 0; n < count && to < out.length; n++, to += stride) {
      const value = packed[control < 128 ? at + n : at];
      if (value === undefined) return (to - start) / stride;
      out[to] = value;
    }
    at += control < 128 ? count : 1;
  }
  return Math.floor((to - start + stride - 1) / stride);
}
