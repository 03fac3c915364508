// Signal of a layer of voxels along any readout in the plane, by a non-uniform transform; what the time of a sample does is a factor of its own.
import { makeFourierKernel, nufftPlan } from '../../math/fourier/index.ts';
import type { ShotLine } from '../design/shot.ts';
import type { Encoder, Places } from './planar-signal.ts';

/** Of the transform, relative. */
const ACCURACY = 1e-7;

/** As `planarEncoder`, to `ACCURACY`. Voxels of `places` are evenly spaced. */
export function spiralEncoder(lines: readonly ShotLine[], { x, y }: Places): Encoder {
  const [nx, ny] = [x.length, y.length];
  const nSamples = lines.reduce((sum, { kx }) => sum + kx.length, 0);
  const trajectory = new Float64Array(2 * nSamples);
  const factor = new Float64Array(2 * nSamples);
  // the transform has its origin in voxel floor(n / 2)
  const [x0, y0] = [x[nx >> 1]!, y[ny >> 1]!];
  let at = 0;
  for (const { kx, ky } of lines) {
    kx.forEach((k, n) => {
      trajectory[2 * at] = ky[n]!;
      trajectory[2 * at + 1] = k;
      const box = sinc(k / nx) * sinc(ky[n]! / ny);
      const angle = -2 * Math.PI * (k * x0 + ky[n]! * y0);
      factor[2 * at] = box * Math.cos(angle);
      factor[2 * at + 1] = box * Math.sin(angle);
      at++;
    });
  }
  const plan = nufftPlan({ trajectory, shape: [ny, nx], tolerance: ACCURACY, kernel: makeFourierKernel() });
  return {
    addInto(out, { magnetization }, { frequency_Hz, t2Star_s, from_s }) {
      const seen = plan.forward(magnetization);
      let m = 0;
      lines.forEach(({ time_s }, l) => {
        const signal = out[l]!;
        for (let n = 0; n < time_s.length; n++, m += 2) {
          const t = time_s[n]!;
          const angle = -2 * Math.PI * frequency_Hz * (t - from_s),
            decay = Math.exp(-t / t2Star_s);
          const c = decay * Math.cos(angle),
            s = decay * Math.sin(angle);
          const [fr, fi] = [factor[m]! * c - factor[m + 1]! * s, factor[m]! * s + factor[m + 1]! * c];
          signal[2 * n] = signal[2 * n]! + fr * seen[m]! - fi * seen[m + 1]!;
          signal[2 * n + 1] = signal[2 * n + 1]! + fr * seen[m + 1]! + fi * seen[m]!;
        }
      });
    },
  };
}

const sinc = (u: number): number => (u === 0 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u));
