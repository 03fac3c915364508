// Small DICOM files for tests: one classic MR image in any of the transfer syntaxes that are read.
import { deflateSync } from 'fflate';
import { DEFLATED } from '../dicom/transfer.ts';
import { asciiBytes } from '../text.ts';
import { concatBytes, numberBytes } from './number-bytes.ts';

const SYNTAXES = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  big: '1.2.840.10008.1.2.2',
  deflated: DEFLATED,
  rle: '1.2.840.10008.1.2.5',
};

export interface DicomSample {
  readonly syntax?: keyof typeof SYNTAXES;
  /** In place of the UID of `syntax`. */
  readonly syntaxUid?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly pixels?: readonly number[];
  readonly bitsAllocated?: 8 | 16 | 32;
  readonly bitsStored?: number;
  readonly highBit?: number;
  readonly signed?: boolean;
  readonly position?: readonly [number, number, number];
  readonly instance?: number;
  /** Raw pixel bytes and their VR and tag, in place of `pixels`. */
  readonly pixelBytes?: { readonly tag: string; readonly vr: string; readonly bytes: Uint8Array };
  /** Tags as 'xggggeeee' set to [VR, text], or left out. */
  readonly tags?: Readonly<Record<string, readonly [vr: string, text: string] | undefined>>;
}

type Value = readonly [vr: string, value: string | number | Uint8Array];

/** Default: 3 rows x 4 columns, 16 bits, axial at the origin, pixels 0 to 11. */
export function makeDicom(sample: DicomSample = {}): Uint8Array {
  const syntax = sample.syntax ?? 'explicit';
  const rows = sample.rows ?? 3;
  const columns = sample.columns ?? 4;
  const pixels = sample.pixels ?? Array.from({ length: rows * columns }, (_, n) => n);
  const allocated = sample.bitsAllocated ?? 16;
  const stored = sample.bitsStored ?? allocated;
  const kind = `u${allocated / 8}` as 'u1' | 'u2' | 'u4';
  const values: Record<string, Value | undefined> = {
    x00080016: ['UI', '1.2.840.10008.5.1.4.1.1.4'],
    x00080018: ['UI', `1.2.3.${sample.instance ?? 1}`],
    x0008103e: ['LO', 'pyruvate'],
    x00180050: ['DS', '5'],
    x00180080: ['DS', '2000'],
    x00180084: ['DS', '32.13'],
    x00180085: ['SH', '13C'],
    x00180087: ['DS', '3'],
    x00181314: ['DS', '20'],
    x0020000e: ['UI', '1.2.3'],
    x00200013: ['IS', `${sample.instance ?? 1}`],
    x00200032: ['DS', (sample.position ?? [0, 0, 0]).join('\\')],
    x00200037: ['DS', '1\\0\\0\\0\\1\\0'],
    x00280002: ['US', 1],
    x00280004: ['CS', 'MONOCHROME2'],
    x00280010: ['US', rows],
    x00280011: ['US', columns],
    x00280030: ['DS', '2\\3'],
    x00280100: ['US', allocated],
    x00280101: ['US', stored],
    x00280102: ['US', sample.highBit ?? stored - 1],
    x00280103: ['US', sample.signed ? 1 : 0],
    ...sample.tags,
  };
  const raw = sample.pixelBytes;
  if (raw) values[raw.tag] = [raw.vr, raw.bytes];
  else if (syntax === 'rle') values['x7fe00010'] = ['OB', rleFrame(numberBytes(pixels, kind), allocated / 8)];
  else values['x7fe00010'] = [allocated === 8 ? 'OB' : 'OW', numberBytes(pixels, kind, syntax !== 'big')];
  const body = concatBytes(
    ...Object.keys(values)
      .sort()
      .flatMap((tag) => (values[tag] ? [elementBytes(tag, values[tag], syntax)] : [])),
  );
  const meta = elementBytes('x00020010', ['UI', sample.syntaxUid ?? SYNTAXES[syntax]], 'explicit');
  const head = concatBytes(
    new Uint8Array(128),
    asciiBytes('DICM'),
    elementBytes('x00020000', ['UL', meta.length], 'explicit'),
    meta,
  );
  return concatBytes(head, syntax === 'deflated' ? deflateSync(body) : body);
}

function elementBytes(tag: string, [vr, value]: Value, syntax: keyof typeof SYNTAXES): Uint8Array {
  const little = syntax !== 'big';
  const [group, element] = [tag.slice(1, 5), tag.slice(5)].map((hex) => parseInt(hex, 16)) as [number, number];
  let data: Uint8Array;
  if (typeof value === 'number') data = numberBytes([value], vr === 'UL' ? 'u4' : 'u2', little);
  else if (typeof value === 'string')
    data = Uint8Array.from(value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`, (c) =>
      c.charCodeAt(0),
    );
  else data = value.length % 2 === 0 ? value : concatBytes(value, new Uint8Array(1));
  const name = numberBytes([group, element], 'u2', little);
  if (syntax === 'rle' && tag === 'x7fe00010') return concatBytes(name, asciiBytes('OB'), encapsulated(data));
  if (syntax === 'implicit') return concatBytes(name, numberBytes([data.length], 'u4'), data);
  const long = ['OB', 'OW', 'OF', 'OD', 'SQ', 'UN', 'UT'].includes(vr);
  const length = long
    ? concatBytes(new Uint8Array(2), numberBytes([data.length], 'u4', little))
    : numberBytes([data.length], 'u2', little);
  return concatBytes(name, asciiBytes(vr), length, data);
}

function encapsulated(frame: Uint8Array): Uint8Array {
  const item = (element: number, length: number): Uint8Array =>
    concatBytes(numberBytes([0xfffe, element], 'u2'), numberBytes([length], 'u4'));
  const head = concatBytes(new Uint8Array(2), numberBytes([0xffffffff], 'u4'));
  return concatBytes(head, item(0xe000, 0), item(0xe000, frame.length), frame, item(0xe0dd, 0));
}

/** PackBits of little-endian pixels: runs where two neighbours are equal, single bytes elsewhere. */
function rleFrame(bytes: Uint8Array, size: number): Uint8Array {
  const segments = Array.from({ length: size }, (_, segment) => {
    const packed: number[] = [];
    const plane = bytes.filter((_byte, n) => n % size === size - 1 - segment);
    for (let n = 0; n < plane.length;) {
      let run = 1;
      while (run < 128 && plane[n + run] === plane[n]) run++;
      if (run > 1) packed.push(257 - run, plane[n]!);
      else packed.push(0, plane[n]!);
      n += run;
    }
    if (packed.length % 2) packed.push(128);
    return Uint8Array.from(packed);
  });
  const header = [size];
  let at = 64;
  for (const segment of segments) {
    header.push(at);
    at += segment.length;
  }
  return concatBytes(numberBytes([...header, ...new Array<number>(16 - header.length).fill(0)], 'u4'), ...segments);
}
