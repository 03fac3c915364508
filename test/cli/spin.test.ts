// The spin commands through the command line: what they say, what they write, and their exit codes.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, inTemp, pathsUnder, type Told } from './command.ts';

const json = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Record<string, unknown>;

const refused = ({ code, out, err }: Told, says: RegExp, exit = 1): void => {
  expect(err).toMatch(says);
  expect(err).toMatch(/^fumarole: [^\n]+\n$/);
  expect({ code, out }).toEqual({ code: exit, out: '' });
};

describe('fumarole levels', () => {
  it('writes a table, a figure as SVG and PNG and a result for a molecule of the library', () =>
    inTemp(async (folder) => {
      const told = await command(
        'levels',
        'fumarate',
        '--to_T',
        '1e-6',
        '--points',
        '21',
        '--out',
        join(folder, 'out'),
      );
      expect(told.code).toBe(0);
      expect(told.out).toMatch(/40\d\.\d+ nT: gap 2\.0590 Hz, M = \+1\/2, S₀α ↔ T₊β/);
      expect(pathsUnder(join(folder, 'out'))).toEqual([
        'figures/levels.png',
        'figures/levels.svg',
        'levels.csv',
        'report.html',
        'result.json',
      ]);
      expect(json(join(folder, 'out'))).toMatchObject({ format: 'fumarole.levels', provenance: { inputs: [] } });
      expect(told.out).toContain('ASSUMED');
    }));
  it('notes the SHA-256 of a system file', () =>
    inTemp(async (folder) => {
      const path = join(folder, 'two.yaml');
      writeFileSync(
        path,
        'name: two\nspins: [ { label: H, isotope: 1H }, { label: C, isotope: 13C } ]\ncouplings_Hz: { H-C: 200 }\n',
      );
      const told = await command('levels', path, '--json');
      expect(told.code).toBe(0);
      const { provenance } = JSON.parse(told.out) as { provenance: { inputs: { sha256: string }[] } };
      expect(provenance.inputs[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(pathsUnder(folder)).toEqual(['two.yaml']);
    }));
  it('answers what cannot be with one line', async () => {
    refused(await command('levels', 'fumerate', '--json'), /did you mean 'fumarate'/);
    refused(await command('levels', 'nope.yaml', '--json'), /no such file.*nope\.yaml/);
    refused(await command('levels', 'fumarate', '--from_T', '3e-6', '--json'), /the smaller first/);
    refused(await command('levels', 'fumarate'), /'--out <dir>' is needed/, 2);
    expect((await command('levels', 'fumarate', '--points', 'many', '--json')).code).toBe(2);
    expect((await command('levels')).code).toBe(2);
  });
});

describe('fumarole transfer', () => {
  it('runs the default without a file, in full precision, the same each time', async () => {
    const [one, two] = [await command('transfer', '--json'), await command('transfer', '--json')];
    const read = ({ out }: Told): { polarization: Record<string, number> } =>
      JSON.parse(out) as { polarization: Record<string, number> };
    expect(read(one).polarization).toEqual(read(two).polarization);
    expect(read(one).polarization['C1']).toBeCloseTo(-0.9053932, 6);
  });
  it('runs a settings file beside its system file and its profile', () =>
    inTemp(async (folder) => {
      writeFileSync(
        join(folder, 'system.yaml'),
        'name: mine\nspins: [ { label: Ha, isotope: 1H }, { label: Hb, isotope: 1H }, { label: C1, isotope: 13C } ]\ncouplings_Hz: { Ha-Hb: 15.7, Ha-C1: 6.6, Hb-C1: 3.2 }\npara: [Ha, Hb]\n',
      );
      writeFileSync(join(folder, 'profile.csv'), 'time_s,field_T\n0,0\n0.5,2e-6\n');
      writeFileSync(
        join(folder, 'transfer.yaml'),
        'system: system.yaml\nparaFraction: 0.95\naddition: { pure: true }\nprofile: { kind: csv, file: profile.csv }\n',
      );
      const out = join(folder, 'out');
      const told = await command('transfer', join(folder, 'transfer.yaml'), '--png', '--out', out);
      expect(told).toMatchObject({ code: 0, err: '' });
      expect(told.out).toMatch(/C1: −\d+\.\d+% \(infinitely slow/);
      expect(pathsUnder(out)).toEqual(json(out)['files']);
      expect(pathsUnder(out)).toContain('figures/spectrum.png');
      const { inputs } = json(out)['provenance'] as { inputs: { path: string }[] };
      expect(inputs.map(({ path }) => path)).toEqual(['transfer.yaml', 'system.yaml', 'profile.csv']);
      refused(await command('transfer', join(folder, 'transfer.yaml'), '--out', folder), /choose another folder/);
      writeFileSync(join(folder, 'profile.csv'), 'time_s,field_T\n0,0\n0.5,x\n');
      refused(
        await command('transfer', join(folder, 'transfer.yaml'), '--out', join(folder, 'b')),
        /field_T is 'x'.*profile\.csv, line 3/,
      );
      expect(existsSync(join(folder, 'b'))).toBe(false);
    }));
  it('runs a pulse sequence in place of a profile, and its own sequence.json again', () =>
    inTemp(async (folder) => {
      const settings = join(folder, 'rf.yaml');
      const text = 'system: fumarate\nparaFraction: 0.95\naddition: { dephasedAt_T: 1.4 }\n';
      writeFileSync(
        settings,
        `${text}sequence: { name: slic, field_T: 1.4 }\nrobustness: { x: { quantity: b1Scale, from: 0.9, to: 1.1, points: 3 } }\n`,
      );
      const out = join(folder, 'out');
      const told = await command('transfer', settings, '--png', '--out', out);
      expect(told).toMatchObject({ code: 0, err: '' });
      expect(told.out).toMatch(/SLIC of 385 ms at 1\.4 T leaves C1 with −92\.7%/);
      expect(pathsUnder(out)).toEqual(json(out)['files']);
      expect(pathsUnder(out)).toEqual(
        expect.arrayContaining(['figures/robustness.png', 'figures/sequence.png', 'sequence.json']),
      );
      writeFileSync(settings, `${text}sequence: { file: out/sequence.json }\n`);
      const again = JSON.parse((await command('transfer', settings, '--json')).out) as Record<string, unknown>;
      expect(again['polarization']).toEqual(json(out)['polarization']);
      writeFileSync(settings, `${text}sequenc: { name: slic, field_T: 1.4 }\n`);
      refused(await command('transfer', settings, '--json'), /unknown key 'sequenc'; did you mean 'sequence'.*line 4/);
    }));
  it('runs cold, in a process of its own', () =>
    inTemp(async (folder) => {
      const out = join(folder, 'out');
      const code = await new Promise((done) =>
        execFile(process.execPath, ['bin/fumarole.js', 'transfer', '--out', out], (error) => done(error?.code ?? 0)),
      );
      expect(code).toBe(0);
      expect(pathsUnder(out)).toEqual(json(out)['files']);
    }));
  it('answers wrong use with exit code 2', async () => {
    refused(await command('transfer'), /'--out <dir>' is needed/, 2);
    expect((await command('transfer', '--nope')).code).toBe(2);
  });
});

describe('fumarole validate', () => {
  it(
    'prints the table, writes it, and succeeds',
    () =>
      inTemp(async (folder) => {
        const told = await command('validate', '--kernel', 'plain', '--out', join(folder, 'out'));
        expect(told).toMatchObject({ code: 0, err: '' });
        expect(told.out).toMatch(/pass, 0 fail/);
        expect(pathsUnder(join(folder, 'out'))).toEqual(['result.json', 'validate.csv', 'validate.html']);
        const { command: typed } = json(join(folder, 'out'))['provenance'] as { command: string };
        expect(typed).toMatch(/^fumarole validate --kernel plain --out /);
      }),
    120_000,
  );
  it('knows two kernels', async () => {
    const { code, err } = await command('validate', '--kernel', 'fast');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/plain, wasm/) as string });
  });
});

describe('fumarole', () => {
  it('lists every command, and suggests the nearest for a misspelt one', async () => {
    const { out } = await command('--help');
    for (const name of ['levels', 'transfer', 'dose', 'map', 'validate', 'example', 'start'])
      expect(out).toMatch(new RegExp(`^  ${name}`, 'm'));
    expect((await command('transfre')).err).toMatch(/Did you mean transfer/);
    expect((await command('constructor')).code).toBe(2);
  });
});
