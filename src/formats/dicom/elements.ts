// The one door to dicom-parser: bytes to a table of checked elements. It throws strings and bare objects and accepts
// damage; nothing of that leaves this file. Sequences are skipped.
import dicomParser from 'dicom-parser';
import { messageOf, ScienceError } from '../../base/index.ts';
import { inflateRaw } from '../inflate.ts';
import { latin1, quoted } from '../text.ts';
import { transferSyntax, type TransferSyntax } from './transfer.ts';

export interface DicomElement {
  readonly offset: number;
  readonly length: number;
  /** Undefined in implicit files. */
  readonly vr: string | undefined;
  /** Of encapsulated pixel data, without the basic offset table. */
  readonly fragments: readonly { readonly offset: number; readonly length: number }[] | undefined;
}

export interface DicomElements {
  readonly where: string;
  readonly syntax: TransferSyntax;
  readonly bytes: Uint8Array;
  /** By tag, as 'xggggeeee'. Every element lies inside `bytes`. */
  find(tag: string): DicomElement | undefined;
}

/** A deflated DICOM file may hold at most this. */
const MAX_INFLATED = 2 ** 28;
/** VR of tags whose data could be taken for a sequence in implicit files (it may start with the bytes of an item). */
const IMPLICIT_VR: Readonly<Record<string, string>> = { x7fe00010: 'OW', x7fe00008: 'OF', x7fe00009: 'OD' };

/** 'DICM' at byte 128. Files without the 128 bytes before it are not taken for DICOM. */
export function isDicom(bytes: Uint8Array): boolean {
  return bytes.length > 132 && latin1(bytes.subarray(128, 132)) === 'DICM';
}

/** 'x00280010' as people write it: '(0028,0010)'. */
export function tagText(tag: string): string {
  return `(${tag.slice(1, 5)},${tag.slice(5)})`;
}

export function readElements(bytes: Uint8Array, where: string): DicomElements {
  if (!isDicom(bytes)) {
    throw new ScienceError('format', "not a DICOM file: 'DICM' does not stand at byte 128", { where });
  }
  const dataSet = parse(bytes, where);
  const uid = textOfSyntax(dataSet, bytes);
  const syntax = transferSyntax(uid, where);
  const inside = dataSet.byteArray as Uint8Array;
  const find = (tag: string): DicomElement | undefined => {
    const element = dataSet.elements[tag];
    if (element === undefined) return undefined;
    const { dataOffset: offset, length, vr, fragments } = element;
    const parts = fragments?.map((part) => ({ offset: part.position, length: part.length }));
    for (const part of parts ?? [{ offset, length }]) {
      if (part.offset + part.length <= inside.length) continue;
      throw new ScienceError(
        'format',
        `${tagText(tag)} needs ${part.length} bytes, found ${inside.length - part.offset}; the file is cut short or damaged`,
        { where: `${where}, byte ${offset}` },
      );
    }
    return { offset, length, vr, fragments: parts };
  };
  return { where, syntax, bytes: inside, find };
}

function textOfSyntax(dataSet: dicomParser.DataSet, bytes: Uint8Array): string {
  const element = dataSet.elements['x00020010'];
  if (element === undefined || element.dataOffset + element.length > bytes.length) return '';
  return latin1(bytes.subarray(element.dataOffset, element.dataOffset + Math.min(element.length, 64))).replace(
    /[\0 ]+$/,
    '',
  );
}

function parse(bytes: Uint8Array, where: string): dicomParser.DataSet {
  try {
    return dicomParser.parseDicom(bytes, {
      vrCallback: (tag: string) => IMPLICIT_VR[tag],
      inflater: (packed: Uint8Array, position: number) => {
        const body = inflateRaw(packed.subarray(position), MAX_INFLATED, where);
        const whole = new Uint8Array(position + body.length);
        whole.set(packed.subarray(0, position));
        whole.set(body, position);
        return whole;
      },
    });
  } catch (thrown) {
    if (thrown instanceof ScienceError) throw thrown;
    const partial = (thrown as { readonly dataSet?: dicomParser.DataSet } | null)?.dataSet;
    const pixels = partial?.elements['x7fe00010'];
    const size: number | undefined = partial?.byteArray.length;
    if (
      pixels !== undefined &&
      size !== undefined &&
      pixels.length !== 0xffffffff &&
      pixels.dataOffset + pixels.length > size
    ) {
      throw new ScienceError(
        'format',
        `the pixel data (7fe0,0010) needs ${pixels.length} bytes, found ${size - pixels.dataOffset}; the file is cut short`,
        { where: `${where}, byte ${pixels.dataOffset}`, cause: thrown },
      );
    }
    throw new ScienceError(
      'format',
      `the DICOM file is damaged or cut short (${quoted(parserText(thrown), 160)}); copy it again`,
      {
        where,
        cause: thrown,
      },
    );
  }
}

/** dicom-parser throws `{ exception, dataSet }` where `exception` is itself a string or an Error. */
function parserText(thrown: unknown): string {
  const inner = (thrown as { readonly exception?: unknown } | undefined)?.exception ?? thrown;
  return messageOf(inner);
}
