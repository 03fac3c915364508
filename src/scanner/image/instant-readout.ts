// Images as if all of k-space were sampled at once, at the echo time.
import type { Random } from '../../base/index.ts';
import type { Geometry } from '../../records/index.ts';
import { noiseSd_mM } from './coil.ts';
import { noiseSpread, pointSpread, sliceMeans, throughAxes, type AxisOperator } from './point-spread.ts';
import { samplingTime_s, voxel_m3, type Protocol } from './protocol.ts';
import type { Readout } from './readout.ts';

export function instantReadout(fine: Geometry['shape'], geometry: Geometry, protocol: Protocol): Readout {
  const { coil, b0_T, echoTime_s, filter } = protocol;
  const nFine = fine.reduce((a, b) => a * b, 1);
  const nVoxels = geometry.shape.reduce((a, b) => a * b, 1);
  const sd = noiseSd_mM(coil, { b0_T, voxel_m3: voxel_m3(geometry), sampling_s: samplingTime_s(protocol) });
  const spread = objectSpread(fine, protocol);
  const mixed = filter === 'none' ? undefined : filterSpread(protocol);
  const white = (random: Random): Float64Array => {
    const drawn = Float64Array.from({ length: nVoxels }, () => sd * random.normal());
    return mixed === undefined ? drawn : throughAxes(drawn, mixed);
  };
  return {
    images(lines) {
      const real = new Float64Array(nFine),
        imaginary = new Float64Array(nFine);
      for (const { shown, offset_Hz, t2Star_s } of lines) {
        const angle = -2 * Math.PI * offset_Hz * echoTime_s,
          decay = Math.exp(-echoTime_s / t2Star_s);
        const [c, s] = [decay * Math.cos(angle), decay * Math.sin(angle)];
        for (let v = 0; v < nFine; v++) {
          real[v] = real[v]! + c * shown[v]!;
          imaginary[v] = imaginary[v]! + s * shown[v]!;
        }
      }
      const re = throughAxes(real, spread);
      return interleaved(re, lines.length > 1 ? throughAxes(imaginary, spread) : new Float64Array(nVoxels));
    },
    noise: (random) => interleaved(white(random), white(random)),
    noiseSd_mM: sd * (mixed === undefined ? 1 : gainOf(mixed)),
  };
}

const interleaved = (re: Float64Array, im: Float64Array): Float64Array =>
  Float64Array.from({ length: 2 * re.length }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1]!);

type Axes = readonly [AxisOperator, AxisOperator, AxisOperator];

function objectSpread(shape: Geometry['shape'], { matrix, encoding, filter }: Protocol): Axes {
  const axis = (at: 0 | 1 | 2): AxisOperator => pointSpread(shape[at], matrix[at], matrix[at], filter);
  return [axis(0), axis(1), encoding === '3D' ? axis(2) : sliceMeans(shape[2], matrix[2])];
}

function filterSpread({ matrix, encoding, filter }: Protocol): Axes {
  const axis = (at: 0 | 1 | 2): AxisOperator => noiseSpread(matrix[at], matrix[at], filter);
  return [axis(0), axis(1), encoding === '3D' ? axis(2) : sliceMeans(matrix[2], matrix[2])];
}

/** The filters shift-invariantly mix independent noise: the root of the sum of squares of one row, per axis. */
function gainOf(axes: Axes): number {
  return axes.reduce(
    (gain, { matrix, nIn }) =>
      gain * Math.sqrt(matrix.subarray(0, nIn).reduce((sum, weight) => sum + weight * weight, 0)),
    1,
  );
}
