// What the spin commands cannot do, through the command line: one line with the place, exit code 1, nothing written.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, inTemp, pathsUnder, writeFiles } from './command.ts';

const SYSTEM = `name: mine
spins:
  - { label: Ha, isotope: 1H }
  - { label: Hb, isotope: 1H }
  - { label: C1, isotope: 13C }
couplings_Hz: { Ha-Hb: 15.7, Ha-C1: 6.6, Hb-C1: 3.2 }
para: [Ha, Hb]
`;
const TRANSFER = `system: system.yaml
paraFraction: 0.95
addition: { dephasedAt_T: 5.0e-5 }
profile: { kind: csv, file: profile.csv }
`;
const PROFILE = 'time_s,field_T\n0,0\n0.2,5e-7\n0.5,2e-6\n';
const spins = (n: number): string =>
  Array.from({ length: n }, (_, i) => `  - { label: s${i}, isotope: 1H, shift_ppm: ${i} }`).join('\n');
const large = (n: number): string => `name: large\nspins:\n${spins(n)}\ncouplings_Hz: { s0-s1: 7 }\npara: [s0, s1]\n`;

const files = { 'system.yaml': SYSTEM, 'transfer.yaml': TRANSFER, 'profile.csv': PROFILE };
type Name = keyof typeof files;
type Case = readonly [what: string, name: Name, from: string | RegExp, to: string, says: RegExp];

const CSV_PROFILE = '{ kind: csv, file: profile.csv }';
const ramp = (to_T: string, duration_s: string, kind = 'linear'): string =>
  `{ kind: ${kind}, from_T: 0, to_T: ${to_T}, duration_s: ${duration_s} }`;
const sequence = (words: string): string => `sequence: { ${words} }`;
const EVENT = 'kind: pulse, isotope: 1H, angle_deg: 90, phase_deg: 0';

