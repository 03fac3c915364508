import { describe, expect, it } from 'vitest';
import type { Sequence } from '../../../records/index.ts';
import { checkSequence, integralAt, kSpaceOf, polylineOf } from '../../sequence/index.ts';
import { MOUSE_SCANNER } from '../hardware.ts';
import { bssfpSequence } from './bssfp.ts';
import { csiSequence } from './csi.ts';
import { epsiSequence } from './epsi.ts';
import { idealSpiralSequence } from './ideal-spiral.ts';
import { sequenceOf } from './parts.ts';
import { pulseAcquireSequence } from './pulse-acquire.ts';
import { spiralReadout } from './spiral.ts';

const hardware = MOUSE_SCANNER;
const playable = (sequence: Sequence): void => {
  expect(checkSequence(sequence, hardware).map(({ message }) => message)).toEqual([]);
};
const areas = ({ blocks }: Pick<Sequence, 'blocks'>): number[] =>
  [0, 1, 2].map((axis) => {
    let sum = 0;
    for (const { gradients, duration_s } of blocks) {
      const event = gradients[axis];
      if (event !== undefined) sum += integralAt(polylineOf(event), Float64Array.of(duration_s))[0]!;
    }
    return sum;
  });
/** Start of each block. */
const starts = ({ blocks }: Sequence): number[] => {
  let t = 0;
  return blocks.map(({ duration_s }) => (t += duration_s) - duration_s);
};
const pulseCentres = (sequence: Sequence): number[] => {
  const at = starts(sequence);
  return sequence.blocks.flatMap(({ rf }, b) => (rf === undefined ? [] : [at[b]! + rf.delay_s + rf.center_s]));
};

describe('spirals', () => {
  const cases = [
    { matrix: 32, fov_m: 0.04, nInterleaves: 1, bandwidth_Hz: 250e3 },
    { matrix: 64, fov_m: 0.06, nInterleaves: 4, bandwidth_Hz: 500e3 },
    { matrix: 48, fov_m: [0.06, 0.03] as const, nInterleaves: 2, bandwidth_Hz: 300e3 },
  ];
  it.each(cases)('of $matrix pixels can be played, reach the edge, and leave no gap', (settings) => {
    const readouts = Array.from({ length: settings.nInterleaves }, (_, interleaf) =>
      spiralReadout({ hardware, ...settings, interleaf }),
    );
    const radii: { r: number; angle: number }[][] = [];
    for (const readout of readouts) {
      const sequence = sequenceOf('spiral', hardware, readout.blocks);
      playable(sequence);
      for (const area of areas(sequence)) expect(Math.abs(area)).toBeLessThan(1e-7);
      const { k_perM } = kSpaceOf(sequence).windows[0]!;
      const [inner, outer] = typeof settings.fov_m === 'number' ? [settings.fov_m, settings.fov_m] : settings.fov_m;
      const widest = Math.max(inner, outer),
        edge = settings.matrix / (2 * widest);
      let largest = 0;
      const path: { r: number; angle: number }[] = [];
      for (let m = 0; m < readout.nSamples; m++) {
        const [x, y] = [k_perM[3 * m]!, k_perM[3 * m + 1]!];
        largest = Math.max(largest, Math.hypot(x, y));
        if (m > 0) expect(Math.hypot(x - k_perM[3 * m - 3]!, y - k_perM[3 * m - 2]!) * widest).toBeLessThan(1.001);
        const before = path.at(-1)?.angle ?? Math.atan2(y, x);
        const angle = Math.atan2(y, x);
        path.push({ r: Math.hypot(x, y), angle: angle + 2 * Math.PI * Math.round((before - angle) / (2 * Math.PI)) });
      }
      expect(largest).toBeGreaterThan(edge * (1 - 1 / settings.matrix));
      radii.push(path);
      // one turn further the radius has grown by nInterleaves / FOV there
      const at = (angle: number): number | undefined => path.find((p) => p.angle >= angle && p.r > 0)?.r;
      const last = path.at(-1)!.angle;
      for (let angle = last - 2 * Math.PI; angle > path[0]!.angle + 1; angle -= 1) {
        const [from, to] = [at(angle)!, at(angle + 2 * Math.PI)];
        if (to === undefined) continue;
        const fov = inner + ((outer - inner) * 0.5 * (from + to)) / edge;
        expect(((to - from) * fov) / settings.nInterleaves).toBeLessThan(1.1);
        expect(((to - from) * fov) / settings.nInterleaves).toBeGreaterThan(0.8);
      }
    }
    expect(radii).toHaveLength(settings.nInterleaves);
  });
});

