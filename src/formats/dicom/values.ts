// Values of DICOM elements: text, decimal and integer strings, unsigned shorts (PS3.5 section 6.2).
import { ScienceError } from '../../base/index.ts';
import { ByteReader } from '../bytes.ts';
import { latin1, quoted, utf8 } from '../text.ts';
import { tagText, type DicomElements } from './elements.ts';

const MAX_TEXT_BYTES = 10_240;

/** Undefined where the element is missing or empty. UTF-8 where the file says so, else Latin-1. */
export function textOf(elements: DicomElements, tag: string): string | undefined {
  const element = elements.find(tag);
  if (element === undefined || element.length === 0) return undefined;
  const bytes = elements.bytes.subarray(element.offset, element.offset + Math.min(element.length, MAX_TEXT_BYTES));
  const charset = elements.find('x00080005');
  const isUtf8 =
    charset !== undefined &&
    latin1(elements.bytes.subarray(charset.offset, charset.offset + charset.length), 64).includes('ISO_IR 192');
  const text = (isUtf8 ? utf8(bytes) : latin1(bytes)).replace(/[\0 ]+$/, '').trimStart();
  return text === '' ? undefined : text;
}

/** Numbers of a decimal or integer string, separated by backslashes. Throws where one is no number. */
export function numbersOfText(elements: DicomElements, tag: string): readonly number[] | undefined {
  const text = textOf(elements, tag);
  if (text === undefined) return undefined;
  return text.split('\\').map((part) => {
    const value = decimal(part);
    if (value !== undefined) return value;
    throw new ScienceError('format', `${tagText(tag)} is ${quoted(text)}; expected numbers`, {
      where: `${elements.where}, ${tagText(tag)}`,
    });
  });
}

/** The first number; undefined where it is missing or no number, for tags that only inform. */
export function numberIfAny(elements: DicomElements, tag: string): number | undefined {
  return decimal(textOf(elements, tag)?.split('\\')[0] ?? '');
}

function decimal(text: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** Exactly `count` numbers of a tag without which there is no image. */
export function needNumbers(elements: DicomElements, tag: string, name: string, count: number): readonly number[] {
  const values = numbersOfText(elements, tag);
  const where = `${elements.where}, ${tagText(tag)}`;
  if (values === undefined) {
    throw new ScienceError('format', `${name} ${tagText(tag)} is missing; the image cannot be placed in the body`, {
      where,
    });
  }
  if (values.length !== count || values.some((value) => !Number.isFinite(value))) {
    throw new ScienceError(
      'format',
      `${name} ${tagText(tag)} holds ${values.length} numbers; expected ${count} finite ones`,
      {
        where,
      },
    );
  }
  return values;
}

/** An unsigned short (US); undefined where missing. */
export function shortOf(elements: DicomElements, tag: string): number | undefined {
  const element = elements.find(tag);
  if (element === undefined || element.length < 2) return undefined;
  return new ByteReader(elements.bytes, elements.where, !elements.syntax.bigEndian).u16(element.offset);
}

export function needShort(elements: DicomElements, tag: string, name: string): number {
  const value = shortOf(elements, tag);
  if (value !== undefined) return value;
  throw new ScienceError(
    'format',
    `${name} ${tagText(tag)} is missing; this DICOM file holds no image that can be read`,
    {
      where: elements.where,
    },
  );
}

const DAY_s = 86_400;

/** Seconds since an arbitrary day from a date (DA) and a time (TM), so that midnight may pass between two images. */
export function secondsOf(date: string | undefined, time: string | undefined): number | undefined {
  const match = /^(\d\d):?(\d\d)?:?(\d\d)?(\.\d{1,6})?$/.exec(time?.trim() ?? '');
  if (!match) return undefined;
  const [, hour, minute, second, fraction] = match;
  const day = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(date?.trim() ?? '');
  const days = day ? Math.round(Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) / (DAY_s * 1000)) : 0;
  return days * DAY_s + Number(hour) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0) + Number(fraction ?? 0);
}
