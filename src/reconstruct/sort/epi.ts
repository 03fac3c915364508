// Echo-planar readouts made straight: ramp samples onto an even grid, and the phase between lines of opposite direction taken off.
import { ScienceError } from '../../base/index.ts';
import { complexSolve } from '../../math/complex/index.ts';
import { fftN } from '../../math/fourier/index.ts';
import type { Encoding, RawScan, Readout } from '../../records/index.ts';

/** Readouts on the encoded matrix, all in the direction of rising k, odd and even lines in phase: by reference lines where there are, else by least entropy. */
export function correctedEpi(scan: RawScan, encodingIndex = 0): RawScan {
  const encoding = scan.encodings[encodingIndex]!;
  const nx = encoding.encodedMatrix[0];
  const notes: string[] = [];
  const isMine = (one: Readout): boolean => one.encoding === encodingIndex && one.purpose !== 'noise';
  const ramped = scan.readouts.some((one) => isMine(one) && one.trajectory_perM !== undefined);
  if (ramped) notes.push('Ramp samples were brought onto an even grid by least squares.');
  const solver = rampSolver(encoding);
  const even = scan.readouts.map((one) => (isMine(one) ? forward(one, nx, scan.nChannels, solver) : one));
  const wasReversed = scan.readouts.map((one) => one.reversed);
  const references = even.flatMap((one, n) => (isMine(one) && one.purpose === 'phaseCorrection' ? [n] : []));
  const shift =
    references.length >= 2
      ? phaseOfReferences(even, wasReversed, references, scan.nChannels, nx)
      : phaseOfLeastEntropy(even, wasReversed, isMine, scan.nChannels, encoding);
  notes.push(
    `Odd and even echoes: ${((shift.constant * 180) / Math.PI).toFixed(1)} degrees and ${((shift.slope * nx) / (2 * Math.PI)).toFixed(3)} samples apart, by ${references.length >= 2 ? 'reference lines' : 'least entropy, without reference lines'}; corrected.`,
  );
  const readouts = even.map((one, n) =>
    wasReversed[n] === true && isMine(one) ? turned(one, shift, scan.nChannels, nx) : one,
  );
  return { ...scan, readouts, notes: [...scan.notes, ...notes] };
}

interface PhaseShift {
  /** Phase of a reversed line minus that of a forward one: constant + slope (x - floor(nx / 2)), radians, x in voxels. */
  readonly constant: number;
  readonly slope: number;
}

/** Places along a line for each sample, at most. */
const MOST_PER_SAMPLE = 8;

type RampSolver = (readout: Readout) => Float64Array | undefined;

/** [nx, nSamples] interleaved: even samples from uneven ones by least squares through nx voxels; the same for the same trajectory. */
function rampSolver({ encodedMatrix: [nx], encodedFov_m: [fov_m] }: Encoding): RampSolver {
  const known = new Map<string, Float64Array>();
  return ({ trajectory_perM, trajectoryDimensions, nSamples }) => {
    if (trajectory_perM === undefined) return undefined;
    if (nx > MOST_PER_SAMPLE * nSamples) throw new ScienceError('format', `echo-planar lines of ${nSamples} samples for a matrix of ${nx} along the readout`); // prettier-ignore
    const k = Float64Array.from({ length: nSamples }, (_, s) => trajectory_perM[s * trajectoryDimensions]! * fov_m);
    const key = k.join();
    let matrix = known.get(key);
    if (matrix === undefined) {
      matrix = evenMatrix(k, nx);
      known.set(key, matrix);
    }
    return matrix;
  };
}

/** F (A^H A + e)^-1 A^H with A [sample, voxel] = exp(-2 pi i k x / nx), F to even k. The small e holds voxels that the samples do not reach. */
function evenMatrix(k: Float64Array, nx: number): Float64Array {
  const n = k.length;
  const a = new Float64Array(2 * nx * n); // A^H: [voxel, sample]
  for (let x = 0; x < nx; x++) {
    for (let s = 0; s < n; s++) {
      const angle = (2 * Math.PI * k[s]! * (x - (nx >> 1))) / nx;
      a[2 * (x * n + s)] = Math.cos(angle);
      a[2 * (x * n + s) + 1] = Math.sin(angle);
    }
  }
  const normal = new Float64Array(2 * nx * nx);
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < nx; y++) {
      let re = 0,
        im = 0;
      for (let s = 0; s < n; s++) {
        const ar = a[2 * (x * n + s)]!,
          ai = a[2 * (x * n + s) + 1]!,
          br = a[2 * (y * n + s)]!,
          bi = a[2 * (y * n + s) + 1]!;
        re += ar * br + ai * bi;
        im += ai * br - ar * bi;
      }
      normal[2 * (x * nx + y)] = re + (x === y ? 1e-6 * n : 0);
      normal[2 * (x * nx + y) + 1] = im;
    }
  }
  const image = complexSolve(normal, a, nx, n); // [voxel, sample]
  // columns are samples: transform along the first axis
  return fftN(image, [nx, n], [0], { centred: true, scale: 'none' });
}