describe('phase-encoded spectra', () => {
  const csi = { hardware, matrix: [8, 6, 4], fov_m: [0.04, 0.03, 0.04], flip_rad: 0.2, repetition_s: 0.08, nSpectral: 256, spectralWidth_Hz: 5000 } as const; // prettier-ignore
  it('CSI stands on its grid, and its first sample when it is said', () => {
    const { sequence, firstSample_s, dwell_s } = csiSequence(csi);
    playable(sequence);
    const { windows } = kSpaceOf(sequence);
    const centres = pulseCentres(sequence);
    expect(windows).toHaveLength(8 * 6 * 4);
    windows.forEach(({ k_perM, labels, time_s }, w) => {
      expect(time_s[0]! - centres[w]!).toBeCloseTo(firstSample_s, 10);
      expect(time_s[1]! - time_s[0]!).toBeCloseTo(dwell_s, 10);
      [labels['LIN']!, labels['PAR']!, labels['SLC']!].forEach((index, axis) => {
        expect(k_perM[axis]).toBeCloseTo((index - csi.matrix[axis]! / 2) / csi.fov_m[axis]!, 7);
      });
    });
    expect(centres[1]! - centres[0]!).toBeCloseTo(0.08, 9);
    expect(() => csiSequence({ ...csi, repetition_s: 0.02 })).toThrow(/repetition time is too short by/);
  });

  it.each(['flyback', 'symmetric'] as const)('EPSI, %s: each line covers k, forward or back', (kind) => {
    const settings = { hardware, matrix: [16, 4, 2], fov_m: [0.04, 0.04, 0.02], flip_rad: 0.2, repetition_s: 0.1, kind, nSpectral: 21, bandwidth_Hz: 100e3 } as const; // prettier-ignore
    const made = epsiSequence(settings);
    playable(made.sequence);
    for (const area of areas(made.sequence)) expect(Math.abs(area)).toBeLessThan(1e-6);
    const { windows } = kSpaceOf(made.sequence);
    const centres = pulseCentres(made.sequence);
    windows.forEach(({ k_perM, labels, time_s, excitation }) => {
      const back = labels['REV'] === 1;
      expect(back).toBe(kind === 'symmetric' && labels['ECO']! % 2 === 1);
      for (let n = 0; n < 16; n++) {
        // on the way back the samples stand mirrored about the middle of the flat top
        expect(k_perM[3 * (back ? 15 - n : n)]).toBeCloseTo((n - 8) / 0.04, 6);
        expect(k_perM[3 * n + 1]).toBeCloseTo((labels['LIN']! - 2) / 0.04, 6);
        expect(k_perM[3 * n + 2]).toBeCloseTo((labels['PAR']! - 1) / 0.02, 6);
      }
      const echo = time_s[back ? 7 : 8]! - centres[excitation]!;
      const spread = back ? made.lineSpacing_s : 0;
      expect(Math.abs(echo - made.echo_s - labels['ECO']! * made.lineSpacing_s)).toBeLessThan(back ? spread : 1e-9);
    });
    expect(made.spectralWidth_Hz).toBeCloseTo(1 / (made.lineSpacing_s * (kind === 'symmetric' ? 2 : 1)), 6);
  });
});

