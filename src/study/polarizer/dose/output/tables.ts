// The numbers of a dose as CSV.
import type { Figured } from '../../../../dose/index.ts';
import type { DoseResult } from './result.ts';

export function roadTable({ road }: DoseResult): string {
  return csv(
    Object.keys(road[0]!),
    road.map((stage) => Object.values(stage)),
  );
}

export function sensitivityTable({ uncertainty }: DoseResult): string {
  return csv(
    [
      'place',
      'value',
      'low',
      'high',
      'status',
      'polarizationAtLow',
      'polarizationAtHigh',
      'first',
      'firstError',
      'total',
      'totalError',
      'totalOfMolarPolarization',
    ],
    (uncertainty?.ranked ?? []).map((one) => [
      one.place,
      one.value,
      one.low,
      one.high,
      one.status,
      one.polarizationAtLow,
      one.polarizationAtHigh,
      one.polarization.first,
      one.polarization.firstError,
      one.polarization.total,
      one.polarization.totalError,
      one.molarPolarization.total,
    ]),
  );
}

const FIGURES = ['time_min', 'polarization', 'cost', 'effectiveDose_mSv'] as const;

export function comparisonTable({ comparison }: DoseResult): string {
  return csv(
    ['method', 'figure', 'low', 'high', 'status', 'source'],
    comparison.flatMap((row) =>
      FIGURES.flatMap((name) => {
        const found: Figured | null = row[name];
        return found === null ? [] : [[row.method, name, found.low, found.high, found.status, found.source]];
      }),
    ),
  );
}

type Cell = string | number | null;

function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const text = (cell: Cell): string => {
    const plain = cell === null ? '' : String(cell);
    return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return [header, ...rows].map((row) => `${row.map(text).join(',')}\n`).join('');
}
