// The pictures of an experiment besides its maps: time courses, ROC, the budget from gas to picture, what the finding hangs on.
import {
  formatWithError,
  histogramFigure,
  lineFigure,
  PRODUCT_COLOURS,
  SUBSTRATE_COLOUR,
  timeCourseFigure,
  tornadoFigure,
  waterfallFigure,
  type CoursePanel,
} from '../../../plot/index.ts';
import { columnOf, courseOf } from '../../../records/index.ts';
import { doseFigures } from '../../polarizer/dose/output/figures.ts';
import type { Judged } from '../findings.ts';
import { inverseFigure } from './inverse.ts';
import { scanFigures } from './scan-figures.ts';
import { mapFigures, type Figure } from './maps.ts';
import { unevenFigures } from './uneven-figures.ts';
import type { ExperimentStudy } from '../study.ts';
import { drawnSpread, percent } from './words.ts';

const MOST_BARS = 16;
/** Where the words of the table are too long for a bar. */
const SHORT: Readonly<Record<string, string>> = {
  fumaraseOpen_perS: 'rate where all cells are open (1/s)',
  mitochondrialRelease: 'fumarase out of the mitochondria',
  plasmaFumarase_perS: 'fumarase in plasma (1/s)',
  necrosisDose_mgPerKg: 'acetaminophen of half the effect (mg/kg)',
  necrosisMost: 'most of the liver that can die',
  necrosisSteepness: 'steepness of the dose effect',
  necroticPerfusion: 'perfusion of dead over living liver',
  portalFlowShare: 'portal share of cardiac output',
  hepaticArteryShare: 'hepatic artery, share of output',
  liverExchange_perS: 'plasma to interstitium in liver (1/s)',
  liverInterstitialFraction: 'interstitium of liver',
  liverBloodFraction: 'blood in liver',
  openCellShare: 'dead cells that fumarate reaches',
  cardiacOutput_mLPerMin: 'cardiac output (mL/min)',
  fumarateT1_s: 'T1 of fumarate in plasma (s)',
  malateT1_s: 'T1 of malate in plasma (s)',
  fumarateUptake_perS: 'uptake by living cells (1/s)',
};

export function experimentFigures(study: ExperimentStudy): Figure[] {
  return [
    ...mapFigures(study),
    courses(study),
    ...roc(study),
    ...gas(study),
    ...scanFigures(study),
    ...unevenFigures(study),
    label(study),
    ...hangs(study),
    ...draws(study),
    ...(study.inverse === undefined ? [] : [inverseFigure(study.inverse)]),
  ];
}

function courses({ injured, healthy }: ExperimentStudy): Figure {
  const panel = ({ animal }: Judged): CoursePanel => {
    const { courses: all, sd, quantified } = animal.whole;
    const fit = quantified.fits[0]!;
    const rate = formatWithError(fit.rate_perS[0]!, fit.rateError_perS[0]!);
    return {
      title: `liver of the ${animal.name} animal, mean of ${animal.voxels.length} voxels`,
      times_s: animal.times_s,
      series: all.metabolites.map((name, m) => ({
        name,
        values: courseOf(all, m, 0).map((value) => 1000 * value),
        errors: new Float64Array(animal.times_s.length).fill(1000 * sd[m]!),
        role: m === 0 ? ('substrate' as const) : ('product' as const),
        ...(m === 0 || fit.predicted[m] === undefined
          ? {}
          : { fit: { times_s: animal.times_s, values: fit.predicted[m].map((value) => 1000 * value) } }),
      })),
      note: `rate to malate ${rate} 1/s`,
    };
  };
  return {
    name: 'time_courses',
    svg: timeCourseFigure({
      title: 'Fumarate comes, malate is made where cells are dead',
      panels: [panel(injured), panel(healthy)],
      xLabel: 'time after the begin of the injection (s)',
      yLabel: 'signal',
      yUnit: 'µM of polarized 13C',
      errorLabel: 'noise, one standard deviation',
      nColumns: 2,
    }),
    caption:
      'Mean signal of the liver (points) and the fitted model of malate (line), which the measured fumarate drives. Fumarate and malate stand on axes of their own.',
  };
}

function roc({ roc: curve, settings, injured, healthy }: ExperimentStudy): Figure[] {
  if (curve === undefined) return [];
  const at = (share: number): number => 100 * share;
  const point = [1 - healthy.quality.specificity.value, injured.quality.sensitivity.value].map(at);
  return [
    {
      name: 'roc',
      svg: lineFigure({
        title: 'How well a voxel tells injured from healthy',
        panels: [
          {
            x: { quantity: 'healthy voxels called injured', unit: '%', range: [0, 100] },
            y: { quantity: 'injured voxels found', unit: '%', range: [0, 100] },
            lines: [
              {
                x: Array.from(curve.falsePositiveRate, at),
                y: Array.from(curve.truePositiveRate, at),
                colour: PRODUCT_COLOURS[0],
                width: 2,
                name: `ratio over its error: area ${curve.auc.toFixed(2)}`,
              },
              { x: [0, 100], y: [0, 100], colour: '#9a9a9a', dash: '5 4', name: 'guessing' },
            ],
            marks: [{ x: point[0]!, y: point[1]! }],
          },
        ],
        panelHeight: 330,
      }),
      caption: `${curve.nInjured} voxels with at least ${percent(settings.analysis.injuredFrom)} dead cells against ${curve.nHealthy} others, of both animals. Area ${curve.auc.toFixed(3)}, 95% ${curve.interval[0].toFixed(3)} to ${curve.interval[1].toFixed(3)} (DeLong). Ring: this map, where small regions are left out.`,
    },
  ];
}

