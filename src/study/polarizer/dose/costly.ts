// The two costly parts of the road, reactor and field cycle, as surfaces over those of their inputs that are uncertain.
import type { Random } from '../../../base/index.ts';
import { endOfReaction } from '../../../reaction/index.ts';
import type { Batch } from '../../../records/index.ts';
import type { FieldCycle } from './field-cycle.ts';
import { FAST, reactionOf } from './reactor.ts';
import { numberAt } from './settings/places.ts';
import { distributionOf, type DoseSettings } from './settings/settings.ts';
import { fitSurface, type Surface } from './surfaces.ts';
import { within } from './within.ts';

/** The road at its settings, as far as the field cycle. */
export interface Exact {
  readonly settings: DoseSettings;
  readonly batch: Batch;
  readonly cycle: FieldCycle;
  /** Of the exact field cycle, above 0. */
  readonly efficiency: number;
}

export interface Surfaces {
  readonly reactor: Surface;
  readonly fieldCycle: Surface;
}

export function surfacesOf(exact: Exact, random: Random): Surfaces {
  return {
    reactor: reactorSurface(exact, random.fork('reactor')),
    fieldCycle: fieldCycleSurface(exact, random.fork('field cycle')),
  };
}

/** Inputs of the settings under one of the places, with a way to run over them. */
function costly(
  settings: DoseSettings,
  belongs: (place: string) => boolean,
  run: (changed: DoseSettings) => readonly number[],
  random: Random,
): Surface {
  const changed = JSON.parse(JSON.stringify(settings)) as DoseSettings;
  const inputs = Object.entries(settings.uncertain)
    .filter(([place]) => belongs(place))
    .map(([place, range]) => {
      const number = numberAt(changed, place);
      return { place, number, distribution: distributionOf(range, number.value) };
    });
  return fitSurface(
    inputs.map(({ place, distribution }) => ({ place, distribution })),
    inputs.map(({ number }) => number.value),
    (values) => {
      inputs.forEach(({ number }, k) => number.set(values[k]!));
      return run(changed);
    },
    random,
  );
}

/** Product and order that is kept; the volume goes through exactly. */
function reactorSurface({ settings, batch }: Exact, random: Random): Surface {
  if (settings.batch !== undefined) return fitSurface([], [], () => [1, 1], random);
  return costly(
    settings,
    (place) =>
      (place.startsWith('reaction.') && place !== 'reaction.volume_mL') || place === 'molecule.orderLifetime_s',
    (changed) => {
      const end = within('uncertain.reaction', '.', () => endOfReaction(reactionOf(changed, 1, FAST)));
      return [end.concentration_mM[batch.productSpecies]!, end.order];
    },
    random,
  );
}

function fieldCycleSurface({ settings, cycle }: Exact, random: Random): Surface {
  return costly(
    settings,
    (place) => place.startsWith('transfer.') && place !== 'transfer.quality',
    (changed) => [Math.abs(cycle.roughly(changed))],
    random,
  );
}
