// Conjugate-gradient SENSE beside `bart pics` (Debian bart) on the same samples and maps; each name holds its error against the phantom.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench, report } from '../../test/bench.ts';
import { makeFourierKernel } from '../math/fourier/index.ts';
import { phantomImage, phantomMaps, phantomScan } from '../../test/scans/phantom.ts';
import { senseCartesian, sortReadouts } from './index.ts';

const N = 128,
  COILS = 8,
  STEPS = 30;
const scan = phantomScan({
  nx: N,
  ny: N,
  nCoils: COILS,
  noise: 0.5,
  lines: (line) => line % 3 === 0 || Math.abs(line - N / 2) < 8,
});
const { data, counts } = sortReadouts(scan);
const maps = phantomMaps(N, N, COILS),
  truth = phantomImage(N, N);
const settings = {
  tolerance: 1e-6,
  maxSteps: STEPS,
  regularization: 1e-3,
  kernel: makeFourierKernel(),
  precision: 'float32',
} as const;

/** Relative distance to the phantom after the best scale. */
function errorOf(image: ArrayLike<number>): string {
  let re = 0,
    im = 0,
    size = 0,
    all = 0;
  for (let i = 0; i < truth.length; i += 2) {
    re += image[i]! * truth[i]! + image[i + 1]! * truth[i + 1]!;
    im += image[i + 1]! * truth[i]! - image[i]! * truth[i + 1]!;
    size += image[i]! ** 2 + image[i + 1]! ** 2;
    all += truth[i]! ** 2 + truth[i + 1]! ** 2;
  }
  return `error ${(100 * Math.sqrt(Math.max(0, 1 - (re * re + im * im) / (size * all)))).toFixed(2)}%`;
}

const folder = mkdtempSync(join(tmpdir(), 'sense-'));
const put = (name: string, values: Float64Array): void => {
  writeFileSync(join(folder, `${name}.hdr`), `# Dimensions\n${N} ${N} 1 ${COILS} 1 1 1 1 1 1 1 1 1 1 1 1\n`);
  writeFileSync(join(folder, `${name}.cfl`), new Uint8Array(Float32Array.from(values).buffer));
};
put('kspace', data);
put('maps', maps);
const pics = () => {
  const words = ['pics', '-l2', '-r', '0.001', '-i', String(STEPS), '-d', '0', join(folder, 'kspace'), join(folder, 'maps'), join(folder, 'out')]; // prettier-ignore
  return spawnSync('bart', words, { env: { ...process.env, OMP_NUM_THREADS: '1' } });
};
const ours = () => senseCartesian(data, counts, maps, [1, N, N], settings).x;
const hasBart = pics().status === 0;
const bart = hasBart ? new Float32Array(readFileSync(join(folder, 'out.cfl')).buffer.slice(0)) : undefined;
bench(
  `CG-SENSE, ${errorOf(ours())}${bart === undefined ? '; no bart here' : `; bart pics with its start, ${errorOf(bart)}`}`,
  {
    size: `${N} x ${N}, ${COILS} coils, every third line, ${STEPS} steps`,
    run: ours,
    ...(hasBart && { baseline: pics }),
  },
);
rmSync(folder, { recursive: true });
report();
