// The spin commands cold from the command line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, report } from '../../../test/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'fumarole-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

command('fumarole transfer, default (limit 1 s)', ['bin/fumarole.js', 'transfer', '--out', join(folder, 'transfer')], {
  size: 'fumarate, 201 points, figures, report',
});
command('fumarole levels', ['bin/fumarole.js', 'levels', 'fumarate', '--out', join(folder, 'levels')], {
  size: 'fumarate, 201 fields, SVG and PNG',
});
command('fumarole validate', ['bin/fumarole.js', 'validate'], { size: '357 numbers', runs: 3 });
report();
