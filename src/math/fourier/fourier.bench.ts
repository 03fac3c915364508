// Transforms beside scipy, FFTW and BART, where they are installed; errors stand beside the sizes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench, report } from '../../../test/bench.ts';
import { limitOf, measureMachine } from '../../../test/rivals/machine.ts';
import { race, works, type Rival } from '../../../test/rivals/race.ts';
import { Random } from '../../base/index.ts';
import {
  directForward,
  fftInto,
  fftN,
  makeFourierKernel,
  normalOperator,
  nufftPlan,
  type ComplexData,
  type NufftPlan,
} from './index.ts';

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

const product = (shape: readonly number[]): number => shape.reduce((all, n) => all * n, 1);
/** Products and sums of complex transforms of `n` values, as they are usually counted. */
const fftFlops = (n: number, count = 1): number => 5 * count * n * Math.log2(n);
const machine = measureMachine();

const PYTHON = '/usr/bin/python3';
const hasScipy = works(PYTHON, '-c', 'import scipy.fft');
const fftw = join(folder, 'fftw');
const hasFftw = works('cc', '-O2', 'test/rivals/fftw.c', '-o', fftw, '-lfftw3f', '-lm');
const hasBart = works('bart', 'version');

async function raceTransforms(name: string, shape: readonly number[], skip: number, rounds: number): Promise<void> {
  const axes = shape.map((_, axis) => axis).slice(skip);
  const x = draw(product(shape)),
    out = new Float32Array(x.length);
  const argv = [skip, ...shape].map(String);
  fftInto(out, x, shape, axes, { kernel });
  const error = gap(fftN(Float64Array.from(x), shape, axes, { kernel }), out);
  const rivals: Rival[] = [
    { name: 'scipy.fft', ...(hasScipy ? { command: [PYTHON, 'test/rivals/scipy_fft.py', ...argv] } : { absent: 'python3-scipy' }) }, // prettier-ignore
    { name: 'FFTW MEASURE', ...(hasFftw ? { command: [fftw, ...argv] } : { absent: 'cc and libfftw3-dev' }) },
  ];
  await race(`FFT ${name}`, `${shape.join(' x ')} float32, error ${error}`, () => fftInto(out, x, shape, axes, { kernel }), rivals, rounds, fftLimit(shape, skip)); // prettier-ignore
}

/** Read and written once, and once more where it does not stay in the second cache. */
function fftLimit(shape: readonly number[], skip: number) {
  const n = product(shape.slice(skip)),
    count = product(shape) / n;
  return limitOf(machine, fftFlops(n, count), 16 * n * count * (n > 2 ** 17 ? 2 : 1));
}

/** Weights by Horner's rule, a product and a sum for each part of each grid point reached, and the transform of the grid. */
function nufftLimit({ width, grid, nSamples }: NufftPlan) {
  const d = grid.length,
    reached = 4 * Math.pow(width, d) + 14 * d * width; // polynomials of degree 6
  return limitOf(machine, nSamples * reached + fftFlops(product(grid)), 16 * product(grid));
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
    image = draw(product(shape));
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
  await race(`NUFFT ${name} with its plan`, size, () => nufftPlan(settings).forward(image), [rival], rounds, nufftLimit(plan)); // prettier-ignore
  await race(`NUFFT ${name}`, size, () => plan.forward(image), [rival], rounds, nufftLimit(plan));
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
  return bartLoop(line);
}

const bartLoop = (line: string): readonly string[] => [
  'bash',
  '-c',
  `TIMEFORMAT='%U %S'; while read; do { time ${line} >/dev/null 2>&1; } 2>&1; done`,
];

/** One step of CG-SENSE: all coils there, weighted, and back; by the operator on the grid and by the samples. */
function benchNormal(name: string, shape: readonly number[], trajectory: Float64Array, nCoils: number): void {
  const settings = { trajectory, shape, tolerance: 1e-4, precision: 'float32', kernel } as const;
  const nSamples = trajectory.length / shape.length,
    weights = Float64Array.from({ length: nSamples }, () => random.next()),
    images = draw(nCoils * product(shape));
  const plan = nufftPlan(settings),
    operator = normalOperator(settings, weights);
  const bySamples = (): ComplexData => {
    const there = plan.forward(images);
    for (let i = 0; i < there.length; i++) there[i]! *= weights[(i >> 1) % nSamples]!;
    return plan.adjoint(there);
  };
  const flops = 2 * nCoils * fftFlops(product(shape) * 2 ** shape.length);
  bench(`normal operator ${name} (baseline: forward, weights, adjoint)`, {
    size: `${nCoils} coils of ${shape.join(' x ')}, ${nSamples} samples, float32, apart ${gap(bySamples(), operator.apply(images))}`,
    run: () => operator.apply(images),
    baseline: bySamples,
    limit: limitOf(machine, flops, 0),
  });
}

/** One interleaf from the middle outwards, `turns` turns out to the edge of a matrix of n. */
const spiralOf = (n: number, nSamples: number, turns: number): Float64Array =>
  Float64Array.from({ length: 2 * nSamples }, (_, i) => {
    const part = (i >> 1) / nSamples,
      angle = 2 * Math.PI * turns * part;
    return (n / 2) * part * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });
const spiral = spiralOf(128, 32768, 64);
/** 201 spokes of 256 samples. */
const spokes = Float64Array.from({ length: 2 * 201 * 256 }, (_, i) => {
  const k = ((i >> 1) % 256) / 2 - 64,
    angle = (Math.PI * Math.floor(i / 512)) / 201;
  return k * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
});
/** Eight partitions of one spiral. */
const leaf = spiralOf(32, 2048, 16);
const stack = Float64Array.from({ length: 3 * 8 * 2048 }, (_, i) => {
  const sample = Math.floor(i / 3);
  return i % 3 === 0 ? Math.floor(sample / 2048) - 4 : leaf[2 * (sample % 2048) + (i % 3) - 1]!;
});
const scattered = Float64Array.from({ length: 3 * 262144 }, () => 64 * (random.next() - 0.5));

console.log(
  `  at best, one core: ${(machine.flops_perS / 1e9).toFixed(1)} Gflop/s (WebAssembly SIMD, float32, in registers), ${(machine.bytes_perS / 1e9).toFixed(1)} GB/s (read + written, copy of 64 MB)`,
);
await raceTransforms('EPSI', [16, 16, 8, 256], 0, 41);
await raceTransforms('EPI', [480, 64, 64], 1, 31);
await raceTransforms('volume', [256, 256, 256], 0, 9);
await raceNufft('volume', [64, 64, 64], scattered, 5);
await raceNufft('spiral', [128, 128], spiral, 15);
await raceNufft('radial', [128, 128], spokes, 15);
await raceNufft('stack of spirals', [8, 32, 32], stack, 15);
// what of theirs is the start of a program, and of ours that of a kernel
const start: Rival = hasBart
  ? { name: 'bart version (the start of theirs)', command: bartLoop('bart version') }
  : { name: 'bart', absent: 'bart' };
await race('the start of ours: a kernel', 'compiled, and a transform of 8', () => fftN(new Float32Array(16), [8], [0], { kernel: makeFourierKernel() }), [start], 15); // prettier-ignore
benchNormal('spiral', [128, 128], spiral, 8);
benchNormal('volume', [64, 64, 64], scattered, 2);
rmSync(folder, { recursive: true });
report();
