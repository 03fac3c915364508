// A flip-angle schedule as a person writes it, to angles per frame.
import { ScienceError } from '../../base/index.ts';
import { checkAngle, constantFlips, constantSignalFlips, maximumSignalFlips } from './single.ts';

export type FlipDesign =
  | { readonly design: 'constant'; readonly angle_deg: number }
  | { readonly design: 'constantSignal'; readonly lossRate_perS: number }
  | { readonly design: 'maximumSignal'; readonly lossRate_perS: number }
  | { readonly design: 'angles'; readonly angles_deg: readonly number[] };

const RADIANS = Math.PI / 180;

/** Angles in radians, [frame]. Throws, with `where` in it, if the angles do not fit the frames or lie outside 0 to 90 degrees. */
export function flipsOf(
  design: FlipDesign,
  { nFrames, repetition_s }: { readonly nFrames: number; readonly repetition_s: number },
  where: string,
): Float64Array {
  if (design.design === 'angles') {
    const { angles_deg } = design;
    if (angles_deg.length !== nFrames) {
      const what = angles_deg.length > nFrames ? 'more flip angles than frames' : 'fewer flip angles than frames';
      throw new ScienceError(
        'argument',
        `${what}: ${angles_deg.length} angles, ${nFrames} frames; give one per frame`,
        {
          where,
        },
      );
    }
    angles_deg.forEach((angle, n) => checkAngle(angle * RADIANS, `${where}, frame ${n + 1}`));
    return Float64Array.from(angles_deg, (angle) => angle * RADIANS);
  }
  if (design.design === 'constant') {
    checkAngle(design.angle_deg * RADIANS, where);
    return constantFlips(nFrames, design.angle_deg * RADIANS);
  }
  const train = { nFrames, repetition_s, lossRate_perS: design.lossRate_perS };
  return design.design === 'constantSignal' ? constantSignalFlips(train) : maximumSignalFlips(train);
}
