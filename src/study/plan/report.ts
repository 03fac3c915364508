// The report of a plan: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../plot/index.ts';
import { closingSections, footerOf, picturesOf } from '../report-parts.ts';
import { PAIR_DESIGNS } from '../../scanner/index.ts';
import type { Figure } from './figures.ts';
import { coilOf } from './limits.ts';
import type { PlanResult } from './result.ts';
import { delivered_mM, type PlanStudy } from './road.ts';
import { anglesText, percent } from './words.ts';

export function planReport(study: PlanStudy, result: PlanResult, figures: readonly Figure[]): string {
  const picture = picturesOf(figures);
  return reportPage({
    title: study.settings.title,
    subtitle: 'Plan of a scan: what it would see, and with which angles',
    lead: result.summary.slice(0, 3).join(' '),
    sections: [
      { heading: 'The scan', blocks: [scanBlock(study), ...picture('schedule'), designTable(study)] },
      { heading: 'Detection limit', blocks: picture('limit') },
      {
        heading: 'More than five minutes?',
        blocks: [{ kind: 'notes', items: result.summary.slice(3) }, ...picture('visibility'), visibilityTable(study)],
      },
      { heading: 'Wrong T1, wrong B1', blocks: picture('robustness') },
      ...closingSections(result, methodBlocks(study)),
    ],
    footer: footerOf(result, 'schedule.csv, figures, result.json'),
  });
}

function scanBlock(study: PlanStudy): Block {
  const { ranked, voxel_mm, noise_mM, ratio, settings } = study;
  const { frames, bounds_perS } = ranked[0];
  return {
    kind: 'keyValues',
    items: [
      { key: 'first excitation', value: `${frames.start_s} s after the begin of the injection` },
      { key: 'frames', value: `${frames.nFrames}, every ${frames.repetition_s} s` },
      { key: 'flip angles', value: anglesText(study) },
      { key: 'voxel', value: `${voxel_mm} mm cube` },
      { key: 'polarized substrate that comes to a voxel', value: `${formatNumber(delivered_mM(settings), 3)} mM` },
      { key: 'noise of a frame', value: `${formatNumber(noise_mM * 1e3, 3)} µM of polarized 13C` },
      {
        key: 'least error of the rate, injured and healthy voxel',
        value: `${formatNumber(bounds_perS[0]!, 2)} and ${formatNumber(bounds_perS[1]!, 2)} 1/s`,
      },
      {
        key: 'ratio of areas, injured voxel',
        value: `${formatNumber(ratio.ratio, 2)} ± ${formatNumber(ratio.error, 1)}`,
      },
    ],
  };
}

function designTable({ ranked }: PlanStudy): Block {
  return {
    kind: 'table',
    columns: [
      { label: 'flip angles' },
      { label: 'start', align: 'right' },
      { label: 'repetition', align: 'right' },
      { label: 'frames', align: 'right' },
      { label: 'least detectable', align: 'right' },
    ],
    rows: ranked.map(({ design, frames, limit }) => [
      PAIR_DESIGNS[design].label,
      `${frames.start_s} s`,
      `${frames.repetition_s} s`,
      String(frames.nFrames),
      limit > 1 ? 'not seen' : `${(100 * limit).toFixed(1)}%`,
    ]),
    caption: 'The best acquisition of each design. Of nearly equal ones (0.5%) the one that ends first.',
  };
}

function visibilityTable({ visibility, settings }: PlanStudy): Block {
  const most = Math.max(...visibility.T1_s);
  return {
    kind: 'table',
    columns: [
      { label: 'metabolite' },
      { label: 'seen in' },
      { label: 'pulses' },
      { label: 'visible until', align: 'right' },
      { label: 'T1 for five minutes', align: 'right' },
    ],
    rows: visibility.metabolites.flatMap(({ name, seenIn, lines, now_s }) =>
      lines.map(({ angle_deg, neededT1_s }, i) => [
        name,
        seenIn === 'voxel' ? 'one voxel' : 'whole liver, spectrum',
        angle_deg === undefined ? 'one of 90°' : `${angle_deg}° every ${visibility.repetition_s} s`,
        now_s[i]! > 0 ? `${now_s[i]!.toFixed(0)} s` : 'never',
        Number.isNaN(neededT1_s) ? `over ${most} s` : `${neededT1_s.toFixed(0)} s`,
      ]),
    ),
    caption: `Visible until: with the T1 of the settings (${Object.entries(settings.tissue.T1_s)
      .map(([name, time]) => `${name} ${time} s`)
      .join(', ')}), signal / noise of at least ${settings.leastSnr} in a frame.`,
  };
}

function methodBlocks(study: PlanStudy): Block[] {
  const { settings } = study;
  const coil = coilOf(settings);
  const { dose, animal, tissue, scanner } = settings;
  return [
    {
      kind: 'keyValues',
      items: [
        {
          key: 'dose',
          value: `${dose.volume_uL} µL of ${dose.concentration_mM} mM ${dose.substrate}, polarization ${percent(dose.polarization)}; ${animal.weight_g} g animal, spread over ${animal.distribution_mLPerG} mL/g, ${percent(animal.voxelFraction)} of a voxel`,
        },
        {
          key: 'tissue',
          value: `two pools with exchange, relaxation and wash-out, gamma-variate arrival; rate ${tissue.healthyRate_perS} ± ${tissue.healthySpread_perS} 1/s healthy, + ${tissue.necroticRate_perS} 1/s where all cells are dead; equilibrium ${tissue.equilibrium}`,
        },
        {
          key: 'noise',
          value: `coil ${formatNumber(coil.efficiency_TPerSqrtW * 1e6, 3)} µT/√W at ${coil.b0_T} T, ${percent(coil.sampleNoiseShare)} of its noise from the animal, noise figure ${coil.noiseFigure_dB} dB; ${scanner.b0_T} T, ${scanner.sampling_s * 1e3} ms of sampling per image`,
        },
        {
          key: 'limit',
          value:
            'Cramer-Rao bound of the rate in injured and healthy tissue, with the healthy spread; threshold and power of a normal test; partial filling of the voxel',
        },
        {
          key: 'search',
          value:
            'every combination of start, repetition time, frames and design; free angles by golden section; no random numbers',
        },
      ],
    },
  ];
}
