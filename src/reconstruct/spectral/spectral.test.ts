import { expect, it } from 'vitest';
import { phantomImage, phantomScan } from '../../../test/scans/phantom.ts';
import { centredFft } from '../../math/fourier/index.ts';
import {
  csiSpectra,
  DEFAULT_RECONSTRUCTION,
  epsiSpectra,
  fieldMap_Hz,
  homodyne,
  idealSeparated,
  projectOntoSamples,
  reconstruct,
} from '../index.ts';

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let gap = 0,
    size = 0;
  for (let i = 0; i < a.length; i++) {
    gap += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(gap / size);
};

const nx = 8,
  ny = 6,
  nSpectral = 16,
  dwell_s = 0.002;
const image = phantomImage(nx, ny);
/** Signal of a line at f: phantom times exp(-2 pi i f t), [time][y, x] in k-space. */
const lineAt = (offset_Hz: number): Float64Array[] =>
  Array.from({ length: nSpectral }, (_, time) => {
    const angle = -2 * Math.PI * offset_Hz * time * dwell_s;
    const turned = image.map((_x, i) => image[i & ~1]! * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)));
    return centredFft(turned, [ny, nx], [0, 1], { scale: 'none' });
  });
const offset_Hz = 3 / (nSpectral * dwell_s);
const kspace = lineAt(offset_Hz);
const base = phantomScan({ nx, ny, nCoils: 1 });
const spectral = { ...base.encodings[0]!, nSpectral, spectralDwell_s: dwell_s };
const [template] = base.readouts;

function expectLine({ data, frequencies_Hz }: { data: Float64Array; frequencies_Hz: Float64Array }): void {
  const nSpectral = frequencies_Hz.length;
  const f = frequencies_Hz.findIndex((value) => Math.abs(value - offset_Hz) < 1e-6);
  const map = image.map((_x, i) => data[2 * ((i >> 1) * nSpectral + f) + (i % 2)]!);
  expect(distance(map, image)).toBeLessThan(1e-6);
  const other = data.filter((_x, i) => (i >> 1) % nSpectral !== f);
  expect(Math.max(...other.map(Math.abs))).toBeLessThan(1e-5);
}

it('CSI: a line stands at its frequency, its map is the phantom', () => {
  const readouts = Array.from({ length: nx * ny }, (_, n) => ({
    ...template!,
    nSamples: nSpectral,
    samples: Float32Array.from({ length: 2 * nSpectral }, (__, i) => kspace[i >> 1]![2 * n + (i % 2)]!),
    dwell_s,
    counters: { ...template!.counters, line: Math.floor(n / nx), segment: n % nx },
  }));
  expectLine(csiSpectra({ ...base, encodings: [spectral], readouts }));
});

it.each([false, true])(
  'EPSI, lobes in turn reversed: %s; the time within a lobe leaves nothing behind',
  (isSymmetric) => {
    const lobeDwell_s = (0.9 * dwell_s) / nx;
    const readouts = kspace.flatMap((plane, time) =>
      Array.from({ length: ny }, (_, line) => {
        const reversed = isSymmetric && time % 2 === 1;
        const centerSample = reversed ? nx - 1 - (nx >> 1) : nx >> 1;
        const samples = Float32Array.from({ length: 2 * nx }, (__, i) => {
          const x = reversed ? nx - 1 - (i >> 1) : i >> 1;
          // the line goes on turning during the lobe
          const angle = -2 * Math.PI * offset_Hz * ((i >> 1) - centerSample) * lobeDwell_s;
          const [re, im] = [plane[2 * (line * nx + x)]!, plane[2 * (line * nx + x) + 1]!];
          return i % 2 === 0
            ? re * Math.cos(angle) - im * Math.sin(angle)
            : re * Math.sin(angle) + im * Math.cos(angle);
        });
        return {
          ...template!,
          dwell_s: lobeDwell_s,
          samples,
          reversed,
          centerSample,
          counters: { ...template!.counters, line, segment: time },
        };
      }),
    );
    expectLine(epsiSpectra({ ...base, encodings: [spectral], readouts }));
  },
);

