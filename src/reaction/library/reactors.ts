// Reactors that come with the program, each with its system and the settings to begin with.
import { nearestName, ScienceError } from '../../base/index.ts';
import { DEFAULT_REACTION, type ReactionSettings } from '../settings.ts';
import type { ReactionSystem } from '../system.ts';
import { MALEATE } from './maleate.ts';
import { PROPIONATE } from './propionate.ts';
import { ALLYL_PYRUVATE, ETHYL_PYRUVATE, PROPYL_PYRUVATE } from './side-arm.ts';

/** Conditions are ASSUMED: representative of such experiments, none read. */
function reactor(
  system: ReactionSystem,
  temperature_K: number,
  precursor_mM: number,
  catalyst_mM: number,
  bubbling_s: number,
) {
  const initial_mM = { [system.precursor]: precursor_mM, [system.catalyst]: catalyst_mM };
  return { ...DEFAULT_REACTION, system, temperature_K, initial_mM, bubbling_s };
}

/** The first is the default. */
export const REACTORS: readonly ReactionSettings[] = [
  DEFAULT_REACTION,
  reactor(MALEATE, 353.15, 50, 4, 30),
  reactor(PROPIONATE, 328.15, 20, 2, 20),
  reactor(ETHYL_PYRUVATE, 298.15, 80, 5, 60),
  reactor(PROPYL_PYRUVATE, 298.15, 80, 5, 60),
  reactor(ALLYL_PYRUVATE, 298.15, 80, 5, 30),
];

/** The reactor of a system by its name, such as 'maleate from acetylenedicarboxylate'; throws with the nearest name there is. */
export function libraryReactor(name: string): ReactionSettings {
  const found = REACTORS.find(({ system }) => system.name === name);
  if (found) return found;
  const known = REACTORS.map(({ system }) => system.name);
  throw new ScienceError('argument', `no reaction is called '${name}'; nearest is '${nearestName(name, known)!}'`);
}
