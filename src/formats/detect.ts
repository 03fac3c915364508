// What kind of file is this? By its bytes, never by its name.
import { isDicom } from './dicom/elements.ts';
import { gzipBody, inflateStart, isGzip } from './inflate.ts';
import { isHdf5 } from './hdf5/read.ts';
import { isMat } from './mat/read.ts';
import { HEADER_BYTES, isNifti } from './nifti/header.ts';
import { isNpy } from './npy.ts';

export type Format = 'dicom' | 'nifti' | 'nifti.gz' | 'npy' | 'mat' | 'hdf5';

/** Undefined where it is none of them. A format that is detected may still be refused by its reader, with a reason. */
export function detectFormat(bytes: Uint8Array): Format | undefined {
  if (isDicom(bytes)) return 'dicom';
  if (isNpy(bytes)) return 'npy';
  if (isMat(bytes)) return 'mat';
  if (isNifti(bytes)) return 'nifti';
  if (isHdf5(bytes)) return 'hdf5';
  return isGzip(bytes) && isNifti(gzipStart(bytes)) ? 'nifti.gz' : undefined;
}

function gzipStart(bytes: Uint8Array): Uint8Array {
  try {
    return inflateStart(gzipBody(bytes, ''), HEADER_BYTES, '');
  } catch {
    return new Uint8Array(0); // a broken gzip file is no NIfTI file that we know of
  }
}
