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
  ['12 spins with relaxation', 'system.yaml', SYSTEM, large(12), /relaxation needs a density of 2704156 elements.*1\.2e\+5 GB.*limit is 4000/],
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
