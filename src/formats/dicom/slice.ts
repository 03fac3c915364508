// One classic DICOM image: its pixels and what its header says of place, time and acquisition. Nothing of the patient is kept.
import { ScienceError } from '../../base/index.ts';
import { quoted } from '../text.ts';
import { readElements, type DicomElements } from './elements.ts';
import { readPixels, type DicomPixels } from './pixels.ts';
import { needNumbers, numberIfAny, secondsOf, textOf } from './values.ts';

export interface DicomSlice extends DicomPixels {
  /** The file, for messages. */
  readonly where: string;
  /** Centre of the first pixel, DICOM axes: +x left, +y posterior, +z superior. */
  readonly positionLps_mm: readonly number[];
  /** Unit vectors along a row (growing column index), then along a column (growing row index). */
  readonly orientationLps: readonly number[];
  /** Between rows, between columns, in the order of (0028,0030). */
  readonly pixelSpacing_mm: readonly number[];
  readonly sliceThickness_mm: number | undefined;
  readonly sliceSpacing_mm: number | undefined;
  readonly instanceNumber: number | undefined;
  readonly temporalPosition: number | undefined;
  readonly nTemporalPositions: number | undefined;
  readonly acquisitionNumber: number | undefined;
  readonly acquisitionTime_s: number | undefined;
  readonly triggerTime_s: number | undefined;
  readonly seriesUid: string | undefined;
  readonly imageUid: string | undefined;
  readonly seriesDescription: string | undefined;
  readonly imageType: string | undefined;
  readonly echoTime_s: number | undefined;
  readonly repetition_s: number | undefined;
  readonly flipAngle_deg: number | undefined;
  readonly nucleus: string | undefined;
  readonly b0_T: number | undefined;
  readonly imagingFrequency_MHz: number | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
}

/** SOP classes that hold no classic image, with what to do instead. */
const OTHER_CLASSES: Readonly<Record<string, string>> = {
  '1.2.840.10008.5.1.4.1.1.4.1':
    "an Enhanced MR image; convert it with 'dcm2niix' to NIfTI, or let the scanner export classic MR",
  '1.2.840.10008.5.1.4.1.1.4.2': 'MR spectroscopy, not an image',
  '1.2.840.10008.5.1.4.1.1.4.3': "an Enhanced MR colour image; convert it with 'dcm2niix'",
  '1.2.840.10008.5.1.4.1.1.30': 'a parametric map; it is a result, not a scan',
  '1.2.840.10008.5.1.4.1.1.66.4': 'a segmentation, not a scan',
  '1.2.840.10008.1.3.10': 'a DICOMDIR (a list of files), not an image; give the folder of the images',
};

export function readDicomSlice(bytes: Uint8Array, where: string): DicomSlice {
  const elements = readElements(bytes, where);
  const sopClass = textOf(elements, 'x00080016') ?? textOf(elements, 'x00020002') ?? '';
  const other = OTHER_CLASSES[sopClass];
  if (other !== undefined) throw new ScienceError('unsupported', `this DICOM file is ${other}`, { where });
  if (elements.find('x52009230') !== undefined) {
    throw new ScienceError('unsupported', "an enhanced multi-frame DICOM file; convert it with 'dcm2niix' to NIfTI", {
      where,
    });
  }
  if (['x7fe00010', 'x7fe00008', 'x7fe00009'].every((tag) => elements.find(tag) === undefined)) {
    throw new ScienceError('format', `this DICOM file holds no pixel data; its SOP class is ${quoted(sopClass)}`, {
      where,
    });
  }
  const place = readPlace(elements);
  return { ...readPixels(elements), where, ...place, ...readOrder(elements), ...readAcquisition(elements) };
}

type Place = Pick<
  DicomSlice,
  'positionLps_mm' | 'orientationLps' | 'pixelSpacing_mm' | 'sliceThickness_mm' | 'sliceSpacing_mm'
>;

function readPlace(elements: DicomElements): Place {
  const { where } = elements;
  const orientationLps = needNumbers(elements, 'x00200037', 'ImageOrientationPatient', 6);
  const [a, b, c, d, e, f] = orientationLps as [number, number, number, number, number, number];
  // written with few digits, so a percent of tolerance
  const skew = Math.max(
    Math.abs(Math.hypot(a, b, c) - 1),
    Math.abs(Math.hypot(d, e, f) - 1),
    Math.abs(a * d + b * e + c * f),
  );
  if (!(skew < 0.01)) {
    throw new ScienceError(
      'format',
      `ImageOrientationPatient [${orientationLps.join(', ')}] is not two unit vectors at right angles`,
      {
        where: `${where}, (0020,0037)`,
      },
    );
  }
  const pixelSpacing_mm = needNumbers(elements, 'x00280030', 'PixelSpacing', 2);
  if (pixelSpacing_mm.some((mm) => !(mm > 0))) {
    throw new ScienceError('format', `PixelSpacing is [${pixelSpacing_mm.join(', ')}] mm; expected positive lengths`, {
      where: `${where}, (0028,0030)`,
    });
  }
  return {
    positionLps_mm: needNumbers(elements, 'x00200032', 'ImagePositionPatient', 3),
    orientationLps,
    pixelSpacing_mm,
    sliceThickness_mm: positive(numberIfAny(elements, 'x00180050')),
    sliceSpacing_mm: positive(numberIfAny(elements, 'x00180088')),
  };
}

type Order = Pick<
  DicomSlice,
  | 'instanceNumber'
  | 'temporalPosition'
  | 'nTemporalPositions'
  | 'acquisitionNumber'
  | 'acquisitionTime_s'
  | 'triggerTime_s'
  | 'seriesUid'
  | 'imageUid'
>;

function readOrder(elements: DicomElements): Order {
  const dateTime = textOf(elements, 'x0008002a');
  return {
    instanceNumber: whole(numberIfAny(elements, 'x00200013')),
    temporalPosition: whole(numberIfAny(elements, 'x00200100')),
    nTemporalPositions: whole(numberIfAny(elements, 'x00200105')),
    acquisitionNumber: whole(numberIfAny(elements, 'x00200012')),
    acquisitionTime_s:
      secondsOf(textOf(elements, 'x00080022'), textOf(elements, 'x00080032')) ??
      secondsOf(dateTime?.slice(0, 8), dateTime?.slice(8).replace(/[+-]\d{4}$/, '')),
    triggerTime_s: thousandth(numberIfAny(elements, 'x00181060')),
    seriesUid: textOf(elements, 'x0020000e'),
    imageUid: textOf(elements, 'x00080018'),
  };
}

function readAcquisition(
  elements: DicomElements,
): Omit<DicomSlice, keyof DicomPixels | keyof Place | keyof Order | 'where'> {
  return {
    seriesDescription: textOf(elements, 'x0008103e'),
    imageType: textOf(elements, 'x00080008'),
    echoTime_s: thousandth(numberIfAny(elements, 'x00180081')),
    repetition_s: thousandth(positive(numberIfAny(elements, 'x00180080'))),
    flipAngle_deg: numberIfAny(elements, 'x00181314'),
    nucleus: textOf(elements, 'x00180085'),
    b0_T: positive(numberIfAny(elements, 'x00180087')),
    imagingFrequency_MHz: positive(numberIfAny(elements, 'x00180084')),
    manufacturer: textOf(elements, 'x00080070'),
    model: textOf(elements, 'x00081090'),
  };
}

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 && Number.isFinite(value) ? value : undefined;
const whole = (value: number | undefined): number | undefined => (Number.isSafeInteger(value) ? value : undefined);
const thousandth = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) ? value / 1000 : undefined;
