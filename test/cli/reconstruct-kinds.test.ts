// Kinds of scans through the command line: spectra, echoes, spirals, field maps, lines left out on purpose; and what cannot be, in one line.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNpy, writeMrd, writeNifti } from '../../src/formats/index.ts';
import type { RawScan } from '../../src/records/index.ts';
import { reconstructResultSchema, type ReconstructResult } from '../../src/study/reconstruct/index.ts';
import { phantomImage, phantomScan } from '../scans/phantom.ts';
import { sampledScan, spiralArm } from '../scans/sampled.ts';
import { command, inTemp, pathsUnder, writeFiles } from './command.ts';

const n = 12;
const image = phantomImage(n, n);
const arms = (start_s: number, contrast = 0) =>
  [0, 1].map((arm) => ({ ...spiralArm(n, 2, arm, n * n, start_s, 1e-5), counters: { segment: arm, contrast } }));
const echoes_s = [0.003, 0.0039, 0.0048, 0.0057];
const field_Hz = Float64Array.from({ length: n * n }, (_, v) => v % n);
const geometry = { shape: [n, n, 1], affineRas_mm: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] } as const;
const nifti = (data: Float64Array, nTimes = 1) => writeNifti({ geometry, data, nTimes, datatype: 'float32', description: '' }, { gzip: false }); // prettier-ignore
const pools = [
  { image, offset_Hz: 0 },
  { image: image.map((x) => 0.4 * x), offset_Hz: -390 },
];
const METABOLITES = 'metabolites: [{name: pyruvate, offset_Hz: 0}, {name: lactate, offset_Hz: -390}]\n';
const spiral = (contrasts: readonly number[]): RawScan =>
  sampledScan({ nx: n, ny: n, kind: 'spiral', pools, field_Hz, readouts: contrasts.flatMap((time, e) => arms(time, e)), withTrajectory: true }); // prettier-ignore
const csi = (): RawScan => {
  const nSpectral = 16;
  const readouts = Array.from({ length: n * n }, (_, place) => {
    const k = [(place % n) - (n >> 1), Math.floor(place / n) - (n >> 1)] as const;
    return {
      k: Array.from({ length: nSpectral }, () => k),
      time_s: Array.from({ length: nSpectral }, (__, t) => t * 5e-4),
      counters: { line: Math.floor(place / n), segment: place % n },
    };
  });
  return sampledScan({ nx: n, ny: n, kind: 'cartesian', pools, readouts, withTrajectory: false, encoding: { nSpectral, spectralDwell_s: 5e-4 } }); // prettier-ignore
};
const echoPlanar = (): RawScan => phantomScan({ nx: n, ny: n, nCoils: 2, epi: { constant: 0.4, slope: 0.05, references: true } }); // prettier-ignore

interface Outcome {
  readonly code: number;
  readonly err: string;
  readonly out: ReconstructResult | undefined;
  readonly files: readonly string[];
  readonly report: string;
  readonly bytes: (path: string) => Uint8Array;
}

async function road(
  scan: RawScan,
  settings: string,
  extra: readonly (readonly [string, Uint8Array])[] = [],
): Promise<Outcome> {
  let found: Outcome | undefined;
  await inTemp(async (folder) => {
    writeFiles(
      folder,
      new Map<string, Uint8Array | string>([['scan.h5', writeMrd(scan)], ['s.yaml', settings], ...extra]),
    );
    const out = join(folder, 'out');
    const told = await command(
      'reconstruct',
      join(folder, 'scan.h5'),
      '--settings',
      join(folder, 's.yaml'),
      '--out',
      out,
    );
    const exists = existsSync(out);
    const all = exists ? pathsUnder(out) : [];
    const kept = new Map(all.map((path) => [path, new Uint8Array(readFileSync(join(out, path)))]));
    found = {
      code: told.code,
      err: told.err,
      out: exists
        ? reconstructResultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')))
        : undefined,
      files: all,
      report: exists ? readFileSync(join(out, 'report.html'), 'utf8') : '',
      bytes: (path) => kept.get(path)!,
    };
  });
  return found!;
}

it('CSI: spectra as an array, images of the metabolites, both in the report', async () => {
  const { out, err, files, report, bytes } = await road(csi(), `${METABOLITES}T2Star_s: 10\n`);
  expect(err).toBe('');
  expect([out!.readout, out!.images.map(({ name }) => name), out!.spectra!.shape]).toEqual(['csi', ['pyruvate', 'lactate'], [1, 1, n, n, 16]]); // prettier-ignore
  expect(readNpy(bytes('spectra.npy'), 'spectra.npy').shape).toEqual([1, 1, n, n, 16]);
  expect(out!.spectra!.step_Hz).toBeCloseTo(125, 6);
  expect(files).toContain('figures/spectra.svg');
  expect(report).toContain('frequency from the centre');
  const [pyruvate, lactate] = out!.images.map(({ sumPerFrame }) => sumPerFrame[0]!);
  expect(lactate! / pyruvate!).toBeCloseTo(0.4, 2);
});

it('spirals at four echo times: metabolites by IDEAL, with the field found or given', async () => {
  const times = `echoTimes_ms: [${echoes_s.map((t) => 1000 * t).join(', ')}]\n`;
  const found = await road(spiral(echoes_s), METABOLITES + times);
  expect(found.err).toBe('');
  expect([found.out!.readout, found.out!.scan.kind]).toEqual(['ideal', 'spiral']);
  expect(found.files).toContain('images/field_Hz.nii.gz');
  expect(found.files).toContain('figures/field.svg');
  const given = await road(spiral(echoes_s), `${METABOLITES}${times}field: {file: f.nii}\n`, [
    ['f.nii', nifti(field_Hz)],
  ]);
  const [pyruvate, lactate] = given.out!.images.map(({ sumPerFrame }) => sumPerFrame[0]!);
  expect(lactate! / pyruvate!).toBeCloseTo(0.4, 1);
  expect(given.out!.sources.map(({ key }) => key)).toContain('sutton-2003');
});

