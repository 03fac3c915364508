// What a receiver writes down while a sequence is played: signals of the sampling windows as readouts, with the counters that a reconstruction sorts by.
import { ScienceError, type Random } from '../../base/index.ts';
import type { Counters, Encoding, Orientation, RawScan, Readout, Sequence } from '../../records/index.ts';
import { playedWindows, type PlayedWindow } from './windows.ts';

/** Signal [sample], interleaved, that a channel hears in one window. */
export type SignalOf = (window: PlayedWindow, channel: number) => Float64Array;

export interface Recording {
  readonly nucleus: string;
  readonly larmor_Hz: number;
  readonly nChannels: number;
  readonly encoding: Encoding;
  /** Which label of the sequence each counter takes; 0 where not named. */
  readonly counters: Readonly<Partial<Record<keyof Counters, string>>>;
  /** Dimensions of the trajectory written beside the samples, 0 where the counters say it all. */
  readonly trajectoryDimensions: Readout['trajectoryDimensions'];
  readonly contrasts?: RawScan['contrasts'];
}

const COUNTERS = ['line', 'partition', 'slice', 'average', 'contrast', 'phase', 'frame', 'set', 'segment'] as const;
const AXIAL: Orientation = { readout: [1, 0, 0], phase: [0, 1, 0], slice: [0, 0, 1], centreRas_mm: [0, 0, 0] };

/** One readout for each sampling window; label `REV` marks what was played backwards. Throws where a signal does not fit its window. */
export function recorded(sequence: Sequence, signalOf: SignalOf, recording: Recording): RawScan {
  const { nucleus, larmor_Hz, nChannels, encoding } = recording;
  const readouts = playedWindows(sequence).map((window) => readoutOf(sequence, window, signalOf, recording));
  return {
    name: sequence.name,
    nucleus,
    larmor_Hz,
    nChannels,
    encodings: [encoding],
    readouts,
    orientation: AXIAL,
    ...(recording.contrasts && { contrasts: recording.contrasts }),
    claims: { nucleus, imagingFrequency_MHz: larmor_Hz / 1e6, description: 'simulated' },
    notes: [`Simulated: ${sequence.name}; gradients as asked, no motion.`],
  };
}

function readoutOf(sequence: Sequence, window: PlayedWindow, signalOf: SignalOf, recording: Recording): Readout {
  const { nChannels, trajectoryDimensions: dimensions, counters: named } = recording;
  const { k_perM, labels, since_s } = window;
  const n = since_s.length;
  const samples = new Float32Array(2 * nChannels * n);
  for (let channel = 0; channel < nChannels; channel++) {
    const signal = signalOf(window, channel);
    if (signal.length !== 2 * n)
      throw new ScienceError('argument', `a signal of ${signal.length} numbers for ${n} samples`, { where: `window ${window.index}` }); // prettier-ignore
    samples.set(signal, 2 * channel * n);
  }
  let centre = 0;
  for (let s = 1; s < n; s++) if (Math.abs(k_perM[3 * s]!) < Math.abs(k_perM[3 * centre]!) - 1e-9) centre = s;
  const counters = Object.fromEntries(COUNTERS.map((key) => [key, labels[named[key] ?? ''] ?? 0])) as Record<keyof Counters, number>; // prettier-ignore
  return {
    nSamples: n,
    samples,
    dwell_s: sequence.blocks[window.block]!.sampling!.dwell_s,
    start_s: window.time_s[0] ?? window.start_s,
    centerSample: centre,
    discard: [0, 0],
    counters,
    ...(dimensions > 0 && {
      trajectory_perM: Float32Array.from({ length: n * dimensions }, (_, i) => k_perM[3 * Math.floor(i / dimensions) + (i % dimensions)]!), // prettier-ignore
    }),
    trajectoryDimensions: dimensions,
    reversed: labels['REV'] === 1,
    purpose: 'image',
    encoding: 0,
  };
}

/** Lower triangle L of the covariance L L^H, [channel, channel] interleaved. Throws where it is not Hermitian and positive definite. */
export function covarianceRoot(covariance: Float64Array, nChannels: number): Float64Array {
  const n = nChannels;
  const fail = (message: string): never => {
    throw new ScienceError('argument', `noise covariance: ${message}`);
  };
  if (covariance.length !== 2 * n * n) fail(`${covariance.length} numbers for ${n} channels; expected ${2 * n * n}`);
  const size = covariance.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const root = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let re = covariance[2 * (i * n + j)]!,
        im = covariance[2 * (i * n + j) + 1]!;
      const mirror = 2 * (j * n + i);
      if (!(Math.hypot(re - covariance[mirror]!, im + covariance[mirror + 1]!) <= 1e-9 * size)) fail(`channels ${i + 1} and ${j + 1} are not conjugate to each other`); // prettier-ignore
      for (let k = 0; k < j; k++) {
        const a = 2 * (i * n + k),
          b = 2 * (j * n + k);
        re -= root[a]! * root[b]! + root[a + 1]! * root[b + 1]!;
        im -= root[a + 1]! * root[b]! - root[a]! * root[b + 1]!;
      }
      if (i === j) {
        if (!(re > 1e-14 * size)) fail('is not positive definite');
        root[2 * (i * n + i)] = Math.sqrt(re);
      } else {
        root[2 * (i * n + j)] = re / root[2 * (j * n + j)]!;
        root[2 * (i * n + j) + 1] = im / root[2 * (j * n + j)]!;
      }
    }
  return root;
}

const NOISE_SAMPLES = 4096;

/** The scan with complex Gaussian noise of E[n n^H] = `covariance` in each sample, and a readout of noise alone before it. */
export function withNoise(scan: RawScan, covariance: Float64Array, random: Random): RawScan {
  const n = scan.nChannels;
  const root = covarianceRoot(covariance, n);
  const noisy = (readout: Readout): Readout => {
    const { nSamples } = readout;
    const samples = readout.samples.slice();
    const even = new Float64Array(2 * n);
    for (let s = 0; s < nSamples; s++) {
      for (let i = 0; i < 2 * n; i++) even[i] = Math.SQRT1_2 * random.normal();
      for (let i = 0; i < n; i++) {
        let re = 0,
          im = 0;
        for (let j = 0; j <= i; j++) {
          const l = 2 * (i * n + j);
          re += root[l]! * even[2 * j]! - root[l + 1]! * even[2 * j + 1]!;
          im += root[l]! * even[2 * j + 1]! + root[l + 1]! * even[2 * j]!;
        }
        const at = 2 * (i * nSamples + s);
        samples[at] = samples[at]! + re;
        samples[at + 1] = samples[at + 1]! + im;
      }
    }
    return { ...readout, samples };
  };
  const none = scan.readouts[0]!;
  const { trajectory_perM: _, ...first } = none;
  const silent: Readout = {
    ...first,
    nSamples: NOISE_SAMPLES,
    samples: new Float32Array(2 * n * NOISE_SAMPLES),
    start_s: none.start_s - 1,
    centerSample: 0,
    trajectoryDimensions: 0,
    reversed: false,
    purpose: 'noise',
  };
  return { ...scan, noiseCovariance: covariance, readouts: [silent, ...scan.readouts].map(noisy) };
}
