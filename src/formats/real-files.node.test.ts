// Real files from the shared folder, against numbers that other programs read in them (REFERENCE.json) or that stand beside them.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHARED, sharedFile, sharedJson } from '../../test/shared.ts';
import type { ImageSeries } from '../records/index.ts';
import { arrayToImages, assembleDicom, detectFormat, readDicomSlice, readMat, readNifti, readNpy } from './index.ts';

interface Reference {
  readonly shape: readonly number[];
  readonly sum_abs: number;
  readonly affine?: readonly (readonly number[])[];
}

const RAT = 'data/hp13c/rat_kidneys_epi_exp1_vfa';
const list = (relative: string): string[] => readdirSync(`${SHARED}/${relative}`).map((file) => `${relative}/${file}`);
const readFolder = (relative: string): ImageSeries =>
  assembleDicom(
    list(relative).map((file) => readDicomSlice(sharedFile(file), file.split('/').at(-1)!)),
    relative.split('/').at(-1)!,
  );
const readNii = (relative: string): ImageSeries => readNifti(sharedFile(relative), relative, relative);
const npyImages = (relative: string): ImageSeries =>
  arrayToImages(readNpy(sharedFile(relative), relative), {
    axes: ['y', 'x', 'slice', 'time'],
    voxelSize_mm: [3, 3, 20],
    where: relative,
    name: relative,
  });
const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let gap = 0;
  for (let n = 0; n < a.length; n++) gap = Math.max(gap, Math.abs(a[n]! - b[n]!));
  return gap;
};

