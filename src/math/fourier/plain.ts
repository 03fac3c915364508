// The plain kernel: the definition of the fast one.
import { plainTransformInto } from './fft/plain.ts';
import type { FourierKernel } from './kernel.ts';
import { plainFilter } from './nufft/plain-filter.ts';
import { plainGridding } from './nufft/plain.ts';

export const PLAIN_FOURIER: FourierKernel = {
  transformInto: plainTransformInto,
  gridding: plainGridding,
  filter: plainFilter,
};
