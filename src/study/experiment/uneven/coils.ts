// The receive loops of an experiment, and the scale of what they show together.
import type { Geometry, Volume } from '../../../records/index.ts';
import { arrayGain, loopArray, loopRadius_mm, type CoilArray } from '../../../scanner/index.ts';
import type { ExperimentSettings } from '../settings.ts';

/** Half the width of a 25 g mouse, and what lies between its skin and the wire. ASSUMED. */
const BODY_mm = 12;
const GAP_mm = 4;

/** `scale`: size of the animal over that of a 25 g mouse. */
const arrayOf = ({ scanner, grid }: ExperimentSettings, scale: number) => ({
  nLoops: scanner.coils ?? 1,
  centre_mm: [0, 0, grid.centre_mm[2]] as const,
  radius_mm: BODY_mm * scale + GAP_mm,
  sampleNoiseShare: scanner.coil.sampleNoiseShare,
});

/** Over the voxels of the tissue; undefined where the volume coil receives. */
export function coilsOf(
  settings: ExperimentSettings,
  geometry: Geometry,
  animal: Float64Array,
  scale: number,
): CoilArray | undefined {
  return settings.scanner.coils === undefined ? undefined : loopArray(geometry, animal, arrayOf(settings, scale));
}

/** Signal to noise of the loops together over that of the volume coil; NaN where there is no animal. */
export function heardBy(coils: CoilArray, geometry: Geometry, animal: Float64Array): Volume {
  return { geometry, data: arrayGain(coils).map((gain, v) => (animal[v]! > 0 ? gain : NaN)) };
}

/** Over the liver. */
export function meanIn({ data }: Volume, liver: Float64Array): number {
  let [sum, weight] = [0, 0];
  liver.forEach((share, v) => {
    if (share === 0) return;
    sum += share * data[v]!;
    weight += share;
  });
  return sum / weight;
}

export const coilsNote = (settings: ExperimentSettings, gain: number): string =>
  `${settings.scanner.coils} loops of ${loopRadius_mm(arrayOf(settings, 1)).toFixed(0)} mm radius around a 25 g animal receive, each with the field of its wire and noise that they share through the animal; ASSUMED: they do not couple, and in their middle they hear together as well as the volume coil. In the liver they hear ${gain.toFixed(2)} times as well; images are scaled by that, as by a phantom, and keep the brightness near the loops.`;
