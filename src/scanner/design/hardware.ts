// A scanner for mice, and gradients that it can play.
import { ScienceError } from '../../base/index.ts';
import { isotope } from '../../physics/spins/index.ts';
import type { Hardware, Trapezoid } from '../../records/index.ts';

/** gamma / (2 pi), as the spin references of this project have it. */
export const gamma_HzPerT = (nucleus: string): number =>
  isotope(nucleus, 'hardware.nucleus').gamma_radPerSPerT / (2 * Math.PI);

/** A small-bore insert. ASSUMED: common figures of such gradients and of a 13C volume coil, of no one scanner. */
export const MOUSE_SCANNER: Hardware = {
  nucleus: '13C',
  gamma_HzPerT: gamma_HzPerT('13C'),
  b0_T: 1.5,
  largestGradient_TPerM: 0.4,
  largestSlew_TPerMPerS: 2000,
  largestB1_T: 200e-6,
  gradientRaster_s: 1e-5,
  rfRaster_s: 1e-6,
  adcRaster_s: 1e-7,
  blockRaster_s: 1e-5,
  rfDeadTime_s: 1e-4,
  rfRingdown_s: 3e-5,
  adcDeadTime_s: 1e-5,
};

/** Throws where a limit is not a number above 0 (waits may be 0), or gamma is not that of the nucleus to 0.1%. */
export function checkHardware(hardware: Hardware): void {
  const { nucleus, gamma_HzPerT, rfDeadTime_s, rfRingdown_s, adcDeadTime_s } = hardware;
  const fail = (name: string, value: unknown, expected: string): never => {
    throw new ScienceError('argument', `${name} is ${String(value)}; expected ${expected}`, { where: 'hardware' });
  };
  for (const name of [
    'b0_T',
    'largestGradient_TPerM',
    'largestSlew_TPerMPerS',
    'largestB1_T',
    'gradientRaster_s',
    'rfRaster_s',
    'adcRaster_s',
    'blockRaster_s',
  ] as const)
    // prettier-ignore
    if (!(hardware[name] > 0) || !Number.isFinite(hardware[name])) fail(name, hardware[name], 'a number above 0');
  for (const [name, wait] of Object.entries({ rfDeadTime_s, rfRingdown_s, adcDeadTime_s }))
    if (!(wait >= 0 && wait < 1)) fail(name, wait, 'seconds, 0 or more and below 1');
  const known = Math.abs(isotope(nucleus, 'hardware.nucleus').gamma_radPerSPerT / (2 * Math.PI));
  if (!(Math.abs(Math.abs(gamma_HzPerT) / known - 1) < 1e-3))
    fail('gamma_HzPerT', gamma_HzPerT, `${known.toPrecision(6)} of ${nucleus}: gamma and nucleus belong together`);
}

/** Up to the next multiple of a raster; what is within a billionth of one stays. */
export const onRaster = (time_s: number, raster_s: number): number => Math.ceil(time_s / raster_s - 1e-9) * raster_s;

const limits = (hardware: Hardware): { readonly most_HzPerM: number; readonly slew_HzPerMPerS: number } => ({
  most_HzPerM: hardware.largestGradient_TPerM * Math.abs(hardware.gamma_HzPerT),
  slew_HzPerMPerS: hardware.largestSlew_TPerMPerS * Math.abs(hardware.gamma_HzPerT),
});

/** Shortest ramp to an amplitude; at least one raster time. */
export function riseTo(hardware: Hardware, amplitude_HzPerM: number): number {
  const { slew_HzPerMPerS } = limits(hardware);
  return onRaster(Math.max(hardware.gradientRaster_s, Math.abs(amplitude_HzPerM) / slew_HzPerMPerS), hardware.gradientRaster_s); // prettier-ignore
}

/** Flat top of given amplitude and duration. Throws where the amplitude is beyond the gradients. */
export function flatTop(hardware: Hardware, amplitude_HzPerM: number, flat_s: number, what: string): Trapezoid {
  const { most_HzPerM } = limits(hardware);
  if (Math.abs(amplitude_HzPerM) > most_HzPerM * (1 + 1e-9))
    throw new ScienceError('argument', `${what} needs a gradient of ${((1e3 * Math.abs(amplitude_HzPerM)) / hardware.gamma_HzPerT).toFixed(1)} mT/m; the scanner has ${1e3 * hardware.largestGradient_TPerM}`); // prettier-ignore
  const rise_s = riseTo(hardware, amplitude_HzPerM);
  return { kind: 'trapezoid', delay_s: 0, amplitude_HzPerM, rise_s, flat_s: onRaster(flat_s, hardware.gradientRaster_s), fall_s: rise_s }; // prettier-ignore
}

/** The shortest trapezoid, or triangle, of a given area in cycles per metre (signed); of a given duration where that is longer. */
export function ofArea(hardware: Hardware, area_perM: number, duration_s = 0): Trapezoid {
  const { most_HzPerM, slew_HzPerMPerS } = limits(hardware);
  const raster_s = hardware.gradientRaster_s;
  const size = Math.abs(area_perM);
  const top = Math.min(most_HzPerM, Math.sqrt(size * slew_HzPerMPerS));
  let rise_s = onRaster(Math.max(raster_s, top / slew_HzPerMPerS), raster_s);
  let flat_s = top > 0 ? onRaster(Math.max(0, size / top - rise_s), raster_s) : 0;
  if (2 * rise_s + flat_s < duration_s) flat_s = onRaster(duration_s - 2 * rise_s, raster_s);
  const amplitude_HzPerM = area_perM / (rise_s + flat_s);
  rise_s = Math.max(rise_s, riseTo(hardware, amplitude_HzPerM));
  return { kind: 'trapezoid', delay_s: 0, amplitude_HzPerM, rise_s, flat_s, fall_s: rise_s };
}

export const durationOf = ({ delay_s, rise_s, flat_s, fall_s }: Trapezoid): number =>
  delay_s + rise_s + flat_s + fall_s;

export const areaOf = ({ amplitude_HzPerM, rise_s, flat_s, fall_s }: Trapezoid): number =>
  amplitude_HzPerM * (flat_s + 0.5 * (rise_s + fall_s));
