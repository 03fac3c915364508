// fumarole plan through the command line: what it says, what it writes, and its exit codes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../src/study/plan/index.ts';
import { command, inTemp, pathsUnder } from './command.ts';

const SMALL = {
  ...DEFAULT_PLAN,
  search: { ...DEFAULT_PLAN.search, start_s: [15], repetition_s: [3], nFrames: [15], voxel_mm: [3, 4] },
};

it('plans from a file, names its input and makes PNGs when asked to', () =>
  inTemp(async (folder) => {
    writeFileSync(join(folder, 'plan.yaml'), JSON.stringify(SMALL));
    const told = await command('plan', join(folder, 'plan.yaml'), '--out', join(folder, 'out'), '--png');
    expect(told.err).toBe('');
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/Best of what was offered.*\n.*dead cells on/);
    expect(told.out).toContain('ASSUMED');
    expect(pathsUnder(join(folder, 'out'))).toContain('figures/visibility.png');
    const result = JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8')) as Record<string, unknown>;
    expect(result).toMatchObject({ format: 'fumarole.plan', provenance: { inputs: [{ path: 'plan.yaml' }] } });
  }));
it('answers what cannot be with one line', () =>
  inTemp(async (folder) => {
    writeFileSync(join(folder, 'plan.yaml'), JSON.stringify({ ...SMALL, leastSnr: -1 }));
    const told = await command('plan', join(folder, 'plan.yaml'), '--json');
    expect(told).toMatchObject({ code: 1, out: '' });
    expect(told.err).toMatch(/^fumarole: leastSnr: is -1; expected more than 0 \(at plan\.yaml, line 1\)\n$/);
    expect((await command('plan')).code).toBe(2);
    expect((await command('plan', join(folder, 'none.yaml'), '--json')).err).toMatch(/no such file/);
  }));
