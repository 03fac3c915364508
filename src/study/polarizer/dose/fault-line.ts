// A fault that shows only on the road gets the line of the file that it comes from.
import { ScienceError } from '../../../base/index.ts';
import { placeInSettings } from '../../settings-text.ts';
import { legName } from './settings/leg-settings.ts';
import { pathTo } from './settings/places.ts';
import type { DoseInput } from './input.ts';

/** Runs `work`; what it throws names file, line and key. */
export function withLine<T>({ settings, where: file, text }: DoseInput, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof ScienceError) || file === undefined) throw thrown;
    const { where: place, message, kind } = thrown;
    if (place === undefined) throw new ScienceError(kind, message, { where: file, cause: thrown });
    const bare = message.replace(` (at ${place})`, '');
    const paths = [place, ...beginningsOf(place, settings)].map((one) => pathTo(settings, one));
    const at = text === undefined ? file : placeInSettings(text, file, paths);
    throw new ScienceError(kind, bare, { where: `${at}, ${place}`, cause: thrown });
  }
}

/** A leg of the program may fail for what the file puts into the reactor: that is then the line to look at. */
function beginningsOf(place: string, { legs }: DoseInput['settings']): readonly string[] {
  if (!place.startsWith('legs.')) return [];
  const leg = legs.find((one) => `legs.${legName(one)}` === place)?.leg;
  const amounts = ['reaction.initial_mM', 'batch.concentration_mM'];
  return leg === 'precipitation' ? amounts : ['reaction.volume_mL', 'batch.volume_mL'];
}
