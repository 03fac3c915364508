// fumarole experiment through the command line: what it says, what it writes, and its exit codes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, inTemp, pathsUnder } from './command.ts';

const SMALL = `
dose: { volume_mL: 0.25, concentration_mM: 100, polarization: 0.4 }
grid: { matrix: [12, 12, 5], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { nFrames: 10 }
inverseCheck: false
trials: { draws: 0, voxel_mm: 4, inputs: [fumaraseOpen_perS] }
`;

it('runs from a file, names its input, and gives the same digits on one thread and on two', () =>
  inTemp(async (folder) => {
    writeFileSync(join(folder, 'mine.yaml'), SMALL);
    const results = [];
    for (const threads of ['1', '2']) {
      const out = join(folder, threads);
      const told = await command('experiment', join(folder, 'mine.yaml'), '--out', out, '--threads', threads);
      expect(told.err).toBe('');
      expect(told.code).toBe(0);
      expect(told.out).toMatch(/The injury is seen.*\n/);
      expect(told.out).toContain(`report: ${join(out, 'report.html')}`);
      expect(pathsUnder(out)).toContain('injured/maps/ratio_malate.nii.gz');
      const { provenance, ...rest } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as {
        provenance: { inputs: unknown };
      };
      expect(provenance.inputs).toMatchObject([{ path: 'mine.yaml' }]);
      results.push(rest);
    }
    expect(results[1]).toEqual(results[0]);
  }));

describe('what cannot be is answered with one line and its place, and nothing is written', () => {
  it.each([
    [
      'dose: { volume_mL: 0.5, concentration_mM: 60, polarization: 0.1 }',
      /dose\.volume_mL: 0\.5 mL is more than 10 mL\/kg.*line 1/,
    ],
    [
      'dose: { volume_mL: 0.2, concentration_mM: 900, polarization: 0.1 }',
      /dose\.concentration_mM: 900 mM is outside 0 to 300 mM.*line 1/,
    ],
    ['seed: 1\nvalues: { necroticPerfusion: -1 }', /values\.necroticPerfusion: is -1; expected at least 0 .*line 2/],
    ['values: { liverBloodFraction: 0 }', /values\.liverBloodFraction: 0; expected more than 0.*line 1/],
    ['grid: { centre_mm: [80, 0, 0] }', /grid: the grid holds no liver.*line 1/],
    [
      'scanner: { nFrames: 5, flips: { fumarate: { design: angles, angles_deg: [5, 5, 5, 5, 5, 5] }, malate: { design: constant, angle_deg: 20 } } }',
      /scanner\.flips\.fumarate: more flip angles than frames.*line 1/,
    ],
    [
      'injury: { acetaminofen_mgPerKg: 300 }',
      /unknown key 'acetaminofen_mgPerKg'; did you mean 'acetaminophen_mgPerKg'.*line 1/,
    ],
    ['values: { fumarateT1: 20 }', /unknown key 'fumarateT1'; did you mean 'fumarateT1_s'/],
    ['injury: { acetaminophen_mgPerKg: 5000 }', /injury\.acetaminophen_mgPerKg: 5000 mg\/kg is outside.*line 1/],
    ['scanner: { repetition_s: 0.05 }', /repetition_s: 0\.05 s is shorter than/],
    ['dose: { file: polarizer.json }', /unknown key 'file'; did you mean.*line 1/],
    ['grid: { matrix: [0, 32, 8] }', /grid\.matrix\[0\]: is 0; expected at least 1.*line 1/],
    ['grid: { matrix: [128, 128, 128] }', /grid: 8388608 voxels of tissue .* take a smaller matrix.*line 1/],
    [
      'grid: { matrix: [3, 3, 1], voxel_mm: [12, 12, 12], finer: 4 }\ninverseCheck: false',
      /no voxel of the injured animal is more than half liver; take smaller voxels/,
    ],
    ['values: { portalFlowShare: 0.9, kidneyFlowShare: 0.9 }', /organs leave -\d+% of the blood flow.*line 1/],
    ['values: { hematocrit: 1 }', /hematocrit: 1; expected less than 1.*line 1/],
    ['trials: { voxel_mm: 0.01 }', /trials\.voxel_mm: is 0\.01; expected at least 1.*line 1/],
    ['injury: { necroticFraction: 1.5 }', /necroticFraction: is 1\.5; expected at most 1.*line 1/],
  ])('%s', (text, says) =>
    inTemp(async (folder) => {
      writeFileSync(join(folder, 'bad.yaml'), text);
      const told = await command('experiment', join(folder, 'bad.yaml'), '--out', join(folder, 'out'));
      expect(told.err).toMatch(/^fumarole: [^\n]+\n$/);
      expect(told.err).toMatch(says);
      expect({ code: told.code, out: told.out }).toEqual({ code: 1, out: '' });
      expect(existsSync(join(folder, 'out'))).toBe(false);
    }),
  );
  it('wrong usage ends with 2', async () => {
    expect((await command('experiment')).code).toBe(2);
    expect((await command('experiment', '--json', '--threads', '0')).code).toBe(2);
  });
});
