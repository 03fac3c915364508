// The road of a dose: hydrogen, reactor, field cycle, legs, syringe. Exact numbers along it, their spread, and what they hang on. Numbers only.
import { QUIET, ScienceError, utf8, type Run } from '../../../base/index.ts';
import {
  bolusVolume_m3,
  checkLifetimes,
  checkLimits,
  lifetimeAt,
  METHODS,
  solutionOf,
  withOwnFigures,
  type LimitCheck,
  type Method,
  type Solution,
} from '../../../dose/index.ts';
import { enhancement, isotope, thermalPolarization } from '../../../physics/spins/index.ts';
import type { Dose } from '../../../records/index.ts';
import type { StudyFiles } from '../../files.ts';
import { parseSettings } from '../../settings-text.ts';
import { readSystem, type NamedSystem } from '../../spin/read-system.ts';
import { DEFAULT_DOSE, originsOf, withDefaults } from './settings/defaults.ts';
import type { Origin } from './settings/roads.ts';
import { makeFieldCycle, tableFrom } from './field-cycle.ts';
import { gasOf, makeBatch, type Gas, type Made } from './reactor.ts';
import { notesOf } from './notes.ts';
import { gasStages, legStages, type Stage } from './stages.ts';
import { withLine } from './fault-line.ts';
import type { DoseInput } from './input.ts';
import { doseFileSchema, faultsOf, type DoseChanges, type DoseFile, type DoseSettings } from './settings/settings.ts';
import { uncertaintyOf, type Uncertainty } from './uncertainty.ts';
import { legRows } from './drawn-road.ts';

export interface Enhancement {
  readonly field_T: number;
  readonly temperature_K: number;
  readonly thermal: number;
  readonly times: number;
}

export interface DoseStudy {
  readonly settings: DoseSettings;
  readonly named: NamedSystem;
  readonly gas: Gas;
  readonly made: Made;
  readonly stages: readonly Stage[];
  /** Of the field cycle alone, per unit of order: as simulated (signed), and its numerical error. */
  readonly fieldCycle: { readonly efficiency: number; readonly error: number; readonly target: string };
  readonly solution: Solution;
  readonly limits: readonly LimitCheck[];
  readonly dose: Dose;
  readonly enhancements: readonly Enhancement[];
  readonly uncertainty: Uncertainty | undefined;
  readonly methods: readonly Method[];
  readonly origins: readonly Origin[];
  readonly notes: readonly string[];
}

/** Reads a dose file over the defaults; every mistake names its line. */
export function readDose(path: string, files: StudyFiles): DoseInput {
  const completed = (file: DoseFile): DoseSettings => withDefaults(withDuration(file, files));
  const schema = doseFileSchema.superRefine((file, context) => {
    for (const { path: place, message } of faultsOf(completed(file)))
      context.addIssue({ code: 'custom', path: [...place], message });
  });
  const text = utf8(files.read(path));
  return { settings: completed(parseSettings(schema, text, path)), where: path, text };
}

/** A field cycle from a table takes the time of the table, where no other is given. */
function withDuration({ transfer, ...rest }: DoseFile, files: StudyFiles): DoseChanges {
  if (transfer?.profile === undefined) return { ...rest, transfer: { ...transfer, profile: undefined } };
  const { profile } = transfer;
  if (profile.kind !== 'csv') return { ...rest, transfer: { ...transfer, profile } };
  const duration_s = profile.duration_s ?? tableFrom(profile.file, files).duration_s;
  return { ...rest, transfer: { ...transfer, profile: { ...profile, duration_s } } };
}

export const DEFAULT_INPUT: DoseInput = { settings: DEFAULT_DOSE, where: undefined };

export function doseRoad(input: DoseInput, files: StudyFiles, run: Run = QUIET): DoseStudy {
  const { settings } = input;
  return withLine(input, () => {
    run.step(0, 3, 'reactor');
    if (settings.molecule.t1Table !== undefined) checkLifetimes(settings.molecule.t1Table);
    const gas = gasOf(settings);
    const made = makeBatch(settings, gas);
    const named = readSystem(made.batch.product, files, 'batch.product');
    run.step(1, 3, 'field cycle');
    const cycle = makeFieldCycle(settings, named.system, made, files);
    const { efficiency, error } = cycle.exactly(settings);
    const { rows, problem } = legRows(settings, made.batch, Math.abs(efficiency) * settings.transfer.quality);
    if (problem !== undefined) throw new ScienceError('format', problem.message, { where: `legs.${problem.leg}` });
    const chemistry = {
      acid: { pKa: settings.molecule.pKa, charge: 0 },
      osmoticCoefficient: settings.molecule.osmoticCoefficient,
    };
    const solution = solutionOf(rows.at(-1)!.contents, chemistry);
    if (solution === undefined)
      throw new ScienceError('format', 'the molecule ends as a solid; add a redissolution', { where: 'legs' });
    run.step(2, 3, 'uncertain numbers');
    const uncertainty = uncertaintyOf({ settings, batch: made.batch, cycle, efficiency: Math.abs(efficiency) });
    const limits = {
      ...settings.limits,
      bodyMass_kg: settings.limits.bodyMass_g * 1e-3,
      bolus_m3PerKg: settings.limits.bolus_mLPerKg * 1e-6,
    };
    const stages = [...gasStages(settings, gas, made), ...legStages(rows)];
    const polarization = stages.at(-1)!.polarization;
    const checks = checkLimits(rows, chemistry, limits);
    const origins = originsOf(settings);
    const { target, leftOut } = cycle;
    const notes = notesOf({
      settings,
      made,
      named,
      efficiency,
      polarization,
      target,
      leftOut,
      rows,
      checks,
      uncertainty,
    });
    const last = settings.legs.at(-1)!;
    const lastField_T = last.leg === 'transfer' ? 0 : last.field_T;
    const cleaved = settings.legs.find((leg) => leg.leg === 'cleavage');
    return {
      settings,
      named,
      gas,
      made,
      stages,
      fieldCycle: { efficiency, error, target: cycle.target },
      solution,
      limits: checks,
      dose: {
        molecule: cleaved?.product ?? named.system.name,
        volume_m3: bolusVolume_m3(rows.at(-1)!.contents.volume_m3, limits),
        concentration_mM: solution.concentration_mM,
        polarization,
        t1_s: cleaved?.t1_s ?? lifetimeAt(t1Of(settings), lastField_T),
        pH: solution.pH,
        osmolality_mOsmPerKg: solution.osmolality_mOsmPerKg,
        polarizationSd: uncertainty?.spread.polarization.sd ?? 0,
        concentrationSd_mM: uncertainty?.spread.concentration_mM.sd ?? 0,
        notes,
      },
      enhancements: settings.reference.field_T.map((field_T) => enhancementAt(polarization, field_T, settings)),
      uncertainty,
      methods: withOwnFigures(METHODS, settings.comparison as readonly Method[]),
      origins,
      notes,
    };
  });
}

function t1Of({ molecule }: DoseSettings): Parameters<typeof lifetimeAt>[0] {
  return molecule.t1Table ?? { field_T: [0], t1_s: [molecule.t1_s!] };
}

function enhancementAt(polarization: number, field_T: number, { reference }: DoseSettings): Enhancement {
  const { gamma_radPerSPerT: gamma } = isotope('13C', 'reference');
  const { temperature_K } = reference;
  return {
    field_T,
    temperature_K,
    thermal: thermalPolarization(gamma, field_T, temperature_K),
    times: enhancement(polarization, gamma, field_T, temperature_K),
  };
}
