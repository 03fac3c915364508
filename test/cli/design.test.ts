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
      expect(told.out).toMatch(/C1: -9\d\.\d+% in 0\.25 s/);
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
});
