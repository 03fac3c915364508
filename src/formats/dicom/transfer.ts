// Transfer syntaxes: how the bytes of a DICOM file are written (PS3.5 section 10; PS3.6 annex A).
import { ScienceError } from '../../base/index.ts';
import { quoted } from '../text.ts';

export type Packing = 'plain' | 'rle';
export interface TransferSyntax {
  readonly name: string;
  readonly packing: Packing;
  readonly bigEndian: boolean;
}

export const DEFLATED = '1.2.840.10008.1.2.1.99';
const READ: Readonly<Record<string, TransferSyntax>> = {
  '1.2.840.10008.1.2': { name: 'Implicit VR Little Endian', packing: 'plain', bigEndian: false },
  '1.2.840.10008.1.2.1': { name: 'Explicit VR Little Endian', packing: 'plain', bigEndian: false },
  '1.2.840.10008.1.2.2': { name: 'Explicit VR Big Endian', packing: 'plain', bigEndian: true },
  [DEFLATED]: { name: 'Deflated Explicit VR Little Endian', packing: 'plain', bigEndian: false },
  '1.2.840.10008.1.2.5': { name: 'RLE Lossless', packing: 'rle', bigEndian: false },
};
const COMPRESSED: readonly (readonly [prefix: string, name: string])[] = [
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline'],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended'],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless SV1'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.10', 'MPEG'],
  ['1.2.840.10008.1.2.4.20', 'HTJ2K'],
];

/** Throws 'unsupported' with the way out where the pixels are compressed. */
export function transferSyntax(uid: string, where: string): TransferSyntax {
  const known = READ[uid];
  if (known !== undefined) return known;
  const packed = COMPRESSED.find(([prefix]) => uid.startsWith(prefix))?.[1];
  const name = packed === undefined ? quoted(uid) : `${packed} (${uid})`;
  throw new ScienceError(
    'unsupported',
    `DICOM transfer syntax ${name} is not read; decompress the file first: 'dcmdjpeg in.dcm out.dcm' (DCMTK) or 'gdcmconv --raw in.dcm out.dcm' (GDCM)`,
    { where: `${where}, (0002,0010)` },
  );
}