/** A readout in the direction of rising k, on nx even samples with k = 0 in floor(nx / 2). */
function forward(readout: Readout, nx: number, nChannels: number, solver: RampSolver): Readout {
  const { nSamples, samples, reversed, centerSample, discard } = readout;
  const matrix = solver(readout);
  const out = new Float32Array(2 * nChannels * nx);
  for (let coil = 0; coil < nChannels; coil++) {
    const from = 2 * coil * nSamples,
      to = 2 * coil * nx;
    if (matrix !== undefined) {
      for (let x = 0; x < nx; x++) {
        let re = 0,
          im = 0;
        for (let s = 0; s < nSamples; s++) {
          const mr = matrix[2 * (x * nSamples + s)]!,
            mi = matrix[2 * (x * nSamples + s) + 1]!;
          re += mr * samples[from + 2 * s]! - mi * samples[from + 2 * s + 1]!;
          im += mr * samples[from + 2 * s + 1]! + mi * samples[from + 2 * s]!;
        }
        out[to + 2 * x] = re;
        out[to + 2 * x + 1] = im;
      }
      continue;
    }
    for (let s = discard[0]; s < nSamples - discard[1]; s++) {
      const x = (nx >> 1) + (reversed ? centerSample - s : s - centerSample);
      if (x < 0 || x >= nx) continue;
      out[to + 2 * x] = samples[from + 2 * s]!;
      out[to + 2 * x + 1] = samples[from + 2 * s + 1]!;
    }
  }
  const { trajectory_perM: _, ...rest } = readout;
  return {
    ...rest,
    nSamples: nx,
    samples: out,
    centerSample: nx >> 1,
    discard: [0, 0],
    reversed: false,
    trajectoryDimensions: 0,
  };
}

/** Profiles along x of all channels, interleaved complex [channel, x]. */
const profileOf = (readout: Readout, nx: number): Float64Array =>
  fftN(Float64Array.from(readout.samples), [nx], [0], { inverse: true, centred: true, scale: 'mean' });

/** Bruder et al. 1992: slope from the phase between neighbouring voxels of the product, constant from what is left. */
function phaseOfReferences(
  readouts: readonly Readout[],
  wasReversed: readonly boolean[],
  references: readonly number[],
  nChannels: number,
  nx: number,
): PhaseShift {
  const sum = [new Float64Array(2 * nChannels * nx), new Float64Array(2 * nChannels * nx)] as const;
  for (const n of references) {
    const profile = profileOf(readouts[n]!, nx);
    const to = sum[wasReversed[n] === true ? 1 : 0];
    for (let i = 0; i < profile.length; i++) to[i]! += profile[i]!;
  }
  const product = new Float64Array(2 * nx);
  for (let i = 0; i < nChannels * nx; i++) {
    const fr = sum[0][2 * i]!,
      fi = sum[0][2 * i + 1]!,
      rr = sum[1][2 * i]!,
      ri = sum[1][2 * i + 1]!;
    product[2 * (i % nx)]! += rr * fr + ri * fi;
    product[2 * (i % nx) + 1]! += ri * fr - rr * fi;
  }
  let re = 0,
    im = 0;
  for (let x = 0; x + 1 < nx; x++) {
    re += product[2 * x + 2]! * product[2 * x]! + product[2 * x + 3]! * product[2 * x + 1]!;
    im += product[2 * x + 3]! * product[2 * x]! - product[2 * x + 2]! * product[2 * x + 1]!;
  }
  const slope = Math.atan2(im, re);
  re = im = 0;
  for (let x = 0; x < nx; x++) {
    const c = Math.cos(slope * (x - (nx >> 1))),
      s = Math.sin(slope * (x - (nx >> 1)));
    re += product[2 * x]! * c + product[2 * x + 1]! * s;
    im += product[2 * x + 1]! * c - product[2 * x]! * s;
  }
  return { constant: Math.atan2(im, re), slope };
}

