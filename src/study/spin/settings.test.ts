// Mistakes in the files of the spin commands: one line each, with the line number and the nearest known name.
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { messageOf } from '../../base/index.ts';
import { MOLECULES } from '../../physics/spins/index.ts';
import { parseSettings } from '../settings-text.ts';
import { readProfile } from './profile-file.ts';
import { readSystem } from './read-system.ts';
import { spinSystemSchema, systemOf } from './system-settings.ts';
import { readTransfer, transferRoad } from './transfer/road.ts';

const SYSTEM = `name: fumarate, mine
spins:
  - { label: Ha, isotope: 1H }
  - { label: Hb, isotope: 1H, T1_s: 8 }
  - { label: C1, isotope: 13C }
couplings_Hz: { Ha-Hb: 15.7, Ha-C1: 6.6, Hb-C1: 3.2 }
gamma_radPerSPerT: { 1H: 267522187.44, 13C: 67282840.0 }
para: [Ha, Hb]
`;
const TRANSFER = `system: system.yaml
paraFraction: 0.95
addition: { dephasedAt_T: 5.0e-5 }
profile: { kind: linear, from_T: 0, to_T: 2.0e-6, duration_s: 0.5 }
relaxation: { T1_s: { Ha: 8, Hb: 8, C1: 40 } }
tolerance: 1.0e-6
`;
const CSV = 'time_s,field_T\n0,0\n0.2,5e-7\n0.5,2e-6\n';

