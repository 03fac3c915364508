// Damaged and unfitting images, through the command line: one line that names the file, exit code 1, nothing written.
import { describe, it } from 'vitest';
import { makeMat } from '../../src/formats/samples/mat.ts';
import { makeNifti } from '../../src/formats/samples/nifti.ts';
import { makeNpy } from '../../src/formats/samples/npy.ts';
import { dicomImage, dicomPath, dicomStudy, edit, example, expectRefused, type Files } from './command.ts';

const half = (bytes: Uint8Array | string): Uint8Array => (bytes as Uint8Array).slice(0, bytes.length >> 1);
const flip = (bytes: Uint8Array | string, at: number): Uint8Array =>
  (bytes as Uint8Array).map((byte, n) => (n === at ? byte ^ 0x40 : byte));

type Change = (files: Files) => void;
type Case = readonly [name: string, says: RegExp, change: Change];

const refuses = (make: () => Files, cases: readonly Case[]): void => {
  it.each(cases)('%s', async (_name, says, change) => {
    const files = make();
    change(files);
    await expectRefused(files, says);
  });
};
const set =
  (path: string, change: (bytes: Uint8Array | string) => Uint8Array | string): Change =>
  (files) =>
    files.set(path, change(files.get(path)!));

describe('NIfTI', () => {
  const dynamics = (sample: Parameters<typeof makeNifti>[0]): Uint8Array =>
    makeNifti({ dim: [24, 24, 3, 20], kind: 'f4', datatype: 16, units: 10, steps: [1, 1.5, 1.5, 4, 3], ...sample });
  refuses(example, [
    ['cut short', /malate\.nii\.gz/, set('malate.nii.gz', half)],
    ['a flipped bit', /malate\.nii\.gz/, set('malate.nii.gz', (bytes) => flip(bytes, bytes.length >> 1))],
    ['a flipped bit in the gzip header', /malate\.nii\.gz/, set('malate.nii.gz', (bytes) => flip(bytes, 1))],
    ['empty', /malate\.nii\.gz/, set('malate.nii.gz', () => new Uint8Array(0))],
    ['text', /malate\.nii\.gz/, set('malate.nii.gz', () => 'hello')],
    ['not there', /malate\.nii\.gz/, (files) => files.delete('malate.nii.gz')],
    ['a folder that is not there', /nope/, (files) => edit(files, 'images: malate.nii.gz', 'images: nope/malate')],
    [
      'an .npy file',
      /malate\.nii\.gz/,
      set('malate.nii.gz', () => makeNpy({ descr: '<f4', shape: [2], data: [1, 2] })),
    ],
    ['another number of time points', /19/, set('malate.nii.gz', () => dynamics({ dim: [24, 24, 3, 19] }))],
    [
      'one volume only',
      /malate has 1 time points and fumarate has 20; they must be/,
      set('malate.nii.gz', () => dynamics({ dim: [24, 24, 3] })),
    ],
    ['another grid', /23/, set('malate.nii.gz', () => dynamics({ dim: [23, 24, 3, 20] }))],
    ['another place', /mm apart/, set('malate.nii.gz', () => dynamics({}))],
    [
      'a NaN',
      /malate.*i 5, j 0, k 0, time 1/,
      set('malate.nii.gz', () => dynamics({ data: Array.from({ length: 34560 }, (_, n) => (n === 5 ? NaN : n)) })),
    ],
    [
      'a header that promises terabytes',
      /an array of shape \[32000, 32000, 3000, 1\] has more than/,
      set('malate.nii.gz', () => makeNifti({ dim: [32000, 32000, 3000, 1], data: [1] })),
    ],
    [
      'a region off the grid',
      /injuredLiver/,
      set('injuredLiver.nii.gz', () => makeNifti({ sform: [1, 0, 0, 900, 0, 1, 0, 900, 0, 0, 1, 900] })),
    ],
    ['an empty region', /injuredLiver/, set('injuredLiver.nii.gz', () => makeNifti({ data: [0, 0, 0, 0, 0, 0] }))],
    ['a region over time', /injuredLiver/, set('injuredLiver.nii.gz', () => dynamics({}))],
    ['a damaged anatomy', /anatomy\.nii\.gz/, set('anatomy.nii.gz', half)],
    ['an anatomy over time', /anatomy/, set('anatomy.nii.gz', () => dynamics({}))],
    [
      'an empty mask file',
      /m\.nii/,
      (files) => {
        files.set('m.nii', makeNifti({ data: [0, 0, 0, 0, 0, 0] }));
        edit(files, 'snrAbove: 6', 'file: m.nii');
      },
    ],
    ['a mask file that is not there', /m\.nii/, (files) => edit(files, 'snrAbove: 6', 'file: m.nii')],
    [
      'no voxel above the mask',
      /no voxel above the mask \(peak of fumarate > 6000 x noise/,
      (files) => edit(files, 'snrAbove: 6', 'snrAbove: 6000'),
    ],
    [
      'no voxel above the sum',
      /no voxel above the mask \(sum of fumarate over time >/,
      (files) => edit(files, 'snrAbove: 6', 'sumAbove: 1e9'),
    ],
    [
      'flip angles that are too few',
      /flipAngles_deg\.malate lists 2 angles and there are 20 time/,
      (files) => edit(files, 'malate: 35', 'malate: [35, 35]'),
    ],
    [
      'flip angles that are too many',
      /flipAngles_deg\.fumarate lists 21 angles and there are 20 time/,
      (files) => edit(files, 'fumarate: 12', `fumarate: [${'12,'.repeat(21)}]`),
    ],
    [
      'a flip angle of zero at a fitted point',
      /the substrate's flip angle at time point 8 is 0\.000 degrees,/,
      (files) => edit(files, 'fumarate: 12', `fumarate: [${'12,'.repeat(7)}0${',12'.repeat(12)}]`),
    ],
    [
      'a flip angle of zero throughout',
      /flipAngles_deg\.fumarate excites fumarate at 0 of 20 fitted/,
      (files) => edit(files, 'fumarate: 12', 'fumarate: 0'),
    ],
    [
      'a product flip angle of zero throughout',
      /flipAngles_deg\.malate excites malate at 0 of 20 fitted time/,
      (files) => edit(files, 'malate: 35', 'malate: 0'),
    ],
    [
      'a first time point beyond the end',
      /fit\.firstTimePoint is 21 and there are 20 time points/,
      (files) => edit(files, 'firstTimePoint: 1', 'firstTimePoint: 21'),
    ],
    [
      'a first time point that leaves two',
      /2 time points are left to fit; an inputless fit needs at/,
      (files) => edit(files, 'firstTimePoint: 1', 'firstTimePoint: 19'),
    ],
    [
      'the same with input',
      /2 time points are left to fit; a fit with input needs at/,
      (files) => {
        edit(files, 'firstTimePoint: 1', 'firstTimePoint: 19');
        edit(files, 'model: inputless', 'model: with-input');
      },
    ],
    [
      'rician noise where the noise cannot be estimated',
      /fit\.noise is rician, and the noise of fumarate, malate could/,
      (files) => {
        for (const name of ['fumarate', 'malate'])
          files.set(`${name}.nii.gz`, dynamics({ data: new Array<number>(34560).fill(0) }));
      },
    ],
  ]);
});

describe('arrays', () => {
  const shape = [8, 8, 1, 8];
  const data = Array.from({ length: 512 }, (_, n) => (n * 37) % 101);
  const npy = makeNpy({ descr: '<f4', shape, data });
  const mat = makeMat({ pyr: { shape, data }, lac: { shape, data } }, { compressed: true });
  const study = (): Files =>
    new Map<string, Uint8Array | string>([
      ['p.npy', npy],
      ['l.npy', npy],
      ['both.mat', mat],
      [
        'study.yaml',
        `substrate: { name: pyruvate, npy: p.npy, axes: [y, x, slice, time], voxelSize_mm: [3, 3, 20] }
products: [{ name: lactate, mat: both.mat, variable: lac, axes: [y, x, slice, time], voxelSize_mm: [3, 3, 20] }]
repetition_s: 2
flipAngles_deg: { pyruvate: 20, lactate: 20 }
fit: { model: inputless, relaxation_perS: { pyruvate: 0.03, lactate: 0.04 }, noiseSd: { pyruvate: 1, lactate: 1 } }
mask: { sumAbove: 10 }
`,
      ],
    ]);
  refuses(study, [
    ['npy cut short', /p\.npy/, set('p.npy', half)],
    ['npy empty', /p\.npy/, set('p.npy', () => new Uint8Array(0))],
    ['npy with a damaged header', /p\.npy/, set('p.npy', (bytes) => flip(bytes, 12))],
    [
      'npy with NaN',
      /pyruvate/,
      set('p.npy', () => makeNpy({ descr: '<f4', shape, data: data.map((x, n) => (n === 9 ? NaN : x)) })),
    ],
    [
      'npy of objects',
      /p\.npy/,
      set('p.npy', () =>
        makeNpy({
          descr: '<f4',
          shape,
          data,
          header: "{'descr': '|O', 'fortran_order': False, 'shape': (8, 8, 1, 8), }",
        }),
      ),
    ],
    ['npy that is a NIfTI', /p\.npy/, set('p.npy', () => makeNifti())],
    [
      'axes too few',
      /p\.npy/,
      (files) => edit(files, 'npy: p.npy, axes: [y, x, slice, time]', 'npy: p.npy, axes: [y, x, time]'),
    ],
    [
      'an axis twice',
      /p\.npy/,
      (files) => edit(files, 'npy: p.npy, axes: [y, x, slice, time]', 'npy: p.npy, axes: [y, x, time, time]'),
    ],
    [
      'axes in another order',
      /grid|time points/,
      (files) => edit(files, 'npy: p.npy, axes: [y, x, slice, time]', 'npy: p.npy, axes: [slice, x, y, time]'),
    ],
    ['NIfTI given under npy, by name', /both\.mat/, (files) => edit(files, 'npy: p.npy', 'npy: both.mat')],
    ['mat cut short', /both\.mat/, set('both.mat', half)],
    ['mat with a flipped bit', /both\.mat/, set('both.mat', (bytes) => flip(bytes, bytes.length - 20))],
    ['mat empty', /both\.mat/, set('both.mat', () => new Uint8Array(0))],
    ['mat without the variable', /lac.*pyr/, (files) => edit(files, 'variable: lac', 'variable: lactate')],
    [
      'mat of version 7.3',
      /-v7/,
      set('both.mat', () => Uint8Array.from('\x89HDF\r\n\x1a\n'.padEnd(600, ' '), (c) => c.charCodeAt(0))),
    ],
    ['mat given as images', /under mat/, (files) => edit(files, /mat: both.mat, .*\}\]/, 'images: both.mat }]')],
  ]);
});

