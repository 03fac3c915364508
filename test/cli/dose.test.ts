// `fumarole dose` through the command line: what it says, what it writes, and its exit codes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, inTemp, pathsUnder } from './command.ts';

describe('fumarole dose', () => {
  it('prints the road without settings and writes nothing', async () => {
    const { code, out, err } = await command('dose');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const words of ['hydrogen, 25 K', 'waiting in the reactor', 'field cycle', 'precipitation', 'injection line'])
      expect(out).toMatch(new RegExp(`^${words} .*× 0\\.\\d+`, 'm'));
    expect(out).toMatch(/in the syringe: \d+\.\d% 13C polarization, \d+\.\d mM, pH \d/);
    expect(out).toMatch(/100,000 x is 12.93%/);
    expect(out).toMatch(/it hangs on/);
    expect(out).toContain('ASSUMED');
  });
  it('writes report, figures, tables and result for a file of differences', () =>
    inTemp(async (folder) => {
      writeFileSync(join(folder, 'dose.yaml'), 'title: Ours\nmolecule: { t1_s: 45 }\nmonteCarlo: { draws: 128 }\n');
      const out = join(folder, 'out');
      const told = await command('dose', join(folder, 'dose.yaml'), '--png', '--out', out);
      expect(told).toMatchObject({ code: 0, err: '' });
      expect(told.out).toMatch(/^\S*Ours/);
      const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as {
        files: string[];
        settings: { molecule: { t1_s: number } };
        provenance: { inputs: { path: string; sha256: string }[] };
      };
      expect(pathsUnder(out)).toEqual(result.files);
      expect(result.files).toContain('figures/road.png');
      expect(result.settings.molecule.t1_s).toBe(45);
      expect(result.provenance.inputs[0]).toMatchObject({ path: 'dose.yaml' });
    }));
  it('prints result.json with --json, the same for the same seed', async () => {
    const [one, two] = [await command('dose', '--json'), await command('dose', '--json')];
    const read = (text: string): unknown => (JSON.parse(text) as { uncertainty: unknown }).uncertainty;
    expect(read(one.out)).toEqual(read(two.out));
  });
  it.each([
    ['reaction: { pressure_Pa: -1e5 }', /pressure_Pa: is -100000; expected more than 0 \(at bad.yaml, line 1\)/],
    ['title: Ours\nreaction: { kLa_perS: 0 }', /no hydrogen \(at bad.yaml, line 2, reaction.kLa_perS\)/],
    ['title: Ours\nreaction:\n  pressure_Pa: 1.0e3', /all vapour.*no hydrogen.*bad.yaml, line 3, reaction.pressure_Pa/],
    ['reaction: { temperature_K: 200 }', /water freezes.*line 1, reaction.temperature_K/],
    ['reaction: { initial_mM: { acetylenedicarboxylate: 0 } }', /nothing to hydrogenate \(at bad.yaml, line 1/],
    ['title: Ours\nreaction: { initial_mM: { Ru precatalyst: 0 } }', /without catalyst nothing is made.*line 2/],
    ['reaction: { rateFactors: { trans addition: 0 } }', /no fumarate is made.*line 1, reaction.rateFactors.trans/],
    ['reaction: { initial_mM: { fumarat: 3 } }', /did you mean 'fumarate'\?.*line 1/],
    ['title: Ours\n\nhydrogen: { conversion: 0 }', /normal hydrogen.*line 3, hydrogen.conversion/],
    ['title: Ours\nreaction: { volume_mL: 0.05 }', /0.05 mL come in and 0.1 mL stay behind.*line 2, legs.catalystRem/],
    ['title: Ours\nreaction: { initial_mM: { acetylenedicarboxylate: 20 } }', /nothing falls out.*line 2, legs.prec/],
    ['transfer: { couplings_Hz: { Ha-C9: 3 } }', /did you mean 'Ha-C1'\?.*line 1/],
    ['transfer: { profile: { kind: linear, from_T: 0, to_T: 0, duration_s: 1 } }', /to_T: is from_T again.*line 1/],
    [
      'title: Ours\nuncertain: { reaction.temperature_K: { uniform: [180, 360] } }',
      /water freezes.*line 2, uncertain.reaction.temperature_K/,
    ],
    ['molecule: { t1_s: -28 }', /t1_s: is -28; expected more than 0/],
    ['molecule: { t1s: 28 }', /unknown key 't1s'; did you mean 't1_s'/],
    ['legs: [ { leg: centrifuge } ]', /legs\[0\].leg: is 'centrifuge'; expected hold or/],
    [
      'legs: [ { leg: transfer, temperature_K: 300 }, { leg: line, duration_s: 1, field_T: 0, temperature_K: 300, deadVolume_mL: 2.5 } ]',
      /2 mL come in and 2.5 mL stay behind.*line 1, legs.line/,
    ],
    ['uncertain: { molecule.t1_s: { triangular: [60, 20] } }', /reversed.*line 1/],
    ['uncertain: { legs.transprt.duration_s: { uniform: [1, 2] } }', /did you mean 'legs.transport.duration_s'/],
  ])('refuses %s with one line, exit code 1 and nothing written', (yaml, says) =>
    inTemp(async (folder) => {
      writeFileSync(join(folder, 'bad.yaml'), `${yaml}\n`);
      const { code, out, err } = await command('dose', join(folder, 'bad.yaml'), '--out', join(folder, 'out'));
      expect(err).toMatch(says);
      expect(err).toMatch(/^fumarole: [^\n]+\n$/);
      expect(err).toContain('bad.yaml');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(existsSync(join(folder, 'out'))).toBe(false);
    }),
  );
  it('answers wrong use with exit code 2', async () => {
    expect((await command('dose', '--nope')).code).toBe(2);
    expect((await command('dose', 'a', 'b')).code).toBe(2);
  });
});
