// A spectral-spatial pulse and an echo-planar readout: what they promise, by the Bloch equations and by the integral of their gradients.
import { describe, expect, it } from 'vitest';
import { afterPulse, pulseRotations } from '../../physics/encoding/index.ts';
import { checkSequence, kSpaceOf } from '../sequence/index.ts';
import { flatTop, MOUSE_SCANNER, ofArea, areaOf, durationOf } from './hardware.ts';
import { makeShot } from './shot.ts';
import { spectralSpatialPulse } from './spectral-spatial.ts';

const DEG = Math.PI / 180;
const pulseSettings = {
  hardware: MOUSE_SCANNER,
  thickness_m: 4e-3,
  flip_rad: 30 * DEG,
  nSubpulses: 8,
  subpulse_s: 1.6e-3,
  timeBandwidth: 3,
  pass: { centre_Hz: 0, halfWidth_Hz: 17 },
  stop: [{ centre_Hz: -91, halfWidth_Hz: 8 }],
} as const;
const at = (position_m: number, frequency_Hz: number): { across: number; along: number } => {
  const { steps } = spectralSpatialPulse(pulseSettings);
  const [x, y, z] = afterPulse(pulseRotations(steps, [position_m], [frequency_Hz]));
  return { across: Math.hypot(x!, y!), along: z! };
};

describe('a spectral-spatial pulse', () => {
  it('turns by its flip angle in the middle, passes its band and stops the other', () => {
    const pulse = spectralSpatialPulse(pulseSettings);
    expect(at(0, 0).across).toBeCloseTo(Math.sin(30 * DEG), 9);
    expect(at(0, -91).across).toBeLessThan(1e-3 * 0.5);
    expect(pulse.leak).toBeLessThan(1e-3);
    expect(pulse.passed).toBeGreaterThan(0.7);
    for (const f of [-9.5, 9.5]) expect(at(0, f).across).toBeGreaterThan(0.88 * 0.5);
  });

  it('selects its slice: half at the edge, nothing one thickness away', () => {
    expect(at(0.3e-3, 0).across).toBeGreaterThan(0.97 * 0.5);
    for (const edge of [-2e-3, 2e-3]) expect(Math.abs(at(edge, 0).across / 0.5 - 0.5)).toBeLessThan(0.1);
    for (const beyond of [-5e-3, 5e-3]) expect(at(beyond, 0).across).toBeLessThan(0.01);
  });

  it('leaves the slice in phase', () => {
    const { steps } = spectralSpatialPulse(pulseSettings);
    const places = Array.from({ length: 21 }, (_, i) => (i - 10) * 1.8e-4);
    const m = afterPulse(pulseRotations(steps, places, [0]));
    const sum = [0, 1].map((part) => places.reduce((s, _, i) => s + m[3 * i + part]!, 0));
    const sizes = places.reduce((s, _, i) => s + Math.hypot(m[3 * i]!, m[3 * i + 1]!), 0);
    expect(Math.hypot(sum[0]!, sum[1]!) / sizes).toBeGreaterThan(0.995);
  });

  it('refuses what the scanner or the spacing of its parts cannot do', () => {
    expect(() => spectralSpatialPulse({ ...pulseSettings, thickness_m: 1e-4 })).toThrow(/mT\/m; the scanner has 400/);
    const { repeats_Hz } = spectralSpatialPulse(pulseSettings);
    const again = { ...pulseSettings, stop: [{ centre_Hz: repeats_Hz + 20, halfWidth_Hz: 5 }] };
    expect(() => spectralSpatialPulse(again)).toThrow(/repeats every/);
    expect(() => spectralSpatialPulse({ ...pulseSettings, pass: { centre_Hz: 0, halfWidth_Hz: repeats_Hz } })).toThrow(
      /pass band is .* wide/,
    );
  });

  it('stops a band beyond its first repeat, across the slice too', () => {
    const { repeats_Hz } = spectralSpatialPulse(pulseSettings);
    const centre_Hz = -91 - repeats_Hz;
    const { steps, leak } = spectralSpatialPulse({ ...pulseSettings, stop: [{ centre_Hz, halfWidth_Hz: 8 }] });
    expect(leak).toBeLessThan(1e-3);
    const places = Array.from({ length: 13 }, (_, i) => (i - 6) * 1e-3);
    const m = afterPulse(pulseRotations(steps, places, [centre_Hz]));
    for (let i = 0; i < places.length; i++) expect(Math.hypot(m[3 * i]!, m[3 * i + 1]!)).toBeLessThan(2e-3);
  });
});

