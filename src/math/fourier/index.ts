export { exponentialSum, type ExponentialSum } from './exponential-sum.ts';
export { fourierInto } from './fft.ts';
