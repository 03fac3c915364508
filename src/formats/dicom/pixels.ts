// Pixels of one classic single-frame image, rescaled (PS3.3 C.7.6.3, C.11.1; PS3.5 section 8).
import { ScienceError } from '../../base/index.ts';
import { countValues, joinBytes } from '../bytes.ts';
import { numbersInto, sizeOf, type NumberKind } from '../numbers.ts';
import { quoted } from '../text.ts';
import { tagText, type DicomElement, type DicomElements } from './elements.ts';
import { unpackRle } from './rle.ts';
import { needShort, numberIfAny, numbersOfText, shortOf, textOf } from './values.ts';

export interface DicomPixels {
  readonly rows: number;
  readonly columns: number;
  /** [row, column], slope and intercept applied. */
  readonly pixels: Float64Array;
  /** Whole numbers in steps of 1. */
  readonly integer: boolean;
}

export function readPixels(elements: DicomElements): DicomPixels {
  const { where } = elements;
  const rows = needShort(elements, 'x00280010', 'Rows');
  const columns = needShort(elements, 'x00280011', 'Columns');
  checkKind(elements);
  const count = countValues([rows, columns], where);
  if (count === 0) throw new ScienceError('format', `the image has ${rows} rows and ${columns} columns`, { where });
  const slope = scale(elements, 'x00281053', 1);
  const intercept = scale(elements, 'x00281052', 0);
  const float = floatKind(elements);
  const pixels = float !== undefined ? plain(elements, float.tag, float.kind, count) : integers(elements, count);
  if (slope !== 1 || intercept !== 0) {
    for (let n = 0; n < count; n++) pixels[n] = pixels[n]! * slope + intercept;
  }
  const integer = float === undefined && slope === 1 && Number.isInteger(intercept);
  return { rows, columns, pixels, integer };
}

function checkKind(elements: DicomElements): void {
  const { where } = elements;
  const refuse = (message: string): never => {
    throw new ScienceError('unsupported', message, { where });
  };
  const nFrames = numberIfAny(elements, 'x00280008') ?? 1;
  if (nFrames !== 1) {
    refuse(`a DICOM file of ${nFrames} frames; only one image a file is read: convert it with 'dcm2niix' to NIfTI`);
  }
  const samples = shortOf(elements, 'x00280002') ?? 1;
  const photometric = textOf(elements, 'x00280004') ?? 'MONOCHROME2';
  if (samples !== 1 || !photometric.startsWith('MONOCHROME')) {
    refuse(
      `a DICOM image of ${samples} samples per pixel, ${quoted(photometric)}; only MONOCHROME images with one are read`,
    );
  }
}

function scale(elements: DicomElements, tag: string, otherwise: number): number {
  const value = numbersOfText(elements, tag)?.[0] ?? otherwise;
  if (Number.isFinite(value) && !(value === 0 && otherwise === 1)) return value;
  throw new ScienceError('format', `the rescale value ${tagText(tag)} is ${value}`, { where: elements.where });
}

function floatKind(elements: DicomElements): { readonly tag: string; readonly kind: NumberKind } | undefined {
  if (elements.find('x7fe00008')) return { tag: 'x7fe00008', kind: 'f4' };
  if (elements.find('x7fe00009')) return { tag: 'x7fe00009', kind: 'f8' };
  return undefined;
}

function checkLength(elements: DicomElements, tag: string, element: DicomElement, expected: number): void {
  // one byte of padding makes the length even
  if (element.length === expected || element.length === expected + (expected % 2)) return;
  throw new ScienceError(
    'format',
    `the pixel data ${tagText(tag)} has ${element.length} bytes; rows and columns need ${expected}`,
    {
      where: `${elements.where}, byte ${element.offset}`,
    },
  );
}

function plain(elements: DicomElements, tag: string, kind: NumberKind, count: number): Float64Array {
  const element = elements.find(tag)!;
  checkLength(elements, tag, element, count * sizeOf(kind));
  const { bytes, where, syntax } = elements;
  const pixels = new Float64Array(count);
  numbersInto(pixels, { bytes, offset: element.offset, count, kind, littleEndian: !syntax.bigEndian, where });
  return pixels;
}

function integers(elements: DicomElements, count: number): Float64Array {
  const { where } = elements;
  const element = elements.find('x7fe00010');
  if (element === undefined) throw new ScienceError('format', 'the file holds no pixel data (7fe0,0010)', { where });
  const allocated = needShort(elements, 'x00280100', 'BitsAllocated');
  const stored = shortOf(elements, 'x00280101') ?? allocated;
  const high = shortOf(elements, 'x00280102') ?? stored - 1;
  const signed = (shortOf(elements, 'x00280103') ?? 0) === 1;
  if (allocated !== 8 && allocated !== 16 && allocated !== 32) {
    throw new ScienceError('unsupported', `BitsAllocated is ${allocated}; 8, 16 and 32 are read`, { where });
  }
  if (stored < 1 || stored > allocated || high < stored - 1 || high >= allocated) {
    throw new ScienceError('format', `BitsStored ${stored} and HighBit ${high} do not fit BitsAllocated ${allocated}`, {
      where,
    });
  }
  const size = allocated / 8;
  const whole = stored === allocated;
  const kind = `${whole && signed ? 'i' : 'u'}${size}` as NumberKind;
  const { bytes, offset, littleEndian } = pixelBytes(elements, element, count, size);
  const pixels = new Float64Array(count);
  numbersInto(pixels, { bytes, offset, count, kind, littleEndian, where });
  if (!whole) cutBits(pixels, high - stored + 1, stored, signed);
  return pixels;
}

function pixelBytes(
  elements: DicomElements,
  element: DicomElement,
  count: number,
  size: number,
): { readonly bytes: Uint8Array; readonly offset: number; readonly littleEndian: boolean } {
  const { bytes, where, syntax } = elements;
  if (syntax.packing === 'rle') {
    const parts = (element.fragments ?? []).map((part) => bytes.subarray(part.offset, part.offset + part.length));
    const frame = parts.length === 1 ? parts[0]! : joinBytes(parts);
    return { bytes: unpackRle(frame, count, size, `${where}, (7fe0,0010)`), offset: 0, littleEndian: true };
  }
  if (element.fragments !== undefined) {
    throw new ScienceError('format', `the pixel data is in fragments, but the transfer syntax is ${syntax.name}`, {
      where,
    });
  }
  checkLength(elements, 'x7fe00010', element, count * size);
  if (size === 1 && syntax.bigEndian && element.vr === 'OW') {
    // two pixels in one big-endian word: the first is the low byte (PS3.5 section 8.1.1)
    const swapped = new Uint8Array(element.length);
    for (let n = 0; n < swapped.length; n++) swapped[n] = bytes[element.offset + (n ^ 1)] ?? 0;
    return { bytes: swapped, offset: 0, littleEndian: true };
  }
  return { bytes, offset: element.offset, littleEndian: !syntax.bigEndian };
}

/** Keeps the `stored` bits from bit `low` on; two's complement where `signed`. */
function cutBits(pixels: Float64Array, low: number, stored: number, signed: boolean): void {
  const range = 2 ** stored;
  const shift = 2 ** low;
  for (let n = 0; n < pixels.length; n++) {
    const value = Math.floor(pixels[n]! / shift) % range;
    pixels[n] = signed && value >= range / 2 ? value - range : value;
  }
}
