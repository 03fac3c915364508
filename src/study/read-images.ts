// Images of a study from whatever holds them: a DICOM folder, NIfTI, a NumPy or a MATLAB array.
import { nearestName, ScienceError } from '../base/index.ts';
import {
  arrayToImages,
  assembleDicom,
  detectFormat,
  isDicom,
  readDicomSlice,
  readMat,
  readNifti,
  readNpy,
  type ArrayAxis,
  type DicomSlice,
} from '../formats/index.ts';
import type { ImageSeries, Volume } from '../records/index.ts';
import type { StudyFiles } from './files.ts';

export interface ArraySource {
  readonly name: string;
  readonly images?: string | undefined;
  readonly npy?: string | undefined;
  readonly mat?: string | undefined;
  readonly variable?: string | undefined;
  readonly axes?: readonly ArrayAxis[] | undefined;
  readonly voxelSize_mm?: readonly [number, number, number] | undefined;
  readonly origin_mm?: readonly [number, number, number] | undefined;
}

/** Series of one metabolite. Arrays have no orientation of their own: see `isOriented`. */
export function readImages(files: StudyFiles, source: ArraySource): ImageSeries {
  if (source.images !== undefined) return readSeries(files, source.images, source.name);
  const path = pathOf(source);
  const bytes = files.read(path);
  const settings = {
    axes: source.axes!,
    voxelSize_mm: source.voxelSize_mm!,
    where: path,
    name: source.name,
    ...(source.origin_mm === undefined ? {} : { origin_mm: source.origin_mm }),
  };
  if (source.npy !== undefined) return arrayToImages(readNpy(bytes, path), settings);
  const variables = readMat(bytes, path);
  const array = variables.get(source.variable!);
  if (array === undefined) {
    const known = [...variables.keys()];
    throw new ScienceError(
      'format',
      `no numeric variable '${source.variable!}'; did you mean '${nearestName(source.variable!, known) ?? 'none'}'? It holds: ${known.join(', ')}`,
      { where: path },
    );
  }
  return arrayToImages(array, settings);
}

export const pathOf = ({ images, npy, mat }: ArraySource): string => (images ?? npy ?? mat)!;

export const isOriented = (source: ArraySource): boolean => source.images !== undefined;

/** A DICOM folder, one DICOM file or a NIfTI file. */
export function readSeries(files: StudyFiles, path: string, name: string): ImageSeries {
  const paths = files.list(path);
  if (paths !== undefined) return readFolder(files, path, paths, name);
  const bytes = files.read(path);
  const format = detectFormat(bytes);
  if (format === 'nifti' || format === 'nifti.gz') return readNifti(bytes, path, name);
  if (format === 'dicom') return assembleDicom([readDicomSlice(bytes, path)], name);
  if (bytes.length === 0) throw new ScienceError('format', 'the file is empty; copy it again', { where: path });
  const hint =
    format === undefined
      ? 'this is neither DICOM nor NIfTI, or it is damaged; expected a folder of DICOM files, or a .nii or .nii.gz file'
      : format === 'hdf5'
        ? 'this is an HDF5 file; raw data (MRD) becomes images by `fumarole reconstruct`, whose .nii.gz files go here'
        : `this is a ${format} file; give it under ${format}: instead of images:`;
  throw new ScienceError('format', hint, { where: path });
}

/** Files that lie beside DICOM images without being one. */
const COMPANION =
  /(^|\/)(\.[^/]*|DICOMDIR|Thumbs\.db|README[^/]*|LICENSE[^/]*|[^/]*\.(txt|json|xml|csv|tsv|md|pdf|png|jpe?g|ya?ml|log|html?|mat|nii|gz|npy|zip|tar))$/i;

function readFolder(files: StudyFiles, folder: string, paths: readonly string[], name: string): ImageSeries {
  const slices: DicomSlice[] = [];
  const others: string[] = [];
  for (const path of paths) {
    const bytes = files.read(path);
    if (isDicom(bytes)) slices.push(readDicomSlice(bytes, path));
    else if (COMPANION.test(path)) others.push(path);
    else
      throw new ScienceError(
        'format',
        'not a DICOM file, or a damaged one, among DICOM images; restore it or take it out of the folder',
        { where: path },
      );
  }
  if (slices.length === 0) {
    throw new ScienceError(
      'format',
      paths.length === 0 ? 'the folder is empty; expected DICOM files' : `none of ${paths.length} files is DICOM`,
      { where: folder },
    );
  }
  const series = assembleDicom(slices, name);
  if (others.length === 0) return series;
  return {
    ...series,
    notes: [
      ...series.notes,
      `${others.length} files of ${folder} are not DICOM and were passed over (${others[0]!}${others.length > 1 ? ' ...' : ''}).`,
    ],
  };
}

/** A volume with one time point: an anatomy, a mask, a region. */
export function readVolume(
  files: StudyFiles,
  path: string,
  what: string,
): { readonly volume: Volume; readonly series: ImageSeries } {
  const series = readSeries(files, path, what);
  const nTimes = series.images.shape[0];
  if (nTimes !== 1)
    throw new ScienceError('format', `${what} has ${nTimes} time points; expected one volume`, { where: path });
  return {
    volume: {
      geometry: series.geometry,
      data: series.images.data instanceof Float64Array ? series.images.data : Float64Array.from(series.images.data),
    },
    series,
  };
}
