// Transforms of many arrays (series, coils, frames) shared out among threads. Arrays stand in shared memory, so that threads read and write them where they are.
// Each array is transformed whole by one thread: the digits are those of one thread. A single large array gains nothing.
import { ScienceError } from '../../../base/index.ts';
import type { ComplexData, FftSettings, NufftSettings, Precision } from '../../../math/fourier/index.ts';
import type { ThreadPool } from './pool.ts';

export interface FourierThreads {
  /** `fftInto` of math/fourier; both in shared memory (`sharedComplex`). */
  fftInto(
    out: ComplexData,
    data: ComplexData,
    shape: readonly number[],
    axes: readonly number[],
    settings?: Omit<FftSettings, 'kernel'>,
  ): Promise<void>;
  /** `nufftPlan` of math/fourier, made in each thread when it first gets work. */
  nufft(settings: Omit<NufftSettings, 'kernel'>): NufftThreads;
}

export interface NufftThreads {
  /** samples [..., nSamples] from images [..., ...shape], both in shared memory. */
  forwardInto(samples: ComplexData, images: ComplexData): Promise<void>;
  adjointInto(images: ComplexData, samples: ComplexData): Promise<void>;
}

/** Most parts: enough for threads that are held up by others, few enough for messages to cost nothing. */
const PARTS = 8;
/** Numbers of a plan, for the threads that keep it. */
let nPlans = 0;

/** Zeros for `n` complex values in memory that all threads see. Node only: a page would have to be isolated from others for it. */
export function sharedComplex(precision: Precision, n: number): ComplexData {
  return precision === 'float32'
    ? new Float32Array(new SharedArrayBuffer(8 * n))
    : new Float64Array(new SharedArrayBuffer(16 * n));
}

export function fourierThreads(pool: ThreadPool): FourierThreads {
  return {
    async fftInto(out, data, shape, axes, settings = {}) {
      checkShared(out, data);
      if (out.length !== data.length)
        throw new ScienceError('argument', `fft: ${data.length} numbers go in and ${out.length} come out`);
      const n = sizeOf(shape);
      const inputs = partsOf(data.length, n).map(([from, to]) => ({
        out: out.subarray(from * n, to * n),
        data: data.subarray(from * n, to * n),
        shape,
        axes,
        settings,
      }));
      await pool.run('fft', inputs);
    },
    nufft(given) {
      const nPixels = sizeOf(given.shape),
        nSamples = (2 * given.trajectory.length) / given.shape.length,
        plan = nPlans++;
      const trajectory = new Float64Array(new SharedArrayBuffer(8 * given.trajectory.length));
      trajectory.set(given.trajectory);
      const settings = { ...given, trajectory };
      const run = async (out: ComplexData, data: ComplexData, to: number, from: number, inverse: boolean) => {
        checkShared(out, data);
        const parts = partsOf(data.length, from);
        if (out.length * from !== data.length * to)
          throw new ScienceError('argument', `nufft: ${data.length} numbers go in, which do not fit ${out.length}`);
        await pool.run(
          'nufft',
          parts.map(([a, b]) => ({
            plan,
            settings,
            inverse,
            out: out.subarray(a * to, b * to),
            data: data.subarray(a * from, b * from),
          })),
        );
      };
      return {
        forwardInto: (samples, images) => run(samples, images, nSamples, nPixels, false),
        adjointInto: (images, samples) => run(images, samples, nPixels, nSamples, true),
      };
    },
  };
}

/** Numbers of one complex array. */
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 2);

/** From and to which of the arrays of `each` numbers the parts go. */
function partsOf(length: number, each: number): readonly (readonly [number, number])[] {
  const count = length / each;
  if (!(Number.isInteger(count) && count >= 1))
    throw new ScienceError('argument', `${length} numbers are not one or more arrays of ${each / 2} complex values`);
  const parts = Math.min(count, PARTS);
  return Array.from({ length: parts }, (_, i) => [
    Math.floor((i * count) / parts),
    Math.floor(((i + 1) * count) / parts),
  ]);
}

function checkShared(...arrays: readonly ComplexData[]): void {
  for (const { buffer } of arrays)
    if (!(buffer instanceof SharedArrayBuffer))
      throw new ScienceError('argument', 'threads need arrays in shared memory: make them with sharedComplex');
}
