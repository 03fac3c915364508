// Rows that every report of the spin part has: the molecule, how the pairs were added, what relaxes.
import type { SpinSystem } from '../../physics/spins/index.ts';
import type { Block } from '../../plot/index.ts';
import { statusWord } from '../status-word.ts';
import type { NamedSystem } from './read-system.ts';
import type { TransferFile } from './transfer/settings.ts';
import { fieldText } from './words.ts';

export const moleculeRows = (system: SpinSystem): { readonly key: string; readonly value: string }[] => [
  {
    key: 'molecule',
    value: `${system.name}: ${system.spins.map((spin) => `${spin.label} (${spin.isotope})`).join(', ')}`,
  },
  {
    key: 'couplings',
    value: Object.entries(system.couplings_Hz)
      .map(([pair, j]) => `${pair} ${String(j).replace('-', '−')} Hz`)
      .join(', '),
  },
];

/** Where the numbers of a library molecule are from; nothing for a file. */
export const originTable = ({ provenance }: Pick<NamedSystem, 'provenance'>): Block[] =>
  provenance.length === 0
    ? []
    : [
        {
          kind: 'table',
          columns: [{ label: 'numbers' }, { label: 'source' }, { label: 'status' }],
          rows: provenance.map(({ what, source, status }) => [what, source, statusWord(status)]),
          caption: 'Where the numbers of the molecule are from.',
        },
      ];

export function additionText({ pure, dephasedAt_T, window_s, field_T }: TransferFile['addition']): string {
  if (pure === true) return 'pure singlet state';
  if (dephasedAt_T !== undefined) return `added at random times in ${fieldText(dephasedAt_T)}: coherences averaged out`;
  const field = fieldText(field_T!);
  return window_s === undefined ? `ages as given, in ${field}` : `added evenly over ${window_s} s in ${field}`;
}

export function relaxationText({ relaxation }: Pick<TransferFile, 'relaxation'>): string {
  if (relaxation === undefined) return 'none';
  if (relaxation.model === 'redfield')
    return `dipolar and CSA (Redfield), correlation time ${relaxation.tauC_s!} s, rates of ${fieldText(relaxation.field_T!)}`;
  const times = Object.entries(relaxation.T1_s ?? {}).map(([label, time]) => `${label} ${time} s`);
  return `${relaxation.model === 'T1T2' ? 'T1 and T2 of each spin' : 'isotropic random fields'}, T1: ${times.join(', ') || 'as in the system file'}`;
}
