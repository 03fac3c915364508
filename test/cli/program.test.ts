// The program itself, bin/fumarole.js in a process of its own: exit codes, what is said where, and a reader that stops early.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dicomPath, dicomStudy, inTemp, pathsUnder, writeFiles, type Told } from './command.ts';

const fumarole = (...argv: readonly string[]): Promise<Told> =>
  new Promise((done) => {
    const child = execFile(process.execPath, ['bin/fumarole.js', ...argv], (_error, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    );
  });

it('0 and a summary, 1 and one line, 2 and one line', async () => {
  await inTemp(async (folder) => {
    const files = dicomStudy();
    writeFiles(join(folder, 'good'), files);
    files.set(dicomPath('malate', 3), 'no image');
    writeFiles(join(folder, 'bad'), files);
    const [good, bad, usage] = await Promise.all([
      fumarole('map', join(folder, 'good'), '--out', join(folder, 'a')),
      fumarole('map', join(folder, 'bad'), '--out', join(folder, 'b')),
      fumarole('map', join(folder, 'good')),
    ]);
    expect({ code: good.code, err: good.err }).toEqual({ code: 0, err: '' });
    expect(good.out).toContain(`report: ${join(folder, 'a/report.html')}`);
    expect({ code: bad.code, out: bad.out }).toEqual({ code: 1, out: '' });
    expect(bad.err).toMatch(/^fumarole: not a DICOM file, or a damaged one[^\n]*\(at malate\/image_3\.dcm\)\n$/);
    expect({ code: usage.code, out: usage.out }).toEqual({ code: 2, out: '' });
    expect(usage.err).toMatch(/^fumarole: option '--out <dir>' is needed[^\n]*\n$/);
    expect(existsSync(join(folder, 'b'))).toBe(false);
    expect(pathsUnder(folder).filter((path) => path.includes('partial'))).toEqual([]);
  });
});

it('a reader that stops early is no failure', async () => {
  await inTemp(async (folder) => {
    writeFiles(join(folder, 'study'), dicomStudy());
    const child = spawn(process.execPath, [
      'bin/fumarole.js',
      'map',
      join(folder, 'study'),
      '--out',
      join(folder, 'out'),
      '--json',
    ]);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data) => (err += String(data)));
    const code = await new Promise((done) => child.once('close', done));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(existsSync(join(folder, 'out/result.json'))).toBe(true);
  });
});
