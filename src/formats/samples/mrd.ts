// A small raw scan for tests: two channels, noise, a reversed readout, a trajectory, two metabolites.
import type { RawScan, Readout } from '../../records/index.ts';

export function makeRawScan(nReadouts = 6, nSamples = 5): RawScan {
  const nChannels = 2;
  const readouts = Array.from({ length: nReadouts }, (_, n): Readout => {
    const isSpiral = n === nReadouts - 1;
    return {
      nSamples,
      samples: Float32Array.from({ length: 2 * nChannels * nSamples }, (__, i) => i + 100 * n),
      dwell_s: 8e-6,
      start_s: 0.25 * n,
      centerSample: Math.floor(nSamples / 2),
      discard: [0, 1],
      counters: {
        line: n,
        partition: 0,
        slice: 0,
        average: 0,
        contrast: n % 2,
        phase: 0,
        frame: 0,
        set: 0,
        segment: 3,
      },
      ...(isSpiral && { trajectory_perM: Float32Array.from({ length: 2 * nSamples }, (__, i) => 10 * i) }),
      trajectoryDimensions: isSpiral ? 2 : 0,
      reversed: n === 1,
      purpose: n === 0 ? 'noise' : 'image',
      encoding: 0,
    };
  });
  return {
    name: 'two metabolites & <noise>',
    nucleus: '13C',
    larmor_Hz: 32.13e6,
    nChannels,
    encodings: [
      {
        kind: 'cartesian',
        encodedMatrix: [nSamples, nReadouts, 1],
        encodedFov_m: [0.05, 0.06, 0.01],
        imageMatrix: [nSamples, nReadouts, 1],
        imageFov_m: [0.05, 0.06, 0.01],
        lines: { first: 0, last: nReadouts - 1, center: nReadouts >> 1 },
        partitions: { first: 0, last: 0, center: 0 },
        acceleration: [2, 1],
      },
    ],
    readouts,
    orientation: { readout: [1, 0, 0], phase: [0, 1, 0], slice: [0, 0, 1], centreRas_mm: [1, -2, 3] },
    contrasts: [
      { name: 'fumarate', offset_Hz: 12.5, echoTime_s: 0.002 },
      { name: 'malate', offset_Hz: -200, echoTime_s: 0.004 },
    ],
    claims: { b0_T: 3, repetition_s: 0.5, flipAngle_deg: 10 },
    noiseCovariance: Float64Array.of(1, 0, 0.25, 0.5, 0.25, -0.5, 2, 0),
    notes: [],
  };
}
