// The budget of a dose cold from the command line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, report } from '../../../test/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'fumarole-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

command('fumarole dose, default (limit 2 s)', ['bin/fumarole.js', 'dose', '--out', join(folder, 'dose')], {
  size: '13 stages, 28 uncertain inputs, 2048 draws, Sobol indices, figures, report',
});
report();