describe('gradients', () => {
  it('of an area hold amplitude and slew, in the shortest time of the raster', () => {
    const most = MOUSE_SCANNER.largestGradient_TPerM * MOUSE_SCANNER.gamma_HzPerT,
      slew = MOUSE_SCANNER.largestSlew_TPerMPerS * MOUSE_SCANNER.gamma_HzPerT;
    for (const area of [3, -40, 900, 5e3, 1e-3]) {
      const one = ofArea(MOUSE_SCANNER, area);
      expect(areaOf(one)).toBeCloseTo(area, 9);
      expect(Math.abs(one.amplitude_HzPerM)).toBeLessThanOrEqual(most * (1 + 1e-9));
      expect(Math.abs(one.amplitude_HzPerM) / one.rise_s).toBeLessThanOrEqual(slew * (1 + 1e-9));
      const ideal = Math.abs(area) < (most * most) / slew ? 2 * Math.sqrt(Math.abs(area) / slew) : Math.abs(area) / most + most / slew; // prettier-ignore
      expect(durationOf(one)).toBeLessThan(ideal + 4e-5);
    }
    expect(() => flatTop(MOUSE_SCANNER, 1.01 * most, 1e-3, 'a test')).toThrow(/a test needs a gradient/);
  });
});

describe('an echo-planar shot', () => {
  const shot = makeShot({
    ...pulseSettings,
    readout: 'epi',
    matrix: [16, 12],
    fov_m: [0.048, 0.036],
    bandwidth_Hz: 50_000,
    order: 'sequential',
  });

  it('samples k-space on whole cycles per field of view, to and fro, through its centre', () => {
    expect(shot.lines.map(({ line }) => line)).toEqual(Array.from({ length: 12 }, (_, y) => y));
    shot.lines.forEach(({ kx, ky, line, reversed }) => {
      for (const k of ky) expect(k).toBeCloseTo(line - 6, 9);
      expect(reversed).toBe(line % 2 === 1);
      kx.forEach((k, n) => expect(k).toBeCloseTo(reversed ? 15 - n - 8 : n - 8, 9));
    });
    const middle = shot.lines[6]!;
    expect(middle.kx[8]).toBeCloseTo(0, 9);
    expect(shot.echoTime_s).toBe(middle.time_s[8]);
  });

  it('can be played', () => {
    expect(checkSequence(shot.sequence, MOUSE_SCANNER).map(({ message }) => message)).toEqual([]);
  });

  it('has no k along its slice where the readout begins, and runs from the centre out where asked', () => {
    for (const { k_perM } of kSpaceOf(shot.sequence).windows) expect(Math.abs(k_perM[2]! * 4e-3)).toBeLessThan(2e-3);
    const out = makeShot({ ...pulseSettings, readout: 'epi', matrix: [16, 12], fov_m: [0.048, 0.036], bandwidth_Hz: 50_000 }); // prettier-ignore
    expect(out.lines.map(({ ky }) => Math.round(ky[0]!))).toEqual([0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6]);
    out.lines.forEach(({ ky, line, kx, reversed }) => {
      for (const k of ky) expect(k).toBeCloseTo(line - 6, 9);
      kx.forEach((k, n) => expect(k).toBeCloseTo(reversed ? 15 - n - 8 : n - 8, 9));
    });
    expect(out.echoTime_s).toBeLessThan(shot.echoTime_s - 2e-3);
  });
});

it.each(['spiral', 'epi'] as const)('a shot with a readout of %s keeps to all limits of its scanner', (readout) => {
  const { sequence } = makeShot({ ...pulseSettings, readout, matrix: [32, 32], fov_m: [0.064, 0.064], bandwidth_Hz: 20_000 }); // prettier-ignore
  expect(checkSequence(sequence, MOUSE_SCANNER)).toEqual([]);
});
