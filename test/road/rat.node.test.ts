// The rat kidneys of the shared folder through the whole road, from each of the four kinds of files that hold them, against numbers of others.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/edge/node/index.ts';
import { readNpy } from '../../src/formats/index.ts';
import { makeNpy } from '../../src/formats/samples/npy.ts';
import { mapRoad, mapSettingsSchema, outputOf, parseSettings, type MapOutput } from '../../src/study/index.ts';
import { SHARED, sharedFile, sharedJson } from '../shared.ts';

const RAT = 'hp13c/rat_kidneys_epi_exp1_vfa';
const DATA = `${SHARED}/data/${RAT}`;
/** Value of the .npy over value of the DICOM images: the largest pyruvate signal, 602212 / 30000. */
const SCALE = 602212 / 30000;

interface Reference {
  readonly TR_s: number;
  readonly flips_pyr_deg: readonly number[];
  readonly flips_lac_deg: readonly number[];
  readonly time_points_fitted_1based: readonly number[];
  readonly voxel_linear_index_1based_column_major: readonly number[];
  readonly AUC_pyr: readonly number[];
  readonly AUC_lac: readonly number[];
  readonly AUC_ratio: readonly number[];
  readonly TTP_pyr_s: readonly number[];
  readonly TTP_lac_s: readonly number[];
  readonly MT_pyr_s: readonly number[];
  readonly MT_lac_s: readonly number[];
}

/** voxels.csv: numbers of a column by voxel, 'column,row'. */
type Table = ReadonlyMap<string, ReadonlyMap<string, number>>;

function tableOf(output: MapOutput): Table {
  const [head, ...rows] = (output.files.get('voxels.csv') as string)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return new Map(head!.map((name, c) => [name, new Map(rows.map((row) => [`${row[0]},${row[1]}`, Number(row[c])]))]));
}

/** Largest and median of |a - b| over the voxels, relative to |b| if `relative`. */
function gaps(a: Table, b: Table, name: string, relative = false): { largest: number; median: number } {
  expect([...a.get(name)!.keys()]).toEqual([...b.get(name)!.keys()]);
  const all = [...a.get(name)!].map(([voxel, value]) => {
    const other = b.get(name)!.get(voxel)!;
    return Math.abs(value - other) / (relative ? Math.abs(other) : 1);
  });
  all.sort((x, y) => x - y);
  return { largest: all.at(-1)!, median: all[all.length >> 1]! };
}

