// The report of an experiment: one page for a person who knows mice.
import { formatNumber, formatWithError, reportPage, type Block } from '../../../plot/index.ts';
import { closingSections, footerOf, picturesOf } from '../../report-parts.ts';
import type { Judged } from '../findings.ts';
import { inverseTable } from './inverse.ts';
import type { Figure } from './maps.ts';
import type { ExperimentResult } from './result-schema.ts';
import type { ExperimentStudy } from '../study.ts';
import { drawnSpread, ofWhole, percent } from './words.ts';

export function experimentReport(study: ExperimentStudy, result: ExperimentResult, figures: readonly Figure[]): string {
  const picture = picturesOf(figures);
  return reportPage({
    title: study.settings.title,
    subtitle:
      'A virtual experiment: every image is simulated, quantified as real images are, and held against the truth',
    lead: result.summary[0]!,
    sections: [
      { heading: 'In short', blocks: [{ kind: 'notes', items: result.summary.slice(1) }] },
      { heading: 'Pictures', blocks: picture('ratio', 'truth') },
      { heading: 'Time courses', blocks: [...picture('time_courses'), liverTable(study)] },
      { heading: 'How sure', blocks: [qualityTable(study), ...picture('roc'), severityTable(study)] },
      { heading: 'What limits it', blocks: [...picture('hangs_on', 'draws'), ...drawsTable(study)] },
      { heading: 'From gas to picture', blocks: picture('road', 'label') },
      ...(study.settings.scanner.readout === 'instant'
        ? []
        : [{ heading: 'The scan', blocks: picture('shot', 'k-space', 'pulses', 'readout', 'field', 'loops') }]),
      ...(study.inverse === undefined
        ? []
        : [{ heading: 'Inverse check', blocks: [...picture('inverse_check'), inverseTable(study.inverse)] }]),
      ...closingSections(result, methodBlocks(study, result)),
    ],
    footer: footerOf(
      result,
      'injured and healthy (images, maps, truth, voxels.csv, raw k-space), sequence (Pulseq), livers.csv, regions.csv, figures, result.json',
    ),
  });
}

const both = ({ injured, healthy }: ExperimentStudy): readonly Judged[] => [injured, healthy];

function liverTable(study: ExperimentStudy): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'liver, mean signal' },
      { label: 'voxels', align: 'right' },
      { label: 'dead cells', align: 'right' },
      { label: 'malate / fumarate', align: 'right' },
      { label: 'rate', unit: '1/s', align: 'right' },
    ],
    rows: both(study).map(({ animal }) => [
      animal.name,
      String(animal.voxels.length),
      percent(animal.necrotic),
      formatWithError(...ofWhole(animal, 'ratio_malate')),
      formatWithError(...ofWhole(animal, 'rate_malate_perS')),
    ]),
    caption:
      'Mean signal of the outlined liver, quantified like a voxel; value ± standard error by the noise. The ratio is of summed signals and depends on the flip angles; the rate does not.',
  };
}

function qualityTable(study: ExperimentStudy): Block {
  const share = ({ hits, of, value, interval: [low, high] }: Judged['quality']['sensitivity']): string =>
    of === 0
      ? 'no such voxel'
      : `${percent(value)} (${hits} of ${of}; 95% interval: ${percent(low)} to ${percent(high)})`;
  const rows: readonly (readonly [string, (one: Judged) => string])[] = [
    ['injured voxels found (sensitivity)', ({ quality }) => share(quality.sensitivity)],
    ['healthy voxels left alone (specificity)', ({ quality }) => share(quality.specificity)],
    ['volume called injured', ({ finding }) => `${finding.injuredVolume_mm3.toFixed(0)} mm³`],
    [
      '95% of it by noise',
      ({ finding: { injuredVolumeInterval_mm3: v } }) => `${v[0].toFixed(0)} to ${v[1].toFixed(0)} mm³`,
    ],
    ['volume of voxels that are injured', ({ quality }) => `${quality.trueVolume_mm3.toFixed(0)} mm³`],
    [
      'overlap with the truth (Dice)',
      ({ quality, finding }) =>
        quality.trueVolume_mm3 === 0 && finding.injuredVolume_mm3 === 0 ? '–' : formatNumber(quality.dice, 2),
    ],
    ['connected regions', ({ finding }) => String(finding.regions.length)],
  ];
  return {
    kind: 'table',
    columns: [{ label: 'voxel by voxel' }, { label: 'injured animal' }, { label: 'healthy animal' }],
    rows: rows.map(([label, text]) => [label, ...both(study).map(text)]),
    caption: `${study.injured.finding.basis} Regions of fewer than ${study.settings.analysis.fewestVoxels} voxels are taken as noise.`,
  };
}

