// The roads from a molecule to levels and from settings to a report, in Node and in the browser.
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { spinSystemSchema, systemOf } from './system-settings.ts';
import { levelsOutput } from './levels/output.ts';
import { levelsResultSchema } from './levels/result.ts';
import { levelsRoad, workingCrossings } from './levels/road.ts';
import { readSystem } from './read-system.ts';
import { transferOutput } from './transfer/output.ts';
import { transferResultSchema } from './transfer/result.ts';
import { readTransfer, transferRoad, type TransferStudy } from './transfer/road.ts';
import { DEFAULT_TRANSFER, transferSettingsSchema, type TransferFile } from './transfer/settings.ts';
import { parseSettings } from '../settings-text.ts';
import { percentText, sideTexts } from './words.ts';

const none = memoryFiles({});
const context = {
  versions: { fumarole: 'test' },
  command: 'fumarole transfer',
  created: '2026-01-01T00:00:00.000Z',
  inputs: [],
};
const transfer = (change: Partial<TransferFile> = {}): TransferStudy => {
  const settings = { ...DEFAULT_TRANSFER, ...change };
  return transferRoad({ settings, named: readSystem(settings.system, none) }, none);
};
const linear = { kind: 'linear', from_T: 5e-8, to_T: 1e-6, duration_s: 1 } as const;
const SET_A = `name: set A without shifts
spins: [ { label: Ha, isotope: 1H }, { label: Hb, isotope: 1H }, { label: C1, isotope: 13C } ]
couplings_Hz: { Ha-Hb: 15.7, Ha-C1: 6.6, Hb-C1: 3.2 }
gamma_radPerSPerT: { 1H: 267522187.44, 13C: 67282840.0 }
para: [Ha, Hb]
`;

test('percentages have a minus that is one, and no sign where nothing is left', () => {
  expect([-0.9053, -0.0001, 0.5].map((value) => percentText(value))).toEqual(['−90.5%', '0.0%', '50.0%']);
  expect(percentText(-0.78824, 2)).toBe('−78.82%');
});

test('a spectrum of spins without chemical shifts says so, one with them does not', () => {
  const bare = { system: systemOf(parseSettings(spinSystemSchema, SET_A, 'a.yaml')), provenance: [], notes: [] };
  const { notes } = transferRoad({ settings: { ...DEFAULT_TRANSFER, system: 'a.yaml' }, named: bare }, none);
  expect(notes.join()).toMatch(/No shift_ppm is given for Ha, Hb, C1: 0 ppm is taken/);
  expect(transfer().notes.join()).not.toMatch(/shift_ppm/);
});

