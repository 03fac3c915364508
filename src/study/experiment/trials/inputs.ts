// What is uncertain about syringe and animal: tried one number at a time at the ends of its range, then all drawn at once.
import { Random } from '../../../base/index.ts';
import { assumptionsOf, DEFAULT_VALUES, type Assumption, type MouseValueName } from '../../../mouse/index.ts';
import { inputWords } from '../../polarizer/dose/output/words.ts';
import { drawDose, syringeInputs, type Syringe } from '../dose.ts';
import { animalSettings, type ExperimentSettings } from '../settings.ts';
import type { Change, Trial } from './trials.ts';

/** An uncertain number, and what differs at the ends of its range. */
export interface Input {
  readonly name: string;
  readonly what: string;
  readonly where: 'animal' | 'syringe' | 'polarizer';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly status: string;
  readonly source: string;
  readonly changes: readonly [Change, Change];
}

/** An input with the trials at its ends. */
export interface Ranked extends Omit<Input, 'changes'> {
  readonly atLow: Trial;
  readonly atHigh: Trial;
}

export interface Hangs {
  readonly asSet: Trial;
  /** Largest swing of `found` first; of the ratio where nothing is injured. */
  readonly ranked: readonly Ranked[];
  readonly draws: readonly Trial[];
}

/** These shape the animal itself, which the trials share. */
const SHAPES: readonly MouseValueName[] = ['bodyMass_g', 'lobule_mm', 'patchiness'];
const SATURABLE: readonly MouseValueName[] = ['kmFumarate_mM', 'kmMalate_mM'];
const OF_THE_DOSE = /^(necrosis(Most|Dose|Steep|Half)|repair)/;

/** Uncertain numbers of animal, syringe and polarizer. `polarization` among the wanted ones stands for all before the injection. */
export function inputsOf(settings: ExperimentSettings, syringe: Syringe): Input[] {
  const wanted: readonly string[] | undefined = settings.trials.inputs;
  const inAnimal = animalInputs(settings).filter(({ name }) => wanted === undefined || wanted.includes(name));
  const { dose } = syringe;
  const before = syringeInputs(syringe).map(({ atLow, atHigh, ...one }): Input => {
    const isSyringe = one.name === 'polarization';
    const { label, unit } = inputWords(one.name);
    return {
      ...one,
      what: isSyringe ? '13C polarization in the syringe' : `${label}${unit === '' ? '' : ` (${unit})`}`,
      where: isSyringe ? 'syringe' : 'polarizer',
      changes: [
        { values: {}, dose: atLow },
        { values: {}, dose: atHigh },
      ],
    };
  });
  return [
    ...inAnimal.map(({ name, what, value, low, high, status, source }): Input => {
      const changed = (end: number): Change => ({ values: { [name]: end }, dose });
      return { name, what, where: 'animal', value, low, high, status, source, changes: [changed(low), changed(high)] };
    }),
    ...(wanted === undefined || wanted.includes('polarization') ? before : []),
  ];
}

function animalInputs(settings: ExperimentSettings): Assumption[] {
  const values = { ...DEFAULT_VALUES, ...animalSettings(settings, 'healthy').values };
  const left = new Set([...SHAPES, ...(settings.kinetics === 'first-order' ? SATURABLE : [])]);
  const isGiven = settings.injury.necroticFraction !== undefined;
  return assumptionsOf(values, ['fumarate']).filter(
    ({ name, low, high }) => !left.has(name) && high > low && !(isGiven && OF_THE_DOSE.test(name)),
  );
}

/**
 * As set; each input at its ends; then the draws. Numbers of the animal are drawn log-uniform over their ranges (uniform where a range begins at 0), the syringe from
 * the draws of the polarizer's whole road, or normal where its spread was given.
 */
export function changesOf(settings: ExperimentSettings, syringe: Syringe, inputs: readonly Input[]): Change[] {
  const random = new Random(settings.seed).fork('trials');
  const inAnimal = inputs.filter(({ where }) => where === 'animal');
  const isDrawn = inputs.length > inAnimal.length;
  const draw = ({ low, high }: Input): number => {
    const u = random.next();
    return low > 0 ? low * Math.exp(u * Math.log(high / low)) : low + u * (high - low);
  };
  const { dose } = syringe;
  return [
    { values: {}, dose },
    ...inputs.flatMap(({ changes }) => changes),
    ...Array.from({ length: settings.trials.draws }, () => ({
      values: Object.fromEntries(inAnimal.map((input) => [input.name, draw(input)])),
      dose: isDrawn ? drawDose(syringe, random) : dose,
    })),
  ];
}

/** `trials` in the order of `changesOf`. */
export function hangsOn(inputs: readonly Input[], trials: readonly Trial[]): Hangs {
  const ranked = inputs.map(({ changes: _, ...input }, i) => ({
    ...input,
    atLow: trials[1 + 2 * i]!,
    atHigh: trials[2 + 2 * i]!,
  }));
  const asSet = trials[0]!;
  const measure = Number.isNaN(asSet.found) ? 'ratio' : 'found';
  const swing = ({ atLow, atHigh }: Ranked): number => Math.abs(atHigh[measure] - atLow[measure]);
  return {
    asSet,
    ranked: ranked.sort((a, b) => swing(b) - swing(a)),
    draws: trials.slice(1 + 2 * inputs.length),
  };
}
