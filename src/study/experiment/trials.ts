// Cheap repetitions of the injured animal on coarse voxels: how the chance to find a dead voxel moves with what is assumed, one at a time and all at once.
import { Random } from '../../base/index.ts';
import { normalCdf, normalQuantile } from '../../math/index.ts';
import {
  animalOf,
  assumptionsOf,
  DEFAULT_VALUES,
  labelIn,
  necroticShare,
  voxelsOf,
  type Animal,
  type AnimalVoxels,
  type Assumption,
  type MouseValueName,
  type MouseValues,
} from '../../mouse/index.ts';
import type { SteppableTissue } from '../../records/index.ts';
import { flipsOf, frequency_Hz } from '../../scanner/index.ts';
import { b1Over, injectionOf, METABOLITES } from './animal.ts';
import { animalSettings, probeGrid, type ExperimentDose, type ExperimentSettings } from './settings.ts';

/** What differs from the settings. */
export interface Change {
  readonly values: Partial<MouseValues>;
  readonly dose: ExperimentDose;
}

export interface TrialTask {
  readonly settings: ExperimentSettings;
  /** Of one frame in a 13C voxel. */
  readonly noiseSd_mM: number;
  readonly changes: readonly Change[];
}

export interface Trial {
  /** Mean chance of a voxel that is injured as set to exceed the threshold. */
  readonly found: number;
  /** Malate over fumarate, areas, whole liver. */
  readonly ratio: number;
}

const LOOKUP_mm = 1;
/** These shape the animal itself, which the trials share. */
const SHAPES: readonly MouseValueName[] = ['bodyMass_g', 'lobule_mm', 'patchiness'];
const SATURABLE: readonly MouseValueName[] = ['kmFumarate_mM', 'kmMalate_mM'];

export function runTrials({ settings, noiseSd_mM, changes }: TrialTask): Trial[] {
  const animal = animalOf(animalSettings(settings, 'injured'));
  const voxels = voxelsOf(animal, probeGrid(settings, settings.trials.voxel_mm), LOOKUP_mm);
  return changes.map((change) => trial(settings, noiseSd_mM, animal, voxels, change));
}

function trial(
  settings: ExperimentSettings,
  noiseSd_mM: number,
  animal: Animal,
  voxels: AnimalVoxels,
  { values, dose }: Change,
): Trial {
  const changed = { ...animal.values, ...values };
  const { necroticFraction, acetaminophen_mgPerKg, hours_h } = settings.injury;
  const necrotic = necroticFraction ?? necroticShare(changed, acetaminophen_mgPerKg, hours_h);
  const body = animal.necrotic === 0 ? voxels : rescaled(voxels, necrotic / animal.necrotic);
  const tissue = labelIn(
    { ...animal, values: changed, necrotic },
    body,
    injectionOf(settings, dose),
    settings.kinetics,
  );
  const areas = areasOf(settings, tissue);
  const areaSd = noiseSd_mM * Math.sqrt(settings.scanner.nFrames);
  const { falsePositiveRate, injuredFrom } = settings.analysis;
  const z = -normalQuantile(falsePositiveRate);
  let [count, found, substrate, product] = [0, 0, 0, 0];
  voxels.liver.data.forEach((share, v) => {
    if (!(share > 0.5)) return;
    const [of, to] = [areas[1][v]!, areas[0][v]!];
    substrate += to;
    product += of;
    if (voxels.necrotic.data[v]! < injuredFrom) return;
    count++;
    found += normalCdf(of / (areaSd * Math.hypot(1, of / to)) - z);
  });
  return { found: count === 0 ? NaN : found / count, ratio: product / substrate };
}

/** Sum over frames of what each voxel shows of fumarate and malate: the signal of a scan without point spread and noise. */
function areasOf(settings: ExperimentSettings, tissue: SteppableTissue): readonly [Float64Array, Float64Array] {
  const { start_s, repetition_s, nFrames, echoTime_s, T2Star_s, b0_T, flips } = settings.scanner;
  const b1 = b1Over(tissue.geometry, settings);
  const decay = Math.exp(-echoTime_s / T2Star_s);
  const mz = new Float64Array(b1.length);
  const channels = METABOLITES.map((name) => {
    const lines = [...tissue.lines.keys()].filter((line) => tissue.lines[line]!.substance === name);
    const centre_ppm = lines.reduce((sum, line) => sum + tissue.lines[line]!.shift_ppm / lines.length, 0);
    return {
      flips: flipsOf(flips[name], settings.scanner, name),
      area: new Float64Array(b1.length),
      lines: lines.map((line) => {
        const offset_Hz = (tissue.lines[line]!.shift_ppm - centre_ppm) * 1e-6 * frequency_Hz(b0_T);
        return { line, shown: decay * Math.cos(2 * Math.PI * offset_Hz * echoTime_s) };
      }),
    };
  });
  for (let n = 0; n < nFrames; n++) {
    tissue.advanceTo(start_s + n * repetition_s);
    for (const channel of channels) {
      const sines = b1.map((factor) => Math.sin(channel.flips[n]! * factor));
      const kept = b1.map((factor) => Math.cos(channel.flips[n]! * factor));
      for (const { line, shown } of channel.lines) {
        tissue.polarizedInto(mz, line);
        mz.forEach((value, v) => (channel.area[v] = channel.area[v]! + shown * value * sines[v]!));
        tissue.excite(line, kept);
      }
    }
  }
  return [channels[0]!.area, channels[1]!.area];
}

