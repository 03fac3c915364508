// Do these images belong together, and are they all there? Every doubt is an error that names a file.
import { ScienceError } from '../../base/index.ts';
import { quoted } from '../text.ts';
import type { DicomSlice } from './slice.ts';

/** Throws where images are of different series, shapes or kinds, or where one stands twice. */
export function checkSame(slices: readonly DicomSlice[]): void {
  const first = slices[0]!;
  const uids = new Map<string | undefined, number>();
  for (const { seriesUid } of slices) uids.set(seriesUid, (uids.get(seriesUid) ?? 0) + 1);
  if (uids.size > 1) {
    const listed = [...uids.keys()].slice(0, 4).map((uid) => quoted(uid ?? 'none', 64));
    const rarest = [...uids].reduce((a, b) => (b[1] <= a[1] ? b : a))[0];
    throw new ScienceError(
      'format',
      `the images are of ${uids.size} series (SeriesInstanceUID ${listed.join(', ')}${uids.size > 4 ? ', ...' : ''}); put each metabolite in a folder of its own`,
      { where: slices.find((slice) => slice.seriesUid === rarest)!.where },
    );
  }
  const alike: readonly (readonly [name: string, of: (slice: DicomSlice) => string | number | undefined])[] = [
    ['SeriesDescription', (slice) => slice.seriesDescription],
    ['the number of rows', (slice) => slice.rows],
    ['the number of columns', (slice) => slice.columns],
    ['EchoTime', (slice) => slice.echoTime_s],
    ['ImageType', (slice) => slice.imageType],
  ];
  for (const slice of slices) {
    for (const [name, of] of alike) {
      if (of(slice) === of(first)) continue;
      const [here, there] = [of(slice), of(first)].map((value) => quoted(String(value ?? 'none')));
      throw new ScienceError(
        'format',
        `${name} is ${here} here and ${there} in ${first.where}; put the images of each metabolite or echo in a folder of its own`,
        { where: slice.where },
      );
    }
    const turn = Math.max(...slice.orientationLps.map((x, n) => Math.abs(x - first.orientationLps[n]!)));
    const stretch = Math.max(...slice.pixelSpacing_mm.map((mm, n) => Math.abs(mm / first.pixelSpacing_mm[n]! - 1)));
    if (!(turn < 1e-3 && stretch < 1e-3)) {
      throw new ScienceError(
        'format',
        `${turn < 1e-3 ? 'PixelSpacing' : 'ImageOrientationPatient'} differs from ${first.where}; the images are not one stack: put them in folders of their own`,
        { where: slice.where },
      );
    }
  }
  const seen = new Map<string, string>();
  for (const { imageUid, where } of slices) {
    if (imageUid === undefined) continue;
    const before = seen.get(imageUid);
    if (before !== undefined) {
      throw new ScienceError('format', `the same image (SOPInstanceUID) is in ${before} too; remove one of the two`, {
        where,
      });
    }
    seen.set(imageUid, where);
  }
}

/** Fewest images from which an even step larger than 1 (two series numbered in turns) is told from a missing image. */
const FEWEST_FOR_STEP = 4;

/** Throws where whole numbers that should run without a gap have one; an even step is a note. */
export function checkRun(
  slices: readonly DicomSlice[],
  name: string,
  of: (slice: DicomSlice) => number,
): readonly string[] {
  const sorted = [...slices].sort((a, b) => of(a) - of(b));
  const steps = sorted.slice(1).map((slice, n) => of(slice) - of(sorted[n]!));
  const least = Math.min(...steps.filter((step) => step > 0));
  const expected = sorted.length >= FEWEST_FOR_STEP && Number.isFinite(least) ? least : 1;
  const gap = steps.findIndex((step) => step > 0 && step !== expected);
  if (gap >= 0) {
    const [before, after] = [sorted[gap]!, sorted[gap + 1]!];
    throw new ScienceError(
      'format',
      `${name} jumps from ${of(before)} in ${before.where} to ${of(after)}: images are missing; add them, or leave the series out`,
      { where: after.where },
    );
  }
  return expected > 1 ? [`${name} runs in steps of ${expected}; it was taken that no image is missing.`] : [];
}