describe('DICOM', () => {
  const image = dicomPath('malate', 3);
  refuses(dicomStudy, [
    ['an image cut short', /image_3\.dcm/, set(image, half)],
    ['an image cut in its header', /image_3\.dcm/, set(image, (bytes) => (bytes as Uint8Array).slice(0, 200))],
    ['an empty image', /image_3\.dcm/, set(image, () => new Uint8Array(0))],
    ['a flipped bit in the mark', /image_3\.dcm/, set(image, (bytes) => flip(bytes, 129))],
    ['a flipped bit in the length of a tag', /image_3\.dcm/, set(image, (bytes) => flip(bytes, 139))],
    ['a missing time point', /image_4\.dcm/, (files) => files.delete(image)],
    ['the last time point missing', /malate has 7 time points/, (files) => files.delete(dicomPath('malate', 7))],
    ['the first time point missing', /malate has 7/, (files) => files.delete(dicomPath('malate', 0))],
    ['an image twice', /copy\.dcm|image_3/, (files) => files.set('malate/copy.dcm', files.get(image)!)],
    [
      'an image of the other metabolite',
      /extra\.dcm/,
      (files) => files.set('malate/extra.dcm', files.get(dicomPath('fumarate', 3))!),
    ],
    ['an image of another size', /image_3\.dcm/, set(image, () => dicomImage('malate', 3, { rows: 4, columns: 16 }))],
    ['an image in another place', /image_3\.dcm/, set(image, () => dicomImage('malate', 3, { position: [0, 0, 7] }))],
    [
      'all images of one metabolite in another place',
      /mm apart/,
      (files) => {
        for (let t = 0; t < 8; t++) files.set(dicomPath('malate', t), dicomImage('malate', t, { position: [0, 3, 0] }));
      },
    ],
    [
      'an empty folder',
      /none of 1 files is DICOM/,
      (files) => {
        for (let t = 0; t < 8; t++) files.delete(dicomPath('malate', t));
        files.set('malate/.gitkeep', '');
      },
    ],
    [
      'a compressed transfer syntax',
      /image_3\.dcm/,
      set(image, () => dicomImage('malate', 3, { syntaxUid: '1.2.840.10008.1.2.4.70' })),
    ],
    ['no pixels', /image_3\.dcm/, set(image, () => dicomImage('malate', 3, { tags: { x00280010: undefined } }))],
  ]);
});
