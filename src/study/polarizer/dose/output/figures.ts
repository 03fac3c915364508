// The pictures of a dose: what is left after each stage, what is in the syringe, what it hangs on.
import {
  histogramFigure,
  PRODUCT_COLOURS,
  SUBSTRATE_COLOUR,
  tornadoFigure,
  waterfallFigure,
} from '../../../../plot/index.ts';
import type { DoseStudy } from '../road.ts';
import { QUANTILES } from '../uncertainty.ts';
import type { Figure } from './figure.ts';
import { reactorFigures } from './reactor-figures.ts';
import { factorText, inputWords, percent, rangeText, stageWords, timeText } from './words.ts';

const [ORDER, CARBON] = ['proton singlet order', '13C polarization'];
/** Inputs that move the result less than this part of the most important one stay out of the figure. */
const SMALLEST_BAR = 0.01;
const MOST_BARS = 14;

export function doseFigures(study: DoseStudy): Figure[] {
  const figures = [waterfall(study), ...reactorFigures(study), histogram(study), sensitivity(study)];
  return figures.filter((one) => one !== undefined);
}

function waterfall({ stages, dose, made }: DoseStudy): Figure {
  return {
    name: 'road',
    svg: waterfallFigure({
      title: `What is left after each stage: ${dose.molecule}`,
      steps: stages.map((stage) => ({
        label: stageWords(stage.name),
        value: 100 * stage.polarization,
        group: stage.transferred ? CARBON : ORDER,
        columns: [
          percent(stage.polarization),
          factorText(stage.polarizationFactor),
          stage.concentration_mM === undefined
            ? stage.transferred
              ? 'solid'
              : '–'
            : `${stage.concentration_mM.toFixed(0)} mM`,
          timeText(stage.time_s),
        ],
      })),
      groups: [
        { name: ORDER, colour: SUBSTRATE_COLOUR },
        { name: CARBON, colour: PRODUCT_COLOURS[0] },
      ],
      columns: ['left', 'factor', 'conc.', 'time'],
      quantity: 'order or polarization',
      unit: '%',
      start: 100,
      note: 'Time from the first bubble.',
    }),
    caption: `Polarization after each stage: the singlet order of the protons up to the field cycle, the 13C polarization from there on. Order of pure parahydrogen: 100%.${made.outcome === undefined ? '' : ' Waiting in the reactor: the order that pairs lose between their addition and the transfer.'}`,
  };
}

function histogram({ uncertainty, dose }: DoseStudy): Figure | undefined {
  if (uncertainty === undefined) return undefined;
  const { draws, spread } = uncertainty;
  const quantileAt = (p: number): number => 100 * spread.polarization.quantiles[QUANTILES.indexOf(p as 0.05)]!;
  return {
    name: 'syringe',
    svg: histogramFigure({
      title: '13C polarization in the syringe',
      values: draws.polarization.map((value) => 100 * value),
      quantity: '13C polarization at injection',
      unit: '%',
      counted: 'draws',
      marks: [
        { label: '5% quantile', value: quantileAt(0.05), colour: '#666666' },
        { label: '95% quantile', value: quantileAt(0.95), colour: '#666666' },
        { label: 'as set', value: 100 * dose.polarization, colour: PRODUCT_COLOURS[0] },
      ],
    }),
    caption: `${draws.polarization.length} draws of all uncertain inputs at once. Mean ${percent(spread.polarization.mean)}, standard deviation ${percent(spread.polarization.sd)}; 90% of the draws lie between ${quantileAt(0.05).toFixed(1)} and ${quantileAt(0.95).toFixed(1)}%. As set: every input at its value.`,
  };
}

function sensitivity({ uncertainty, dose }: DoseStudy): Figure | undefined {
  if (uncertainty === undefined) return undefined;
  const largest = uncertainty.ranked[0]!.polarization.total;
  const shown = uncertainty.ranked
    .filter(({ polarization }) => polarization.total > SMALLEST_BAR * largest)
    .slice(0, MOST_BARS);
  const rest = uncertainty.ranked.length - shown.length;
  if (shown.length === 0) return undefined;
  return {
    name: 'sensitivity',
    svg: tornadoFigure({
      title: 'What the polarization in the syringe hangs on',
      bars: shown.map(({ place, low, high, atLow, atHigh, polarization }) => {
        const { label, unit } = inputWords(place);
        return {
          label,
          range: rangeText(low, high, unit),
          atLow: 100 * atLow.polarization,
          atHigh: 100 * atHigh.polarization,
          rank: polarization.total.toFixed(polarization.total < 0.1 ? 3 : 2),
        };
      }),
      middle: 100 * dose.polarization,
      quantity: '13C polarization at injection',
      unit: '%',
      bounds: [0, 100],
      rankHeader: 'total index',
      lowName: 'input at 5% of its distribution',
      highName: 'input at 95%',
      ...(rest === 0 ? {} : { note: `${rest} more inputs matter less; all of them are in result.json.` }),
    }),
    caption:
      'Each input alone at 5% and 95% of its distribution, the others at their values. Ranked by the total Sobol index: the part of the variance that stays when all other inputs are known; with interactions the indices add up to more than 1.',
  };
}