/** Clare 2003: the shift with the least entropy of the image of the strongest frame, first on a grid, then by halving its steps. */
function phaseOfLeastEntropy(
  readouts: readonly Readout[],
  wasReversed: readonly boolean[],
  isMine: (one: Readout) => boolean,
  nChannels: number,
  encoding: Encoding,
): PhaseShift {
  const [nx, ny] = encoding.encodedMatrix;
  const power = new Map<string, number>();
  const keyOf = ({ counters: c }: Readout): string =>
    [c.frame, c.contrast, c.slice, c.partition, c.phase, c.set].join();
  const images = readouts.flatMap((one, n) =>
    isMine(one) && one.purpose === 'image' ? [{ one, back: wasReversed[n]! }] : [],
  );
  for (const { one } of images) {
    let sum = 0;
    for (const x of one.samples) sum += x * x;
    power.set(keyOf(one), (power.get(keyOf(one)) ?? 0) + sum);
  }
  const strongest = [...power].reduce((a, b) => (b[1] > a[1] ? b : a), ['', -1] as [string, number])[0];
  const lines = images.filter(({ one }) => keyOf(one) === strongest);
  if (lines.length < 2 || lines.every(({ back }) => back) || lines.every(({ back }) => !back))
    return { constant: 0, slope: 0 };
  const profiles = lines.map(({ one, back }) => ({
    profile: profileOf(one, nx),
    back,
    y: one.counters.line - encoding.lines.center + (ny >> 1),
  }));
  const entropy = (constant: number, slope: number): number => {
    const hybrid = new Float64Array(2 * nChannels * ny * nx);
    for (const { profile, back, y } of profiles) {
      if (y < 0 || y >= ny) continue;
      for (let i = 0; i < nChannels * nx; i++) {
        const angle = back ? constant + slope * ((i % nx) - (nx >> 1)) : 0;
        const c = Math.cos(angle),
          s = Math.sin(angle);
        const to = 2 * ((Math.floor(i / nx) * ny + y) * nx + (i % nx));
        hybrid[to] = profile[2 * i]! * c + profile[2 * i + 1]! * s;
        hybrid[to + 1] = profile[2 * i + 1]! * c - profile[2 * i]! * s;
      }
    }
    const image = fftN(hybrid, [ny, nx], [0], { inverse: true, centred: true, scale: 'unitary' });
    let total = 0,
      sum = 0;
    for (let i = 0; i < image.length; i += 2) {
      const size = Math.hypot(image[i]!, image[i + 1]!);
      total += size;
      if (size > 0) sum += size * Math.log(size);
    }
    return total > 0 ? Math.log(total) - sum / total : 0;
  };
  let best = { constant: 0, slope: 0, entropy: Infinity };
  const look = (constant: number, slope: number): void => {
    const found = entropy(constant, slope);
    if (found < best.entropy) best = { constant, slope, entropy: found };
  };
  const widest = (2 * Math.PI * 2) / nx; // two samples
  // half a turn of the constant moves the image by half its field of view and has the same entropy: the smaller one is taken
  for (let i = -4; i < 4; i++) for (let j = -4; j <= 4; j++) look((i * Math.PI) / 8, (j / 4) * widest);
  for (let step = 1; step > 1e-4; step /= 2) {
    const { constant, slope } = best;
    for (const i of [-1, 0, 1])
      for (const j of [-1, 0, 1]) look(constant + (i * step * Math.PI) / 16, slope + (j * step * widest) / 8);
  }
  return best;
}

/** The readout with the phase taken off its profile. */
function turned(readout: Readout, { constant, slope }: PhaseShift, nChannels: number, nx: number): Readout {
  const profile = profileOf(readout, nx);
  for (let i = 0; i < nChannels * nx; i++) {
    const angle = constant + slope * ((i % nx) - (nx >> 1));
    const c = Math.cos(angle),
      s = Math.sin(angle);
    const re = profile[2 * i]!,
      im = profile[2 * i + 1]!;
    profile[2 * i] = re * c + im * s;
    profile[2 * i + 1] = im * c - re * s;
  }
  return { ...readout, samples: Float32Array.from(fftN(profile, [nx], [0], { centred: true, scale: 'none' })) };
}
