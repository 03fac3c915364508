// The virtual experiment in a process of its own: threads give the same digits, Ctrl-C ends it at once and leaves nothing.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inTemp, pathsUnder } from './command.ts';

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}
const start = (script: string, ...argv: readonly string[]) => {
  const child = spawn(process.execPath, [script, ...argv], { stdio: 'ignore' });
  const ended = new Promise<Ended>((done) => child.once('close', (code, signal) => done({ code, signal })));
  return { child, ended };
};

const SMALL = `
dose: { volume_mL: 0.25, concentration_mM: 100, polarization: 0.4, polarizationSd: 0.05 }
grid: { matrix: [10, 10, 4], voxel_mm: [3, 3, 5], finer: 1 }
scanner: { nFrames: 8 }
inverseCheck: false
trials: { draws: 4, voxel_mm: 4, inputs: [fumaraseOpen_perS, polarization] }
`;

it('one real thread and two write the same bytes', () =>
  inTemp(async (folder) => {
    writeFileSync(join(folder, 'small.yaml'), SMALL);
    const [one, ...others] = ['1', '2'].map((threads) => join(folder, threads));
    for (const out of [one!, ...others]) {
      const argv = ['experiment', join(folder, 'small.yaml'), '--out', out, '--threads', out.at(-1)!];
      expect(await start('bin/fumarole.js', ...argv).ended).toEqual({ code: 0, signal: null });
    }
    for (const out of others) {
      expect(pathsUnder(out)).toEqual(pathsUnder(one!));
      for (const path of pathsUnder(one!).filter((name) => !/report\.html|result\.json/.test(name)))
        expect(readFileSync(join(out, path)).equals(readFileSync(join(one!, path))), path).toBe(true);
      const numbers = (at: string): unknown => {
        const { provenance: _, ...rest } = JSON.parse(readFileSync(join(at, 'result.json'), 'utf8')) as {
          provenance: unknown;
        };
        return rest;
      };
      expect(numbers(out)).toEqual(numbers(one!));
    }
  }));

it('Ctrl-C ends it at once, with nothing written and no thread left', () =>
  inTemp(async (folder) => {
    const { child, ended } = start('bin/fumarole.js', 'start', '--out', join(folder, 'out'));
    await wait(2500);
    child.kill('SIGINT');
    // By the signal itself: a shell says 130.
    expect(await ended).toEqual({ code: null, signal: 'SIGINT' });
    expect(readdirSync(folder)).toEqual([]);
  }));