const edited = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${String(from)} is not in the text`);
  return changed;
};
const said = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return messageOf(thrown);
  }
  return 'nothing';
};
type Case = readonly [name: string, from: string | RegExp, to: string, says: RegExp];

describe('a system file', () => {
  const read = (text: string): unknown => readSystem('system.yaml', memoryFiles({ 'system.yaml': text }));
  test('as it is documented is read', () => {
    expect(readSystem('system.yaml', memoryFiles({ 'system.yaml': SYSTEM })).system.couplings_Hz).toEqual({
      'Ha-Hb': 15.7,
      'Ha-C1': 6.6,
      'Hb-C1': 3.2,
    });
    for (const { system } of MOLECULES)
      expect(systemOf(parseSettings(spinSystemSchema, JSON.stringify(system), 'x'))).toEqual(system);
  });
  const many = Array.from({ length: 20 }, (_, i) => `  - { label: s${i}, isotope: 1H, shift_ppm: ${i} }`).join('\n');
  const cases: readonly Case[] = [
    ['unknown key', 'para:', 'paras:', /unknown key 'paras'; did you mean 'para'.*\(at system.yaml, line 8\)/],
    ['unknown key of a spin', 'T1_s: 8', 'T1: 8', /unknown key 'T1'; did you mean 'T1_s'.*line 4/],
    [
      'unknown isotope',
      'isotope: 13C',
      'isotope: 13c',
      /spins\[2\]\.isotope: is '13c'; expected 1H or .*; did you mean '13C'\? \(at system.yaml, line 5\)/,
    ],
    [
      'coupling to a spin that is not there',
      'Hb-C1',
      'Hb-C2',
      /couplings_Hz\.Hb-C2: there is no spin 'C2'; did you mean 'C1'\? \(at system.yaml, line 6\)/,
    ],
    ['coupling of a spin with itself', 'Hb-C1', 'Hb-Hb', /two different labels/],
    ['a pair given twice', 'Hb-C1', 'C1-Ha', /given twice/],
    ['coupling that is a word', 'Hb-C1: 3.2', 'Hb-C1: big', /is 'big'; expected a number/],
    ['coupling that is not finite', 'Hb-C1: 3.2', 'Hb-C1: .nan', /expected a finite number/],
    ['negative T1', 'T1_s: 8', 'T1_s: -8', /spins\[1\]\.T1_s: is -8; expected more than 0 \(at system.yaml, line 4\)/],
    ['T2 longer than twice T1', 'T1_s: 8', 'T1_s: 8, T2_s: 17', /longer than twice T1_s/],
    ['two equal labels', 'label: Hb', 'label: Ha', /used twice/],
    ['a label with a dash', 'label: Hb', 'label: H-b', /without blank or dash/],
    ['gamma of an unknown isotope', '13C: 67', '14C: 67', /did you mean/],
    ['gamma of zero', '67282840.0', '0', /not zero/],
    ['para that is not there', '[Ha, Hb]', '[Ha, Hc]', /there is no spin 'Hc'; did you mean/],
    ['para that is no proton', '[Ha, Hb]', '[Ha, C1]', /C1 is 13C; parahydrogen brings 1H/],
    ['para twice the same', '[Ha, Hb]', '[Ha, Ha]', /two different spins/],
    ['no spins', /spins:\n( {2}.*\n)+/, 'spins: []\n', /holds 0 entries/],
    ['position of two numbers', 'T1_s: 8', 'position_A: [1, 2]', /position_A/],
    ['tensor of three numbers', 'T1_s: 8', 'csa_ppm: [1, 2, 3]', /csa_ppm/],
    ['twenty spins', /spins:\n( {2}.*\n)+couplings.*\n/, `spins:\n${many}\n`, /there is no spin|20 spins need/],
  ];
  test.each(cases)('%s', (_name, from, to, says) => {
    const message = said(() => read(edited(SYSTEM, from, to)));
    expect(message).toMatch(says);
    expect(message).not.toMatch(/\n|undefined|\[object/);
  });
  test('of twenty spins is refused with the size it would need', () => {
    expect(said(() => read(`name: big\nspins:\n${many}\n`))).toMatch(
      /20 spins need .* GB of matrices; the limit is .* \(at system.yaml\)/,
    );
  });
});

describe('the name of a molecule', () => {
  const none = memoryFiles({});
  test('is enough, and fumarate stands for its default set', () => {
    expect(readSystem('Lactate', none).system.name).toBe('lactate');
    expect(readSystem('fumarate', none).system.name).toBe('fumarate, set B');
    expect(readSystem('fumarate', none).notes.join()).toMatch(
      /ASSUMED \(recalled, not verified at the source\): J\(C,H\)/,
    );
  });
  test('that is not known is answered with the nearest', () => {
    expect(said(() => readSystem('fumarate, set C', none, 't.yaml, system'))).toMatch(
      /did you mean 'fumarate, set [AB]'\?.*\(at t.yaml, system\)/,
    );
    expect(said(() => readSystem('nope.yaml', none))).toMatch(/no such file.*nope.yaml/);
  });
});

describe('a transfer file', () => {
  const run = (transfer: string, files: Readonly<Record<string, string>> = {}): unknown => {
    const all = memoryFiles({ 'system.yaml': SYSTEM, 'profile.csv': CSV, 'transfer.yaml': transfer, ...files });
    return transferRoad(readTransfer('transfer.yaml', all), all);
  };
  test('as it is documented is run', () => {
    expect(run(TRANSFER)).toHaveProperty('target', 'C1');
  });
  const csv = TRANSFER.replace(/profile:.*/, 'profile: { kind: csv, file: profile.csv }');
  const cases: readonly Case[] = [
    [
      'unknown key',
      'tolerance',
      'tolerence',
      /unknown key 'tolerence'; did you mean 'tolerance'.*\(at transfer.yaml, line 6\)/,
    ],
    [
      'unknown key of a profile',
      'duration_s',
      'durations',
      /unknown key 'durations'; did you mean 'duration_s'\? Known here: kind, from_T, to_T, duration_s \(at transfer.yaml, line 4\)/,
    ],
    [
      'unknown kind of profile',
      'kind: linear',
      'kind: liner',
      /profile\.kind: is 'liner'; expected linear or .* or csv; did you mean 'linear'\? \(at transfer.yaml, line 4\)/,
    ],
    ['no kind of profile', 'kind: linear, ', '', /profile\.kind: is missing; expected linear or/],
    ['para fraction above 1', '0.95', '1.2', /paraFraction: is 1\.2; expected at most 1 \(at transfer.yaml, line 2\)/],
    ['negative para fraction', '0.95', '-0.1', /at least 0/],
    [
      'negative T1',
      'Ha: 8',
      'Ha: -8',
      /relaxation\.T1_s\.Ha: is -8; expected more than 0 \(at transfer.yaml, line 5\)/,
    ],
    [
      'T1 of a spin that is not there',
      'C1: 40',
      'C2: 40',
      /relaxation\.T1_s\.C2: fumarate, mine has no spin of this label; did you mean 'C1'.*line 5/,
    ],
    ['T1 of a spin missing', ', C1: 40', '', /the time of C1 is missing/],
    ['unknown model', 'relaxation: { T1_s', 'relaxation: { model: redfeld, T1_s', /did you mean 'redfield'/],
    [
      'a key of another model',
      'relaxation: { T1_s',
      'relaxation: { tauC_s: 1.0e-11, T1_s',
      /tauC_s: does not go with model randomFields/,
    ],
    [
      'redfield without its correlation time',
      /relaxation.*/,
      'relaxation: { model: redfield, field_T: 1.0e-6 }',
      /tauC_s: is missing/,
    ],
    [
      'redfield without geometry',
      /relaxation.*/,
      'relaxation: { model: redfield, tauC_s: 1.0e-11, field_T: 1.0e-6 }',
      /position_A/,
    ],
    [
      'two ways of addition',
      'dephasedAt_T: 5.0e-5',
      'dephasedAt_T: 5.0e-5, pure: true',
      /addition: expected \{ pure: true \}/,
    ],
    ['a window without field', 'dephasedAt_T: 5.0e-5', 'window_s: 1', /addition: expected/],
    [
      'more ages than weights',
      'dephasedAt_T: 5.0e-5',
      'age_s: [1, 2], weight: [1], field_T: 0',
      /as many weights as ages/,
    ],
    ['a field in uT', 'to_T: 2.0e-6', 'to_T: 2000', /was it given in uT/],
    ['no time', 'duration_s: 0.5', 'duration_s: 0', /more than 0/],
    [
      'a profile that leads nowhere',
      'kind: linear, from_T: 0, to_T: 2.0e-6',
      'kind: constantAdiabaticity, from_T: 0, to_T: 0',
      /to_T: is from_T; a field that stays is \{ kind: constant/,
    ],
    [
      'an unknown molecule',
      'system.yaml',
      'fumarat',
      /no molecule of the library is called 'fumarat'; did you mean 'fumarate.*transfer.yaml, system/,
    ],
    ['a molecule without parahydrogen', 'system.yaml', 'malate', /add para/],
  ];
  test.each(cases)('%s', (_name, from, to, says) => {
    const message = said(() =>
      run(edited(TRANSFER, from, to).replace(to === 'malate' || to === 'fumarat' ? /relaxation.*\n/ : /^$/, '')),
    );
    expect(message).toMatch(says);
    expect(message).not.toMatch(/\n|undefined|\[object|Zod/);
  });
  const profiles: readonly (readonly [string, string, RegExp])[] = [
    [
      'a field that is not a number',
      '0,0\n0.2,NaN\n0.5,1e-6\n',
      /field_T is 'NaN'; expected a finite number \(at profile.csv, line 3\)/,
    ],
    [
      'time running backwards',
      '0,0\n0.2,1e-7\n0.1,1e-6\n',
      /time_s goes from 0\.2 to 0\.1; times must rise \(at profile.csv, line 4\)/,
    ],
    ['a time given twice', '0,0\n0.2,1e-7\n0.2,1e-6\n', /times must rise/],
    ['a missing cell', '0,0\n0.2\n0.5,1e-6\n', /field_T is ''/],
    ['one row', '0,0\n', /two rows or more/],
    ['a field in uT', '0,0\n1,500\n', /was it given in uT/],
  ];
  test.each(profiles)('with a CSV of %s', (_name, rows, says) => {
    expect(said(() => run(csv, { 'profile.csv': `time_s,field_T\n${rows}` }))).toMatch(says);
  });
  test('with a CSV that has no header or is not there', () => {
    expect(said(() => run(csv, { 'profile.csv': '0,0\n1,1e-6\n2,2e-6\n' }))).toMatch(
      /no column is called time_s.*line 1/,
    );
    expect(said(() => run(csv.replace('profile.csv', 'nope.csv')))).toMatch(/no such file.*nope.csv/);
  });
});

test('a CSV may have more columns, other separators and a byte order mark', () => {
  const files = memoryFiles({ 'a.csv': '\uFEFFcurrent_A;time_s;field_T\r\n1;0;0\r\n2;0.5;1e-6\r\n' });
  expect(readProfile('a.csv', files)).toEqual({ time_s: [0, 0.5], field_T: [0, 1e-6] });
});
