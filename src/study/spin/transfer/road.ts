// The transfer road: settings and molecule in; polarization, limits, bounds, course, spectra and an explanation out. Numbers only.
import { QUIET, ScienceError, utf8, type Run } from '../../../base/index.ts';
import { makeSpinSpace, readSpins, type Spins, type SpinSpace } from '../../../physics/spins/index.ts';
import {
  explainTransfer,
  simulateTransfer,
  type ProfileSettings,
  type Relaxation,
  type TransferOutcome,
  type TransferSettings,
} from '../../../transfer/index.ts';
import type { StudyFiles } from '../../files.ts';
import { parseSettings } from '../../settings-text.ts';
import { namedCrossings, targetOf, workingCrossings, type NamedCrossing } from '../levels/road.ts';
import { readProfile } from '../profile-file.ts';
import { readSystem, shiftNotes, type NamedSystem } from '../read-system.ts';
import { transferSettingsFor, transferSettingsSchema, type TransferFile } from './settings.ts';
import { DEFAULT_SPECTRUM, spectraAfter, type Spectrum, type SpectrumSettings } from './spectrum.ts';

export interface TransferInput {
  readonly settings: TransferFile;
  readonly named: NamedSystem;
}

export interface TransferStudy extends TransferInput {
  readonly spins: Spins;
  /** Equivalent spins joined. */
  readonly space: SpinSpace;
  /** The spin that the explanation and the figures look at. */
  readonly target: string;
  readonly outcome: TransferOutcome & { readonly course: NonNullable<TransferOutcome['course']> };
  /** Lowest and highest field of the profile. */
  readonly range_T: readonly [number, number];
  readonly crossings: readonly NamedCrossing[];
  readonly explanation: readonly string[];
  readonly spectrumSettings: SpectrumSettings;
  readonly spectra: readonly Spectrum[];
  readonly notes: readonly string[];
}

/** Points of the course: enough to follow oscillations of some ten hertz, fewer where every point is dear. */
function coursePoints(duration_s: number, dimension: number): number {
  return dimension > 32 ? 101 : Math.round(Math.min(601, Math.max(201, 200 * duration_s)));
}

/** Reads a settings file and the molecule it names; every mistake names its line. */
export function readTransfer(path: string, files: StudyFiles): TransferInput {
  const text = utf8(files.read(path));
  const first = parseSettings(transferSettingsSchema, text, path);
  const named = readSystem(first.system, files, `${path}, system`);
  return { settings: parseSettings(transferSettingsFor(named.system), text, path), named };
}

export function transferRoad({ settings, named }: TransferInput, files: StudyFiles, run: Run = QUIET): TransferStudy {
  const { system } = named;
  const spins = readSpins(system);
  if (spins.para === undefined) {
    throw new ScienceError(
      'format',
      `${system.name} does not say which two spins were parahydrogen; add para: [A, B] to its file`,
    );
  }
  run.step(0, 1, 'propagate');
  const engine = engineSettings(settings, named, files, spins);
  const simulated = simulateTransfer(system, engine);
  const outcome = { ...simulated, course: simulated.course! };
  const space = makeSpinSpace(spins, { heteronuclear: 'full' });
  const target = targetOf(spins);
  const range_T = [Math.min(...outcome.course.field_T), Math.max(...outcome.course.field_T)] as const;
  const spectrumSettings: SpectrumSettings = {
    field_T: Math.abs(settings.spectrum?.field_T ?? DEFAULT_SPECTRUM.field_T),
    linewidth_Hz: settings.spectrum?.linewidth_Hz ?? DEFAULT_SPECTRUM.linewidth_Hz,
  };
  const crossings = range_T[0] < range_T[1] ? namedCrossings(space, ...range_T, target) : [];
  const notes = [...outcome.notes, ...named.notes, ...shiftNotes(named.system)];
  const spectra = spectraAfter(outcome, engine, spectrumSettings, notes);
  if (settings.relaxation === undefined)
    notes.push('No relaxation: real polarizations are lower. Give relaxation to see by how much.');
  return {
    settings,
    named,
    spins,
    space,
    target,
    outcome,
    range_T,
    crossings,
    explanation: explainTransfer(space, spins, outcome, target, workingCrossings(crossings)[0] ?? 'none'),
    spectrumSettings,
    spectra,
    notes,
  };
}

function engineSettings(
  settings: TransferFile,
  named: NamedSystem,
  files: StudyFiles,
  { dimension }: Spins,
): TransferSettings {
  const { profile, addition, relaxation, tolerance, paraFraction } = settings;
  return {
    paraFraction,
    addition: addition as TransferSettings['addition'], // the schema lets one of the forms through
    profile: profileSettings(profile, files),
    points: settings.points ?? coursePoints(profile.kind === 'csv' ? 1 : profile.duration_s, dimension),
    ...(relaxation === undefined ? {} : { relaxation: relaxationOf(relaxation, named) }),
    ...(tolerance === undefined ? {} : { tolerance }),
  };
}

/** A profile of a file as the engine takes it. */
export function profileSettings(profile: TransferFile['profile'], files: StudyFiles): ProfileSettings {
  if (profile.kind === 'csv') return { kind: 'table', ...readProfile(profile.file, files) };
  if (profile.kind !== 'constant') return profile;
  return { kind: 'linear', from_T: profile.field_T, to_T: profile.field_T, duration_s: profile.duration_s };
}

/** Times by label: those of the settings, and where they are silent those of the molecule. */
export function relaxationOf(given: NonNullable<TransferFile['relaxation']>, { system }: NamedSystem): Relaxation {
  const times = (key: 'T1_s' | 'T2_s'): Record<string, number> =>
    Object.fromEntries(system.spins.map((spin) => [spin.label, given[key]?.[spin.label] ?? spin[key]!]));
  if (given.model === 'redfield') return { model: 'redfield', tauC_s: given.tauC_s!, field_T: given.field_T! };
  if (given.model === 'T1T2') return { model: 'T1T2', T1_s: times('T1_s'), T2_s: times('T2_s') };
  return { model: 'randomFields', T1_s: times('T1_s') };
}
