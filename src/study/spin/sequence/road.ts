// The road of a transfer by radio frequency: settings and molecule in; sequence, polarization, bounds, course, map and an explanation out. Numbers only.
import { isMap, parseDocument } from 'yaml';
import { nearestName, QUIET, utf8, type Run } from '../../../base/index.ts';
import { makeSpinSpace, readSpins, type Spins } from '../../../physics/spins/index.ts';
import { profileFrom, type AdditionSettings } from '../../../transfer/index.ts';
import {
  carriersOf,
  checkSequence,
  evenValues,
  makeSequence,
  optimiseDelays,
  robustnessMap,
  sequenceDuration_s,
  sequenceFamily,
  sequenceStart,
  simulateSequence,
  targetSpin,
  type ErrorAxis,
  type OptimisedSequence,
  type PulseSequence,
  type RobustnessMap,
  type SequenceCourse,
  type SequenceOutcome,
  type SequenceRelaxation,
} from '../../../transfer/sequences/index.ts';
import type { StudyFiles } from '../../files.ts';
import { parseSettings } from '../../settings-text.ts';
import { profileSettings, relaxationOf } from '../transfer/road.ts';
import { transferSettingsSchema } from '../transfer/settings.ts';
import { readSystem, shiftNotes, type NamedSystem } from '../read-system.ts';
import { pulseSequenceSchema } from './events.ts';
import { explainSequence, type SequenceFacts } from './explain.ts';
import { sequenceRecord, sequenceTransferFor, sequenceTransferSchema, type SequenceTransferFile } from './settings.ts';

export interface SequenceInput {
  readonly settings: SequenceTransferFile;
  readonly named: NamedSystem;
}

export interface SequenceStudy extends SequenceInput, SequenceFacts {
  readonly spins: Spins;
  readonly outcome: SequenceOutcome & { readonly course: SequenceCourse };
  readonly robustness: RobustnessMap | undefined;
  readonly explanation: readonly string[];
  readonly notes: readonly string[];
}

const COURSE_POINTS = 400;
const MAP_POINTS = 31;
const DEFAULT_AXES = {
  x: { quantity: 'b1Scale', from: 0.9, to: 1.1 },
  y: { quantity: 'offset_Hz', from: -10, to: 10 },
} as const;

const KNOWN = [...Object.keys(sequenceTransferSchema.shape), ...Object.keys(transferSettingsSchema.shape)];

