// The report of a dose: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../../../plot/index.ts';
import { closingSections, footerOf, picturesOf } from '../../../report-parts.ts';
import { fieldText } from '../../../spin/words.ts';
import { statusWord } from '../../../status-word.ts';
import { comparisonBlocks } from './comparison-blocks.ts';
import type { Figure } from './figure.ts';
import type { DoseResult } from './result.ts';
import type { DoseStudy } from '../road.ts';
import {
  factorText,
  indexText,
  inputWords,
  percent,
  plain,
  rangeText,
  stageWords,
  timeText,
  valueText,
} from './words.ts';

export function doseReport(study: DoseStudy, result: DoseResult, figures: readonly Figure[]): string {
  const { settings, dose } = study;
  const picture = picturesOf(figures);
  const spread = study.uncertainty?.spread.polarization;
  const between =
    spread === undefined
      ? ''
      : ` (90% of the draws: ${percent(spread.quantiles[0]!)} to ${percent(spread.quantiles.at(-1)!)})`;
  const first = study.uncertainty?.ranked[0];
  return reportPage({
    title: `${settings.title}: ${percent(dose.polarization)} in the syringe`,
    subtitle: 'From hydrogen gas to the syringe, leg by leg',
    lead: `${percent(dose.polarization)} 13C polarization${between} and ${plain(dose.concentration_mM)} mM ${injected(study)}, ${timeText(study.stages.at(-1)!.time_s)} after the first bubble. ${enhancementWords(study)}${first === undefined ? '' : ` It hangs most on: ${inputWords(first.place).label}.`}`,
    sections: [
      { heading: 'The road', blocks: [...picture('road'), roadBlock(study)] },
      ...(study.made.outcome === undefined
        ? []
        : [{ heading: 'In the reactor', blocks: picture('reactor', 'ages', 'yields') }]),
      { heading: 'In the syringe', blocks: [...picture('syringe'), limitsBlock(study), enhancementBlock(result)] },
      { heading: 'What it hangs on', blocks: [...picture('sensitivity'), ...sensitivityBlock(study)] },
      { heading: 'Beside other ways', blocks: comparisonBlocks(study) },
      ...closingSections(result, methodBlocks(study)),
    ],
    footer: footerOf(result, 'road.csv, sensitivity.csv, comparison.csv, figures, result.json'),
  });
}

/** What is in the syringe: the species of the reactor, or what a cleavage leaves of it. */
const injected = ({ settings, made }: DoseStudy): string =>
  settings.legs.find((leg) => leg.leg === 'cleavage')?.product ?? made.batch.productSpecies;

/** "61,600 times the thermal polarization at 1.5 T; 100,000 times are 12.9%." */
export function enhancementWords({ enhancements }: DoseStudy): string {
  const { field_T, temperature_K, thermal, times } = enhancements[0]!;
  return `${Number(times.toPrecision(3)).toLocaleString('en')} x the thermal polarization at ${field_T} T and ${temperature_K} K; 100,000 x is ${(1e7 * thermal).toFixed(2)}%.`;
}

/** `50 nT–2 µT`. */
function cycleFields({ transfer: { profile } }: DoseStudy['settings']): string {
  return profile.kind === 'csv' ? 'file' : `${fieldText(profile.from_T)}–${fieldText(profile.to_T)}`;
}

const PROFILES = { constantAdiabaticity: 'constant adiabaticity', linear: 'straight ramp' } as const;

function roadBlock({ settings, stages }: DoseStudy): Block {
  const dash = '–';
  return {
    kind: 'table',
    columns: [
      { label: 'stage' },
      { label: 'takes', align: 'right' },
      { label: 'at', align: 'right' },
      { label: 'field', align: 'right' },
      { label: 'lifetime', align: 'right' },
      { label: 'volume', unit: 'mL', align: 'right' },
      { label: 'conc.', unit: 'mM', align: 'right' },
      { label: 'order', align: 'right' },
      { label: '13C', align: 'right' },
      { label: 'P c', unit: 'mM', align: 'right' },
      { label: 'polarization', align: 'right' },
      { label: 'amount', align: 'right' },
    ],
    rows: stages.map((stage) => [
      stageWords(stage.name),
      timeText(stage.duration_s),
      timeText(stage.time_s),
      stage.kind === 'transfer' ? cycleFields(settings) : stage.field_T === undefined ? dash : fieldText(stage.field_T),
      timeText(stage.lifetime_s),
      stage.volume_m3 === undefined ? dash : stage.volume_m3 === 0 ? 'solid' : (stage.volume_m3 * 1e6).toFixed(2),
      stage.concentration_mM?.toFixed(1) ?? dash,
      stage.transferred ? dash : percent(stage.polarization),
      stage.transferred ? percent(stage.polarization) : dash,
      stage.transferred && stage.concentration_mM !== undefined
        ? (stage.polarization * stage.concentration_mM).toFixed(2)
        : dash,
      factorText(stage.polarizationFactor),
      factorText(stage.amountFactor),
    ]),
    caption: 'Left after each stage; the last two columns are what the stage leaves of polarization and amount.',
  };
}

