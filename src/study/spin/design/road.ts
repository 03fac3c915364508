// The design road: settings and molecule in; the best profile, what it is compared with, how robust it is and what the coil makes of it out.
import { QUIET, ScienceError, utf8, type Run } from '../../../base/index.ts';
import { readSpins, type Spins } from '../../../physics/spins/index.ts';
import {
  bestDesign,
  comparedDurations,
  DEFAULT_DESIGN,
  designDurations,
  designProfile,
  endOf,
  LARGE_DIMENSION,
  startsFrom,
  type Design,
  type Sample,
} from '../../../transfer/design/index.ts';
import { polarizationBounds, spaceForBounds, startFrom, type AdditionSettings } from '../../../transfer/index.ts';
import type { StudyFiles } from '../../files.ts';
import { parseSettings } from '../../settings-text.ts';
import { targetOf } from '../levels/road.ts';
import { readSystem } from '../read-system.ts';
import { fieldText, percentText } from '../words.ts';
import { relaxationOf } from '../transfer/road.ts';
import { coilOutcome } from './coil.ts';
import { conditionsOf } from './conditions.ts';
import { crossingWithin } from './crossing.ts';
import { coursesOf, HIGH_T } from './courses.ts';
import { explainDesign } from './explain.ts';
import { robustnessOf } from './robustness.ts';
import type { DesignInput, DesignStudy } from './study.ts';
import { designSettingsFor, designSettingsSchema, type DesignFile } from './settings.ts';

const SCAN = { points: 100, maxSteps: 60, gain: 2e-4 };
/** Durations of constant adiabaticity and of straight ramps: from half the shortest to three times the longest design, close enough to show their waves
 * where a molecule is small enough for so many. */
const COMPARED = 50;
const COMPARED_OF_LARGE = 12;
/** A search of a large molecule ends where five steps gain less than this. */
const GAIN_OF_LARGE = 2e-4;

/** Reads a settings file and the molecule it names; every mistake names its line. */
export function readDesign(path: string, files: StudyFiles): DesignInput {
  const text = utf8(files.read(path));
  const first = parseSettings(designSettingsSchema, text, path);
  const named = readSystem(first.system, files, `${path}, system`);
  return { settings: parseSettings(designSettingsFor(named.system), text, path), named, notes: [] };
}

export function designRoad(input: DesignInput, files: StudyFiles, run: Run = QUIET): DesignStudy {
  const { settings, named } = input;
  const { system } = named;
  const spins = readSpins(system);
  if (spins.para === undefined) {
    throw new ScienceError(
      'format',
      `${system.name} does not say which two spins were parahydrogen; add para: [A, B] to its file`,
    );
  }
  const target = settings.target ?? targetOf(spins);
  const sample: Sample = {
    system,
    paraFraction: settings.paraFraction,
    addition: settings.addition as AdditionSettings, // the schema lets one of the forms through
    target,
    conditions: conditionsOf(settings.inhomogeneity),
    ...(settings.relaxation && { relaxation: relaxationOf(settings.relaxation, named) }),
  };
  const { duration_s, durations_s, ...given } = settings.limits;
  const limits = { ...given, slew_TPerS: slewOf(settings), updateRate_Hz: updateRateOf(settings) };
  const crossing = crossingWithin(spins, limits.field_T, target);
  if (typeof crossing === 'string') throw new ScienceError('argument', crossing, { where: 'limits.field_T' });
  const points = settings.points ?? DEFAULT_DESIGN.points;
  const isLarge = spins.dimension > LARGE_DIMENSION;
  const scan = { ...SCAN, points: Math.min(SCAN.points, points), limits };
  const scanned = duration_s === undefined ? designDurations(sample, durations_s!, scan, run) : [];
  run.step(0, 1, 'refine the best design');
  const design = refined(
    sample,
    scanned,
    { ...DEFAULT_DESIGN, ...(isLarge && { gain: GAIN_OF_LARGE }), points, limits },
    duration_s,
  );
  const all = [...(durations_s ?? []), design.duration_s];
  run.step(0, 1, 'compare with constant adiabaticity');
  const many = spread(0.5 * Math.min(...all), 3 * Math.max(...all), isLarge ? COMPARED_OF_LARGE : COMPARED);
  const compared = { duration_s: many, ...comparedDurations(sample, limits, many) };
  const best = largestAt(compared.constantAdiabaticity);
  const constant = compared.constantAdiabaticity[best]!;
  const bestConstant = {
    duration_s: many[best]!,
    polarization: constant,
    gain: Math.abs(design.polarization) / Math.abs(constant) - 1,
  };
  const study = {
    ...input,
    spins,
    sample,
    limits,
    design,
    scanned,
    compared,
    bestConstant,
    ceiling: ceilingOf(spins, sample),
    crossing,
    courses: coursesOf(sample, design, limits),
    robustness: robustnessOf(sample, design, scanned, limits, run),
    coil: settings.coil && coilOutcome(sample, design, settings.coil, files),
  };
  const notes = [...input.notes, ...notesOf(study), ...named.notes];
  return { ...study, notes, explanation: explainDesign(study) };
}

/** The tighter of the slew limits of field and driver. */
function slewOf({ limits, coil }: DesignFile): number | undefined {
  if (coil?.slew_APerS === undefined) return limits.slew_TPerS;
  return Math.min(limits.slew_TPerS ?? Infinity, coil.slew_APerS * coil.constant_TPerA);
}

