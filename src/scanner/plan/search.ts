// The acquisition with the lowest score: every combination of start, repetition time and number of frames, for every design of flip angles, with the free
// angles of a design found by golden section. Nothing is drawn: the same question has the same answer.
import { QUIET, ScienceError, type Run } from '../../base/index.ts';
import { levelPairFlips } from '../flips/fed.ts';
import { constantFlips, constantSignalFlips, maximumSignalFlips } from '../flips/single.ts';
import { rateBound_perS } from './information.ts';
import {
  emptyCourse,
  pairCourseInto,
  prepare,
  type Frames,
  type Pair,
  type Prepared,
  type TwoPool,
} from './two-pool.ts';

export type PairDesign = 'constant' | 'maximumProduct' | 'maximumBoth' | 'constantSignal' | 'level';

interface DesignRow {
  /** What a person reads. */
  readonly label: string;
  /** How many angles are free. */
  readonly free: 0 | 1 | 2;
  readonly flips: (prepared: Prepared, model: TwoPool, angles_rad: readonly number[]) => Pair;
}

const lossOf = ({ r1_perS, washOut_perS, rate_perS, backRate_perS }: TwoPool): readonly [number, number] => [
  r1_perS[0] + washOut_perS[0] + rate_perS,
  r1_perS[1] + washOut_perS[1] + backRate_perS,
];

/** The designs that a search may take, by name. */
export const PAIR_DESIGNS: Readonly<Record<PairDesign, DesignRow>> = {
  constant: {
    label: 'constant angles',
    free: 2,
    flips: ({ frames: { nFrames } }, _, angles) => [
      constantFlips(nFrames, angles[0]!),
      constantFlips(nFrames, angles[1]!),
    ],
  },
  maximumProduct: {
    label: 'constant for the substrate, largest total signal for the product',
    free: 1,
    flips: ({ frames }, model, angles) => [
      constantFlips(frames.nFrames, angles[0]!),
      maximumSignalFlips({ ...frames, lossRate_perS: lossOf(model)[1] }),
    ],
  },
  maximumBoth: {
    label: 'largest total signal for both',
    free: 0,
    flips: ({ frames }, model) => {
      const [substrate, product] = lossOf(model);
      return [
        maximumSignalFlips({ ...frames, lossRate_perS: substrate }),
        maximumSignalFlips({ ...frames, lossRate_perS: product }),
      ];
    },
  },
  constantSignal: {
    label: 'constant signal as if nothing arrived (T1-effective)',
    free: 0,
    flips: ({ frames }, model) => {
      const [substrate, product] = lossOf(model);
      return [
        constantSignalFlips({ ...frames, lossRate_perS: substrate }),
        constantSignalFlips({ ...frames, lossRate_perS: product - model.rate_perS }),
      ];
    },
  },
  level: {
    label: 'level signals of both under arrival and production',
    free: 0,
    flips: ({ frames, gains }, model) => {
      const { r1_perS, washOut_perS, rate_perS } = model;
      const { substrate, product } = levelPairFlips({
        ...frames,
        rate_perS,
        r1_perS: [r1_perS[0] + washOut_perS[0], r1_perS[1] + washOut_perS[1]],
        initial: [0, 0],
        arriving: gains[0].filter((_, at) => at % 2 === 0),
        arrivingProduct: gains[0].filter((_, at) => at % 2 === 1),
      });
      return [substrate.flips_rad, product.flips_rad];
    },
  },
};

export interface SearchSpace {
  readonly start_s: readonly number[];
  readonly repetition_s: readonly number[];
  readonly nFrames: readonly number[];
  readonly designs: readonly PairDesign[];
  /** Bounds of the free angles. */
  readonly angles_rad: readonly [number, number];
  /** Scans that last longer are left out. */
  readonly longest_s: number;
}

export interface Acquisition {
  readonly design: PairDesign;
  readonly frames: Frames;
  readonly flips_rad: Pair;
  /** The free angles of the design. */
  readonly angles_rad: readonly number[];
  /** Cramer-Rao bound of the rate in the tissue that was asked about, then in the other ones. */
  readonly bounds_perS: readonly number[];
  readonly score: number;
}

