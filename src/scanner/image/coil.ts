// How large the noise of a voxel is: from coil, field, voxel volume and sampling time, by reciprocity.
import { ScienceError } from '../../base/index.ts';

/** A receive coil at the place of the animal, as a bench or a power calibration gives it. */
export interface Coil {
  /** Field that turns with the spins (B1+) per square root of transmit power, at `b0_T`: 90 degrees in 100 us with 100 W are 23 uT/sqrt(W). */
  readonly efficiency_TPerSqrtW: number;
  /** Field at which the efficiency holds. */
  readonly b0_T: number;
  /** Share of the noise power that comes from the animal at `b0_T`, 0 to 1; the rest is the coil's copper. */
  readonly sampleNoiseShare: number;
  readonly noiseFigure_dB: number;
  readonly temperature_K: number;
}

/**
 * A volume coil for a mouse. ASSUMED: no published 13C figure was at hand. All noise from the animal makes the SNR the same at every field, which is what was
 * measured for hyperpolarized 13C at equal bandwidth (Traechtler 2023); copper noise would make low fields worse.
 */
export const MOUSE_COIL: Coil = {
  efficiency_TPerSqrtW: 30e-6,
  b0_T: 3,
  sampleNoiseShare: 1,
  noiseFigure_dB: 1,
  temperature_K: 310,
};

/** rad/s/T; Harris et al. 2001. */
const GAMMA_13C_RADPERSPERT = 67.28284e6;
const HBAR_JS = 1.054571817e-34;
const AVOGADRO_PERMOL = 6.02214076e23;
const BOLTZMANN_JPERK = 1.380649e-23;
/** Magnetization of fully polarized 13C, A/m per mmol/L: N_A gamma hbar / 2. */
export const MAGNETIZATION_APERMPERMM = (AVOGADRO_PERMOL * GAMMA_13C_RADPERSPERT * HBAR_JS) / 2;

/** 13C frequency, Hz. */
export const frequency_Hz = (b0_T: number): number => (GAMMA_13C_RADPERSPERT * b0_T) / (2 * Math.PI);

export interface Sampling {
  readonly b0_T: number;
  readonly voxel_m3: number;
  /** Time in which all samples of one image were taken: number of samples / bandwidth. */
  readonly sampling_s: number;
}

/**
 * Standard deviation of the noise in one channel (real or imaginary) of a voxel, mmol/L of fully polarized 13C after 90 degrees; no k-space filter.
 * SNR = sqrt(2) w0 M V eta sqrt(t) / sqrt(4 k T F), eta = B1+/sqrt(P) (Hoult and Richards 1976, B1 per current from the power); the coil's resistance goes as
 * R = R_ref (s (w/w_ref)^2 + (1 - s) (w/w_ref)^(1/2)): animal and copper (Hoult and Lauterbur 1979), and eta as 1 / sqrt(R).
 */
export function noiseSd_mM(coil: Coil, sampling: Sampling): number {
  checkCoil(coil);
  for (const [name, value] of Object.entries(sampling) as [string, number][])
    if (!(value > 0) || !Number.isFinite(value))
      throw new ScienceError('argument', `${name} is ${value}; expected a positive number`);
  const { b0_T, voxel_m3, sampling_s } = sampling;
  const relative = b0_T / coil.b0_T;
  const resistance = coil.sampleNoiseShare * relative * relative + (1 - coil.sampleNoiseShare) * Math.sqrt(relative);
  const efficiency = coil.efficiency_TPerSqrtW / Math.sqrt(resistance);
  const emf = Math.SQRT2 * GAMMA_13C_RADPERSPERT * b0_T * MAGNETIZATION_APERMPERMM * voxel_m3 * efficiency;
  const noiseFactor = Math.exp((coil.noiseFigure_dB * Math.LN10) / 10);
  return Math.sqrt((4 * BOLTZMANN_JPERK * coil.temperature_K * noiseFactor) / sampling_s) / emf;
}

/** The coil with the efficiency that a measured image gives: `snr` of a voxel that held `concentration_mM` of fully polarized 13C, seen after 90 degrees. */
export function calibratedCoil(
  coil: Coil,
  measured: Sampling & { readonly snr: number; readonly concentration_mM: number },
): Coil {
  const { snr, concentration_mM, ...sampling } = measured;
  if (!(snr > 0) || !(concentration_mM > 0))
    throw new ScienceError('argument', `snr is ${snr} and concentration_mM ${concentration_mM}; both must be positive`);
  const gain = (snr * noiseSd_mM(coil, sampling)) / concentration_mM;
  return { ...coil, efficiency_TPerSqrtW: coil.efficiency_TPerSqrtW * gain };
}

export function checkCoil({ efficiency_TPerSqrtW, b0_T, sampleNoiseShare, noiseFigure_dB, temperature_K }: Coil): void {
  const fail = (name: string, value: number, expected: string): never => {
    throw new ScienceError('argument', `${name} is ${value}; expected ${expected}`, { where: 'coil' });
  };
  if (!(efficiency_TPerSqrtW > 0) || !(efficiency_TPerSqrtW < 0.1))
    fail('efficiency_TPerSqrtW', efficiency_TPerSqrtW, 'T/sqrt(W), such as 3e-5');
  if (!(b0_T > 0)) fail('b0_T', b0_T, 'a positive field in tesla');
  if (!(sampleNoiseShare >= 0 && sampleNoiseShare <= 1)) fail('sampleNoiseShare', sampleNoiseShare, 'a share, 0 to 1');
  if (!(noiseFigure_dB >= 0)) fail('noiseFigure_dB', noiseFigure_dB, '0 or more');
  if (!(temperature_K > 0)) fail('temperature_K', temperature_K, 'kelvin, more than 0');
}

export const coilNote = ({ efficiency_TPerSqrtW, b0_T, sampleNoiseShare }: Coil): string =>
  `Noise from a coil of ${(efficiency_TPerSqrtW * 1e6).toPrecision(3)} uT/sqrt(W) at ${b0_T} T with ${Math.round(100 * sampleNoiseShare)}% of its noise from the animal; where this was not measured it is ASSUMED.`;