const cases: readonly Case[] = [
  ['an unknown isotope', 'system.yaml', '13C', '13c', /isotope: is '13c'.*did you mean '13C'\? \(at system\.yaml, line 5\)/],
  ['a coupling to a spin that is not there', 'system.yaml', 'Hb-C1', 'Hb-C2', /there is no spin 'C2'; did you mean 'C1'\? \(at system\.yaml, line 6\)/],
  ['a negative T1', 'system.yaml', 'isotope: 13C', 'isotope: 13C, T1_s: -8', /T1_s: is -8; expected more than 0 \(at system\.yaml, line 5\)/],
  ['a negative T1 of the relaxation', 'transfer.yaml', /$/, 'relaxation: { T1_s: { Ha: 8, Hb: 8, C1: -40 } }\n', /T1_s\.C1: is -40.*\(at transfer\.yaml, line 5\)/],
  ['a para fraction of 1.2', 'transfer.yaml', '0.95', '1.2', /paraFraction: is 1\.2; expected at most 1 \(at transfer\.yaml, line 2\)/],
  ['a profile with NaN', 'profile.csv', '5e-7', 'NaN', /field_T is 'NaN'; expected a finite number \(at profile\.csv, line 3\)/],
  ['a profile with time running backwards', 'profile.csv', '0.5,', '0.1,', /time_s goes from 0\.2 to 0\.1; times must rise \(at profile\.csv, line 4\)/],
  ['an unknown key', 'transfer.yaml', 'paraFraction', 'paraFractoin', /unknown key 'paraFractoin'; did you mean 'paraFraction'.*line 2/],
  ['20 spins', 'system.yaml', SYSTEM, large(20), /20 spins need 1\.10e\+3 GB.*\(at system\.yaml\)/],
  ['a system too large for the memory', 'system.yaml', SYSTEM, large(15), /15 spins needs 16\.1 GB; the limit is 4 GB/],
  ['12 spins with relaxation', 'system.yaml', SYSTEM, large(12), /relaxation needs a density of 2704156 elements, equivalent spins joined; the limit is 60000/],
  ['two spins of one label', 'system.yaml', 'label: Hb', 'label: Ha', /spins\[1\]\.label: the label 'Ha' is used twice \(at system\.yaml, line 4\)/],
  ['an unknown key of a spin', 'system.yaml', 'label: C1,', 'label: C1, shift: 3,', /unknown key 'shift'; did you mean 'shift_ppm'.*\(at system\.yaml, line 5\)/],
  ['no para spins', 'system.yaml', 'para: [Ha, Hb]\n', '', /which two spins were parahydrogen; add para.*\(at transfer\.yaml\)/],
  ['a para spin that is no proton', 'system.yaml', 'para: [Ha, Hb]', 'para: [Ha, C1]', /C1 is 13C; parahydrogen brings 1H \(at system\.yaml, line 7\)/],
  ['a molecule that is not in the library', 'transfer.yaml', 'system.yaml', 'fumerate', /did you mean 'fumarate'\?.*\(at transfer\.yaml, system\)/],
  ['a T1 of 0', 'transfer.yaml', /$/, 'relaxation: { T1_s: { Ha: 0 } }\n', /T1_s\.Ha: is 0; expected more than 0 \(at transfer\.yaml, line 5\)/],
  ['a T2 above twice T1', 'transfer.yaml', /$/, 'relaxation: { model: T1T2, T1_s: { Ha: 1, Hb: 1, C1: 1 }, T2_s: { Ha: 1, Hb: 3, C1: 1 } }\n', /T2_s\.Hb: 3 s is longer than twice the T1 of 1 s \(at transfer\.yaml, line 5\)/],
  ['a tolerance of 0', 'transfer.yaml', /$/, 'tolerance: 0\n', /tolerance: is 0; expected more than 0 \(at transfer\.yaml, line 5\)/],
  ['ages without weight', 'transfer.yaml', '{ dephasedAt_T: 5.0e-5 }', '{ age_s: [1, 2], weight: [0, 0], field_T: 0 }', /addition\.weight: expected some weight above 0 \(at transfer\.yaml, line 3\)/],
  ['a field of 1e5 T', 'transfer.yaml', CSV_PROFILE, ramp('1.0e+5', '1'), /profile\.to_T: expected tesla, at most 100; was it given in uT\? \(at transfer\.yaml, line 4\)/],
  ['a huge duration', 'transfer.yaml', CSV_PROFILE, ramp('2.0e-6', '1.0e+9'), /profile of 1000000000 s needs 9\.2e\+10 steps.*limit is 4\.0e\+6.*\(at transfer\.yaml\)/],
  ['a ramp into a strong field', 'transfer.yaml', CSV_PROFILE, ramp('10', '0.5'), /needs 2\.0e\+8 steps.*leave out the high fields/],
  ['constant adiabaticity from a field to itself', 'transfer.yaml', CSV_PROFILE, ramp('0', '1', 'constantAdiabaticity'), /to_T: is from_T; a field that stays is \{ kind: constant.*line 4\)/],
  ['a straight ramp from a field to itself', 'transfer.yaml', CSV_PROFILE, ramp('0', '1'), /to_T: is from_T; a field that stays is \{ kind: constant.*line 4\)/],
  ['a ramp that takes half an hour', 'transfer.yaml', /system.yaml([^]*)\{ kind: csv.*\}/, `ethyl pyruvate$1${ramp('1.0e-3', '100')}`, /ethyl pyruvate: the profile of 100 s takes some 6e\+11 multiplications.*leave out the high fields.*\(at transfer\.yaml\)/],
  ['an empty profile', 'profile.csv', PROFILE, '', /the file is empty; expected a header line such as time_s,field_T \(at profile\.csv, line 1\)/],
  ['a profile of one row', 'profile.csv', PROFILE, 'time_s,field_T\n0,0\n', /needs two rows or more \(at profile\.csv, line 2\)/],
  ['a profile with other columns', 'profile.csv', 'field_T', 'B_uT', /no column is called field_T; expected a header line.*\(at profile\.csv, line 1\)/],
  ['a profile in UTF-16', 'profile.csv', 'time_s', 't\0i\0m\0e\0', /this is no text; expected a CSV file in UTF-8/],
  ['a sequence of an isotope that is not there', 'transfer.yaml', `profile: ${CSV_PROFILE}`, sequence(`field_T: 1.4, events: [{ ${EVENT.replace('1H', '31P')} }]`), /mine has no 31P; there are 1H, 13C \(at transfer\.yaml, line 4\)/],
  ['a negative delay', 'transfer.yaml', `profile: ${CSV_PROFILE}`, sequence('field_T: 1.4, events: [{ kind: delay, duration_s: -0.01 }]'), /events\[0\]\.duration_s: is -0\.01; expected at least 0 \(at transfer\.yaml, line 4\)/],
  ['a sequence of an unknown name', 'transfer.yaml', `profile: ${CSV_PROFILE}`, sequence('name: s2h, field_T: 1.4'), /no sequence is called 's2h'; did you mean 's2hm'\?/],
  ['Redfield relaxation without a geometry', 'transfer.yaml', /$/, 'relaxation: { model: redfield, tauC_s: 1.0e-11 }\n', /needs position_A or csa_ppm/],
]; // prettier-ignore