describe('levels', () => {
  const range = { from_T: 1e-8, to_T: 2e-6, points: 41 };
  const named = { system: systemOf(parseSettings(spinSystemSchema, SET_A, 'a.yaml')), provenance: [], notes: [] };
  test('of fumarate A come closest at 393.788 nT with 2.71177 Hz, where S0 alpha becomes T+1 beta', () => {
    const { crossings, levels, field_T } = levelsRoad(named, range);
    const [main] = workingCrossings(crossings);
    expect(main!.field_T * 1e9).toBeCloseTo(393.78787, 4); // independent oracle, fumarate_field_sweeps_A.json
    expect(main!.gap_Hz).toBeCloseTo(2.71176798, 7);
    expect(main!.states).toEqual(['S0alpha', 'T+1beta']);
    expect(main!.levels).toEqual(['M+1/2.1', 'M+1/2.2']);
    expect(main!.turn).toBeGreaterThan(0.9);
    expect(levels).toHaveLength(8);
    expect(field_T.at(-1)).toBe(2e-6);
  });
  test('become a table with a column per level, a figure with names and marks, and a checked result', () => {
    const { files, result } = levelsOutput(levelsRoad(named, range), context);
    expect([...files.keys()]).toEqual(['levels.csv', 'figures/levels.svg', 'report.html', 'result.json']);
    const rows = String(files.get('levels.csv')).trim().split('\n');
    expect(rows).toHaveLength(42);
    expect(rows[0]!.split(',')).toHaveLength(9);
    const svg = String(files.get('figures/levels.svg'));
    for (const words of ['field (µT)', 'energy (Hz)', '2.71 Hz', 'S₀α', 'T₊β', '394 nT, M = +1/2'])
      expect(svg).toContain(`>${words}</text>`);
    expect(levelsResultSchema.parse(JSON.parse(String(files.get('result.json'))))).toEqual(result);
    expect(result.avoidedCrossings.find((one) => one.states[0] === 'S0alpha')!.gap_Hz).toBeCloseTo(2.71176798, 7);
  });
  test('have a report with the figure, the crossings, the notes and how to do it again', () => {
    const outcome = levelsRoad(readSystem('malate', none), { ...range, from_T: 0 });
    const report = String(levelsOutput(outcome, context).files.get('report.html'));
    for (const words of ['Avoided crossings', '<svg', 'turns over of C1', 'ASSUMED', 'Provenance', context.command])
      expect(report).toContain(words);
    expect(report).not.toMatch(/NaN|undefined|alpha|memory-unverified|<script/);
  });
  test('that keep their heaviest state through a crossing are told apart by their weights', () => {
    const { crossings } = levelsRoad(readSystem('malate', none), { ...range, from_T: 0 });
    const told = crossings.map(({ parts }) => sideTexts(parts));
    expect(told[0]).toEqual(['73% βββα + 11% αβββ', '27% βββα + 27% ββαβ']);
    expect(told[1]).toEqual(['βααα', 'αααβ']);
    for (const [before, after] of told) expect(before).not.toBe(after);
  });
  test('of a molecule with equivalent spins say so', () => {
    const outcome = levelsRoad(readSystem('lactate', none), { ...range, points: 11 });
    expect(outcome.notes.join()).toMatch(/composite spins/);
    expect(workingCrossings(outcome.crossings).length).toBeGreaterThan(2);
    expect(String(levelsOutput(outcome, context).files.get('figures/levels.svg'))).toContain('with total spin K');
  });
  test.each([
    [{ ...range, to_T: 0 }, /the smaller first/],
    [{ ...range, from_T: -2000 }, /at most 100/],
    [{ ...range, points: 1 }, /from 2 to/],
  ])('refuse %#', (wrong, says) => {
    expect(() => levelsRoad(named, wrong)).toThrow(says);
  });
});

