// The whole map road over the example study, the same in Node and in Chromium: what was simulated comes out again, and every file is what the issue of it says.
import { beforeAll, describe, expect, it } from 'vitest';
import { readNifti } from '../../formats/index.ts';
import { columnOf, type Column } from '../../records/index.ts';
import { makeExampleStudy } from '../example/study.ts';
import type { StudyFiles } from '../files.ts';
import { parseSettings } from '../settings-text.ts';
import { outputOf, type MapOutput } from './output.ts';
import { mapResultSchema } from './result.ts';
import { mapRoad, type MapOutcome } from './road.ts';
import { mapSettingsSchema, type MapSettings } from './settings.ts';

const STUDY = makeExampleStudy(1);
const CONTEXT = { versions: { fumarole: 'test' }, command: 'a test', created: '2026-01-01T00:00:00.000Z', inputs: [] };

/** Files of a study from memory. */
function memoryFiles(files: ReadonlyMap<string, Uint8Array | string>): StudyFiles {
  return {
    read(path) {
      const content = files.get(path);
      if (content === undefined) throw new Error(`no ${path}`);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    list: () => undefined,
    inputs: () => [],
  };
}

const settingsOf = (text: string): MapSettings => parseSettings(mapSettingsSchema, text, 'study.yaml');
const YAML = STUDY.files.get('study.yaml') as string;

/** 32-bit FNV-1a of a text. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** voxels.csv as columns of text. */
function tableOf(csv: string): ReadonlyMap<string, readonly string[]> {
  const [head, ...rows] = csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return new Map(head!.map((name, c) => [name, rows.map((row) => row[c]!)]));
}

let outcome: MapOutcome;
let output: MapOutput;
let table: ReadonlyMap<string, readonly string[]>;
beforeAll(() => {
  outcome = mapRoad(settingsOf(YAML), memoryFiles(STUDY.files));
  output = outputOf(outcome, CONTEXT);
  table = tableOf(output.files.get('voxels.csv') as string);
});

const voxelColumn = (name: string): Float64Array => columnOf(outcome.voxels, name).values;
const regionRow = (name: string): number => outcome.regions.findIndex((region) => region.name === name);
const regionValue = (name: string, region: string): number =>
  columnOf(outcome.regionQuantities, name).values[regionRow(region)]!;
/** Rows of the voxels of a region that are in the mask. */
const rowsIn = (region: string): readonly number[] => {
  const members = new Set(outcome.regions[regionRow(region)]!.voxels);
  return Array.from(outcome.mask.voxels.keys()).filter((row) => members.has(outcome.mask.voxels[row]!));
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('the truth comes out again', () => {
  it.each([
    ['injuredLiver', 'injured'],
    ['healthyLiver', 'liver'],
  ] as const)('the rate of %s is the simulated one within three standard errors', (region, tissue) => {
    const error = regionValue('rate_malate_perS_se', region);
    expect(error).toBeLessThan(0.001);
    expect(Math.abs(regionValue('rate_malate_perS', region) - STUDY.rates_perS[tissue]) / error).toBeLessThan(3);
  });

  it('the mean over injured voxels is the simulated rate within three standard errors of a mean', () => {
    const rows = rowsIn('injuredLiver');
    const rates = rows.map((row) => voxelColumn('rate_malate_perS')[row]!);
    const errors = rows.map((row) => voxelColumn('rate_malate_perS_se')[row]!);
    const error = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0)) / rows.length;
    expect(Math.abs(mean(rates) - STUDY.rates_perS.injured) / error).toBeLessThan(3);
    // the spread between voxels is what the errors say, within the scatter of a variance of 18 numbers
    const ratio = Math.sqrt(mean(rates.map((rate, n) => ((rate - STUDY.rates_perS.injured) / errors[n]!) ** 2)));
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.4);
  });

  it('the noise is found to 2%, and the fits of all voxels and regions converge', () => {
    for (const sd of outcome.noise.sd) expect(Math.abs(sd - 1)).toBeLessThan(0.02);
    expect(new Set(outcome.voxels.ends)).toEqual(new Set(['converged']));
    expect(outcome.regionQuantities.ends).toEqual(['converged', 'converged', 'converged']);
  });

  it('malate is detected in all injured voxels and in few healthy ones', () => {
    const detected = (region: string): number =>
      mean(rowsIn(region).map((row) => voxelColumn('detected_malate')[row]!));
    expect(detected('injuredLiver')).toBe(1);
    expect(detected('healthyLiver')).toBeLessThan(0.1);
  });

  it('malate has times, counted from the first frame, where it is detected and nowhere else', () => {
    for (const name of ['timeToPeak_malate_s', 'meanTime_malate_s']) {
      const hasTime = Array.from(voxelColumn(name), (value) => Number(!Number.isNaN(value)));
      expect(hasTime).toEqual(Array.from(voxelColumn('detected_malate')));
      expect(columnOf(outcome.voxels, name).label).toMatch(/after the first frame$/);
    }
  });
});

