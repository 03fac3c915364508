// The report of a reconstruction: one page that a person can mail.
import { formatNumber, reportPage, type Block } from '../../plot/index.ts';
import type { Figure } from './figure.ts';
import type { ReconstructResult } from './result.ts';

const NOISE = {
  readouts: 'noise readouts of the scan',
  record: 'a covariance in the file',
  edges: 'the outer tenth of k-space; signal there makes it too large',
  unknown: 'not known',
} as const;

function errorTable({ comparison }: ReconstructResult): Block[] {
  if (comparison === null) return [];
  const { zeros, images, floor } = comparison;
  const row = (name: string, error: number): string[] => [name, formatNumber(error, 3), formatNumber(zeros.all / error, 3)]; // prettier-ignore
  return [
    {
      kind: 'table',
      columns: [{ label: 'images' }, { label: 'error', align: 'right' }, { label: 'times smaller than zeros', align: 'right' }], // prettier-ignore
      rows: [
        row('zeros in the gaps', zeros.all),
        row('as reconstructed', images.all),
        ...(floor === null ? [] : [row('if nothing but noise were lost', floor)]),
      ],
      caption: 'Error against the images of all lines, complex, all voxels and frames, over the size of the latter. The last row: the noise that the reference holds in the lines left out, which nobody can foretell.', // prettier-ignore
    },
  ];
}

export function reconstructReport(result: ReconstructResult, figures: readonly Figure[]): string {
  const picture = (...names: string[]): Block[] =>
    figures
      .filter(({ name }) => names.some((one) => name === one || name.startsWith(`${one}_`)))
      .map(({ svg, caption }) => ({ kind: 'figure', svg, caption }));
  const { scan, noise, images, lowRank, provenance } = result;
  const section = (heading: string, blocks: readonly Block[]) => (blocks.length === 0 ? [] : [{ heading, blocks }]);
  return reportPage({
    title: result.settings.title ?? scan.name,
    subtitle: 'Images from raw data',
    lead: result.summary.join(' '),
    sections: [
      ...section('Images', picture('slices', 'frames')),
      ...section('Beside zeros in the gaps', [...errorTable(result), ...picture('comparison', 'courses')]),
      ...section('Signal and noise', [
        {
          kind: 'table',
          columns: [
            { label: 'series' },
            { label: 'largest voxel', align: 'right' },
            { label: 'noise of the real part', align: 'right' },
            { label: 'signal / noise', align: 'right' },
          ],
          rows: images.map(({ name, maxPerFrame, noiseSd }) => {
            const most = Math.max(...maxPerFrame);
            return [
              name,
              formatNumber(most, 3),
              noiseSd === null ? 'not known' : formatNumber(noiseSd, 3),
              noiseSd === null ? '' : formatNumber(most / noiseSd, 3),
            ];
          }),
          caption: `Noise from: ${NOISE[noise.source]}.`,
        },
        ...picture('signal'),
      ]),
      ...section('Raw data', [
        {
          kind: 'keyValues',
          items: [
            {
              key: 'scan',
              value: `${scan.kind}, ${scan.nReadouts} readouts, ${scan.nChannels} channel${scan.nChannels > 1 ? 's' : ''}`,
            },
            { key: 'encoded matrix', value: scan.encodedMatrix.join(' x ') },
            { key: 'nucleus', value: scan.nucleus ?? 'not in the file, not in the settings' },
            { key: 'field', value: scan.b0_T === null ? 'not known' : `${formatNumber(scan.b0_T, 4)} T` },
            ...(lowRank === null
              ? []
              : [
                  {
                    key: 'low rank + sparse',
                    value: `blocks of ${lowRank.block.join(' x ')}, rank threshold ${lowRank.rankThreshold}, sparse threshold ${lowRank.sparseThreshold ?? 'none'}${lowRank.hiddenErrors.length > 0 ? ', chosen by hidden samples' : ''}; misfit ${formatNumber(lowRank.misfit, 2)}, last change ${formatNumber(lowRank.change, 2)}`,
                  },
                ]),
          ],
        },
        ...picture('kspace', 'sampling'),
      ]),
      ...section('Frequencies', picture('spectra', 'field')),
      ...section('Coils', picture('coils')),
      { heading: 'Notes', blocks: [{ kind: 'notes', items: result.notes }] },
      {
        heading: 'How it was done',
        blocks: [{ kind: 'notes', items: result.sources.map(({ citation }) => citation) }],
      },
      {
        heading: 'Provenance',
        blocks: [
          { kind: 'text', text: 'The same again:' },
          { kind: 'code', text: provenance.command },
          {
            kind: 'keyValues',
            items: [
              ...provenance.inputs.map(({ path, sha256 }) => ({ key: path, value: `SHA-256 ${sha256.slice(0, 16)}` })),
              { key: 'made', value: provenance.created },
              { key: 'versions', value: Object.entries(provenance.versions).map(([name, version]) => `${name} ${version}`).join(', ') }, // prettier-ignore
            ],
          },
        ],
      },
    ],
    footer: `Made by Fumarole ${provenance.versions['fumarole'] ?? ''}. Files beside this page: images, figures, result.json.`,
  });
}