describe.skipIf(SHARED === undefined)('rat kidneys, from the files of the scanner to voxels.csv', () => {
  let folder: string;
  let reference: Reference;
  let places: readonly string[];
  const outputs = new Map<string, MapOutput>();
  const tables = new Map<string, Table>();

  const map = (name: string, pyruvate: string, lactate: string, sumAbove: number, more = ''): void => {
    const flips = (list: readonly number[]): string => `[${list.join(', ')}]`;
    const text = `
substrate: { name: pyruvate, ${pyruvate} }
products: [{ name: lactate, ${lactate} }]
repetition_s: 2
flipAngles_deg: { pyruvate: ${flips(reference.flips_pyr_deg)}, lactate: ${flips(reference.flips_lac_deg)} }
fit: { model: inputless, firstTimePoint: 11, relaxation_perS: { pyruvate: ${1 / 30}, lactate: 0.04 }, noise: gaussian }
mask: { sumAbove: ${sumAbove}, of: pyruvate }
${more}`;
    const files = diskFiles(folder);
    const outcome = mapRoad(parseSettings(mapSettingsSchema, text, name), files);
    const context = { versions: {}, command: '', created: '', inputs: files.inputs() };
    outputs.set(name, outputOf(outcome, context));
    tables.set(name, tableOf(outputs.get(name)!));
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fumarole-rat-'));
    reference = sharedJson<Reference>(`reference/${RAT}_inputless.json`);
    places = reference.voxel_linear_index_1based_column_major.map(
      (index) => `${Math.floor((index - 1) / 32)},${(index - 1) % 32}`,
    );
    const array = 'axes: [y, x, slice, time], voxelSize_mm: [3, 3, 20]';
    const flat = 'axes: [y, x, time], voxelSize_mm: [3, 3, 20]';
    map('nii', `images: ${DATA}/pyruvate.nii`, `images: ${DATA}/lactate.nii`, 1e5);
    map('npy', `npy: ${DATA}/pyruvate.npy, ${array}`, `npy: ${DATA}/lactate.npy, ${array}`, 1e5);
    const mat = `mat: ${DATA}/original/exp1_vfa.mat`;
    map('mat', `${mat}, variable: pyr, ${flat}`, `${mat}, variable: lac, ${flat}`, 1e5);
    for (const name of ['pyruvate', 'lactate']) {
      const { shape, data } = readNpy(sharedFile(`data/${RAT}/${name}.npy`), name);
      const rounded = Array.from(data, (value) => Math.round(Math.abs(value) / SCALE));
      writeFileSync(join(folder, `${name}.npy`), makeNpy({ descr: '<f8', shape, data: rounded }));
    }
    map('rounded', `npy: pyruvate.npy, ${array}`, `npy: lactate.npy, ${array}`, 1e5 / SCALE);
    const dicom = `${DATA}/original/dynamics_`;
    const anatomy = `anatomy: ${DATA}/original/H1_Images`;
    map('dicom', `images: ${dicom}pyruvate`, `images: ${dicom}lactate`, 1e5 / SCALE, anatomy);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Largest |value - reference| over the 155 voxels, relative if `relative`. */
  const offBy = (name: string, column: string, expected: readonly number[], relative: boolean): number => {
    const values = tables.get(name)!.get(column)!;
    expect([...values.keys()].sort()).toEqual([...places].sort());
    return Math.max(
      ...expected.map((value, v) => Math.abs(values.get(places[v]!)! - value) / (relative ? Math.abs(value) : 1)),
    );
  };

  describe.each(['nii', 'npy', 'mat'])('from %s', (name) => {
    it('the rate of all 155 voxels is the exact optimum to 1e-6 1/s', () => {
      const { kPL } = sharedJson<{ kPL: number[] }>(`reference/${RAT}_exact_optimum.json`);
      expect(kPL).toHaveLength(155);
      expect(offBy(name, 'rate_lactate_perS', kPL, false)).toBeLessThan(1e-6);
      expect(tables.get(name)!.get('end_lactate')!.size).toBe(155);
    });

    it.each([
      ['auc_pyruvate', 'AUC_pyr'],
      ['auc_lactate', 'AUC_lac'],
      ['ratio_lactate', 'AUC_ratio'],
      ['timeToPeak_pyruvate_s', 'TTP_pyr_s'],
      ['meanTime_pyruvate_s', 'MT_pyr_s'],
    ] as const)('%s is %s of the reference to 1e-9', (column, key) => {
      expect(offBy(name, column, reference[key], true)).toBeLessThan(1e-9);
    });

    it.each([
      ['timeToPeak_lactate_s', 'TTP_lac_s'],
      ['meanTime_lactate_s', 'MT_lac_s'],
    ] as const)(
      '%s is %s of the reference to 1e-9 where lactate is detected, and no number elsewhere',
      (column, key) => {
        const [values, detected] = [tables.get(name)!.get(column)!, tables.get(name)!.get('detected_lactate')!];
        expect([...detected.values()].filter((one) => one === 1).length).toBeGreaterThan(100);
        places.forEach((place, v) => {
          if (detected.get(place) === 0) expect(values.get(place)).toBeNaN();
          else expect(Math.abs(values.get(place)! / reference[key][v]! - 1)).toBeLessThan(1e-9);
        });
      },
    );
  });

  it('.nii, .npy and .mat give the same digits', () => {
    for (const name of ['npy', 'mat'])
      expect(outputs.get(name)!.files.get('voxels.csv')).toBe(outputs.get('nii')!.files.get('voxels.csv'));
  });

  it('from DICOM the same 155 voxels are mapped', () => {
    expect([...tables.get('dicom')!.get('i')!.keys()]).toEqual([...tables.get('npy')!.get('i')!.keys()]);
  });

  it('from DICOM every column is what the rounded magnitudes of the .npy give, to 1e-9', () => {
    const [dicom, rounded] = [tables.get('dicom')!, tables.get('rounded')!];
    const columns = [...dicom.keys()].filter((name) => !name.startsWith('end_'));
    expect(columns.length).toBeGreaterThan(20);
    for (const name of columns) {
      const [a, b] = [[...dicom.get(name)!.values()], [...rounded.get(name)!.values()]];
      const scale = Math.max(...b.map((value) => Math.abs(value) || 0), Number.MIN_VALUE);
      a.forEach((value, row) =>
        expect([name, Object.is(value, b[row]) || Math.abs(value - b[row]!) / scale < 1e-9]).toEqual([name, true]),
      );
    }
  });

  it('rounding in the DICOM files moves the rates by no more than it must', () => {
    const rate = gaps(tables.get('dicom')!, tables.get('npy')!, 'rate_lactate_perS');
    const error = [...tables.get('npy')!.get('rate_lactate_perS_se')!.values()].sort((a, b) => a - b)[77]!;
    console.log(
      `rate from DICOM against .npy: median |difference| ${rate.median.toExponential(2)}, largest ${rate.largest.toExponential(2)} 1/s; median standard error ${error.toExponential(2)} 1/s`,
    );
    expect(rate.median).toBeLessThan(error / 2);
  });

  it('the maps lie where the DICOM files say, the report names every lie of their tags', () => {
    const { grid, notes } = outputs.get('dicom')!.result;
    expect(grid.affineRas_mm).toEqual([-3, 0, 0, 63.7673, 0, -3, 0, 45.2221, 0, 0, 20, -18.1312]);
    const all = notes.join('\n');
    for (const told of [
      /TemporalPositionIdentifier is 1 in all 25 images/,
      /in the order of InstanceNumber/,
      /ImagedNucleus says '1H'/,
      /flip angle 90 degrees/,
      /repetition time .* s; the study file says 2 s/,
      /whole numbers up to 30000/,
      /whole numbers up to 392/,
    ])
      expect(all).toMatch(told);
    expect(outputs.get('dicom')!.files.has('anatomy/rate_lactate_perS_onAnatomy.nii.gz')).toBe(true);
  });
});
