// What no sequence can be made of is refused in one line that names the number.
import { expect, it } from 'vitest';
import { ScienceError } from '../../base/index.ts';
import { epiReadout } from './epi.ts';
import { checkHardware, MOUSE_SCANNER } from './hardware.ts';
import { bssfpSequence } from './readouts/bssfp.ts';
import { csiSequence } from './readouts/csi.ts';
import { epsiSequence } from './readouts/epsi.ts';
import { idealSpiralSequence } from './readouts/ideal-spiral.ts';
import { pulseAcquireSequence } from './readouts/pulse-acquire.ts';
import { shotsSequence } from './readouts/shots.ts';
import { spiralReadout } from './readouts/spiral.ts';

const hardware = MOUSE_SCANNER;
const pulse = { hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 };
const epi = { hardware, matrix: [16, 12], fov_m: [0.04, 0.03], bandwidth_Hz: 50e3, order: 'sequential' } as const;
const csi = { hardware, matrix: [4, 4, 1], fov_m: [0.04, 0.04, 0.01], flip_rad: 0.2, repetition_s: 0.1, nSpectral: 64, spectralWidth_Hz: 4000 } as const; // prettier-ignore
const epsi = { hardware, matrix: [16, 4, 1], fov_m: [0.04, 0.04, 0.01], flip_rad: 0.2, repetition_s: 0.1, kind: 'flyback', nSpectral: 8, bandwidth_Hz: 50e3 } as const; // prettier-ignore
const bssfp = { hardware, matrix: [16, 4, 3], fov_m: [0.04, 0.03, 0.02], flip_rad: 0.6, bandwidth_Hz: 50e3 } as const;
const spiral = { hardware, matrix: 16, fov_m: 0.04, nInterleaves: 1, bandwidth_Hz: 250e3 } as const;
const series = { pulse: { ...pulse, thickness_m: 0.02 }, flips_rad: [0.2], repetition_s: 0.3, nSpectral: 128, spectralWidth_Hz: 4000 } as const; // prettier-ignore
const ideal = { spiral, pulse, nEchoes: 3, echoShift_s: 1e-3, repetition_s: 0.06 } as const;

it('what they are changed from can be made', () => {
  const made = [epiReadout(epi), csiSequence(csi), epsiSequence(epsi), bssfpSequence(bssfp), spiralReadout(spiral), pulseAcquireSequence(series), idealSpiralSequence(ideal)]; // prettier-ignore
  expect(made).toHaveLength(7);
});

const weak = { ...hardware, largestGradient_TPerM: 0.02 };
it.each<readonly [string, () => unknown, RegExp]>([
  ['EPI beyond its gradients', () => epiReadout({ ...epi, hardware: weak }), /the readout needs a gradient of 116\.\d mT\/m; the scanner has 20/], // prettier-ignore
  ['EPI of a negative field of view', () => epiReadout({ ...epi, fov_m: [0.04, -0.03] }), /field of view of \[0.04, -0.03\] m; expected metres above 0/], // prettier-ignore
  [
    'EPI of half a line',
    () => epiReadout({ ...epi, matrix: [16, 2.5] }),
    /matrix of \[16, 2.5\]; expected whole numbers/,
  ],
  ['EPI of no bandwidth', () => epiReadout({ ...epi, bandwidth_Hz: NaN }), /bandwidth of NaN Hz/],
  ['CSI of a field of view of 0', () => csiSequence({ ...csi, fov_m: [0.04, 0, 0.01] }), /field of view of \[0.04, 0, 0.01\]/], // prettier-ignore
  ['CSI of no points', () => csiSequence({ ...csi, nSpectral: 0 }), /csi with nSpectral 0; expected a whole number/],
  ['CSI without time', () => csiSequence({ ...csi, repetition_s: -1 }), /csi with repetition_s -1/],
  ['CSI of degrees', () => csiSequence({ ...csi, flip_rad: 20 }), /flip angle of 20 rad; .* Was it given in degrees\?/],
  ['EPSI of a huge matrix', () => epsiSequence({ ...epsi, matrix: [16, 1e9, 1] }), /epsi with a matrix of \[16, 1000000000, 1\]/], // prettier-ignore
  ['EPSI beyond its gradients', () => epsiSequence({ ...epsi, hardware: weak }), /the scanner has 20/],
  ['bSSFP of a negative field of view', () => bssfpSequence({ ...bssfp, fov_m: [-0.04, 0.03, 0.02] }), /field of view of \[-0.04/], // prettier-ignore
  ['bSSFP too short', () => bssfpSequence({ ...bssfp, repetition_s: 1e-3 }), /these gradients need/],
  [
    'a spiral of no bandwidth',
    () => spiralReadout({ ...spiral, bandwidth_Hz: 0 }),
    /bandwidth and field of view above 0/,
  ],
  ['a spiral of an endless matrix', () => spiralReadout({ ...spiral, matrix: Infinity }), /a spiral needs a matrix/],
  [
    'a spiral of an endless field of view',
    () => spiralReadout({ ...spiral, fov_m: Infinity }),
    /a spiral needs a matrix/,
  ],
  ['no slew', () => spiralReadout({ ...spiral, hardware: { ...hardware, largestSlew_TPerMPerS: 0 } }), /largestSlew_TPerMPerS is 0; expected a number above 0 \(at hardware\)/], // prettier-ignore
  ['pulses of no slab', () => pulseAcquireSequence({ ...series, pulse: { ...series.pulse, thickness_m: -0.02 } }), /thickness_m -0.02/], // prettier-ignore
  ['pulses beyond their gradients', () => pulseAcquireSequence({ ...series, pulse: { ...series.pulse, thickness_m: 1e-5 } }), /the slab needs a gradient/], // prettier-ignore
  ['pulses beyond their B1', () => pulseAcquireSequence({ ...series, pulse: { ...series.pulse, hardware: { ...hardware, largestB1_T: 1e-6 } } }), /the slab pulse needs [\d.]+ uT; the coil has 1/], // prettier-ignore
  ['IDEAL of no echo', () => idealSpiralSequence({ ...ideal, nEchoes: 0 }), /nEchoes 0/],
  ['shots without time', () => shotsSequence({ name: 'epi', pulse, readouts: [epiReadout(epi).blocks], repetition_s: 1e-3 }), /the repetition time is too short by/], // prettier-ignore
  ['an unknown nucleus', () => csiSequence({ ...csi, hardware: { ...hardware, nucleus: '13c' } }), /unknown isotope "13c"; nearest known is "13C"/], // prettier-ignore
  ['the gamma of another nucleus', () => checkHardware({ ...hardware, nucleus: '1H' }), /gamma_HzPerT is .*; expected 4.25\d+e\+7 of 1H: gamma and nucleus belong together/], // prettier-ignore
  ['a wait below 0', () => checkHardware({ ...hardware, rfDeadTime_s: -1e-6 }), /rfDeadTime_s is -0.000001/],
])('%s', (_name, make, says) => {
  expect(make).toThrow(ScienceError);
  expect(make).toThrow(says);
  try {
    make();
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});