const gas = ({ syringe }: ExperimentStudy): Figure[] =>
  syringe.polarizer === undefined ? [] : doseFigures(syringe.polarizer).filter(({ name }) => name === 'road');

function label({ injured, syringe }: ExperimentStudy): Figure {
  const { injected_nmol, relaxed_nmol, lost_nmol, excited_nmol } = injured.animal.budget;
  const rest = (gone: number): number => (100 * (injected_nmol - gone)) / injected_nmol;
  const steps = [
    ['injected', 0],
    ['relaxed', relaxed_nmol],
    ['left by the kidneys', relaxed_nmol + lost_nmol],
    ['spent by pulses', relaxed_nmol + lost_nmol + excited_nmol],
  ] as const;
  const liver = injured.animal.quantified;
  const area = ['fumarate', 'malate'].map((name) => columnOf(liver, `auc_${name}`).values.reduce((a, b) => a + b, 0));
  return {
    name: 'label',
    svg: waterfallFigure({
      title: 'From the syringe to the picture: where the label of the injured animal went',
      steps: steps.map(([name, gone], i) => ({
        label: name,
        value: rest(gone),
        group: 'label in the animal',
        columns: [`${rest(gone).toFixed(1)}%`, i === 0 ? '' : `${(gone - steps[i - 1]![1]).toFixed(0)} nmol`],
      })),
      groups: [{ name: 'label in the animal', colour: SUBSTRATE_COLOUR }],
      columns: ['left', 'taken'],
      quantity: 'label',
      unit: '%',
      start: 100,
      note: `Losses go on side by side; each is counted over the whole scan. In all ${injected_nmol.toFixed(0)} nmol of polarized 13C went in.`,
    }),
    caption: `Only what pulses spend is seen: ${percent(excited_nmol / injected_nmol)} of the label of ${percent(syringe.dose.polarization)} polarized fumarate, in the whole animal. In the liver the summed signal of malate is ${percent(area[1]! / area[0]!)} of that of fumarate.`,
  };
}

function hangs({ hangs: { ranked, asSet } }: ExperimentStudy): Figure[] {
  const shown = ranked.filter(({ atLow, atHigh }) => Number.isFinite(atLow.found + atHigh.found)).slice(0, MOST_BARS);
  if (shown.length === 0) return [];
  return [
    {
      name: 'hangs_on',
      svg: tornadoFigure({
        title: 'What the finding hangs on',
        bars: shown.map(({ name, what, where, low, high, atLow, atHigh, status }) => ({
          label: where === 'polarizer' ? `polarizer: ${what}` : (SHORT[name] ?? what),
          range: `${Number(low.toPrecision(2))} to ${Number(high.toPrecision(2))}`,
          atLow: 100 * atLow.found,
          atHigh: 100 * atHigh.found,
          rank: status,
        })),
        middle: 100 * asSet.found,
        quantity: 'injured voxels found',
        unit: '%',
        bounds: [0, 100],
        rankHeader: 'status',
        lowName: 'input at the low end of its range',
        highName: 'at the high end',
        ...(ranked.length > shown.length
          ? { note: `${ranked.length - shown.length} more inputs matter less; all of them are in result.json.` }
          : {}),
      }),
      caption:
        'Each uncertain number alone at both ends of its range, all others as set. The expected share of injured voxels above the threshold, from noise-free scans of the injured animal on coarse voxels.',
    },
  ];
}

function draws(study: ExperimentStudy): Figure[] {
  const drawn = drawnSpread(study, 'found');
  if (drawn === undefined) return [];
  const { hangs: all } = study;
  return [
    {
      name: 'draws',
      svg: histogramFigure({
        title: 'The finding with every uncertain number drawn at once',
        values: all.draws.map(({ found }) => 100 * found),
        quantity: 'injured voxels found',
        unit: '%',
        counted: 'draws',
        marks: [{ label: 'as set', value: 100 * all.asSet.found, colour: PRODUCT_COLOURS[0] }],
      }),
      caption: `${all.draws.length} seeded draws of polarizer, syringe and animal together; numbers of the animal log-uniform over their ranges (uniform where a range begins at 0). 90% lie between ${percent(drawn[0])} and ${percent(drawn[2])}.`,
    },
  ];
}
