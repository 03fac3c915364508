// What a cold converter gives: gas that reached equilibrium over the catalyst, perhaps only in part.
import { checkFraction, paraFraction, ROTOR_MODELS, type RotorModel } from './para-fraction.ts';

export interface Converter {
  readonly name: string;
  readonly temperature_K: number;
}

/** Usual converter temperatures: cryocoolers at 20 and 25 K, a dewar of liquid nitrogen at 77.36 K (boiling at 1 atm). */
export const CONVERTERS: readonly Converter[] = [
  { name: 'cryocooler, 20 K', temperature_K: 20 },
  { name: 'cryocooler, 25 K', temperature_K: 25 },
  { name: 'liquid nitrogen', temperature_K: 77.36 },
];

/** Para fraction behind a converter that turned the part `conversion` (0..1) of `feed` to equilibrium; feed is the room-temperature mix unless given. */
export function convertedParaFraction(
  converter: Converter,
  conversion: number,
  feed = 0.25,
  model: RotorModel = ROTOR_MODELS[0]!,
): number {
  checkFraction(conversion, 'conversion');
  checkFraction(feed, 'para fraction');
  return feed + conversion * (paraFraction(converter.temperature_K, model).fraction - feed);
}
