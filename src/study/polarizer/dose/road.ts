// The road of a dose: hydrogen, reactor, field cycle, legs, syringe. Exact numbers along it, their spread, and what they hang on. Numbers only.
import { QUIET, ScienceError, utf8, type Run } from '../../../base/index.ts';
import {
  bolusVolume_m3,
  carry,
  checkLifetimes,
  checkLimits,
  lifetimeAt,
  METHODS,
  orderOf,
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
import { DEFAULT_DOSE, DEFAULT_ORIGINS, withDefaults, type Origin } from './defaults.ts';
import { makeFieldCycle } from './field-cycle.ts';
import { gasOf, makeBatch, type Gas, type Made } from './reactor.ts';
import { within } from './within.ts';
import { doseFileSchema, faultsOf, type DoseSettings } from './settings.ts';
import { legRows, uncertaintyOf, type Uncertainty } from './uncertainty.ts';

/** One step of the road, from pure parahydrogen on. */
export interface Stage {
  readonly name: string;
  readonly kind: string;
  /** From the first bubble to the end of this stage; undefined for the gas. */
  readonly time_s: number | undefined;
  readonly duration_s: number | undefined;
  readonly field_T: number | undefined;
  readonly temperature_K: number | undefined;
  readonly lifetime_s: number | undefined;
  readonly volume_m3: number | undefined;
  readonly concentration_mM: number | undefined;
  /** Singlet order up to the field cycle, then the size of the 13C polarization. */
  readonly polarization: number;
  readonly transferred: boolean;
  readonly polarizationFactor: number;
  readonly amountFactor: number;
}

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

export interface DoseInput {
  readonly settings: DoseSettings;
  /** File that the settings are from. */
  readonly where: string | undefined;
  /** Whether every number is that of the program. */
  readonly isDefault: boolean;
}

/** Reads a dose file over the defaults; every mistake names its line. */
export function readDose(path: string, files: StudyFiles): DoseInput {
  const schema = doseFileSchema.superRefine((file, context) => {
    for (const { path: place, message } of faultsOf(withDefaults(file)))
      context.addIssue({ code: 'custom', path: [...place], message });
  });
  const file = parseSettings(schema, utf8(files.read(path)), path);
  return { settings: withDefaults(file), where: path, isDefault: false };
}

export const DEFAULT_INPUT: DoseInput = { settings: DEFAULT_DOSE, where: undefined, isDefault: true };

export function doseRoad({ settings, where, isDefault }: DoseInput, files: StudyFiles, run: Run = QUIET): DoseStudy {
  return within(where, ', ', () => {
    run.step(0, 3, 'reactor');
    if (settings.molecule.t1Table !== undefined) checkLifetimes(settings.molecule.t1Table);
    const gas = gasOf(settings);
    const made = makeBatch(settings, gas);
    const named = readSystem(made.batch.product, files, 'batch.product');
    run.step(1, 3, 'field cycle');
    const cycle = makeFieldCycle(settings, named.system, made.batch);
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
    const origins = isDefault ? DEFAULT_ORIGINS : DEFAULT_ORIGINS.filter(({ place }) => place.startsWith('limits'));
    const notes = notesOf({ settings, made, named, efficiency, target: cycle.target, checks, uncertainty, isDefault });
    const last = settings.legs.at(-1)!;
    const lastField_T = last.leg === 'transfer' ? 0 : last.field_T;
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
        molecule: named.system.name,
        volume_m3: bolusVolume_m3(rows.at(-1)!.contents.volume_m3, limits),
        concentration_mM: solution.concentration_mM,
        polarization,
        t1_s: lifetimeAt(t1Of(settings), lastField_T),
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

/** The gas, and the reactor: what is lost in the solution, and what the product loses while it waits. */
function gasStages(settings: DoseSettings, gas: Gas, { batch, outcome }: Made): Stage[] {
  const { hydrogen } = settings;
  const none = {
    time_s: undefined,
    duration_s: undefined,
    field_T: undefined,
    temperature_K: undefined,
    lifetime_s: undefined,
    volume_m3: undefined,
    concentration_mM: undefined,
    transferred: false,
    amountFactor: 1,
  };
  const [converted, stored, kept] = [gas.converted, gas.stored, batch.paraFraction].map(orderOf) as [
    number,
    number,
    number,
  ];
  const inVial = {
    time_s: batch.time_s,
    field_T: batch.field_T,
    temperature_K: settings.reaction?.temperature_K,
    volume_m3: batch.volume_m3,
    concentration_mM: batch.concentration_mM[batch.productSpecies]!,
  };
  const reactor: Stage[] =
    outcome === undefined
      ? [
          {
            ...none,
            ...inVial,
            name: 'reactor, as measured',
            kind: 'batch',
            duration_s: batch.time_s,
            polarization: kept,
            polarizationFactor: kept / stored,
          },
        ]
      : [
          {
            ...none,
            ...inVial,
            name: 'addition to the product',
            kind: 'addition',
            duration_s: batch.time_s,
            polarization: outcome.order.added,
            polarizationFactor: outcome.order.added / stored,
          },
          {
            ...none,
            ...inVial,
            name: 'waiting in the reactor',
            kind: 'waiting',
            lifetime_s: settings.molecule.orderLifetime_s,
            polarization: kept,
            polarizationFactor: kept / outcome.order.added,
          },
        ];
  return [
    {
      ...none,
      name: `hydrogen, ${hydrogen.converter_K} K`,
      kind: 'converter',
      temperature_K: hydrogen.converter_K,
      polarization: converted,
      polarizationFactor: converted,
    },
    {
      ...none,
      name: 'storage of the gas',
      kind: 'storage',
      duration_s: hydrogen.storage.time_s,
      lifetime_s: hydrogen.storage.lifetime_s,
      temperature_K: hydrogen.storage.temperature_K,
      polarization: stored,
      polarizationFactor: stored / converted,
    },
    ...reactor,
  ];
}

function legStages(rows: ReturnType<typeof carry>['rows']): Stage[] {
  return rows.map(
    ({ leg, contents, polarization, transferred, time_s, polarizationFactor, amountFactor, lifetime_s }) => ({
      name: leg.name,
      kind: leg.kind,
      time_s,
      duration_s: leg.duration_s,
      field_T: leg.field_T,
      temperature_K: leg.temperature_K,
      lifetime_s,
      volume_m3: contents.volume_m3,
      concentration_mM: contents.volume_m3 > 0 ? contents.amount_mol / contents.volume_m3 : undefined,
      polarization,
      transferred,
      polarizationFactor,
      amountFactor,
    }),
  );
}

interface Known {
  readonly settings: DoseSettings;
  readonly made: Made;
  readonly named: NamedSystem;
  readonly efficiency: number;
  readonly target: string;
  readonly checks: readonly LimitCheck[];
  readonly uncertainty: Uncertainty | undefined;
  readonly isDefault: boolean;
}

function notesOf({ settings, made, named, efficiency, target, checks, uncertainty, isDefault }: Known): string[] {
  const notes = checks
    .filter(({ held }) => !held)
    .map(
      ({ quantity, value, unit, lowest, highest }) =>
        `LIMIT: ${quantity} is ${Number(value.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}; ${lowest !== undefined && value < lowest ? `at least ${Number(lowest.toPrecision(3))}` : `at most ${highest}`} is wanted.`,
    );
  if (isDefault)
    notes.push(
      'ASSUMED: no process with all its numbers was found in print; the legs and most inputs are placeholders, each with a range. Put in your own.',
    );
  if (efficiency < 0)
    notes.push(`The polarization of ${target} comes out against the field (below 0); its size is what is given here.`);
  if (uncertainty !== undefined) {
    const { reactor, fieldCycle } = uncertainty.surfaces;
    const percent = (value: number): string => `${Number((100 * value).toPrecision(2))}%`;
    const worst = (errors: typeof reactor.error): string => percent(Math.max(...errors.map(({ rms }) => rms)));
    notes.push(
      `The draws take reactor and field cycle from surfaces of second order through ${reactor.runs} and ${fieldCycle.runs} exact runs; the error (rms) on runs left out is ${percent(reactor.error[0]!.rms)} of the product, ${percent(reactor.error.at(-1)!.rms)} of its order, ${worst(fieldCycle.error)} of the polarization after the field cycle. The table of the road is exact.`,
    );
    if (uncertainty.failed > 0)
      notes.push(`${uncertainty.failed} draws ended before the syringe and are left out of the distribution.`);
  }
  notes.push(...made.batch.notes, ...named.notes);
  if (settings.molecule.t1Table === undefined)
    notes.push(
      "One T1 is taken for every field: fumarate's against field was not found in print. Give molecule.t1Table where you know it.",
    );
  return notes;
}
