// Noise of the channels from readouts without signal, and channels made independent and of unit noise.
import { ScienceError } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';

/** [channel, channel] interleaved complex: mean of n n^H over all samples of noise readouts; undefined where there are none. */
export function noiseCovariance({ readouts, nChannels }: RawScan): Float64Array | undefined {
  const out = new Float64Array(2 * nChannels * nChannels);
  let count = 0;
  for (const { purpose, nSamples, samples, discard } of readouts) {
    if (purpose !== 'noise') continue;
    for (let s = discard[0]; s < nSamples - discard[1]; s++, count++) {
      for (let a = 0; a < nChannels; a++) {
        const ar = samples[2 * (a * nSamples + s)]!,
          ai = samples[2 * (a * nSamples + s) + 1]!;
        for (let b = 0; b < nChannels; b++) {
          const br = samples[2 * (b * nSamples + s)]!,
            bi = samples[2 * (b * nSamples + s) + 1]!;
          out[2 * (a * nChannels + b)]! += ar * br + ai * bi;
          out[2 * (a * nChannels + b) + 1]! += ai * br - ar * bi;
        }
      }
    }
  }
  if (count <= nChannels) return undefined;
  return out.map((x) => x / count);
}

/** L with L L^H = `matrix` [n, n], lower triangular, interleaved complex (Cholesky). Throws where it is not positive definite. */
export function choleskyFactor(matrix: Float64Array, n: number): Float64Array {
  const l = new Float64Array(2 * n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let re = matrix[2 * (i * n + j)]!,
        im = matrix[2 * (i * n + j) + 1]!;
      for (let k = 0; k < j; k++) {
        const ar = l[2 * (i * n + k)]!,
          ai = l[2 * (i * n + k) + 1]!,
          br = l[2 * (j * n + k)]!,
          bi = l[2 * (j * n + k) + 1]!;
        re -= ar * br + ai * bi;
        im -= ai * br - ar * bi;
      }
      if (i === j) {
        if (!(re > 0)) {
          throw new ScienceError('format', `the covariance of the noise is not positive definite (channel ${j + 1}): is a channel dead or doubled?`); // prettier-ignore
        }
        l[2 * (j * n + j)] = Math.sqrt(re);
      } else {
        const d = l[2 * (j * n + j)]!;
        l[2 * (i * n + j)] = re / d;
        l[2 * (i * n + j) + 1] = im / d;
      }
    }
  }
  return l;
}

/**
 * Channels with independent noise, E |n|^2 = 1 (Pruessmann 2001, eq. 14): samples times L^-1. Noise readouts go before a covariance in the record.
 * Noise of a readout with another dwell time is scaled by the bandwidth. Undefined where nothing tells the noise.
 */
export function whitened(scan: RawScan): RawScan | undefined {
  const n = scan.nChannels;
  const measured = noiseCovariance(scan);
  const covariance = measured ?? scan.noiseCovariance;
  if (covariance === undefined) return undefined;
  const scale = measured === undefined ? 1 : bandwidthRatio(scan);
  const l = choleskyFactor(
    covariance.map((x) => x * scale),
    n,
  );
  const readouts = scan.readouts.map((readout) => ({
    ...readout,
    samples: solveLower(l, readout.samples, n, readout.nSamples),
  }));
  const identity = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) identity[2 * (i * n + i)] = 1;
  const from = measured === undefined ? 'the covariance in the record' : `${scan.readouts.filter((r) => r.purpose === 'noise').length} noise readouts`; // prettier-ignore
  return {
    ...scan,
    readouts,
    noiseCovariance: identity,
    notes: [...scan.notes, `Channels were whitened with ${from}.`],
  };
}

/** Dwell of the noise readouts over that of the images: noise power goes with the bandwidth. */
export function bandwidthRatio({ readouts }: RawScan): number {
  const noise = readouts.find(({ purpose }) => purpose === 'noise')!.dwell_s;
  const image = readouts.find(({ purpose }) => purpose === 'image')?.dwell_s ?? noise;
  return noise > 0 && image > 0 ? noise / image : 1;
}

/** L^-1 times samples [channel, sample]. */
function solveLower(l: Float64Array, samples: Float32Array, n: number, nSamples: number): Float32Array {
  const out = new Float32Array(samples.length);
  for (let s = 0; s < nSamples; s++) {
    for (let i = 0; i < n; i++) {
      let re = samples[2 * (i * nSamples + s)]!,
        im = samples[2 * (i * nSamples + s) + 1]!;
      for (let k = 0; k < i; k++) {
        const lr = l[2 * (i * n + k)]!,
          li = l[2 * (i * n + k) + 1]!,
          xr = out[2 * (k * nSamples + s)]!,
          xi = out[2 * (k * nSamples + s) + 1]!;
        re -= lr * xr - li * xi;
        im -= lr * xi + li * xr;
      }
      const d = l[2 * (i * n + i)]!;
      out[2 * (i * nSamples + s)] = re / d;
      out[2 * (i * nSamples + s) + 1] = im / d;
    }
  }
  return out;
}
