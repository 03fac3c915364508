// Inflating with a limit known beforehand, so that a small file cannot fill the memory. Checksums are checked here.
import { Inflate } from 'fflate';
import { messageOf, ScienceError } from '../base/index.ts';
import { joinBytes } from './bytes.ts';
import { adler32, crc32 } from './checksum.ts';

/** Deflate cannot make more than this many bytes out of one (Gailly and Adler, zlib technical details). */
const MAX_RATIO = 1032;
const CHUNK_BYTES = 16_384;

/** True where `expected` bytes cannot come out of `deflated` bytes. */
export function cannotInflateTo(expected: number, deflated: number): boolean {
  return expected > deflated * MAX_RATIO + 1024;
}

/** Raw deflate, whole. Throws where more than `limit` bytes come out or the stream is broken. */
export function inflateRaw(deflated: Uint8Array, limit: number, where: string): Uint8Array {
  return collect(deflated, Infinity, limit, where);
}

/** The first bytes of a raw deflate stream, at most `count`; fewer where the stream is shorter. */
export function inflateStart(deflated: Uint8Array, count: number, where: string): Uint8Array {
  return collect(deflated, count, Infinity, where).subarray(0, count);
}

function collect(deflated: Uint8Array, enough: number, limit: number, where: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((part) => {
    length += part.length;
    parts.push(part);
  });
  const step = enough < CHUNK_BYTES ? 1024 : CHUNK_BYTES;
  for (let at = 0; at === 0 || at < deflated.length; at += step) {
    try {
      stream.push(deflated.subarray(at, at + step), at + step >= deflated.length);
    } catch (thrown) {
      throw new ScienceError('format', `the compressed data is damaged or cut short (${messageOf(thrown)})`, {
        where: `${where}, near compressed byte ${at}`,
        cause: thrown,
      });
    }
    if (length >= enough) break;
    if (length > limit) {
      throw new ScienceError(
        'format',
        `the compressed data holds more than the ${limit} bytes its header allows; the file is damaged or made to fill the memory`,
        { where },
      );
    }
  }
  return parts.length === 1 ? parts[0]! : joinBytes(parts);
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 18 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The deflate stream inside a gzip file (RFC 1952, 2.3); one member only. */
export function gzipBody(bytes: Uint8Array, where: string): Uint8Array {
  const broken = (what: string): never => {
    throw new ScienceError('format', `not a gzip file that can be read: ${what}`, { where: `${where}, byte 0` });
  };
  if (!isGzip(bytes)) broken('it does not start with 1f 8b, or is shorter than 18 bytes');
  const flags = bytes[3]!;
  if (bytes[2] !== 8 || flags > 31) broken(`method ${bytes[2]}, flags ${flags}`);
  let at = 10;
  if (flags & 4) at += 2 + bytes[10]! + 256 * bytes[11]!;
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) broken('its name or comment has no end');
    at = end + 1;
  }
  if (flags & 2) at += 2;
  if (at > bytes.length - 8) broken('it is cut short');
  return bytes.subarray(at, bytes.length - 8);
}

/** A whole gzip file of at most `limit` bytes inside; length and CRC are checked. */
export function gunzip(bytes: Uint8Array, limit: number, where: string): Uint8Array {
  const whole = inflateRaw(gzipBody(bytes, where), limit, where);
  const foot = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  if (foot.getUint32(0, true) !== crc32(whole) || foot.getUint32(4, true) !== whole.length % 2 ** 32) {
    throw new ScienceError(
      'format',
      'the gzip checksum does not fit: the file is damaged or made of several parts; copy it again, or gunzip and gzip it',
      { where },
    );
  }
  return whole;
}

/** The deflate stream inside zlib data (RFC 1950, 2.2). */
export function zlibBody(bytes: Uint8Array, where: string): Uint8Array {
  const head = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (bytes.length < 8 || (bytes[0]! & 15) !== 8 || head % 31 !== 0 || bytes[1]! & 32) {
    throw new ScienceError('format', 'compressed data without a zlib header; the file is damaged', { where });
  }
  return bytes.subarray(2, bytes.length - 4);
}

/** Whole zlib data of at most `limit` bytes inside; the Adler checksum is checked. */
export function unzlib(bytes: Uint8Array, limit: number, where: string): Uint8Array {
  const whole = inflateRaw(zlibBody(bytes, where), limit, where);
  const foot = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4);
  if (foot.getUint32(0) !== adler32(whole)) {
    throw new ScienceError('format', 'the zlib checksum does not fit: the file is damaged; copy it again', { where });
  }
  return whole;
}