it('one spiral, and echo-planar lines, without any settings', async () => {
  const one = await road(spiral([0]), 'title: spiral\n');
  expect([one.err, one.out!.method, one.out!.readout]).toEqual(['', 'fourier', null]);
  const epi = await road(echoPlanar(), 'title: epi\n');
  expect(epi.out!.notes.join(' ')).toContain('by reference lines');
});

it('lines left out on purpose: the error against all lines stands in the result and in a figure', async () => {
  const scan = phantomScan({ nx: 16, ny: 16, nCoils: 1, nFrames: 5, noise: 0.05, nNoiseReadouts: 10 });
  const { out, files, report } = await road(scan, 'undersample: {share: 0.5, pattern: variableDensity}\nseed: 3\n');
  expect([out!.method, out!.scan.sampledShare]).toEqual(['lowRank', 0.5]);
  const { images, zeros, floor } = out!.comparison!;
  expect(images.all).toBeLessThan(zeros.all);
  expect(floor!).toBeGreaterThan(0);
  expect(images.perFrame).toHaveLength(5);
  expect(files).toContain('figures/comparison.svg');
  expect(report).toContain('times smaller than zeros');
  expect(out!.images[0]!.noiseSd).toBeGreaterThan(0);
});

const cartesian = phantomScan({ nx: n, ny: n, nCoils: 1 });
const without = (scan: RawScan): RawScan => ({
  ...scan,
  readouts: scan.readouts.map(({ trajectory_perM: _, ...rest }) => ({ ...rest, trajectoryDimensions: 0 })),
});

const CASES: readonly (readonly [name: string, says: RegExp, scan: RawScan, settings: string, file?: Uint8Array])[] = [
  [
    'a nucleus that is not that of the file',
    /nucleus: 1H, but the file says 13C; .*scan\.h5/,
    cartesian,
    'nucleus: 1H',
  ],
  ['a spiral without its trajectory', /a spiral scan needs a trajectory in every readout/, without(spiral([0])), ''],
  [
    'echoes without their times',
    /4 echoes, but 0 echo times are known; give echoTimes_ms/,
    spiral(echoes_s),
    METABOLITES,
  ],
  [
    'fewer echoes than metabolites',
    /1 echoes cannot tell 2 metabolites apart/,
    spiral([0.003]),
    `${METABOLITES}echoTimes_ms: [3]`,
  ],
  ['a negative echo time', /echoTimes_ms\[0\]: is -3/, spiral([0.003]), `${METABOLITES}echoTimes_ms: [-3]`],
  ['a negative T2*', /T2Star_s: is -1/, csi(), `${METABOLITES}T2Star_s: -1`],
  [
    'a field map of another size',
    /the field map has 12 voxels, the images 144/,
    spiral([0]),
    'field: {file: f.nii}',
    writeNifti(
      {
        geometry: { ...geometry, shape: [n, 1, 1] },
        data: field_Hz.slice(0, n),
        nTimes: 1,
        datatype: 'float32',
        description: '',
      },
      { gzip: false },
    ),
  ],
  [
    'a field map over time',
    /the field map has 2 time points; expected one \(at f\.nii\)/,
    spiral([0]),
    'field: {file: f.nii}',
    nifti(new Float64Array(2 * n * n), 2),
  ],
  [
    'a field map that is none',
    /the field map is no NIfTI file; .*\(at f\.nii\)/,
    spiral([0]),
    'field: {file: f.nii}',
    new Uint8Array(9),
  ],
  ['a field map that is not there', /gone\.nii/, spiral([0]), 'field: {file: gone.nii}'],
  [
    'a field without times of the lines',
    /time stamps do not tell the lines of a shot apart; give echoSpacing_s/,
    echoPlanar(),
    'field: {file: f.nii}',
    nifti(field_Hz),
  ],
  [
    'low rank along a spiral',
    /method lowRank along a trajectory; take fourier \(gridding\) or sense/,
    spiral([0]),
    'method: lowRank',
  ],
  [
    'partial Fourier of a whole scan',
    /partial Fourier needs one side of an axis left out/,
    cartesian,
    'method: partialFourier',
  ],
  ['lines left out of a spiral', /lines of a spiral scan cannot be left out/, spiral([0]), 'undersample: {share: 0.5}'],
  ['a share above 1', /undersample\.share: is 1\.5/, cartesian, 'undersample: {share: 1.5}'],
  ['another pattern', /did you mean 'uniform'/, cartesian, 'undersample: {share: 0.5, pattern: unifrom}'],
  ['spectra read as a train', /EPSI needs nSpectral and spectralDwell_s/, cartesian, 'readout: epsi'],
];
it.each(CASES.map((one) => ({ name: one[0], one })))(
  '$name is refused in one line, and nothing is written',
  async ({ one: [, says, scan, settings, file] }) => {
    const { code, err, out } = await road(scan, settings || 'title: x', file === undefined ? [] : [['f.nii', file]]);
    expect(err).toMatch(says);
    expect([code, err.trimEnd().split('\n').length, out]).toEqual([1, 1, undefined]);
  },
);