describe('images', () => {
  it('IDEAL spirals have the echo times that are said', () => {
    const { sequence, echoTimes_s } = idealSpiralSequence({
      spiral: { hardware, matrix: 24, fov_m: 0.04, nInterleaves: 2, bandwidth_Hz: 250e3 },
      pulse: { thickness_m: 0.01, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 },
      nEchoes: 5,
      echoShift_s: 1.2e-3,
      repetition_s: 0.06,
    });
    playable(sequence);
    for (const axis of [0, 1]) expect(Math.abs(areas(sequence)[axis]!)).toBeLessThan(1e-6);
    const centres = pulseCentres(sequence);
    const { windows } = kSpaceOf(sequence);
    expect(windows).toHaveLength(10);
    windows.forEach(({ time_s, labels, excitation, k_perM }) => {
      expect(time_s[0]! - 2e-6 - centres[excitation]!).toBeCloseTo(echoTimes_s[labels['ECO']!]!, 9);
      expect(Math.hypot(k_perM[0]!, k_perM[1]!)).toBeLessThan(0.1);
      expect(Math.abs(k_perM[2]!)).toBeLessThan(1e-6);
    });
    expect(echoTimes_s[1]! - echoTimes_s[0]!).toBeCloseTo(1.2e-3, 9);
  });

  it('bSSFP is balanced over each repetition, alternates, and starts at half', () => {
    const { sequence, repetition_s, echo_s } = bssfpSequence({ hardware, matrix: [16, 6, 4], fov_m: [0.04, 0.03, 0.02], flip_rad: 0.6, bandwidth_Hz: 50e3 }); // prettier-ignore
    playable(sequence);
    const centres = pulseCentres(sequence);
    expect(centres[1]! - centres[0]!).toBeCloseTo(repetition_s / 2, 4);
    for (let n = 2; n < centres.length; n++) expect(centres[n]! - centres[n - 1]!).toBeCloseTo(repetition_s, 9);
    const pulses = sequence.blocks.flatMap(({ rf }, at) => (rf === undefined ? [] : [{ rf, at }]));
    expect(pulses[0]!.rf.amplitude_Hz[0]! * pulses[0]!.rf.duration_s * 4 * Math.PI).toBeCloseTo(0.6, 12);
    pulses.forEach(({ rf, at }, n) => {
      expect(rf.phaseOffset_rad).toBe(n % 2 === 0 ? Math.PI : 0);
      const next = pulses[n + 1]?.at ?? sequence.blocks.length;
      for (const area of areas({ blocks: sequence.blocks.slice(at, next) })) expect(Math.abs(area)).toBeLessThan(1e-9);
    });
    kSpaceOf(sequence).windows.forEach(({ k_perM, labels, time_s, excitation }) => {
      expect(time_s[8]! - centres[excitation]!).toBeCloseTo(echo_s, 9);
      for (let n = 0; n < 16; n++) expect(k_perM[3 * n]).toBeCloseTo((n - 8) / 0.04, 7);
      expect(k_perM[1]).toBeCloseTo((labels['LIN']! - 3) / 0.03, 7);
      expect(k_perM[2]).toBeCloseTo((labels['PAR']! - 2) / 0.02, 7);
    });
    expect(Math.abs(echo_s - repetition_s / 2)).toBeLessThan(6e-5);
  });

  it('pulse and acquire leaves no k, and turns by the flips asked for', () => {
    const flips_rad = [0.1, 0.2, 0.4];
    const { sequence, firstSample_s } = pulseAcquireSequence({ pulse: { hardware, thickness_m: 0.02, duration_s: 1.5e-3, timeBandwidth: 6 }, flips_rad, repetition_s: 0.3, nSpectral: 512, spectralWidth_Hz: 4000 }); // prettier-ignore
    playable(sequence);
    const centres = pulseCentres(sequence);
    kSpaceOf(sequence).windows.forEach(({ k_perM, time_s, labels }, n) => {
      expect(labels['REP']).toBe(n);
      expect(Math.max(...k_perM.map(Math.abs))).toBeLessThan(1e-9);
      expect(time_s[0]! - centres[n]!).toBeCloseTo(firstSample_s, 9);
    });
    sequence.blocks
      .flatMap(({ rf }) => (rf ? [rf] : []))
      .forEach((rf, n) => {
        const turn = rf.amplitude_Hz.reduce((sum, a, i) => sum + a * Math.cos(rf.phase_rad[i]!), 0) * 2 * Math.PI * hardware.rfRaster_s; // prettier-ignore
        expect(turn).toBeCloseTo(flips_rad[n]!, 9);
      });
  });
});
