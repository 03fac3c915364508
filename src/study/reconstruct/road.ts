// The road of a reconstruction: raw file and settings in; images, noise, coil maps and notes out. Numbers only.
import { QUIET, ScienceError, type Run } from '../../base/index.ts';
import { detectFormat, readMrd, readNifti, readNpy } from '../../formats/index.ts';
import { magnitudeOf, type ImageSeries, type RawScan } from '../../records/index.ts';
import {
  DEFAULT_LOW_RANK,
  DEFAULT_RECONSTRUCTION,
  phased,
  reconstruct,
  scanOfArray,
  withFewerLines,
  type Reconstruction,
  type ReconstructionSettings,
} from '../../reconstruct/index.ts';
import type { FourierKernel } from '../../math/fourier/index.ts';
import type { StudyFiles } from '../files.ts';
import { comparisonOf, type Comparison } from './comparison.ts';
import type { ReconstructSettings } from './settings.ts';

export interface ReconstructStudy {
  readonly settings: ReconstructSettings;
  readonly path: string;
  readonly scan: RawScan;
  readonly reconstruction: Reconstruction;
  readonly magnitudes: readonly ImageSeries[];
  /** Real parts after the phase of each voxel. */
  readonly reals: readonly ImageSeries[];
  /** Time between frames; undefined where nothing tells it. */
  readonly frame_s: number | undefined;
  /** Where not all of k-space was sampled. */
  readonly comparison?: Comparison;
  readonly notes: readonly string[];
}

/** Throws with file and place where the raw data or the settings cannot be. With a `kernel` all transforms are its own, those inside SENSE and low rank in float32. */
export function reconstructRoad(
  path: string,
  settings: ReconstructSettings,
  files: StudyFiles,
  run: Run = QUIET,
  kernel?: FourierKernel,
): ReconstructStudy {
  run.step(0, 1, 'read');
  const whole = withSettings(readRaw(path, settings, files), settings, path);
  const { lowRank, undersample, field, metabolites, T2Star_s } = settings;
  const field_Hz = field?.file === undefined ? undefined : readField(field.file, files);
  const ways: ReconstructionSettings = {
    ...DEFAULT_RECONSTRUCTION,
    ...(kernel && { kernel, precision: 'float32' }),
    ...(settings.method && { method: settings.method }),
    ...(settings.coils && { coils: settings.coils }),
    encoding: (settings.encoding ?? 1) - 1,
    ...(settings.readout && { readout: settings.readout }),
    ...(metabolites && { metabolites }),
    ...(settings.echoTimes_ms && { echoTimes_s: settings.echoTimes_ms.map((ms) => ms / 1000) }),
    ...(T2Star_s !== undefined && { decay_perS: 1 / T2Star_s }),
    ...(field_Hz && { field_Hz }),
    ...(field?.widest_Hz !== undefined && { widestField_Hz: field.widest_Hz }),
    ...(field?.echoSpacing_ms !== undefined && { echoSpacing_s: field.echoSpacing_ms / 1000 }),
    seed: settings.seed ?? DEFAULT_RECONSTRUCTION.seed,
    ...(lowRank && {
      lowRank: {
        ...DEFAULT_LOW_RANK,
        ...lowRank,
        sparseThreshold: lowRank.sparseThreshold ?? Infinity,
        seed: settings.seed ?? DEFAULT_RECONSTRUCTION.seed,
      },
    }),
  };
  const seed = ways.seed;
  const scan = undersample === undefined ? whole : withFewerLines(whole, { ...undersample, seed }, ways.encoding);
  const reconstruction = reconstruct(scan, ways, run);
  const { names } = settings;
  const { series } = reconstruction;
  if (names !== undefined && names.length !== series.length) {
    throw new ScienceError('format', `names holds ${names.length} entries, but the scan has ${series.length} contrasts`, { where: path }); // prettier-ignore
  }
  const named = series.map((one, n) => ({ ...one, name: names?.[n] ?? one.name }));
  const { series: reals, notes: phases } = phased(named);
  const frame_s = settings.repetition_s ?? frameTime_s(scan);
  const isFilled = reconstruction.method !== 'fourier' && reconstruction.readout === undefined;
  const reference = undersample && reconstruct(whole, { ...ways, method: 'fourier' }).series;
  const zeros = isFilled || reference ? reconstruct(scan, { ...ways, method: 'fourier' }).series : undefined;
  return {
    settings,
    path,
    scan,
    reconstruction: { ...reconstruction, series: named },
    magnitudes: named.map(magnitudeOf),
    reals,
    frame_s,
    ...(zeros && { comparison: comparisonOf(series, zeros, reconstruction.sampled, reference) }),
    notes: [
      ...reconstruction.notes,
      ...phases,
      ...(frame_s === undefined && series[0]!.images.shape[0] > 1 ? ['The time between frames is not known; give repetition_s.'] : []), // prettier-ignore
    ],
  };
}