it('IDEAL: three metabolites and the field from seven echoes', () => {
  const echoTimes_s = Array.from({ length: 7 }, (_, n) => 0.002 + 0.0009 * n);
  const offsets_Hz = [0, -180, 395];
  const nVoxels = 12;
  const truth = Float64Array.from({ length: 2 * 3 * nVoxels }, (_, i) => Math.sin(1 + 0.7 * i));
  const field = Float64Array.from({ length: nVoxels }, (_, v) => 10 * Math.floor(v / 4) - 10);
  const echoes = new Float64Array(2 * echoTimes_s.length * nVoxels);
  echoTimes_s.forEach((t, e) => {
    for (let v = 0; v < nVoxels; v++) {
      offsets_Hz.forEach((f, m) => {
        const angle = -2 * Math.PI * (f + field[v]!) * t;
        const re = truth[2 * (m * nVoxels + v)]!,
          im = truth[2 * (m * nVoxels + v) + 1]!;
        echoes[2 * (e * nVoxels + v)]! += re * Math.cos(angle) - im * Math.sin(angle);
        echoes[2 * (e * nVoxels + v) + 1]! += re * Math.sin(angle) + im * Math.cos(angle);
      });
    }
  });
  const settings = { echoTimes_s, offsets_Hz };
  const found = fieldMap_Hz(echoes, settings, { widest_Hz: 40, step_Hz: 2, neighbours: (voxel) => [voxel] });
  expect([...found]).toEqual([...field]);
  expect(distance(idealSeparated(echoes, settings, found), truth)).toBeLessThan(1e-9);
  expect(() => fieldMap_Hz(echoes.slice(0, 6 * nVoxels), { echoTimes_s: [0, 1e-3, 2e-3], offsets_Hz }, { widest_Hz: 1, step_Hz: 1, neighbours: (v) => [v] })).toThrow(/take one echo more/); // prettier-ignore
});

it('partial Fourier: five eighths of the lines give the image of a smooth phase, far nearer than zeros', () => {
  const n = 32;
  const shape = [1, n, n] as const;
  const object = phantomImage(n, n);
  const smooth = object.map((_x, i) => {
    const x = (i >> 1) % n,
      y = Math.floor((i >> 1) / n);
    const phase = 0.8 + 0.03 * (x - 16) + 0.02 * (y - 16);
    return Math.abs(object[i & ~1]!) * (i % 2 === 0 ? Math.cos(phase) : Math.sin(phase));
  });
  const full = centredFft(smooth, shape, [0, 1, 2]);
  const partial = { axis: 1, first: 12, last: n - 1 };
  const part = full.map((x, i) => (Math.floor((i >> 1) / n) >= partial.first ? x : 0));
  const zeros = distance(centredFft(part, shape, [0, 1, 2], { inverse: true }), smooth);
  expect(distance(homodyne(part, shape, partial), smooth)).toBeLessThan(zeros / 2);
  expect(distance(projectOntoSamples(part, shape, [partial]), smooth)).toBeLessThan(zeros / 2);
});

it('a scan with spectra becomes images of its metabolites, or of its largest line', () => {
  const second = lineAt(-2 / (nSpectral * dwell_s));
  const readouts = Array.from({ length: nx * ny }, (_, n) => ({
    ...template!,
    nSamples: nSpectral,
    samples: Float32Array.from({ length: 2 * nSpectral }, (__, i) => kspace[i >> 1]![2 * n + (i % 2)]! + 0.5 * second[i >> 1]![2 * n + (i % 2)]!), // prettier-ignore
    dwell_s,
    counters: { ...template!.counters, line: Math.floor(n / nx), segment: n % nx },
  }));
  const scan = { ...base, encodings: [spectral], readouts, noiseCovariance: Float64Array.of(4, 0) };
  const metabolites = [
    { name: 'fumarate', offset_Hz },
    { name: 'malate', offset_Hz: -2 / (nSpectral * dwell_s) },
  ];
  const { series, readout, spectra, notes } = reconstruct(scan, { ...DEFAULT_RECONSTRUCTION, metabolites });
  expect([readout, spectra!.shape.nFrequencies, series.map(({ name }) => name)]).toEqual(['csi', nSpectral, ['fumarate', 'malate']]); // prettier-ignore
  expect(distance(series[0]!.images.data, image)).toBeLessThan(1e-6);
  expect(distance(series[1]!.images.data, image.map((x) => x / 2))).toBeLessThan(1e-6); // prettier-ignore
  // lines on the grid of frequencies: a mean over all times and places of k
  expect(series[0]!.noiseSd[0]).toBeCloseTo(Math.sqrt(4 / 2 / (nx * ny * nSpectral)), 10);
  expect(notes.join(' ')).toContain('taken as CSI');
  expect(reconstruct(scan).series[0]!.name).toBe(`line at ${offset_Hz.toFixed(0)} Hz`);
});