describe('errors', () => {
  it('delta method and bootstrap agree within four sigma of the noise of the bootstrap, where malate is detected', () => {
    const nDraws = 400;
    const rows = Array.from(voxelColumn('detected_malate').keys()).filter(
      (row) => voxelColumn('detected_malate')[row] === 1,
    );
    expect(rows.length).toBeGreaterThan(15);
    const gaps = rows.map(
      (row) => voxelColumn('ratio_malate_bootstrapSe')[row]! / voxelColumn('ratio_malate_se')[row]! - 1,
    );
    for (const gap of gaps) expect(Math.abs(gap)).toBeLessThan(4 / Math.sqrt(2 * nDraws));
    expect(Math.abs(mean(gaps))).toBeLessThan(0.02); // and none is larger on the whole
  });

  it('the same seed gives the same digits; another changes the bootstrap alone', () => {
    const small = YAML.replace('snrAbove: 6', 'snrAbove: 45');
    const run = (text: string): readonly Column[] => mapRoad(settingsOf(text), memoryFiles(STUDY.files)).voxels.columns;
    const [first, again, other] = [run(small), run(small), run(`${small}seed: 2\n`)];
    expect(again).toEqual(first);
    const changed = first.filter((column, n) =>
      column.values.some((value, row) => !Object.is(value, other[n]!.values[row])),
    );
    expect(changed.map((column) => column.name)).toEqual(['ratio_malate_bootstrapSe']);
  });
});