/** [z, y, x] in Hz. */
function readField(path: string, files: StudyFiles): Float64Array {
  const bytes = files.read(path);
  const format = detectFormat(bytes);
  if (format !== 'nifti' && format !== 'nifti.gz') {
    throw new ScienceError('format', 'the field map is no NIfTI file; expected one in Hz on the voxels of the images', { where: path }); // prettier-ignore
  }
  const { images } = readNifti(bytes, path, 'field');
  if (images.shape[0] > 1) throw new ScienceError('format', `the field map has ${images.shape[0]} time points; expected one`, { where: path }); // prettier-ignore
  return Float64Array.from(images.data);
}

function readRaw(path: string, settings: ReconstructSettings, files: StudyFiles): RawScan {
  const bytes = files.read(path);
  if (bytes.length === 0) throw new ScienceError('format', 'the file is empty; copy it again', { where: path });
  const name = settings.title ?? path.replace(/^.*[/\\]/, '').replace(/(\.mrd)?\.(h5|npy|mrd)$/i, '');
  const format = detectFormat(bytes);
  if (format === 'hdf5') {
    if (settings.axes !== undefined) throw new ScienceError('format', 'axes are for arrays (.npy); an MRD file says its own', { where: path }); // prettier-ignore
    const scan = readMrd(bytes, path, name);
    return { ...scan, name: settings.title ?? scan.name };
  }
  if (format !== 'npy') {
    const what = format === undefined ? 'this is neither MRD (HDF5) nor .npy, or it is damaged' : `this is a ${format} file`; // prettier-ignore
    throw new ScienceError('format', `${what}; expected raw data: an MRD file or a complex .npy array`, {
      where: path,
    });
  }
  if (settings.axes === undefined) {
    throw new ScienceError('format', 'an array needs settings that name its axes, such as axes: [kx, ky, kz, frame]; give them with --settings', { where: path }); // prettier-ignore
  }
  const { axes, nucleus, b0_T, repetition_s } = settings;
  return scanOfArray(readNpy(bytes, path), {
    axes,
    name,
    where: path,
    ...(nucleus !== undefined && { nucleus }),
    ...(b0_T !== undefined && { b0_T }),
    ...(repetition_s !== undefined && { repetition_s }),
  });
}

/** What a person says fills what the file leaves open; the field of view is replaced. Throws where the nuclei contradict each other. */
function withSettings(scan: RawScan, settings: ReconstructSettings, path: string): RawScan {
  const { fov_mm, nucleus, b0_T, encoding = 1 } = settings;
  if (encoding > scan.encodings.length) {
    throw new ScienceError('format', `encoding: ${encoding}, but the file has ${scan.encodings.length}`, {
      where: path,
    });
  }
  const notes = scan.notes.filter(
    (note) =>
      !(fov_mm && note.includes('placeholder')) && !(nucleus && note.startsWith('The nucleus is not in the file')),
  );
  if (nucleus !== undefined && scan.nucleus !== undefined && nucleus !== scan.nucleus) {
    throw new ScienceError('format', `nucleus: ${nucleus}, but the file says ${scan.nucleus}; correct the settings, or leave it out`, { where: path }); // prettier-ignore
  }
  if (fov_mm !== undefined) notes.push(`The field of view is that of the settings, ${fov_mm.join(' x ')} mm.`);
  const encodings = scan.encodings.map((one) => {
    if (fov_mm === undefined) {
      // a header made by a program often counts 1 mm a voxel
      const isPlaceholder = one.imageFov_m.every(
        (fov_m, axis) => Math.abs(fov_m * 1000 - one.imageMatrix[axis]!) < 1e-9,
      );
      if (isPlaceholder && !notes.some((note) => note.includes('placeholder'))) notes.push('The field of view in the file is 1 mm a voxel, which looks like a placeholder; give fov_mm.'); // prettier-ignore
      return one;
    }
    const imageFov_m = fov_mm.map((mm) => mm / 1000) as [number, number, number];
    const encodedFov_m = one.encodedFov_m.map((fov_m, axis) => (fov_m / one.imageFov_m[axis]!) * imageFov_m[axis]!) as [number, number, number]; // prettier-ignore
    return { ...one, imageFov_m, encodedFov_m };
  });
  return {
    ...scan,
    encodings,
    notes,
    ...(nucleus !== undefined && { nucleus }),
    claims: { ...scan.claims, ...(nucleus !== undefined && { nucleus }), ...(b0_T !== undefined && { b0_T }) },
  };
}

/** From the first readout of the first and last frame. */
function frameTime_s({ readouts }: RawScan): number | undefined {
  const starts = new Map<number, number>();
  for (const { counters, start_s, purpose } of readouts) {
    if (!purpose.endsWith('mage')) continue;
    starts.set(counters.frame, Math.min(starts.get(counters.frame) ?? Infinity, start_s));
  }
  const frames = [...starts.keys()].sort((a, b) => a - b);
  if (frames.length < 2) return undefined;
  const first = frames[0]!,
    last = frames.at(-1)!;
  const time = (starts.get(last)! - starts.get(first)!) / (last - first);
  return time > 0 ? time : undefined;
}
