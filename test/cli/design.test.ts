// fumarole design through the command line.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, inTemp, pathsUnder } from './command.ts';

const SETTINGS = `system: fumarate
paraFraction: 0.95
addition: { dephasedAt_T: 5.0e-5 }
limits: { duration_s: 0.25, field_T: [0, 2.0e-6] }
points: 30
coil: { constant_TPerA: 1.0e-4, resistance_ohm: 10, inductance_H: 1.0e-3, sampleRate_Hz: 2000 }
`;

describe('fumarole design', () => {
  it('writes what its result names, and says the polarization', () =>
    inTemp(async (folder) => {
      writeFileSync(join(folder, 'design.yaml'), SETTINGS);
      const out = join(folder, 'out');
      const told = await command('design', join(folder, 'design.yaml'), '--out', out);
      expect(told).toMatchObject({ code: 0, err: '' });
      expect(told.out).toMatch(/C1: −9\d\.\d+% in 0\.25 s/);
      const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as { files: string[] };
      expect(pathsUnder(out)).toEqual(result.files);
      expect(result.files).toContain('coil.csv');
    }));
  it('refuses a duration below zero with one line, and wrong use with exit code 2', () =>
    inTemp(async (folder) => {
      const path = join(folder, 'design.yaml');
      writeFileSync(path, SETTINGS.replace('duration_s: 0.25', 'duration_s: -1'));
      const told = await command('design', path, '--json');
      expect(told).toMatchObject({ code: 1, out: '' });
      expect(told.err).toMatch(
        /^fumarole: limits\.duration_s: is -1; expected more than 0 \(at design\.yaml, line 4\)\n$/,
      );
      expect((await command('design')).code).toBe(2);
    }));
  it.each([
    [
      'a duration of days',
      'duration_s: 0.25',
      'duration_s: 1.0e+6',
      /limits\.duration_s: is 1000000; expected at most 60.*line 4/,
    ],
    [
      'a slew limit that makes it impossible',
      '[0, 2.0e-6]',
      '[0, 2.0e-6], start_T: 0, slew_TPerS: 1.0e-6',
      /limits\.slew_TPerS.*needs at least.*line 4/,
    ],
    [
      'a driver too slow for it',
      /limits: .*\n([^]*)sampleRate_Hz: 2000/,
      'limits: { duration_s: 0.25, field_T: [0, 2.0e-6], start_T: 0 }\n$1sampleRate_Hz: 2000, slew_APerS: 1.0e-3',
      /coil\.slew_APerS: is 0\.001; from 0 to 0\.000002 T in 0\.25 s needs at least 0\.0800.*line 6/,
    ],
    ['a range upside down', '[0, 2.0e-6]', '[2.0e-6, 0]', /limits\.field_T.*the lower field first.*line 4/],
    [
      'an offset in tesla',
      'points: 30',
      'inhomogeneity: { offset_T: 1 }',
      /inhomogeneity\.offset_T: is 1; expected at most 0\.00001.*line 5/,
    ],
    [
      'a pair that is not there',
      'points: 30',
      'inhomogeneity: { couplings: [ { weight: 1, couplings_Hz: { Ha-Hx: 3 } } ] }',
      /couplings_Hz\.Ha-Hx: does not name two spins of Ha, Hb, C1.*line 5/,
    ],
    [
      'a driver without updates',
      '[0, 2.0e-6]',
      '[0, 2.0e-6], updateRate_Hz: 0',
      /limits\.updateRate_Hz: is 0; expected more than 0.*line 4/,
    ],
    [
      'a DAC without bits',
      'sampleRate_Hz: 2000',
      'sampleRate_Hz: 2000, dacBits: 0, fullScale_A: 1',
      /coil\.dacBits: is 0; expected at least 2.*line 6/,
    ],
    [
      'a coil that makes no field',
      'constant_TPerA: 1.0e-4',
      'constant_TPerA: 0',
      /coil\.constant_TPerA: is 0; expected more than 0.*line 6/,
    ],
    [
      'a coil of a billion teslas',
      'constant_TPerA: 1.0e-4',
      'constant_TPerA: 1.0e+9',
      /coil\.constant_TPerA: is 1000000000; expected at most 1.*line 6/,
    ],
    [
      'more samples than a file should hold',
      'sampleRate_Hz: 2000',
      'sampleRate_Hz: 1.0e+12',
      /coil\.sampleRate_Hz: is 1000000000000; a profile of 0\.25 s has 2000000 samples at most.*line 6/,
    ],
    [
      'a measured current that is none',
      'sampleRate_Hz: 2000',
      'sampleRate_Hz: 2000, measured: wrong.csv',
      /no column is called time_s.*wrong\.csv, line 1/,
    ],
    ['a molecule nobody knows', 'system: fumarate', 'system: fumarat', /did you mean 'fumarate'/],
  ])('answers %s with one line, and writes nothing', (_name, from, to, says) =>
    // prettier-ignore
    inTemp(async (folder) => {
      const path = join(folder, 'design.yaml');
      writeFileSync(path, SETTINGS.replace(from, to));
      writeFileSync(join(folder, 'wrong.csv'), 'a,b\n0,1\n1,2\n2,3\n');
      const told = await command('design', path, '--out', join(folder, 'out'));
      expect(told).toMatchObject({ code: 1, out: '' });
      expect(told.err).toMatch(says);
      expect(told.err.split('\n')).toHaveLength(2);
      expect(pathsUnder(folder)).toEqual(['design.yaml', 'wrong.csv']);
    }),
  );
});