function limitsBlock({ limits }: DoseStudy): Block {
  const bound = (lowest: number | undefined, highest: number | undefined): string =>
    lowest === undefined
      ? `at most ${plain(highest!)}`
      : highest === undefined
        ? `at least ${plain(lowest)}`
        : `${plain(lowest)} to ${plain(highest)}`;
  return {
    kind: 'table',
    columns: [
      { label: 'limit' },
      { label: 'here', align: 'right' },
      { label: 'wanted', align: 'right' },
      { label: '' },
    ],
    rows: limits.map(({ quantity, unit, value, lowest, highest, held }) =>
      [
        quantity,
        `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`,
        bound(lowest, highest),
        held ? 'held' : { strong: 'NOT held' },
      ].map((cell) => (typeof cell === 'string' ? cell : [cell])),
    ),
    caption: 'The solution in the syringe against the limits of the settings.',
  };
}

function enhancementBlock({ enhancement }: DoseResult): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'field' },
      { label: 'thermal 13C polarization', align: 'right' },
      { label: 'this dose', align: 'right' },
      { label: '100,000 x would be', align: 'right' },
    ],
    rows: enhancement.map(({ field_T, thermalPolarization, times, polarizationFor100000 }) => [
      `${field_T} T`,
      formatNumber(thermalPolarization, 5),
      `${Number(times.toPrecision(3)).toLocaleString('en')} x`,
      `${(100 * polarizationFor100000).toFixed(2)}%`,
    ]),
    caption: `Over thermal equilibrium at ${enhancement[0]!.temperature_K} K, tanh(γħB/2kT).`,
  };
}

function sensitivityBlock({ uncertainty }: DoseStudy): Block[] {
  if (uncertainty === undefined) return [{ kind: 'text', text: 'Nothing is uncertain in these settings.' }];
  return [
    {
      kind: 'table',
      columns: [
        { label: 'input' },
        { label: 'value', align: 'right' },
        { label: '5% to 95%', align: 'right' },
        { label: 'total, P', align: 'right' },
        { label: 'total, P\u00a0c', align: 'right' },
        { label: 'status' },
        { label: 'why' },
      ],
      rows: uncertainty.ranked.map(({ place, value, low, high, status, source, polarization, molarPolarization }) => {
        const { label, unit } = inputWords(place);
        return [
          label,
          valueText(value, unit),
          rangeText(low, high, unit),
          polarization.total < 5e-4
            ? indexText(polarization.total)
            : `${indexText(polarization.total)} ± ${indexText(Math.max(5e-4, polarization.totalError))}`,
          indexText(molarPolarization.total),
          statusWord(status),
          source,
        ];
      }),
      caption:
        'Every uncertain input, ranked by the total Sobol index of the polarization (P) in the syringe; beside it that of polarization times concentration (P c), which the signal goes with.',
    },
  ];
}

function methodBlocks({ settings, fieldCycle, uncertainty, origins }: DoseStudy): Block[] {
  const { profile, T1_s, quality } = settings.transfer;
  const surfaces = uncertainty?.surfaces;
  return [
    {
      kind: 'keyValues',
      items: [
        {
          key: 'field cycle',
          value: `${profile.kind === 'csv' ? profile.file : `${PROFILES[profile.kind]}, ${fieldText(profile.from_T)} to ${fieldText(profile.to_T)}`} in ${Number(profile.duration_s.toPrecision(6))} s; random fields with T1 ${Object.entries(
            T1_s,
          )
            .map(([isotope, time]) => `${isotope} ${time} s`)
            .join(
              ', ',
            )}; ${fieldCycle.target} gets ${formatNumber(fieldCycle.efficiency, 4)} per unit of order (numerical error ${formatNumber(fieldCycle.error, 2)}), times a quality of ${quality}`,
        },
        {
          key: 'legs',
          value:
            'exp(−t/T) with the lifetime of the order before the field cycle and the 13C T1 after it; amounts by yields and volumes',
        },
        {
          key: 'pH, osmolality',
          value:
            'charge balance of weak acids at 25 °C; particles with their counter ions times the osmotic coefficient',
        },
        ...(uncertainty === undefined || surfaces === undefined
          ? []
          : [
              {
                key: 'draws',
                value: `${uncertainty.draws.polarization.length} draws, ${uncertainty.evaluations} roads in all for the Sobol indices, seed ${settings.monteCarlo.seed}; reactor and field cycle through surfaces of second order over ${surfaces.reactor.runs} and ${surfaces.fieldCycle.runs} exact runs`,
              },
            ]),
      ],
    },
    {
      kind: 'table',
      columns: [{ label: 'numbers' }, { label: 'status' }, { label: 'origin' }],
      rows: origins.map(({ place, status, source }) => [place, statusWord(status), source]),
      caption: 'Numbers of the program without a range of their own.',
    },
  ];
}
