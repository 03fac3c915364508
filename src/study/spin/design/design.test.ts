// The design road from settings to a report, in Node and in the browser; and what it says to settings that cannot be.
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../../../test/memory-files.ts';
import { readTransfer, transferRoad } from '../transfer/road.ts';
import { designOutput } from './output.ts';
import { designResultSchema } from './result.ts';
import { designRoad, readDesign } from './road.ts';
import type { DesignStudy } from './study.ts';
import { conditionsOf } from './conditions.ts';
import { DEFAULT_DESIGN_FILE, designSettingsSchema } from './settings.ts';

const DESIGN = `system: fumarate
paraFraction: 0.95
addition: { dephasedAt_T: 5.0e-5 }
relaxation: { T1_s: { Ha: 8, Hb: 8, C1: 40 } }
limits: { durations_s: [0.2, 0.3], field_T: [0, 2.0e-6], slew_TPerS: 1.0e-4, bandwidth_Hz: 500 }
points: 40
inhomogeneity: { offset_T: 2.0e-9, scale: 0.005 }
coil: { constant_TPerA: 1.0e-4, resistance_ohm: 10, inductance_H: 1.0e-3, sampleRate_Hz: 5000, dacBits: 12, fullScale_A: 0.05, measured: sent.csv }
`;
const SENT = `time_s,current_A,voltage_V\n${Array.from({ length: 21 }, (_, i) => `${0.015 * i},${0.02 * (i / 20)},0`).join('\n')}\n`;
const context = { versions: { fumarole: 'test' }, command: 'fumarole design', created: '2026-01-01T00:00:00Z', inputs: [] }; // prettier-ignore
const run = (text: string, files: Readonly<Record<string, string>> = {}): DesignStudy => {
  const all = memoryFiles({ 'design.yaml': text, 'sent.csv': SENT, ...files });
  return designRoad(readDesign('design.yaml', all), all);
};
const said = (run: () => unknown): string => {
  try {
    run();
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'nothing was wrong';
};

describe('a design file', () => {
  const study = run(DESIGN);
  const { files, result } = designOutput(study, context);
  test('becomes profile, samples for a coil, figures, a report and a checked result', () => {
    expect([...files.keys()]).toEqual([
      'profile.csv',
      'command.csv',
      'coil.csv',
      'figures/profile.svg',
      'figures/polarization.svg',
      'figures/duration.svg',
      'figures/robustness-offset.svg',
      'figures/robustness-stray.svg',
      'report.html',
      'result.json',
    ]);
    expect(designResultSchema.parse(JSON.parse(String(files.get('result.json'))))).toEqual(result);
    expect(String(files.get('coil.csv')).split('\n')[0]).toBe('time_s,current_A,voltage_V');
    expect(String(files.get('report.html'))).not.toMatch(/undefined|NaN|\[object/);
    expect(result.explanation).toHaveLength(3);
    expect(result.pareto.map(({ duration_s }) => duration_s)).toEqual([0.2, 0.3]);
    expect(result.conditions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 14);
  });
  test('is better than constant adiabaticity of the same and of any of 20 durations', () => {
    expect(Math.abs(result.polarization)).toBeGreaterThan(Math.abs(result.compared.constantAdiabaticity));
    expect(result.bestConstantAdiabaticity.gain).toBeGreaterThan(0.02);
    expect(Math.abs(result.polarization)).toBeLessThan(result.ceiling!);
  });
  test('states what rounding costs: within what the conditions differ', () => {
    const spread = Math.abs(result.polarization) - Math.min(...result.conditions.map((one) => Math.abs(one.polarization))); // prettier-ignore
    expect(Math.abs(result.coil!.loss)).toBeLessThan(spread);
    expect(result.coil!.step_A).toBeCloseTo(0.1 / 4096, 15);
  });
  test('simulates a current that was measured: a ramp gives what a ramp gives', () => {
    expect(study.coil!.measured!.polarization).toBeCloseTo(
      study.scanned.find((one) => one.duration_s === 0.3)!.compared.linear,
      5,
    );
  });
  test('hands a profile to fumarole transfer that gives the polarization of its course', () => {
    const all = memoryFiles({
      'profile.csv': String(files.get('profile.csv')),
      't.yaml':
        'system: fumarate\nparaFraction: 0.95\naddition: { dephasedAt_T: 5.0e-5 }\nrelaxation: { T1_s: { Ha: 8, Hb: 8, C1: 40 } }\nprofile: { kind: csv, file: profile.csv }\n',
    });
    const { outcome } = transferRoad(readTransfer('t.yaml', all), all);
    expect(outcome.polarization['C1']).toBeCloseTo(study.courses.design.polarization.at(-1)!, 4);
  });
  test('of one duration needs no scan', () => {
    const one = run(DESIGN.replace('durations_s: [0.2, 0.3]', 'duration_s: 0.25').replace(/coil:.*\n/, ''));
    expect(one.design.duration_s).toBe(0.25);
    expect(one.scanned).toEqual([]);
    const keys = [...designOutput(one, context).files.keys()];
    expect(keys).not.toContain('coil.csv');
    expect(keys).toContain('figures/robustness-offset.svg'); // curves in place of a map
  });
});

test('the default settings are what the schema takes', () => {
  expect(designSettingsSchema.parse(DEFAULT_DESIGN_FILE)).toEqual(DEFAULT_DESIGN_FILE);
});

test('conditions keep mean, variance and fourth moment of each error', () => {
  const conditions = conditionsOf({ offset_T: 2e-9, scale: 0.01, across_T: 1e-8, couplings: [{ weight: 2, couplings_Hz: {} }, { weight: 1, couplings_Hz: {} }] }); // prettier-ignore
  const moment = (power: number): number =>
    conditions.reduce((sum, { weight, offset_T }) => sum + weight * (offset_T! / 2e-9) ** power, 0);
  expect(conditions).toHaveLength(10);
  expect([0, 1, 2, 4].map((power) => Number(moment(power).toFixed(12)))).toEqual([1, 0, 1, 3]);
  expect(conditions.every(({ across_T }) => across_T === 1e-8)).toBe(true);
});

describe('settings that cannot be are answered with one line and the place', () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'unknown key',
      'slew_TPerS',
      'slew_TperS',
      /unknown key 'slew_TperS'; did you mean 'slew_TPerS'.*design\.yaml, line 5/,
    ],
    ['negative duration', '[0.2, 0.3]', '[-0.2, 0.3]', /durations_s\[0\]: is -0\.2; expected more than 0.*line 5/],
    ['two ways to say the duration', 'durations_s: [0.2, 0.3]', 'durations_s: [0.2], duration_s: 1', /either duration_s or durations_s.*line 5/], // prettier-ignore
    ['slew that makes the profile impossible', 'slew_TPerS: 1.0e-4', 'slew_TPerS: 1.0e-6, start_T: 0', /slew_TPerS: is 0\.000001; from 0 to 0\.000002 T in 0\.2 s needs at least 0\.0000100.*line 5/], // prettier-ignore
    ['range without the crossing', '[0, 2.0e-6]', '[6.0e-7, 2.0e-6]', /field_T: from 6e-7 to 0\.000002 T there is no avoided crossing.*nearest lies at 4\.03e-7 T.*line 5/], // prettier-ignore
    ['range upside down', '[0, 2.0e-6]', '[2.0e-6, 0]', /the lower field first/],
    ['field in uT', '[0, 2.0e-6]', '[0, 2]', /was it given in uT/],
    ['current above the limit', 'dacBits: 12', 'largestCurrent_A: 0.01, dacBits: 12', /largestCurrent_A: is 0\.01; the field range needs 0\.0200 A.*line 8/], // prettier-ignore
    ['current above full scale', 'fullScale_A: 0.05', 'fullScale_A: 0.01', /fullScale_A: is 0\.01.*line 8/],
    ['bits without full scale', ', fullScale_A: 0.05', '', /give both or none/],
    [
      'hydrogen without order',
      'paraFraction: 0.95',
      'paraFraction: 0.25',
      /paraFraction: is 0\.25: normal hydrogen has no order.*line 2/,
    ],
    [
      'a driver that is too slow',
      'sampleRate_Hz: 5000',
      'sampleRate_Hz: 5',
      /sampleRate_Hz: is 5; a profile of 0\.2 s needs two samples.*line 8/,
    ],
    [
      'updates that do not fit the driver',
      'bandwidth_Hz: 500 }\npoints: 40',
      'updateRate_Hz: 300, between: held }',
      /sampleRate_Hz: is 5000; expected a whole multiple of limits\.updateRate_Hz, 300.*line 7/,
    ],
    ['T1 of a spin that is not there', 'C1: 40', 'C2: 40', /did you mean 'C1'/],
    ['target that is not there', 'points: 40', 'target: C2', /is 'C2'; fumarate, set B has the spins Ha, Hb, C1/],
    ['measured file that is not there', 'measured: sent.csv', 'measured: nope.csv', /no such file.*nope\.csv/],
  ];
  test.each(cases)('%s', (_name, from, to, says) => {
    expect(DESIGN).toContain(from);
    const message = said(() => run(DESIGN.replace(from, to).replace('[0.2, 0.3], field', '[0.2], field')));
    expect(message).toMatch(says);
    expect(message).not.toMatch(/\n|undefined|\[object|Zod/);
  });
  test('a measured current in mA', () => {
    const sent = `time_s,current_A\n0,0\n0.1,10\n0.2,20\n`;
    expect(said(() => run(DESIGN.replace('[0.2, 0.3]', '[0.2]'), { 'sent.csv': sent }))).toMatch(/current_A reaches 20, a field of 0\.00200 T; was it given in mA\?.*sent\.csv/); // prettier-ignore
  });
  test('a measured file without its column', () => {
    expect(said(() => run(DESIGN.replace('[0.2, 0.3]', '[0.2]'), { 'sent.csv': 'time_s,amps\n0,0\n1,1\n2,2\n' }))).toMatch(/no column is called current_A.*sent\.csv, line 1/); // prettier-ignore
  });
});