describe.skipIf(SHARED === undefined)('rat kidneys, real 13C EPI', () => {
  it('the pyruvate DICOM series is the magnitude of the .npy over its scale, to rounding', () => {
    const dicom = readFolder(`${RAT}/original/dynamics_pyruvate`);
    const npy = npyImages(`${RAT}/pyruvate.npy`);
    expect(dicom.images.shape).toEqual([25, 1, 32, 32]);
    // the .npy is signed (its README says magnitude): -1092 x 20.07 at column 13, row 15, time 4; the DICOM is the magnitude
    const magnitude = npy.images.data.map(Math.abs);
    const largest = (values: Float64Array | Float32Array): number =>
      Array.from(values).reduce((a, b) => Math.max(a, b));
    const scale = largest(magnitude) / largest(dicom.images.data);
    expect(scale).toBeCloseTo(20.0737, 4);
    // the scanner wrote whole numbers: half a unit, and float32 rounding
    expect(
      largestGap(
        dicom.images.data,
        magnitude.map((value) => value / scale),
      ),
    ).toBeLessThan(0.51);
    expect(dicom.integer).toBe(true);
  });

  it('says which tags of the 13C series were wrong', () => {
    const notes = readFolder(`${RAT}/original/dynamics_pyruvate`).notes.join(' ');
    expect(notes).toContain('TemporalPositionIdentifier is 1 in all 25 images');
    expect(notes).toContain('in the order of InstanceNumber');
    expect(notes).toContain('NumberOfTemporalPositions is 50, but there are 25 time points');
    expect(notes).toContain("ImagedNucleus says '1H', but 32.137873 MHz at 3 T is 13C");
  });

  it('both metabolites in one folder are refused', () => {
    const files = [...list(`${RAT}/original/dynamics_pyruvate`), ...list(`${RAT}/original/dynamics_lactate`)];
    const slices = files.map((file) => readDicomSlice(sharedFile(file), file));
    expect(() => assembleDicom(slices, 'both')).toThrow(/folder of its own/);
  });

  it('the orientation of the DICOM series is that of the NIfTI made from it', () => {
    const dicom = readFolder(`${RAT}/original/dynamics_lactate`);
    const nifti = readNii(`${RAT}/lactate.nii`);
    expect(largestGap(dicom.geometry.affineRas_mm, nifti.geometry.affineRas_mm)).toBeLessThan(1e-4);
    expect(dicom.geometry.affineRas_mm).toEqual([-3, 0, 0, 63.7673, 0, -3, 0, 45.2221, 0, 0, 20, -18.1312]);
    expect(nifti.claims.repetition_s).toBe(2);
  });

  it.each(['pyruvate', 'lactate'])('%s: .nii and .npy hold exactly the same numbers', (name) => {
    const nifti = readNii(`${RAT}/${name}.nii`);
    expect(largestGap(nifti.images.data, npyImages(`${RAT}/${name}.npy`).images.data)).toBe(0);
    expect(nifti.geometry.shape).toEqual([32, 32, 1]);
  });

  it('.mat and .npy hold exactly the same numbers', () => {
    const mat = readMat(sharedFile(`${RAT}/original/exp1_vfa.mat`), 'exp1_vfa.mat');
    for (const [short, name] of [
      ['pyr', 'pyruvate'],
      ['lac', 'lactate'],
    ] as const) {
      const array = mat.get(short)!;
      expect(array.shape).toEqual([32, 32, 25]);
      const images = arrayToImages(array, { axes: ['y', 'x', 'time'], voxelSize_mm: [3, 3, 20], where: short, name });
      expect(largestGap(images.images.data, npyImages(`${RAT}/${name}.npy`).images.data)).toBe(0);
    }
    expect([...mat.get('TR')!.data]).toEqual([2]);
    const { flips_pyruvate_deg } = sharedJson<{ flips_pyruvate_deg: number[] }>(`${RAT}/meta.json`);
    expect([...mat.get('flips_pyr')!.data]).toEqual(flips_pyruvate_deg);
  });

  it('the big-endian coronal anatomy is the NIfTI made from it, voxel for voxel', () => {
    const start = performance.now();
    const dicom = readFolder(`${RAT}/original/H1_Images`);
    const elapsed_ms = performance.now() - start;
    const nifti = readNii(`${RAT}/h1_anatomy.nii`);
    expect(dicom.geometry.shape).toEqual([256, 256, 92]);
    expect(largestGap(dicom.geometry.affineRas_mm, nifti.geometry.affineRas_mm)).toBeLessThan(1e-4);
    expect(largestGap(dicom.images.data, nifti.images.data)).toBe(0);
    expect(elapsed_ms).toBeLessThan(5000); // 0.25 s on a free core; a bound against the quadratic, not a benchmark
  });

  it('a missing time point is found', () => {
    const files = list(`${RAT}/original/dynamics_pyruvate`).filter((file) => !file.endsWith('_012.dcm'));
    const slices = files.map((file) => readDicomSlice(sharedFile(file), file.split('/').at(-1)!));
    expect(() => assembleDicom(slices, 'pyruvate')).toThrow(/InstanceNumber jumps from 11 in Image_011.dcm to 13/);
  });
});