function severityTable({ injured }: ExperimentStudy): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'true severity' },
      { label: 'voxels', align: 'right' },
      { label: 'without noise', align: 'right' },
      { label: 'measured', align: 'right' },
      { label: 'bias', align: 'right' },
    ],
    rows: injured.quality.bySeverity
      .filter(({ nVoxels }) => nVoxels > 0)
      .map(({ from, to, nVoxels, meanTruth, meanEstimate, bias, biasError }) => [
        `dead share ${percent(from)} to ${percent(to)}`,
        String(nVoxels),
        formatNumber(meanTruth, 3),
        formatNumber(meanEstimate, 3),
        nVoxels > 1 ? formatWithError(bias, biasError) : '–',
      ]),
    caption:
      'Injured animal: mean ratio of its voxels by true severity, with its standard error. The ratio without noise holds the blur of the image and the flip angles, so that this is the bias of the quantification alone.',
  };
}

function drawsTable(study: ExperimentStudy): Block[] {
  const { asSet } = study.hangs;
  const rows = (
    [
      ['injured voxels found', 'found', percent],
      ['volume called injured', 'volume_mm3', (volume: number) => `${volume.toFixed(0)} mm³`],
      ['malate / fumarate of the liver', 'ratio', (ratio: number) => formatNumber(ratio, 2)],
    ] as const
  ).flatMap(([label, what, text]) => {
    const drawn = drawnSpread(study, what);
    return drawn === undefined
      ? []
      : [[label, text(asSet[what]), text(drawn[1]), `${text(drawn[0])} to ${text(drawn[2])}`]];
  });
  if (rows.length === 0) return [];
  const columns = ['expected', 'as set', 'median of the draws', '90% of the draws'];
  return [
    {
      kind: 'table',
      columns: columns.map((label, i) => (i === 0 ? { label } : { label, align: 'right' as const })),
      rows,
      caption:
        'The finding with every uncertain number drawn at once, from the hydrogen to the liver. Volumes hold what chance calls injured.',
    },
  ];
}

function methodBlocks(study: ExperimentStudy, result: ExperimentResult): Block[] {
  const { settings, syringe, injured } = study;
  const { scanner, grid, injury, injection, analysis } = settings;
  const { dose } = syringe;
  const angles = (name: 'fumarate' | 'malate'): string => {
    const all = result.flipAngles_deg[name];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return `${name} ${high - low < 1e-9 ? `${low.toFixed(1)}°` : `${low.toFixed(1)}° to ${high.toFixed(1)}°`} (${scanner.flips[name].design})`;
  };
  const hurt =
    injury.necroticFraction === undefined
      ? `${injury.acetaminophen_mgPerKg} mg/kg of acetaminophen, ${injury.hours_h} h before`
      : `${percent(injury.necroticFraction)} of the liver dead, as set`;
  const rows: readonly (readonly [string, string])[] = [
    [
      'dose',
      `${formatNumber(1000 * dose.volume_mL, 3)} µL of ${formatNumber(dose.concentration_mM, 3)} mM fumarate, polarization ${percent(dose.polarization)} ± ${percent(dose.polarizationSd)}, in ${injection.duration_s} s; ${result.dose.origin}`,
    ],
    ['injury', `${hurt}; ${injury.pattern}`],
    [
      'scan',
      `${scanner.b0_T} T, ${grid.matrix.join(' x ')} voxels of ${grid.voxel_mm.join(' x ')} mm, ${scanner.nFrames} frames every ${scanner.repetition_s} s from ${scanner.start_s} s on; ${angles('fumarate')}, ${angles('malate')}`,
    ],
    [
      'images',
      `${scanner.images === 'complex' ? 'real part of phased images' : 'magnitudes'}, noise ${formatNumber(1000 * injured.animal.trueNoiseSd_mM, 3)} µM of polarized 13C; both lines of malate summed`,
    ],
    [
      'quantification',
      `as of real images: ratio of sums over frames, delta method; rate by the inputless fit with T1 ${analysis.T1_s.fumarate} and ${analysis.T1_s.malate} s`,
    ],
    ['seed', String(settings.seed)],
  ];
  return [{ kind: 'keyValues', items: rows.map(([key, value]) => ({ key, value })) }];
}
