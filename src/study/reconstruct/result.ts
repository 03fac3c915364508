// result.json of `fumarole reconstruct`.
import { z } from 'zod';
import { formatNumber, RESEARCH_USE_ONLY } from '../../plot/index.ts';
import { voxelSize_mm } from '../../records/index.ts';
import type { RunContext } from '../run-context.ts';
import { provenanceOf, provenanceSchema } from '../spin/provenance.ts';
import type { Comparison } from './comparison.ts';
import type { ReconstructStudy } from './road.ts';
import { reconstructSettingsSchema } from './settings.ts';
import { typicalNoise } from './typical-noise.ts';

const numbers = z.array(z.number());

const errors = z.strictObject({
  all: z.number().describe('|images - reference| / |reference| over all frames, complex'),
  perFrame: numbers,
});

export const reconstructResultSchema = z.strictObject({
  format: z.literal('fumarole.reconstruct'),
  formatVersion: z.literal(1),
  notice: z.string(),
  scan: z.strictObject({
    name: z.string(),
    nucleus: z.string().nullable(),
    b0_T: z.number().nullable(),
    nChannels: z.int(),
    nReadouts: z.int(),
    kind: z.string(),
    encodedMatrix: numbers,
    sampledShare: z.number().nullable().describe('null along a trajectory'),
  }),
  method: z.enum(['fourier', 'sense', 'lowRank', 'partialFourier']),
  readout: z
    .enum(['csi', 'epsi', 'ideal'])
    .nullable()
    .describe('how metabolites were told apart; null: not by frequency'),
  spectra: z
    .strictObject({
      file: z.string(),
      shape: numbers.describe('frame, z, y, x, frequency; complex64'),
      first_Hz: z.number().describe('of the first point, from the centre frequency'),
      step_Hz: z.number(),
    })
    .nullable(),
  noise: z.strictObject({
    source: z.enum(['readouts', 'record', 'edges', 'unknown']),
    samplePower: z.number().nullable().describe('E |n|^2 of one sample as it was reconstructed'),
  }),
  lowRank: z
    .strictObject({
      block: numbers,
      rankThreshold: z.number(),
      sparseThreshold: z.number().nullable(),
      hiddenErrors: numbers.describe('of the candidates: error power of hidden samples over their power; empty where it was set'), // prettier-ignore
      misfit: z.number(),
      change: z.number().describe('of the last step, relative'),
    })
    .nullable(),
  comparison: z
    .strictObject({
      zeros: errors,
      images: errors,
      floor: z.number().nullable().describe('noise of the reference in what was left out, over the reference; null: not known'), // prettier-ignore
    })
    .nullable()
    .describe('with all lines, where undersample left some out'),
  images: z.array(
    z.strictObject({
      name: z.string(),
      shape: numbers.describe('x, y, z, time'),
      voxel_mm: numbers,
      affineRas_mm: numbers,
      frame_s: z.number().nullable(),
      sumPerFrame: numbers.describe('of magnitudes'),
      maxPerFrame: numbers,
      noiseSd: z
        .number()
        .nullable()
        .describe('median over voxels of the standard deviation of the real part; null: not known'),
      files: z.array(z.string()),
    }),
  ),
  summary: z.array(z.string()),
  settings: reconstructSettingsSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type ReconstructResult = z.output<typeof reconstructResultSchema>;

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

export function reconstructResult(
  study: ReconstructStudy,
  context: RunContext,
  files: readonly string[],
  filesOf: (series: number) => readonly string[],
): ReconstructResult {
  const { scan, reconstruction, magnitudes, settings, frame_s } = study;
  const { method, noisePower, noiseSource, lowRank, sampled, series } = reconstruction;
  const encoding = scan.encodings[(settings.encoding ?? 1) - 1]!;
  const images = magnitudes.map(({ name, images: grid, geometry }, n) => {
    const [nTimes, nz, ny, nx] = grid.shape;
    const volume = nz * ny * nx;
    const frames = Array.from({ length: nTimes }, (_, time) =>
      Float64Array.from(grid.data.subarray(time * volume, (time + 1) * volume)),
    );
    return {
      name,
      shape: [nx, ny, nz, nTimes],
      voxel_mm: [...voxelSize_mm(geometry)],
      affineRas_mm: [...geometry.affineRas_mm],
      frame_s: finite(frame_s),
      sumPerFrame: frames.map((frame) => frame.reduce((a, b) => a + b, 0)),
      maxPerFrame: frames.map((frame) => frame.reduce((a, b) => Math.max(a, b), 0)),
      noiseSd: finite(typicalNoise(series[n]!)),
      files: [...filesOf(n)],
    };
  });
  return {
    format: 'fumarole.reconstruct',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    scan: {
      name: scan.name,
      nucleus: scan.nucleus ?? null,
      b0_T: scan.claims.b0_T ?? null,
      nChannels: scan.nChannels,
      nReadouts: scan.readouts.length,
      kind: encoding.kind,
      encodedMatrix: [...encoding.encodedMatrix],
      sampledShare: finite(sampled),
    },
    method,
    readout: reconstruction.readout ?? null,
    spectra: spectraResult(reconstruction),
    noise: { source: noiseSource, samplePower: finite(noisePower) },
    lowRank:
      lowRank === undefined
        ? null
        : {
            block: [...lowRank.settings.block],
            rankThreshold: lowRank.settings.rankThreshold,
            sparseThreshold: finite(lowRank.settings.sparseThreshold),
            hiddenErrors: [...lowRank.errors],
            misfit: lowRank.misfit,
            change: lowRank.change,
          },
    comparison: study.comparison?.errors === undefined ? null : comparisonResult(study.comparison.errors),
    images,
    summary: sentences(study, images),
    settings,
    notes: [...study.notes],
    ...provenanceOf(context, sourcesOf(study)),
    files: [...files],
  };
}

function spectraResult({ spectra }: ReconstructStudy['reconstruction']): ReconstructResult['spectra'] {
  if (spectra === undefined) return null;
  const { nFrames, nz, ny, nx, nFrequencies } = spectra.shape;
  const [first_Hz = 0] = spectra.frequencies_Hz;
  const shape = [nFrames, nz, ny, nx, nFrequencies];
  return { file: 'spectra.npy', shape, first_Hz, step_Hz: 1 / (nFrequencies * spectra.dwell_s) };
}

function comparisonResult({ zeros, images, floor }: NonNullable<Comparison['errors']>) {
  const plain = ({ all, perFrame }: typeof zeros) => ({ all, perFrame: [...perFrame] });
  return { zeros: plain(zeros), images: plain(images), floor: finite(floor) };
}

const METHODS = {
  fourier: 'Fourier transform',
  sense: 'SENSE',
  lowRank: 'local low rank + sparse',
  partialFourier: 'partial Fourier',
} as const;

const readoutWords = ({ readouts }: ReconstructStudy['scan']): string => {
  const images = readouts.filter(({ purpose }) => purpose === 'image' || purpose === 'calibrationAndImage').length;
  const others = readouts.length - images;
  return `${images} readouts${others === 0 ? '' : ` (and ${others} of noise or calibration)`}`;
};

const READOUTS = { csi: 'spectra (CSI)', epsi: 'spectra (EPSI)', ideal: 'echoes (IDEAL)' } as const;

function sentences(
  { scan, reconstruction, comparison }: ReconstructStudy,
  images: ReconstructResult['images'],
): string[] {
  const { method, sampled, readout } = reconstruction;
  const [nx, ny, nz, nTimes] = images[0]!.shape;
  const share =
    Number.isFinite(sampled) && sampled < 0.9995 ? ` ${(100 * sampled).toFixed(0)}% of k-space sampled,` : '';
  return [
    `${readoutWords(scan)} of ${scan.nChannels} channel${scan.nChannels > 1 ? 's' : ''},${share} by ${METHODS[method]}${readout === undefined ? '' : ` and ${READOUTS[readout]}`}: ${images.length > 1 ? `${images.length} series of ` : ''}${nx} x ${ny} x ${nz} voxels of ${images[0]!.voxel_mm.map((mm) => Number(mm.toPrecision(3))).join(' x ')} mm, ${nTimes} frame${nTimes! > 1 ? 's' : ''}.`,
    ...(comparison?.errors === undefined ? [] : [`Against all lines: error ${(100 * comparison.errors.images.all).toFixed(1)}%, ${(comparison.errors.zeros.all / comparison.errors.images.all).toFixed(2)} times smaller than with zeros (${(100 * comparison.errors.zeros.all).toFixed(1)}%).`]), // prettier-ignore
    ...images.map(({ name, maxPerFrame, noiseSd }) =>
      noiseSd === null
        ? `${name}: largest voxel ${formatNumber(Math.max(...maxPerFrame), 3)}, noise not known.`
        : `${name}: largest voxel ${formatNumber(Math.max(...maxPerFrame), 3)}, ${formatNumber(Math.max(...maxPerFrame) / noiseSd, 3)} times the noise of ${formatNumber(noiseSd, 3)}.`,
    ),
  ];
}

const MAPS = { adaptive: ['walsh-2000'], svd: ['rodgers-2010'], espirit: ['uecker-2014', 'marchenko-1967'] } as const;

function sourcesOf({ reconstruction: { method, readout, field_Hz, mapsFrom }, scan }: ReconstructStudy): string[] {
  return [
    'inati-2017',
    ...(scan.nChannels > 1 ? ['roemer-1990', ...MAPS[mapsFrom]] : []), // prettier-ignore
    ...(method === 'sense' ? ['pruessmann-1999', 'pruessmann-2001', 'robson-2008'] : []),
    ...(readout === 'ideal' ? ['reeder-2004', 'wiesinger-2012'] : []),
    ...(field_Hz === undefined ? [] : ['man-1997', 'sutton-2003']),
    ...(method === 'partialFourier' ? ['haacke-1991'] : []),
    ...(method === 'lowRank' ? ['otazo-2015', 'milshteyn-2018', 'beck-2009', 'josse-2016', 'robson-2008'] : []),
  ];
}