describe.skipIf(SHARED === undefined)('files of other programs', () => {
  const references = SHARED === undefined ? {} : sharedJson<Record<string, Reference>>('data/formats/REFERENCE.json');
  const nifti = Object.entries(references).filter(([file]) => file.startsWith('nifti/'));
  const spectra = Object.entries(references).filter(([file]) => file.startsWith('nifti-mrs/'));

  it('there are two images and six spectra in NIfTI among the references', () => {
    if (SHARED !== undefined) expect([nifti.length, spectra.length]).toEqual([2, 6]);
  });

  it.each(nifti)('%s has the shape, the sum and the affine that nibabel reads', (file, { shape, sum_abs, affine }) => {
    const series = readNii(`data/formats/${file}`);
    expect([...series.geometry.shape, ...(shape.length > 3 ? [series.images.shape[0]] : [])]).toEqual(shape);
    expect(Array.from(series.images.data).reduce((sum, value) => sum + Math.abs(value), 0)).toBe(sum_abs);
    expect(largestGap(series.geometry.affineRas_mm, affine!.flat().slice(0, 12))).toBeLessThan(1e-5);
    expect(series.integer).toBe(true);
    expect(detectFormat(sharedFile(`data/formats/${file}`))).toBe(file.endsWith('gz') ? 'nifti.gz' : 'nifti');
  });

  it.each(spectra)('%s is refused as NIfTI-2', (file) => {
    expect(() => readNii(`data/formats/${file}`)).toThrow(/a NIfTI-2 file; save it as NIfTI-1/);
  });

  it('the MR slice has the sum that pydicom reads', () => {
    const file = 'dicom-parametric-map/data/paramaps/pm-example-slice.dcm';
    const slice = readDicomSlice(sharedFile(`data/formats/${file}`), file);
    expect([slice.rows, slice.columns]).toEqual(references[file]!.shape);
    expect(slice.pixels.reduce((sum, value) => sum + Math.abs(value), 0)).toBe(references[file]!.sum_abs);
    expect(assembleDicom([slice], 'slice').geometry.shape[2]).toBe(1);
  });

  it.each(['siemens/SVS_XA60.dcm', 'siemens/SVS_30.IMA', 'dicom/No_Name/Mrs_Dti_Qa/MRSshortTELN_401/IM-0001-0002.dcm'])(
    'the spectroscopy file %s is refused in one line',
    (file) => {
      const bytes = sharedFile(`data/formats/dicom-mrs/tests/test_data/${file}`);
      expect(() => readDicomSlice(bytes, file)).toThrow(/spectroscopy, not an image|holds no pixel data/);
    },
  );

  it('every .mat of pulseq-koma is read, and their cells hold arrays', () => {
    const files = list('data/formats/pulseq-koma').filter((file) => file.endsWith('.mat'));
    expect(files).toHaveLength(10);
    for (const file of files) {
      const arrays = readMat(sharedFile(file), file);
      expect(
        [...arrays.keys()].some((key) => key.startsWith('sequence{1}')),
        file,
      ).toBe(true);
    }
  });

  it('MATLAB 7.3 files are refused with the way out', () => {
    const file = 'data/simulators/jemris-koma/a.column1d/signal_koma.mat';
    expect(detectFormat(sharedFile(file))).toBe('mat');
    expect(() => readMat(sharedFile(file), file)).toThrow(/-v7/);
  });
});

const MRS = 'data/hp13c/rat_kidneys_mrs';
const KSPACE = 'data/hp13c/raw_kspace_bssfp_3d';
describe.skipIf(SHARED === undefined)('raw and spectral arrays', () => {
  it('spectra in .mat are those of the .npy, transposed and rounded to float32', () => {
    const mat = readMat(sharedFile(`${MRS}/original/rat1/shot1.mat`), 'shot1.mat').get('spectra_dynamic')!;
    const npy = readNpy(sharedFile(`${MRS}/rat1_shot1.npy`), 'rat1_shot1.npy');
    const [nBins, nTimes] = mat.shape as [number, number];
    expect(npy.shape).toEqual([nTimes, nBins]);
    let gap = 0;
    for (let t = 0; t < nTimes; t++) {
      for (let bin = 0; bin < nBins; bin++) {
        gap = Math.max(
          gap,
          Math.abs(Math.fround(mat.data[(bin * nTimes + t) * (mat.complex ? 2 : 1)]!) - npy.data[t * nBins + bin]!),
        );
      }
    }
    expect(gap).toBe(0);
  });

  it('complex k-space in .mat is that of the .npy, rounded to float32', () => {
    const mat = readMat(sharedFile(`${KSPACE}/original/kspace_lactate_prospective.mat`), 'kspace.mat').get('kspace')!;
    const npy = readNpy(sharedFile(`${KSPACE}/kspace_lactate_prospective.npy`), 'kspace.npy');
    expect([mat.complex, npy.complex]).toEqual([true, true]);
    expect(npy.shape).toEqual(mat.shape);
    expect(largestGap(mat.data.map(Math.fround), npy.data)).toBe(0);
  });
});