/** Does this file hold a `sequence`, or what looks like a misspelt one, in place of a profile? */
export function isSequenceTransfer(path: string, files: StudyFiles): boolean {
  const document = parseDocument(utf8(files.read(path)), { prettyErrors: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return false;
  const keys = document.contents.items.map(({ key }) => String(key));
  if (keys.includes('sequence')) return true;
  return (
    !keys.includes('profile') && keys.some((key) => !KNOWN.includes(key) && nearestName(key, KNOWN) === 'sequence')
  );
}

/** Reads a settings file and the molecule it names; every mistake names its line. */
export function readSequenceTransfer(path: string, files: StudyFiles): SequenceInput {
  const text = utf8(files.read(path));
  const first = parseSettings(sequenceTransferSchema, text, path);
  const named = readSystem(first.system, files, `${path}, system`);
  return { settings: parseSettings(sequenceTransferFor(named.system), text, path), named };
}

export function sequenceRoad({ settings, named }: SequenceInput, files: StudyFiles, run: Run = QUIET): SequenceStudy {
  const { system } = named;
  const spins = readSpins(system);
  const given = settings.sequence;
  const target = targetSpin(spins, given.target);
  const addition = settings.addition as AdditionSettings; // the schema lets one of the forms through
  const start = sequenceStart(spins, addition);
  run.step(0, 1, 'sequence');
  const optimised = given.optimise === true ? optimise(spins, start, settings) : undefined;
  const record = optimised?.sequence ?? sequenceFrom(settings, spins, files);
  const sequence = { ...record, carrier_ppm: carriersOf(record, spins) };
  const profile =
    settings.profile &&
    profileFrom(profileSettings(settings.profile, files), makeSpinSpace(spins, { heteronuclear: 'full' })).profile;
  const unrelaxedSettings = {
    paraFraction: settings.paraFraction,
    addition,
    sequence,
    ...(given.frame === undefined ? {} : { frame: given.frame }),
    ...(profile === undefined ? {} : { profile }),
    ...(given.b1Scale === undefined ? {} : { b1Scale: given.b1Scale }),
    ...(settings.tolerance === undefined ? {} : { tolerance: settings.tolerance }),
  };
  const points = settings.points ?? COURSE_POINTS;
  // The schema has refused Redfield relaxation.
  const relaxation = settings.relaxation && (relaxationOf(settings.relaxation, named) as SequenceRelaxation);
  const simulated = simulateSequence(system, { ...unrelaxedSettings, points, ...(relaxation && { relaxation }) });
  const unrelaxed = relaxation && simulateSequence(system, unrelaxedSettings).polarization[spins.labels[target]!];
  const outcome = { ...simulated, course: simulated.course! };
  const axes = settings.robustness && {
    x: axisOf(settings.robustness.x ?? DEFAULT_AXES.x),
    y: axisOf(settings.robustness.y ?? DEFAULT_AXES.y),
  };
  const robustness = axes && robustnessMap(spins, start, sequence, target, axes, run);
  const notes = [...outcome.notes, ...named.notes, ...shiftNotes(named.system)];
  if (settings.relaxation === undefined)
    notes.push('No relaxation: real polarizations are lower. Give relaxation to see by how much.');
  else if (robustness !== undefined || optimised !== undefined)
    notes.push('Optimisation and robustness map are without relaxation; the polarization is with it.');
  if (record.source?.includes('recalled') === true)
    notes.push(`${sequence.name}: its literature was recalled, not read; the delays are held by simulation.`);
  if (given.frame === 'lab' && (robustness !== undefined || optimised !== undefined))
    notes.push(
      'Optimisation and robustness map are those of the rotating frame; the polarization is that of the lab frame.',
    );
  if (record.carrier_ppm === undefined)
    notes.push('Carriers were not given: they stand at the mean shift of the spins of each isotope.');
  const study = {
    settings,
    named,
    spins,
    target: spins.labels[target]!,
    sequence,
    profile,
    duration_s: profile?.duration_s ?? sequenceDuration_s(sequence.events),
    outcome,
    unrelaxed,
    optimised,
    robustness,
    order: (4 * settings.paraFraction - 1) / 3,
    notes,
  };
  return { ...study, explanation: explainSequence(study) };
}

function wishOf({ sequence: { field_T, target, options } }: SequenceTransferFile): Parameters<typeof makeSequence>[2] {
  return {
    field_T: field_T!,
    ...(target === undefined ? {} : { target }),
    ...(options === undefined ? {} : { options }),
  };
}

function optimise(spins: Spins, start: Float64Array, settings: SequenceTransferFile): OptimisedSequence {
  const { name, limits = {} } = settings.sequence;
  const { maxDuration_s, b1_sd = 0, offset_sd_Hz = 0 } = limits;
  return optimiseDelays(spins, start, sequenceFamily(name!).name, wishOf(settings), {
    ...(maxDuration_s === undefined ? {} : { maxDuration_s }),
    spread: { b1_sd, offset_sd_Hz },
  });
}

function sequenceFrom(settings: SequenceTransferFile, spins: Spins, files: StudyFiles): PulseSequence {
  const { name, events, file, field_T, carrier_ppm } = settings.sequence;
  if (file !== undefined) {
    const record = sequenceRecord(parseSettings(pulseSequenceSchema, utf8(files.read(file)), file));
    checkSequence(record, spins, file);
    return record;
  }
  if (events === undefined) {
    const made = makeSequence(name!, spins, wishOf(settings));
    return carrier_ppm === undefined ? made : { ...made, carrier_ppm };
  }
  return {
    name: name ?? 'Sequence as written',
    field_T: field_T!,
    events,
    ...(carrier_ppm === undefined ? {} : { carrier_ppm }),
  };
}

function axisOf({
  quantity,
  isotope,
  from,
  to,
  points = MAP_POINTS,
}: NonNullable<NonNullable<SequenceTransferFile['robustness']>['x']>): ErrorAxis {
  return { quantity, values: evenValues(from, to, points), ...(isotope === undefined ? {} : { isotope }) };
}