describe('the files', () => {
  const MAPS = [
    ...['auc_fumarate', 'auc_malate', 'fraction_malate', 'ratio_malate', 'ratio_malate_se'],
    ...['rate_malate_perS', 'rate_malate_perS_se', 'snr_fumarate', 'snr_malate'],
    ...['timeToPeak_fumarate_s', 'timeToPeak_malate_s', 'meanTime_fumarate_s', 'meanTime_malate_s'],
  ];

  it('are those of the issue, with the upper bound of the ratio and the anatomy', () => {
    const paths = [...output.files.keys()];
    const maps = paths.filter((path) => path.startsWith('maps/'));
    const expected = [...MAPS, 'ratio_malate_upper95', 'mask'].map((name) => `maps/${name}.nii.gz`);
    expect(maps.sort()).toEqual(expected.sort());
    expect(paths.filter((path) => !path.includes('/')).sort()).toEqual([
      'regions.csv',
      'report.html',
      'result.json',
      'voxels.csv',
    ]);
    expect(paths.filter((path) => path.startsWith('figures/')).every((path) => path.endsWith('.svg'))).toBe(true);
    expect(output.result.files).toEqual([...paths].sort());
  });

  it('voxels.csv has i, j, k, a column per quantity and end_malate; every voxel of the mask is a row', () => {
    const names = [...table.keys()];
    expect(names.slice(0, 3)).toEqual(['i', 'j', 'k']);
    expect(names.at(-1)).toBe('end_malate');
    for (const name of MAPS) expect(names).toContain(name);
    expect(new Set(names).size).toBe(names.length);
    expect(table.get('i')).toHaveLength(outcome.mask.voxels.length);
  });

  it('units are in the names, and the columns say the same', () => {
    for (const { name, unit } of outcome.voxels.columns) {
      const plain = name.replace(/_(se|low95|high95)$/, '');
      expect([name, unit]).toEqual([
        name,
        plain.endsWith('_perS') ? '1/s' : plain.endsWith('_s') ? 's' : /^(auc|initialMz)_/.test(name) ? 'signal' : '',
      ]);
    }
  });

  it.each([...MAPS, 'ratio_malate_upper95'])(
    'maps/%s.nii.gz holds what voxels.csv says, and nothing outside the mask',
    async (name) => {
      const [map, mask] = [await unzipped(name), await unzipped('mask')];
      expect(map.subarray(252, 328)).toEqual(mask.subarray(252, 328)); // qform and sform codes, quaternion, matrix
      expect(new TextDecoder().decode(map.subarray(148, 185))).toBe('Research use only, not for diagnosis.');
      expectEqualInMask(name, new Float64Array(map.slice(352).buffer));
    },
  );

  it('maps/mask.nii.gz is 1 in the voxels of voxels.csv and 0 elsewhere', () => {
    const { geometry, images } = readNifti(output.files.get('maps/mask.nii.gz') as Uint8Array, 'mask', 'mask');
    const mask = Array.from(images.data);
    expect(geometry).toEqual(outcome.study.geometry);
    expect(mask.reduce((a, b) => a + b, 0)).toBe(outcome.mask.voxels.length);
    for (const voxel of outcome.mask.voxels) expect(mask[voxel]).toBe(1);
  });

  it('result.json holds to its schema and says what the tables say', () => {
    const result = mapResultSchema.parse(JSON.parse(output.files.get('result.json') as string));
    expect(result).toEqual(output.result);
    expect(result.regions.map((region) => region.name)).toEqual(['mask', 'injuredLiver', 'healthyLiver']);
    expect(result.notice).toBe('Research use only, not for diagnosis.');
    const regions = tableOf(output.files.get('regions.csv') as string);
    for (const [row, region] of result.regions.entries())
      for (const [name, value] of Object.entries(region.values))
        expect(Number(regions.get(name)![row])).toBe(value ?? NaN);
  });

  // Sums, products, square roots and hypot give the same bits everywhere. exp, log, sin, cos and pow do not: Chromium 156 and Node 20 differ
  // in their last bit, and with them errors by 1e-15 and fitted rates by up to 2e-11 1/s (8e-9 of the rate).
  it('the columns without exp, log, sin and cos are the pinned ones to the last digit, in Node and in Chromium', () => {
    const exact = ['i', 'j', 'k', ...EXACT, 'end_malate'].map((name) => [name, ...table.get(name)!].join(','));
    expect(hashOf(exact.join('\n'))).toBe('a41a334a');
  });

  it('the other columns are the pinned ones to 1e-5 of their largest value, in Node and in Chromium', () => {
    const rest = outcome.voxels.columns.filter(({ name }) => !EXACT.includes(name));
    const rounded = rest.map(({ name, values }) => {
      const step =
        1e-5 * 10 ** Math.round(Math.log10(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)));
      return [name, ...values]
        .map((value) => (typeof value === 'string' ? value : Math.round(value / step) + 0))
        .join(',');
    });
    expect(rest.length).toBeGreaterThan(8);
    expect(hashOf(rounded.join('\n'))).toBe('9b3de3de');
  });
});

const EXACT = [
  ...['auc_fumarate', 'auc_malate', 'timeToPeak_fumarate_s', 'timeToPeak_malate_s', 'meanTime_fumarate_s'],
  ...['meanTime_malate_s', 'snr_fumarate', 'snr_malate', 'fraction_malate', 'ratio_malate', 'detected_malate'],
];

/** Bytes of a map, unzipped without the reader of this project, which takes no images with holes. */
async function unzipped(name: string): Promise<Uint8Array> {
  const bytes = output.files.get(`maps/${name}.nii.gz`) as Uint8Array<ArrayBuffer>;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A ratio below its detection limit, and its error, are no number in the map; everything else is digit for digit the table's. */
function expectEqualInMask(name: string, map: ArrayLike<number>): void {
  const hidden = /^ratio_malate(_se)?$/.test(name) ? table.get('detected_malate')! : [];
  const [nx, ny] = outcome.study.geometry.shape;
  const index = (row: number): number =>
    Number(table.get('i')![row]) + nx * (Number(table.get('j')![row]) + ny * Number(table.get('k')![row]));
  const expected = new Float64Array(map.length).fill(NaN);
  table.get(name)!.forEach((text, row) => (expected[index(row)] = hidden[row] === '0' ? NaN : Number(text)));
  expect(Array.from(map)).toEqual(Array.from(expected));
}
