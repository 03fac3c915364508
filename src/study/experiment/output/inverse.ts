// The inverse check as a picture and a table.
import {
  formatNumber,
  lineFigure,
  PRODUCT_COLOURS,
  SUBSTRATE_COLOUR,
  type Block,
  type Line,
} from '../../../plot/index.ts';
import type { InverseCheck, Recovered } from '../inverse/check.ts';
import type { Figure } from './maps.ts';

/** Rows that the picture shows, and how. */
const SHOWN: readonly (readonly [name: string, label: string, colour: string, dash?: string])[] = [
  ['agrees', 'the models agree', '#333333'],
  ['two compartments, slow', 'two compartments as one, slow exchange', SUBSTRATE_COLOUR, '5 3'],
  ['T1 short', 'T1 believed 20% short', PRODUCT_COLOURS[0]],
  ['T1 long', 'T1 believed 20% long', PRODUCT_COLOURS[0], '5 3'],
  ['B1 low', 'B1 20% low', PRODUCT_COLOURS[1]],
  ['B1 high', 'B1 20% high', PRODUCT_COLOURS[1], '5 3'],
];
const SHOWN_RANGE = [0.5, 1.7] as const;

export function inverseFigure({ rows, realisations }: InverseCheck): Figure {
  const lines = SHOWN.map(([name, label, colour, dash]): Line => {
    const { values, truth } = rows.find((row) => row.name === name)!.rate;
    const sorted = Array.from(values, (value) => value / truth).sort((a, b) => a - b);
    return {
      x: sorted,
      y: sorted.map((_, i) => (100 * (i + 0.5)) / sorted.length),
      colour,
      name: label,
      width: 1.8,
      ...(dash !== undefined && { dash }),
    };
  });
  return {
    name: 'inverse_check',
    svg: lineFigure({
      title: 'Inverse check: what the fit makes of a rate that is known',
      panels: [
        {
          x: { quantity: 'fitted rate over the true rate', range: SHOWN_RANGE },
          y: { quantity: 'realisations below', unit: '%', range: [0, 100] },
          lines: [...lines, { x: [1, 1], y: [0, 100], colour: '#9a9a9a', dash: '2 3' }],
        },
      ],
      panelHeight: 280,
    }),
    caption: `${realisations} noisy scans of one known tissue in each case. A curve that crosses 50% at 1 is without bias; its width is the noise of a liver mean. A round trip through simulator and fit: it proves the fit, not the physics.`,
  };
}

export function inverseTable({ rows, realisations }: InverseCheck): Block {
  const bias = ({ bias: value, biasError }: Recovered): string => {
    const digits = biasError < 0.01 ? 1 : 0;
    const text = (100 * value).toFixed(digits).replace('-', '−');
    return `${text} ± ${(100 * biasError).toFixed(digits)}`;
  };
  const covered = (one: Recovered): string => ((100 * one.covered) / realisations).toFixed(0);
  return {
    kind: 'table',
    columns: [
      { label: 'case' },
      { label: 'SNR', align: 'right' },
      { label: 'bias of the rate', unit: '%', align: 'right' },
      { label: 'intervals that hold', unit: '%', align: 'right' },
      { label: 'bias of the ratio', unit: '%', align: 'right' },
      { label: 'intervals that hold', unit: '%', align: 'right' },
    ],
    rows: rows.map((row) => [
      row.what,
      formatNumber(row.snr, 2),
      bias(row.rate),
      covered(row.rate),
      bias(row.ratio),
      covered(row.ratio),
    ]),
    caption: `Inverse check: ${realisations} seeded noise realisations per case, mean over truth less 1 with its standard error, and how many 95% intervals hold the truth. SNR is that of the first frame of fumarate: 35 is about a mean over the liver, 4 a voxel.`,
  };
}
