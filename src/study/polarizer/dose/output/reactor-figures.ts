// What goes on in the reactor of a dose: course, age of the pairs, and the yields around where it is run.
import {
  simulateReaction,
  solventOf,
  sweepYields,
  type ReactionSettings,
  type Sweepable,
} from '../../../../reaction/index.ts';
import { ageFigure, courseFigure, yieldFigure } from '../../reaction/index.ts';
import { FAST, reactionOf } from '../reactor.ts';
import type { DoseStudy } from '../road.ts';
import type { Figure } from './figure.ts';

const POINTS_OF_COURSE = 201;
const POINTS_OF_SWEEP = 25;
/** By temperature this far to both sides; the rest from a tenth to twice of what is set. */
const AROUND_K = 25;

/** None for a batch that was measured. */
export function reactorFigures({ settings, gas, made }: DoseStudy): Figure[] {
  if (made.outcome === undefined) return [];
  const reactor = reactionOf(settings, gas.stored, FAST);
  const outcome = simulateReaction({ ...reactor, points: POINTS_OF_COURSE });
  const { product } = reactor.system;
  const ages = ageFigure(outcome);
  return [
    {
      name: 'reactor',
      svg: courseFigure(reactor, outcome),
      caption: `What becomes of the precursor, the hydrogen in solution, and the singlet order in it and in ${product}.`,
    },
    ...(ages === undefined
      ? []
      : [
          {
            name: 'ages',
            svg: ages,
            caption: `How long the pairs whose order is left have been in ${product}: each age goes through the field cycle with its own coherences.`,
          },
        ]),
    {
      name: 'yields',
      svg: yieldFigure(
        reactor,
        (['temperature_K', 'pressure_Pa', 'loading_mM', 'bubbling_s'] as const).map((over) =>
          sweepYields(reactor, over, valuesOf(reactor, over)),
        ),
      ),
      caption: 'Shares of the precursor when the transfer begins, one condition changed at a time.',
    },
  ];
}

function valuesOf(reactor: ReactionSettings, over: Sweepable): number[] {
  const here = over === 'loading_mM' ? reactor.initial_mM[reactor.system.catalyst]! : reactor[over];
  const [low, high] =
    over === 'temperature_K'
      ? [Math.max(here - AROUND_K, solventOf(reactor.system.solvent).freezing_K + 1), here + AROUND_K]
      : [0.1 * here, 2 * here];
  return Array.from({ length: POINTS_OF_SWEEP }, (_, i) => low + ((high - low) * i) / (POINTS_OF_SWEEP - 1));
}