describe('a transfer', () => {
  const study = transfer();
  const { files, result } = transferOutput(study, context);
  test('of fumarate B with the defaults gives -90.5% on 13C, near its limit and inside its bounds', () => {
    const p = result.polarization['C1']!;
    expect(p).toBeCloseTo(-0.9053932, 6);
    expect(Math.abs(p)).toBeLessThan(Math.abs(result.bounds!['C1']!.alongZ.lowest));
    expect(result.reachedError).toBeLessThan(1e-8);
    expect(p + result.polarization['Ha']! + result.polarization['Hb']!).toBeCloseTo(0, 7);
    expect(result.explanation).toHaveLength(3);
    expect(result.explanation[0]).toMatch(/403 nT, where S0alpha and T\+1beta/);
    expect(result.notes.join('\n')).toMatch(/ASSUMED.*J\(C,H\)/);
  });
  test('writes tables, figures, a report and a checked result', () => {
    expect([...files.keys()].sort()).toEqual(result.files);
    expect(result.files).toEqual(
      expect.arrayContaining(['course.csv', 'profile.csv', 'report.html', 'result.json', 'figures/spectrum.svg']),
    );
    expect(transferResultSchema.parse(JSON.parse(String(files.get('result.json'))))).toEqual(result);
    const course = String(files.get('course.csv'))
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    expect(course[0]).toEqual(['time_s', 'field_T', 'Ha', 'Hb', 'C1']);
    expect(Number(course.at(-1)![4])).toBe(result.polarization['C1']);
    const report = String(files.get('report.html'));
    for (const words of ['Research use only', 'recalled', 'fumarole transfer', 'infinitely slow', '−90.5%'])
      expect(report).toContain(words);
    expect(report).not.toMatch(/NaN|undefined|<script/);
    const svg = String(files.get('figures/polarization.svg'));
    for (const words of ['C1 −90.5%', 'time (s)', 'infinitely slow, C1']) expect(svg).toContain(`>${words}</text>`);
    expect(String(files.get('figures/profile.svg'))).toContain('>403 nT</text>');
    expect(String(files.get('figures/spectrum.svg'))).toContain('>13C shift (ppm)</text>');
  });
  test('has a spectrum whose lines add up to the polarization at high field', () => {
    const carbon = study.spectra.find((one) => one.isotope === '13C')!;
    const sum = carbon.lines.reduce((total, line) => total + line.intensity, 0);
    // On the way to 1.4 T the last mixing of levels is undone; 2 uT is not yet high field.
    expect(sum).toBeCloseTo(result.polarization['C1']!, 1);
    expect(Math.abs(sum)).toBeLessThan(Math.abs(result.bounds!['C1']!.alongZ.lowest));
    for (const line of carbon.lines) expect(Math.abs(line.shift_ppm - 175.4)).toBeLessThan(1.2);
  });
  test('from a CSV of the same profile gives the same', () => {
    const fields = Array.from({ length: 11 }, (_, i) => `${i / 10},${5e-8 + (9.5e-7 * i) / 10}`).join('\n');
    const text =
      'system: "fumarate, set B"\nparaFraction: 0.95\naddition: { dephasedAt_T: 5.0e-5 }\nprofile: { kind: csv, file: p.csv }\n';
    const all = memoryFiles({ 't.yaml': text, 'p.csv': `time_s,field_T\n${fields}\n` });
    const there = transferRoad(readTransfer('t.yaml', all), all);
    expect(there.outcome.polarization['C1']).toBeCloseTo(transfer({ profile: linear }).outcome.polarization['C1']!, 7);
    expect(String(transferOutput(there, context).files.get('profile.csv'))).toMatch(/^0\.5,5\.2\d*e-7$/m);
  });
  test('is proportional to (4x - 1)/3, and nothing at x = 1/4', () => {
    const at = (paraFraction: number): number =>
      transfer({ paraFraction, profile: linear }).outcome.polarization['C1']!;
    expect(at(0.25)).toBeCloseTo(0, 12);
    expect(at(0.5) / at(1)).toBeCloseTo(1 / 3, 6);
  });
  test('in a constant field stays where it was dephased', () => {
    const still = transfer({
      addition: { dephasedAt_T: 4e-7 },
      profile: { kind: 'constant', field_T: 4e-7, duration_s: 0.3 },
    });
    expect(still.outcome.polarization['C1']).toBeCloseTo(still.outcome.course.polarization['C1']![0]!, 7);
    expect(still.crossings).toEqual([]);
    expect(transferOutput(still, context).result.files).not.toContain('figures/levels.svg');
  });
  test('loses to relaxation, with the times of the settings or of the molecule', () => {
    const free = transfer({ profile: linear }).outcome.polarization['C1']!;
    const slow = transfer({ profile: linear, relaxation: { T1_s: { Ha: 2, Hb: 2, C1: 10 } } });
    expect(Math.abs(slow.outcome.polarization['C1']!)).toBeLessThan(Math.abs(free) - 0.1);
    const withTimes = SET_A.replace('isotope: 13C', 'isotope: 13C, T1_s: 10').replaceAll(
      'isotope: 1H',
      'isotope: 1H, T1_s: 2',
    );
    const text =
      'system: a.yaml\nparaFraction: 0.95\naddition: { dephasedAt_T: 5.0e-5 }\nprofile: { kind: linear, from_T: 5.0e-8, to_T: 1.0e-6, duration_s: 1 }\nrelaxation: {}\n';
    const all = memoryFiles({ 't.yaml': text, 'a.yaml': withTimes });
    const own = transferRoad(readTransfer('t.yaml', all), all);
    const given = transferRoad(
      readTransfer(
        't.yaml',
        memoryFiles({ 't.yaml': text.replace('{}', '{ T1_s: { Ha: 2, Hb: 2, C1: 10 } }'), 'a.yaml': SET_A }),
      ),
      none,
    );
    expect(own.outcome.polarization['C1']).toBe(given.outcome.polarization['C1']);
    expect(slow.spectra).toHaveLength(2);
  });
  test('of the default settings is what the file form says', () => {
    expect(parseSettings(transferSettingsSchema, JSON.stringify(DEFAULT_TRANSFER), 'x')).toEqual(DEFAULT_TRANSFER);
  });
  test('of a molecule with equivalent spins has its spectrum too, and the lines add up to the polarization', () => {
    const lactate = transfer({ system: 'lactate', profile: { ...linear, duration_s: 0.1 }, points: 3 });
    const [carbon, protons] = lactate.spectra;
    expect([carbon!.isotope, protons!.isotope]).toEqual(['13C', '1H']);
    const sum = carbon!.lines.reduce((total, line) => total + line.intensity, 0);
    expect(sum).toBeCloseTo(lactate.outcome.polarization['C1']!, 1);
    expect(transferOutput(lactate, context).result.spectrum!.nuclei[0]!.lines.length).toBeGreaterThan(10);
  });
});
