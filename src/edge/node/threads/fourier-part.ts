// What a thread does of transforms that are shared out: some arrays, from shared memory into shared memory.
import {
  fftInto,
  makeFourierKernel,
  nufftPlan,
  type ComplexData,
  type FftSettings,
  type FourierKernel,
  type NufftPlan,
  type NufftSettings,
} from '../../../math/fourier/index.ts';

/** Some whole arrays of `fftInto`. */
export interface FftPart {
  readonly out: ComplexData;
  readonly data: ComplexData;
  readonly shape: readonly number[];
  readonly axes: readonly number[];
  readonly settings: Omit<FftSettings, 'kernel'>;
}

/** Some images and their samples; a thread plans when it sees another `plan` than the last time. */
export interface NufftPart {
  readonly plan: number;
  readonly settings: Omit<NufftSettings, 'kernel'>;
  readonly inverse: boolean;
  readonly out: ComplexData;
  readonly data: ComplexData;
}

// One kernel for each thread, and the last plan: results do not depend on them.
let kernel: FourierKernel | undefined;
let last: { readonly id: number; readonly plan: NufftPlan } | undefined;

export function fftPart({ out, data, shape, axes, settings }: FftPart): void {
  fftInto(out, data, shape, axes, { ...settings, kernel: (kernel ??= makeFourierKernel()) });
}

export function nufftPart({ plan: id, settings, inverse, out, data }: NufftPart): void {
  kernel ??= makeFourierKernel();
  if (last?.id !== id) last = { id, plan: nufftPlan({ ...settings, kernel }) };
  if (inverse) last.plan.adjointInto(out, data);
  else last.plan.forwardInto(out, data);
}