/** A scan that ends later must be better by this share. */
const WORTH = 0.005;
const endOf = ({ start_s, repetition_s, nFrames }: Frames): number => start_s + repetition_s * nFrames;

/**
 * @param models The first is the tissue that the flip angles are designed for; the others, such as healthy tissue, are seen with the same ones.
 * @param sd Noise of a frame, units of the magnetization.
 * @param score Of the bounds of the rate in all models; the lowest wins.
 * @returns the best of each design that shows a signal and fits into `longest_s`, best first; of nearly equal ones (0.5%) the one that ends first.
 */
export function searchAcquisitions(
  models: readonly [TwoPool, ...TwoPool[]],
  sd: readonly [number, number],
  space: SearchSpace,
  score: (bounds_perS: readonly number[]) => number,
  run: Run = QUIET,
): Acquisition[] {
  const best = new Map<PairDesign, Acquisition>();
  const combinations = space.start_s.flatMap((start_s) =>
    space.repetition_s.flatMap((repetition_s) =>
      space.nFrames.flatMap((nFrames) =>
        endOf({ start_s, repetition_s, nFrames }) <= space.longest_s ? [{ start_s, repetition_s, nFrames }] : [],
      ),
    ),
  );
  combinations.sort((a, b) => endOf(a) - endOf(b));
  if (combinations.length === 0)
    throw new ScienceError(
      'argument',
      `no combination of start, repetition time and frames ends within longest_s = ${space.longest_s} s`,
    );
  combinations.forEach((frames, done) => {
    run.step(done, combinations.length, 'plan');
    const prepared = models.map((model) => prepare(model, frames));
    if (!prepared[0]!.gains[0].some((gain) => gain > 0)) return; // all of it has relaxed
    const course = emptyCourse(frames.nFrames);
    for (const design of space.designs) {
      const evaluate = (angles_rad: readonly number[]): Acquisition => {
        const flips_rad = PAIR_DESIGNS[design].flips(prepared[0]!, models[0], angles_rad);
        const bounds_perS = prepared.map((one) => {
          pairCourseInto(course, one, flips_rad);
          return rateBound_perS(course, sd);
        });
        return { design, frames, flips_rad, angles_rad, bounds_perS, score: score(bounds_perS) };
      };
      const found = bestAngles(PAIR_DESIGNS[design].free, space.angles_rad, evaluate);
      if (found.score < (best.get(design)?.score ?? Infinity) * (1 - WORTH)) best.set(design, found);
    }
  });
  run.step(combinations.length, combinations.length, 'plan');
  if (best.size === 0)
    throw new ScienceError(
      'argument',
      `no scan that starts at ${space.start_s.join(', ')} s shows any signal; start earlier or check T1 and arrival`,
    );
  return [...best.values()].sort((a, b) => a.score - b.score);
}

const ROUNDS = 2;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Steps that narrow the logarithm of an angle to 0.5% of its range. */
const NARROWINGS = 11;

/** One angle after the other, each by golden section on its logarithm. */
function bestAngles(
  free: number,
  [least, most]: readonly [number, number],
  evaluate: (angles_rad: readonly number[]) => Acquisition,
): Acquisition {
  const angles = Array.from({ length: free }, () => Math.sqrt(least * most));
  for (let round = 0; round < (free > 1 ? ROUNDS : 1); round++) {
    for (let which = 0; which < free; which++) {
      const at = (log: number): number =>
        evaluate(angles.map((angle, i) => (i === which ? Math.exp(log) : angle))).score;
      let [low, high] = [Math.log(least), Math.log(most)];
      let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
      let [atLeft, atRight] = [at(left), at(right)];
      for (let step = 0; step < NARROWINGS; step++) {
        if (atLeft <= atRight) {
          [high, right, atRight] = [right, left, atLeft];
          left = high - GOLDEN * (high - low);
          atLeft = at(left);
        } else {
          [low, left, atLeft] = [left, right, atRight];
          right = low + GOLDEN * (high - low);
          atRight = at(right);
        }
      }
      angles[which] = Math.exp((low + high) / 2);
    }
  }
  return evaluate(angles);
}
