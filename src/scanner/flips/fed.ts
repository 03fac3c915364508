// Flip angles that hold the signal of one metabolite level while it is fed: by a bolus that arrives, or by its substrate.
import { ScienceError } from '../../base/index.ts';
import { phi } from '../../math/index.ts';
import { checkTrain, constantSignalFlips, type Train } from './single.ts';

/** `spends`: the first excitation costs magnetization as every other; `free`: it does not, as in the field's toolbox (mvfa_const_amp). */
export type FirstExcitation = 'spends' | 'free';

export interface LevelFlips {
  readonly flips_rad: Float64Array;
  /** The signal of the level frames, in units of the magnetization. */
  readonly signal: number;
  /** Frames that had less than the level and were spent wholly, 0-based, the last one apart. */
  readonly short: readonly number[];
}

const STEPS = 200;

/**
 * The highest signal that every frame with enough magnetization can show, found by bisection; the last frame spends what is left.
 * @param gain Magnetization that joined since the frame before, as it stands at frame n: [frame]; gain[0] is what is there at the first.
 */
export function levelSignalFlips(
  train: Train,
  gain: ArrayLike<number>,
  firstExcitation: FirstExcitation = 'spends',
): LevelFlips {
  checkTrain(train);
  const { nFrames } = train;
  if (gain.length !== nFrames)
    throw new ScienceError('argument', `${gain.length} gains for ${nFrames} frames; expected one per frame`);
  let total = 0;
  for (let n = 0; n < nFrames; n++) {
    if (!(gain[n]! >= 0))
      throw new ScienceError('argument', `gain of frame ${n + 1} is ${gain[n]}; expected 0 or more`);
    total += gain[n]!;
  }
  if (!(total > 0))
    throw new ScienceError('argument', 'no magnetization comes in during the scan; nothing to hold level');
  const kept = Math.exp(-train.repetition_s * train.lossRate_perS);
  const flips = new Float64Array(nFrames);
  const short: number[] = [];
  /** Fills `flips` for a level; true where the last frame still has it. */
  const tryLevel = (level: number): boolean => {
    let mz = 0;
    short.length = 0;
    for (let n = 0; n < nFrames; n++) {
      mz = kept * mz + gain[n]!;
      const isShort = !(level < mz);
      flips[n] = isShort ? Math.PI / 2 : Math.asin(level / mz);
      if (isShort && n < nFrames - 1) short.push(n);
      if (n > 0 || firstExcitation === 'spends') mz = isShort ? 0 : Math.sqrt((mz - level) * (mz + level));
      if (n === nFrames - 1) return !isShort;
    }
    return false;
  };
  let low = 0;
  let high = total;
  for (let step = 0; step < STEPS && high - low > 0; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tryLevel(middle)) low = middle;
    else high = middle;
  }
  tryLevel(low);
  flips[nFrames - 1] = Math.PI / 2;
  return { flips_rad: flips.slice(), signal: low, short: [...short] };
}

export interface PairTrain {
  readonly nFrames: number;
  readonly repetition_s: number;
  /** From substrate to product, no way back. */
  readonly rate_perS: number;
  /** R1 (and wash-out) of substrate and product. */
  readonly r1_perS: readonly [number, number];
  /** Magnetization of both before the first excitation. */
  readonly initial: readonly [number, number];
  /** Magnetization of the substrate that joined since the frame before, [frame]; none if not given. */
  readonly arriving?: ArrayLike<number> | undefined;
  /** The same for product that the arriving substrate made on the way. */
  readonly arrivingProduct?: ArrayLike<number> | undefined;
}

export interface PairFlips {
  readonly substrate: LevelFlips;
  readonly product: LevelFlips;
}

/**
 * Level signals of a substrate and of the product it makes (multi-metabolite variable flip angles; Larson and Xing, hyperpolarized-MRI toolbox, after Xing et
 * al. 2013): first the substrate, then the product, which is fed by what each excitation left of the substrate. The field's toolbox takes the
 * first excitation as free; then the signals of a real scan are not level.
 */
export function levelPairFlips(train: PairTrain, firstExcitation: FirstExcitation = 'spends'): PairFlips {
  const { nFrames, repetition_s, rate_perS, r1_perS, initial, arriving, arrivingProduct } = train;
  if (!(rate_perS >= 0)) throw new ScienceError('argument', `rate_perS is ${rate_perS}; expected 0 or more`);
  const loss = r1_perS[0] + rate_perS;
  const own: Train = { nFrames, repetition_s, lossRate_perS: loss };
  const comes = Float64Array.from({ length: nFrames }, (_, n) => (n === 0 ? initial[0] : 0) + (arriving?.[n] ?? 0));
  const flips = constantSignalFlips(own);
  const substrate =
    arriving === undefined
      ? { flips_rad: flips, signal: initial[0] * Math.sin(flips[0]!), short: [] }
      : levelSignalFlips(own, comes, firstExcitation);
  // (exp(-loss TR) - exp(-R1 TR)) / (R1 - loss), smooth where both are alike.
  const made = rate_perS * repetition_s * Math.exp(-loss * repetition_s) * phi((r1_perS[1] - loss) * repetition_s);
  const gain = new Float64Array(nFrames);
  gain[0] = initial[1] + (arrivingProduct?.[0] ?? 0);
  let mz = comes[0]!;
  for (let n = 1; n < nFrames; n++) {
    const left = n > 1 || firstExcitation === 'spends' ? mz * Math.cos(substrate.flips_rad[n - 1]!) : mz;
    gain[n] = made * left + (arrivingProduct?.[n] ?? 0);
    mz = Math.exp(-loss * repetition_s) * left + comes[n]!;
  }
  const product = levelSignalFlips({ nFrames, repetition_s, lossRate_perS: r1_perS[1] }, gain, firstExcitation);
  return { substrate, product };
}