/** A driver whose updates are fewer than the fields of a design sets their number. */
function updateRateOf({ limits, points = DEFAULT_DESIGN.points, coil }: DesignFile): number | undefined {
  if (limits.updateRate_Hz !== undefined || coil === undefined) return limits.updateRate_Hz;
  const shortest_s = Math.min(...(limits.durations_s ?? [limits.duration_s!]));
  return coil.sampleRate_Hz * shortest_s < points - 1 ? coil.sampleRate_Hz : undefined;
}

/** The best duration of a scan, and between its neighbours the top of a parabola through the three; or the one that was given. */
function refined(
  sample: Sample,
  scanned: readonly Design[],
  settings: Omit<Parameters<typeof designProfile>[1], 'duration_s'>,
  duration_s: number | undefined,
): Design {
  if (duration_s !== undefined) return designProfile(sample, { ...settings, duration_s });
  const best = bestDesign(scanned);
  const at = scanned.indexOf(best);
  const again = (duration: number): Design =>
    designProfile(sample, { ...settings, duration_s: duration, starts: startsFrom(best, duration) });
  const designs = [again(best.duration_s)];
  if (at > 0 && at < scanned.length - 1) {
    const top = parabolaTop([scanned[at - 1]!, best, scanned[at + 1]!]);
    if (Math.abs(top - best.duration_s) > 0.02 * best.duration_s) designs.push(again(top));
  }
  return bestDesign(designs);
}

function parabolaTop(three: readonly Design[]): number {
  const [a, b, c] = three.map(({ duration_s }) => Math.log(duration_s)) as [number, number, number];
  const [fa, fb, fc] = three.map(({ polarization }) => Math.abs(polarization)) as [number, number, number];
  const up = (b - a) * (b - a) * (fb - fc) - (b - c) * (b - c) * (fb - fa);
  const down = (b - a) * (fb - fc) - (b - c) * (fb - fa);
  const top = down === 0 ? b : b - up / (2 * down);
  return Number(Math.exp(Math.min(c, Math.max(a, top))).toPrecision(3));
}

function ceilingOf(spins: Spins, { addition, paraFraction, target }: Sample): number | undefined {
  if (spins.dimension > 256) return undefined;
  const space = spaceForBounds(spins);
  const { alongZ } = polarizationBounds(space, startFrom(space, addition), spins.labels.indexOf(target));
  return (Math.abs(4 * paraFraction - 1) / 3) * Math.max(alongZ.highest, -alongZ.lowest);
}

const largestAt = (values: Float64Array): number =>
  values.reduce((most, value, i) => (Math.abs(value) > Math.abs(values[most]!) ? i : most), 0);

/** `n` durations from `low` to `high`, evenly spaced in their logarithm. */
function spread(low: number, high: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) =>
    Number((low * Math.exp((i / (n - 1)) * Math.log(high / low))).toPrecision(4)),
  );
}

function notesOf({
  settings,
  limits,
  design,
  robustness,
  coil,
  courses,
}: Omit<DesignStudy, 'explanation' | 'notes'>): string[] {
  const notes: string[] = [];
  notes.push(
    `The jump from the field of the addition to the first field, ${fieldText(design.command_T[0]!)}, is taken as sudden.`,
    `Polarization is that along z in the last field, ${percentText(courses.design.polarization.at(-1)!)} without inhomogeneity; raised slowly to ${HIGH_T} T without relaxation that is ${percentText(courses.design.kept)}.`,
  );
  if (design.end !== 'converged')
    notes.push(
      design.end === 'stalled'
        ? 'The search stalled: no step along the slope gained anything, which happens where the limits leave little to choose.'
        : 'The design stopped at its limit of steps: a longer search may find a little more.',
    );
  const swept_T = (limits.slew_TPerS ?? Infinity) * design.duration_s;
  if (swept_T < limits.field_T[1] - limits.field_T[0])
    notes.push(
      `The slew limit lets the field move by ${fieldText(swept_T)} in ${design.duration_s} s, less than the range: all else of it is out of reach of a profile that ends at ${fieldText(endOf(limits))}; set end_T or allow a faster slew.`,
    );
  if (settings.relaxation === undefined)
    notes.push('No relaxation: real polarizations are lower. Give relaxation to see by how much.');
  if (settings.relaxation?.model === 'redfield')
    notes.push(`Redfield rates are held at ${settings.relaxation.field_T ?? 0} T during the whole profile.`);
  if (settings.inhomogeneity === undefined)
    notes.push('No inhomogeneity: the design may lean on a field more exact than a coil has.');
  if (limits.slew_TPerS !== undefined || limits.bandwidth_Hz !== undefined)
    notes.push(
      'Constant adiabaticity and straight ramps are shown without slew limit and low-pass: the design keeps both.',
    );
  if (limits.slew_TPerS !== settings.limits.slew_TPerS)
    notes.push(`The slew limit of the driver, ${limits.slew_TPerS!} T/s, is the tighter one.`);
  if (limits.updateRate_Hz !== undefined)
    notes.push(
      `The design has a field for each update of the driver, ${limits.updateRate_Hz} a second; durations are whole numbers of updates.`,
    );
  const between = limits.between === 'held' ? 'held until the next' : 'taken as a straight line to the next';
  if (robustness.without !== undefined) notes.push(robustness.without);
  if (coil !== undefined) {
    notes.push(`The current of each sample is ${between}.`);
    if (coil.samples.step_A > 0)
      notes.push(
        'Rounded to digital steps; what rounding leaves over goes to the next sample, so that the mean is kept.',
      );
    if (coil.samples.heldBack > 0)
      notes.push(
        `The slew limit of the driver holds back ${coil.samples.heldBack} of ${coil.samples.time_s.length} samples.`,
      );
  }
  return notes;
}