/** The dead share of every voxel times `factor`, at most all of its liver. */
function rescaled(voxels: AnimalVoxels, factor: number): AnimalVoxels {
  const { shares, liver, necrotic } = voxels;
  const dead = shares.get('necroticLiver');
  if (dead === undefined || factor === 1) return voxels;
  const scaled = dead.map((part, v) => Math.min(part * factor, liver.data[v]!));
  const next = new Map(shares).set('necroticLiver', scaled).set(
    'liver',
    liver.data.map((all, v) => all - scaled[v]!),
  );
  const share = scaled.map((part, v) => (liver.data[v]! > 0 ? part / liver.data[v]! : 0));
  return { ...voxels, shares: next, necrotic: { ...necrotic, data: share } };
}

/** A number that the finding hangs on, and the trials at its ends. */
export interface Ranked {
  readonly name: string;
  readonly what: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly status: string;
  readonly source: string;
  readonly atLow: Trial;
  readonly atHigh: Trial;
}
export type Input = Omit<Ranked, 'atLow' | 'atHigh'>;

/** Uncertain numbers of animal and syringe. */
export function inputsOf(settings: ExperimentSettings, dose: ExperimentDose): Input[] {
  const values = { ...DEFAULT_VALUES, ...animalSettings(settings, 'healthy').values };
  const left = new Set([...SHAPES, ...(settings.kinetics === 'first-order' ? SATURABLE : [])]);
  const doses = settings.injury.necroticFraction !== undefined;
  const inAnimal = assumptionsOf(values, ['fumarate']).filter(
    ({ name, low, high }: Assumption) =>
      !left.has(name) && high > low && !(doses && /^(necrosis(Most|Dose|Steep|Half)|repair)/.test(name)),
  );
  const reach = 1.645 * dose.polarizationSd;
  const inSyringe: Input = {
    name: 'polarization',
    what: '13C polarization in the syringe',
    value: dose.polarization,
    low: Math.max(0.05 * dose.polarization, dose.polarization - reach),
    high: Math.min(1, dose.polarization + reach),
    status: 'derived',
    source: settings.dose === undefined ? 'the polarizer, everything uncertain there' : 'settings',
  };
  const all: Input[] = reach > 0 ? [...inAnimal, inSyringe] : inAnimal;
  const wanted: readonly string[] | undefined = settings.trials.inputs;
  return all.filter(({ name }) => wanted === undefined || wanted.includes(name));
}

const changeOf = (dose: ExperimentDose, numbers: readonly (readonly [string, number])[]): Change => ({
  values: Object.fromEntries(numbers.filter(([name]) => name !== 'polarization')),
  dose: { ...dose, ...Object.fromEntries(numbers.filter(([name]) => name === 'polarization')) },
});

/** As set; each input at its ends; then the draws, each input log-uniform over its range (uniform where that begins at 0). */
export function changesOf(settings: ExperimentSettings, dose: ExperimentDose, inputs: readonly Input[]): Change[] {
  const random = new Random(settings.seed).fork('trials');
  const draw = ({ low, high }: Input): number => {
    const u = random.next();
    return low > 0 ? low * Math.exp(u * Math.log(high / low)) : low + u * (high - low);
  };
  return [
    changeOf(dose, []),
    ...inputs.flatMap(({ name, low, high }) => [changeOf(dose, [[name, low]]), changeOf(dose, [[name, high]])]),
    ...Array.from({ length: settings.trials.draws }, () =>
      changeOf(
        dose,
        inputs.map((input) => [input.name, draw(input)]),
      ),
    ),
  ];
}

export interface Hangs {
  readonly asSet: Trial;
  /** Largest swing of `found` first. */
  readonly ranked: readonly Ranked[];
  readonly draws: readonly Trial[];
}

/** `trials` in the order of `changesOf`. */
export function hangsOn(inputs: readonly Input[], trials: readonly Trial[]): Hangs {
  const ranked = inputs.map((input, i) => ({ ...input, atLow: trials[1 + 2 * i]!, atHigh: trials[2 + 2 * i]! }));
  const swing = ({ atLow, atHigh }: Ranked): number => Math.abs(atHigh.found - atLow.found);
  return {
    asSet: trials[0]!,
    ranked: ranked.sort((a, b) => swing(b) - swing(a)),
    draws: trials.slice(1 + 2 * inputs.length),
  };
}
