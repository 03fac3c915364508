// From the hydrogen and the reactor of the settings to a batch, exactly or as fast as many draws need it.
import { ScienceError, nearestName } from '../../../base/index.ts';
import { startOf, type Carried } from '../../../dose/index.ts';
import { convertedParaFraction, storedParaFraction } from '../../../hydrogen/index.ts';
import {
  HYDROGEN,
  libraryReactor,
  simulateReaction,
  type ReactionOutcome,
  type ReactionSettings,
} from '../../../reaction/index.ts';
import { libraryMolecule, makeSpinSpace, readSpins, singletState } from '../../../physics/spins/index.ts';
import type { Batch } from '../../../records/index.ts';
import { fastestCoherence_Hz } from '../../../transfer/index.ts';
import { coupled } from './field-cycle.ts';
import type { DoseSettings } from './settings/settings.ts';
import { within } from './within.ts';

const M3_PER_ML = 1e-6;
/** Para fraction of gas that has been at room temperature for long, 0.2508 at 25 C. */
const NORMAL = 0.2515;
/** Tolerances of the one exact run and of the many: their yields agree to 1e-6 and 1e-4. */
const EXACT = 1e-7;
export const FAST = 1e-4;
/** Ages resolve at least this, where nothing in the molecule turns. */
const SLOWEST_HZ = 1;

export interface Gas {
  /** Para fraction behind the converter, and after storage. */
  readonly converted: number;
  readonly stored: number;
}

export function gasOf({ hydrogen }: DoseSettings): Gas {
  const { converter_K, conversion, storage } = hydrogen;
  const converted = convertedParaFraction(
    { name: `converter, ${converter_K} K`, temperature_K: converter_K },
    conversion,
  );
  return { converted, stored: storedParaFraction(converted, storage.time_s, storage) };
}

/** The reactor of the settings; rate constants are those of the library times their factors. */
export function reactionOf(
  { reaction, molecule }: DoseSettings,
  paraFraction: number,
  tolerance: number,
): ReactionSettings {
  const { system: name, volume_mL, rateFactors, ...reactor } = reaction!;
  const { system } = libraryReactor(name);
  const names = system.reactions.map(({ name }) => name);
  const unknown = Object.keys(rateFactors).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ScienceError(
      'format',
      `no reaction is called '${unknown}'; did you mean '${nearestName(unknown, names)!}'?`,
      {
        where: 'reaction.rateFactors',
      },
    );
  return {
    ...reactor,
    system: {
      ...system,
      reactions: system.reactions.map((one) => ({
        ...one,
        k: { ...one.k, value: one.k.value * (rateFactors[one.name] ?? 1) },
      })),
    },
    paraFraction,
    volume_m3: volume_mL * M3_PER_ML,
    orderLifetime_s: molecule.orderLifetime_s,
    tolerance,
  };
}

export interface Made {
  readonly batch: Batch;
  /** Of the reactor; undefined for a batch that was measured. */
  readonly outcome: ReactionOutcome | undefined;
  /** The ages resolve turns up to here; undefined where they were given one by one. */
  readonly fastest_Hz: number | undefined;
}

/** Throws where nothing of the product is made, or no order is in it. */
export function makeBatch(settings: DoseSettings, { stored }: Gas): Made {
  const made = settings.batch === undefined ? reacted(settings, stored) : measured(settings, stored);
  const { batch } = made;
  const product = batch.concentration_mM[batch.productSpecies] ?? 0;
  if (!(product > 1e-9)) throw nothingMade(settings, batch);
  if (!(stored > NORMAL))
    throw new ScienceError(
      'format',
      'the gas is normal hydrogen: there is no order to transfer; cool the converter or raise its conversion',
      {
        where: 'hydrogen.conversion',
      },
    );
  return made;
}

function nothingMade({ reaction }: DoseSettings, { productSpecies }: Batch): ScienceError {
  if (reaction === undefined)
    return new ScienceError('format', `the batch holds no ${productSpecies}`, { where: 'batch.concentration_mM' });
  const { catalyst } = libraryReactor(reaction.system).system;
  if (!(reaction.initial_mM[catalyst]! > 0))
    return new ScienceError('format', 'is 0: without catalyst nothing is made', {
      where: `reaction.initial_mM.${catalyst}`,
    });
  const stopped = Object.entries(reaction.rateFactors).find(([, factor]) => factor === 0);
  if (stopped !== undefined)
    return new ScienceError('format', `is 0, and no ${productSpecies} is made`, {
      where: `reaction.rateFactors.${stopped[0]}`,
    });
  return new ScienceError(
    'format',
    `no ${productSpecies} is made; raise kLa_perS, pressure_Pa, temperature_K or bubbling_s`,
    { where: 'reaction' },
  );
}

function reacted(settings: DoseSettings, paraFraction: number): Made {
  const reactor = reactionOf(settings, paraFraction, EXACT);
  const spins = readSpins(coupled(libraryMolecule(reactor.system.molecule).system, settings));
  const space = makeSpinSpace(spins, { heteronuclear: 'full' });
  const fastest_Hz = Math.max(SLOWEST_HZ, fastestCoherence_Hz(space, singletState(space), reactor.field_T));
  const outcome = within('reaction', '.', () =>
    simulateReaction({ ...reactor, points: 2, largestFrequency_Hz: fastest_Hz }),
  );
  if (outcome.end !== 'reached')
    throw new ScienceError(
      'format',
      `its equations could not be followed to the end (${outcome.end}); look for concentrations or rates that are far off`,
      { where: 'reaction' },
    );
  return { batch: outcome.batch, outcome, fastest_Hz };
}

function measured({ batch }: DoseSettings, gas: number): Made {
  const { volume_mL, orderKept, age_s, weight, catalysts: _catalysts, ...given } = batch!;
  return {
    outcome: undefined,
    fastest_Hz: undefined,
    batch: {
      ...given,
      volume_m3: volume_mL * M3_PER_ML,
      ages: { age_s, weight },
      paraFraction: 0.25 + orderKept * (gas - 0.25),
      notes: [],
    },
  };
}

export function startFrom(batch: Batch, settings: DoseSettings): Carried {
  return startOf(batch, {
    catalysts: settings.batch?.catalysts ?? catalystsOf(settings),
    hydrogen: HYDROGEN,
    counterIons: settings.molecule.counterIons,
  });
}

/** Every form of the catalyst: what holds a piece of it. */
function catalystsOf({ reaction }: DoseSettings): string[] {
  const { species, catalyst } = libraryReactor(reaction!.system).system;
  const pieces = Object.keys(species[catalyst]!.pieces);
  return Object.keys(species).filter((name) => pieces.some((piece) => piece in species[name]!.pieces));
}
