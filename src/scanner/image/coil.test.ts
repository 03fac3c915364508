import { describe, expect, it } from 'vitest';
import { calibratedCoil, frequency_Hz, MAGNETIZATION_APERMPERMM, MOUSE_COIL, noiseSd_mM } from './coil.ts';

const sampling = { b0_T: 3, voxel_m3: 8e-9, sampling_s: 0.05 };
const copper = { ...MOUSE_COIL, sampleNoiseShare: 0 };

describe('noise of a voxel', () => {
  it('is the Johnson noise over the induced voltage', () => {
    // By hand: 2.1366e-3 A/m per mM; sqrt(2) 2 pi 32.125e6 x 2.1366e-3 x 8e-9 x 30e-6 V, sqrt(4 k 310 K x 10^0.1 / 0.05 s) V.
    expect(MAGNETIZATION_APERMPERMM).toBeCloseTo(2.1365e-3, 6);
    expect(frequency_Hz(3)).toBeCloseTo(32.125e6, -3);
    const signal = Math.SQRT2 * 2 * Math.PI * 32.1252e6 * 2.13647e-3 * 8e-9 * 30e-6;
    const noise = Math.sqrt((4 * 1.380649e-23 * 310 * 1.258925) / 0.05);
    expect(noiseSd_mM(MOUSE_COIL, sampling) / (noise / signal)).toBeCloseTo(1, 4);
  });
  it('does not depend on the field where the animal makes it', () => {
    for (const b0_T of [0.5, 1.5, 7])
      expect(noiseSd_mM(MOUSE_COIL, { ...sampling, b0_T }) / noiseSd_mM(MOUSE_COIL, sampling)).toBeCloseTo(1, 12);
  });
  it('falls with the field to the power of 3/4 where copper makes it', () =>
    expect(noiseSd_mM(copper, { ...sampling, b0_T: 1.5 }) / noiseSd_mM(copper, sampling)).toBeCloseTo(
      Math.exp(0.75 * Math.LN2),
      12,
    ));
  it('goes as one over the volume and over the root of time', () => {
    const one = noiseSd_mM(MOUSE_COIL, sampling);
    expect(noiseSd_mM(MOUSE_COIL, { ...sampling, voxel_m3: 1e-9 }) / one).toBeCloseTo(8, 12);
    expect(noiseSd_mM(MOUSE_COIL, { ...sampling, sampling_s: 0.2 }) / one).toBeCloseTo(0.5, 12);
  });
  it('is what a measured image says after calibration', () => {
    const coil = calibratedCoil(copper, { ...sampling, snr: 40, concentration_mM: 0.5 });
    expect(0.5 / noiseSd_mM(coil, sampling)).toBeCloseTo(40, 10);
  });
  it.each([
    [{ efficiency_TPerSqrtW: -1 }, 'efficiency_TPerSqrtW is -1'],
    [{ sampleNoiseShare: 1.2 }, 'sampleNoiseShare is 1.2; expected a share, 0 to 1 (at coil)'],
    [{ noiseFigure_dB: -1 }, 'noiseFigure_dB is -1'],
    [{ temperature_K: 0 }, 'temperature_K is 0'],
    [{ b0_T: 0 }, 'b0_T is 0'],
  ])('refuses a coil with %o', (wrong, message) =>
    expect(() => noiseSd_mM({ ...MOUSE_COIL, ...wrong }, sampling)).toThrow(message),
  );
  it('refuses a voxel without volume', () =>
    expect(() => noiseSd_mM(MOUSE_COIL, { ...sampling, voxel_m3: 0 })).toThrow('voxel_m3 is 0'));
});
