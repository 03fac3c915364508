// Transforms beside scipy, FFTW and BART, where they are installed; errors stand beside the sizes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '../../../test/bench.ts';
import { race, works, type Rival } from '../../../test/rivals/race.ts';
import { Random } from '../../base/index.ts';
import { directForward, fftInto, fftN, makeFourierKernel, nufftPlan, type ComplexData } from './index.ts';

const kernel = makeFourierKernel();
const folder = mkdtempSync(join(tmpdir(), 'fumarole-bench-'));
const random = new Random(1);
const draw = (n: number): Float32Array => Float32Array.from({ length: 2 * n }, () => random.next() - 0.5);

/** Root mean square of a - b over that of a; what is `scaled` is multiplied with the best real factor first. */
function gap(a: ComplexData, b: ComplexData, scaled = false): string {
  let above = 0,
    below = 0,
    both = 0,
    square = 0;
  for (let i = 0; i < a.length; i++) {
    both += a[i]! * b[i]!;
    square += b[i]! ** 2;
  }
  const factor = scaled ? both / square : 1;
  for (let i = 0; i < a.length; i++) {
    above += (a[i]! - factor * b[i]!) ** 2;
    below += a[i]! ** 2;
  }
  return Math.sqrt(above / below).toExponential(1);
}

const PYTHON = '/usr/bin/python3';
const hasScipy = works(PYTHON, '-c', 'import scipy.fft');
const fftw = join(folder, 'fftw');
const hasFftw = works('cc', '-O2', 'test/rivals/fftw.c', '-o', fftw, '-lfftw3f', '-lm');
const hasBart = works('bart', 'version');

async function raceTransforms(name: string, shape: readonly number[], skip: number, rounds: number): Promise<void> {
  const axes = shape.map((_, axis) => axis).slice(skip);
  const x = draw(shape.reduce((product, n) => product * n, 1)),
    out = new Float32Array(x.length);
  const argv = [skip, ...shape].map(String);
  fftInto(out, x, shape, axes, { kernel });
  const error = gap(fftN(Float64Array.from(x), shape, axes, { kernel }), out);
  const rivals: Rival[] = [
    { name: 'scipy.fft', ...(hasScipy ? { command: [PYTHON, 'test/rivals/scipy_fft.py', ...argv] } : { absent: 'python3-scipy' }) }, // prettier-ignore
    { name: 'FFTW MEASURE', ...(hasFftw ? { command: [fftw, ...argv] } : { absent: 'cc and libfftw3-dev' }) },
  ];
  await race(`FFT ${name}`, `${shape.join(' x ')} float32, error ${error}`, () => fftInto(out, x, shape, axes, { kernel }), rivals, rounds); // prettier-ignore
}

/** BART's files: sizes as text, values with the first axis fastest. */
function writeCfl(name: string, sizes: readonly number[], values: Float32Array): string {
  const path = join(folder, name);
  writeFileSync(`${path}.hdr`, `# Dimensions\n${[...sizes, ...Array<number>(16 - sizes.length).fill(1)].join(' ')}\n`);
  writeFileSync(`${path}.cfl`, values);
  return path;
}

async function raceNufft(
  name: string,
  shape: readonly number[],
  trajectory: Float64Array,
  rounds: number,
): Promise<void> {
  const axes = shape.length,
    nSamples = trajectory.length / axes,
    image = draw(shape.reduce((product, n) => product * n, 1));
  const settings = { trajectory, shape, tolerance: 1e-4, precision: 'float32', kernel } as const;
  // every so many samples by the direct sum
  const step = Math.ceil(nSamples / 200);
  const picked = (samples: ComplexData): Float64Array => Float64Array.from({ length: 2 * Math.floor(nSamples / step) }, (_, i) => samples[2 * step * (i >> 1) + (i & 1)]!); // prettier-ignore
  const some = Float64Array.from({ length: axes * Math.floor(nSamples / step) }, (_, i) => trajectory[axes * step * Math.floor(i / axes) + (i % axes)]!); // prettier-ignore
  const exact = directForward(image, some, shape);
  const error = gap(exact, picked(nufftPlan(settings).forward(image)));
  const rival: Rival = hasBart
    ? { name: 'bart nufft -P', command: bart(shape, trajectory, image) }
    : { name: 'bart nufft -P', absent: 'bart' };
  if (hasBart) {
    const theirs = readFileSync(join(folder, 's.cfl'));
    const samples = new Float32Array(theirs.buffer.slice(theirs.byteOffset, theirs.byteOffset + theirs.length));
    console.log(`  error of bart nufft -P, ${name}: ${gap(exact, picked(samples), true)}`);
  }
  const plan = nufftPlan(settings);
  const size = `${nSamples} samples, ${shape.join(' x ')} float32, error ${error}`;
  await race(`NUFFT ${name} with its plan`, size, () => nufftPlan(settings).forward(image), [rival], rounds);
  await race(`NUFFT ${name}`, size, () => plan.forward(image), [rival], rounds);
}

/** Writes the input and runs once; gives a loop that answers with user and system time. */
function bart(shape: readonly number[], trajectory: Float64Array, image: Float32Array): readonly string[] {
  const axes = shape.length,
    nSamples = trajectory.length / axes;
  const places = new Float32Array(6 * nSamples); // x, y, z complex
  for (let i = 0; i < trajectory.length; i++)
    places[6 * Math.floor(i / axes) + 2 * (axes - 1 - (i % axes))] = trajectory[i]!;
  const line = `bart nufft -P ${writeCfl('k', [3, nSamples], places)} ${writeCfl('x', shape.toReversed(), image)} ${join(folder, 's')}`;
  if (!works('bash', '-c', line)) throw new Error(`${line} failed`);
  return ['bash', '-c', `TIMEFORMAT='%U %S'; while read; do { time ${line} >/dev/null 2>&1; } 2>&1; done`];
}

/** One interleaf from the middle outwards, 64 turns out to the edge of a matrix of 128. */
const spiral = Float64Array.from({ length: 2 * 32768 }, (_, i) => {
  const part = (i >> 1) / 32768,
    angle = 2 * Math.PI * 64 * part;
  return 64 * part * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
});

await raceTransforms('EPSI', [16, 16, 8, 256], 0, 41);
await raceTransforms('EPI', [480, 64, 64], 1, 31);
await raceTransforms('volume', [256, 256, 256], 0, 9);
await raceNufft(
  'volume',
  [64, 64, 64],
  Float64Array.from({ length: 3 * 262144 }, () => 64 * (random.next() - 0.5)),
  5,
);
await raceNufft('spiral', [128, 128], spiral, 15);
rmSync(folder, { recursive: true });
report();