describe('fumarole transfer refuses', () => {
  it.each(cases)('%s', (what, name, from, to, says) =>
    inTemp(async (folder) => {
      const changed = files[name].replace(from, to);
      expect(changed).not.toBe(files[name]);
      const all = new Map<string, string>(Object.entries({ ...files, [name]: changed }));
      if (what.endsWith('with relaxation'))
        all.set(
          'transfer.yaml',
          `${TRANSFER}relaxation: { T1_s: { ${Array.from({ length: 12 }, (_, i) => `s${i}: 1`).join(', ')} } }\n`,
        );
      writeFiles(folder, all);
      const before = pathsUnder(folder);
      const { code, out, err } = await command('transfer', join(folder, 'transfer.yaml'), '--out', join(folder, 'out'));
      expect(err).toMatch(says);
      expect(err).toMatch(/^fumarole: [^\n]+\n$/);
      expect(err).not.toMatch(/\.[tj]s:\d|\bundefined\b|\[object|[Zz]od/);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(existsSync(join(folder, 'out'))).toBe(false);
      expect(pathsUnder(folder)).toEqual(before);
    }),
  );
  it('a sequence that hangs on a coupling which is not there, or on a 13C', () =>
    inTemp(async (folder) => {
      const by = (words: string): string => TRANSFER.replace(`profile: ${CSV_PROFILE}`, sequence(words));
      for (const [system, says] of [
        [SYSTEM.replace('Ha-Hb: 15.7, ', ''), /no coupling Ha-Hb is given; the delays hang on it/],
        [SYSTEM.replace(', Ha-C1: 6.6, Hb-C1: 3.2', ''), /neither Ha nor Hb couples to C1; give Ha-C1 or Hb-C1/],
        [SYSTEM.replace('13C', '1H'), /has no 13C, nor another spin 1\/2/],
      ] as const) {
        writeFiles(folder, new Map([['system.yaml', system], ['transfer.yaml', by('name: slic, field_T: 1.4')]])); // prettier-ignore
        const { code, err } = await command('transfer', join(folder, 'transfer.yaml'), '--json');
        expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(says) as string });
        expect(err).toMatch(/^fumarole: [^\n]+\n$/);
      }
    }));
  it('and so does levels, of 20 spins', () =>
    inTemp(async (folder) => {
      writeFiles(folder, new Map([['system.yaml', large(20)]]));
      const { code, err } = await command('levels', join(folder, 'system.yaml'), '--json');
      expect({ code, err }).toEqual({
        code: 1,
        err: expect.stringMatching(/^fumarole: [^\n]*20 spins need 1\.10e\+3 GB[^\n]*\n$/) as string,
      });
    }));
});
