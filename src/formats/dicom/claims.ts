// What a series says of its acquisition, and where its tags contradict each other or the images.
import type { AcquisitionClaims } from '../../records/index.ts';
import { quoted } from '../text.ts';
import { nucleusAt, sameNucleus } from './nucleus.ts';
import type { DicomSlice } from './slice.ts';

export interface ClaimsAndNotes {
  readonly claims: AcquisitionClaims;
  readonly notes: readonly string[];
}

/** Tags that differ between images claim nothing and become a note. */
export function claimsOf(slices: readonly DicomSlice[], nTimes: number): ClaimsAndNotes {
  const notes: string[] = [];
  const common = <T extends string | number>(name: string, of: (slice: DicomSlice) => T | undefined): T | undefined => {
    const first = of(slices[0]!);
    const other = slices.find((slice) => of(slice) !== first);
    if (other === undefined) return first;
    notes.push(
      `${name} differs between the images (${first ?? 'none'}, ${of(other) ?? 'none'}, ...); it was not used.`,
    );
    return undefined;
  };
  const nucleus = common('ImagedNucleus', (slice) => slice.nucleus);
  const flipAngle_deg = common('FlipAngle', (slice) => slice.flipAngle_deg);
  const repetition_s = common('RepetitionTime', (slice) => slice.repetition_s);
  const b0_T = common('MagneticFieldStrength', (slice) => slice.b0_T);
  const imagingFrequency_MHz = common('ImagingFrequency', (slice) => slice.imagingFrequency_MHz);
  const description = slices[0]!.seriesDescription;
  const device = [slices[0]!.manufacturer, slices[0]!.model].filter((part) => part !== undefined).join(' ');
  if (b0_T !== undefined && imagingFrequency_MHz !== undefined) {
    const implied = nucleusAt(imagingFrequency_MHz, b0_T);
    if (implied !== undefined && (nucleus === undefined || !sameNucleus(nucleus, implied))) {
      const said = nucleus === undefined ? 'is missing' : `says ${quoted(nucleus)}`;
      notes.push(`ImagedNucleus ${said}, but ${imagingFrequency_MHz} MHz at ${b0_T} T is ${implied}.`);
    }
  }
  const nTemporal = slices[0]!.nTemporalPositions;
  if (nTemporal !== undefined && nTemporal !== nTimes) {
    notes.push(
      `NumberOfTemporalPositions is ${nTemporal}, but there are ${nTimes} time points; metabolites that share a series count together, else images are missing.`,
    );
  }
  const claims: AcquisitionClaims = {
    ...(nucleus !== undefined && { nucleus }),
    ...(flipAngle_deg !== undefined && { flipAngle_deg }),
    ...(repetition_s !== undefined && { repetition_s }),
    ...(b0_T !== undefined && { b0_T }),
    ...(imagingFrequency_MHz !== undefined && { imagingFrequency_MHz }),
    ...(description !== undefined && { description }),
    ...(device !== '' && { device }),
  };
  return { claims, notes };
}
