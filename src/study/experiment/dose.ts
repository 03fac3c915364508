// What is in the syringe: given, or that of the default polarizer; and what may be in it, as far as polarization and road are uncertain.
import type { Random, Run } from '../../base/index.ts';
import { bolusVolume_m3 } from '../../dose/index.ts';
import type { StudyFiles } from '../files.ts';
import { DEFAULT_INPUT, doseRoad, type DoseStudy, type DrawnDose } from '../polarizer/dose/index.ts';
import type { ExperimentDose, ExperimentSettings } from './settings.ts';

export interface Syringe {
  readonly dose: ExperimentDose;
  /** The road of the gas; undefined where the dose was given. */
  readonly polarizer: DoseStudy | undefined;
}

export function syringeOf(settings: ExperimentSettings, files: StudyFiles, run: Run): Syringe {
  if (settings.dose !== undefined) return { dose: settings.dose, polarizer: undefined };
  const polarizer = doseRoad(DEFAULT_INPUT, files, run);
  const { volume_m3, concentration_mM, polarization, polarizationSd } = polarizer.dose;
  return { dose: { volume_mL: volume_m3 * 1e6, concentration_mM, polarization, polarizationSd }, polarizer };
}

/** An uncertain number before the injection, and what is in the syringe at the ends of its range. */
export interface SyringeInput {
  /** Place in the settings of the polarizer, or `polarization`. */
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly status: string;
  readonly source: string;
  readonly atLow: ExperimentDose;
  readonly atHigh: ExperimentDose;
}

/** 5 and 95% of a normal distribution lie so many standard deviations out. */
const REACH = 1.645;
/** The least that is drawn, over the polarization as set. */
const LEAST = 0.05;

/** With a polarizer: the polarization with all of it together, then each of its uncertain numbers. */
export function syringeInputs({ dose, polarizer }: Syringe): SyringeInput[] {
  const { polarization, polarizationSd } = dose;
  if (polarizationSd === 0) return [];
  const uncertainty = polarizer?.uncertainty;
  const quantiles = uncertainty?.spread.polarization.quantiles;
  const low = quantiles?.[0] ?? Math.max(LEAST * polarization, polarization - REACH * polarizationSd);
  const high = quantiles?.at(-1) ?? Math.min(1, polarization + REACH * polarizationSd);
  const together: SyringeInput = {
    name: 'polarization',
    value: polarization,
    low,
    high,
    status: 'derived',
    source: polarizer === undefined ? 'settings' : 'the polarizer, everything uncertain there',
    atLow: { ...dose, polarization: low },
    atHigh: { ...dose, polarization: high },
  };
  const inPolarizer = (uncertainty?.ranked ?? []).map(
    ({ place, value, low: from, high: to, status, source, atLow, atHigh }): SyringeInput => ({
      name: place,
      value,
      low: from,
      high: to,
      status: status === 'memory-unverified' ? 'recalled' : status,
      source,
      atLow: asDose(polarizer!, atLow),
      atHigh: asDose(polarizer!, atHigh),
    }),
  );
  return [together, ...inPolarizer];
}

/** One syringe as it may come: a draw of the whole road, or of the polarization that was given with its spread. */
export function drawDose({ dose, polarizer }: Syringe, random: Random): ExperimentDose {
  const draws = polarizer?.uncertainty?.draws;
  if (draws === undefined) {
    const polarization = dose.polarization + dose.polarizationSd * random.normal();
    return { ...dose, polarization: Math.min(1, Math.max(LEAST * dose.polarization, polarization)) };
  }
  const row = Math.floor(random.next() * draws.polarization.length);
  return asDose(polarizer!, {
    polarization: draws.polarization[row]!,
    concentration_mM: draws.concentration_mM[row]!,
    molarPolarization_mM: draws.molarPolarization_mM[row]!,
    volume_mL: draws.volume_mL[row]!,
  });
}

function asDose({ settings: { limits } }: DoseStudy, drawn: DrawnDose): ExperimentDose {
  const { polarization, concentration_mM, volume_mL } = drawn;
  const bolus = {
    ...limits,
    bodyMass_kg: limits.bodyMass_g * 1e-3,
    bolus_m3PerKg: limits.bolus_mLPerKg * 1e-6,
  };
  return {
    polarization,
    concentration_mM,
    volume_mL: 1e6 * bolusVolume_m3(volume_mL * 1e-6, bolus),
    polarizationSd: 0,
  };
}
