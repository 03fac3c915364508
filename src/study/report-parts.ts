// What every report has: its pictures by name, and how it closes.
import type { Block } from '../plot/index.ts';
import type { RunContext } from './run-context.ts';

interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

interface Told {
  readonly notes: readonly string[];
  readonly sources: readonly { readonly citation: string }[];
  readonly provenance: Pick<RunContext, 'versions' | 'command' | 'created'> & {
    readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  };
}

/** Blocks of the figures with these names, in this order; a figure that was not drawn is left out. */
export const picturesOf =
  (figures: readonly { readonly name: string; readonly svg: string; readonly caption: string }[]) =>
  (...names: readonly string[]): Block[] =>
    names.flatMap((name) =>
      figures
        .filter((figure) => figure.name === name)
        .map(({ svg, caption }): Block => ({ kind: 'figure', svg, caption })),
    );

/** Notes, method with its sources, and how to do the same again. */
export const closingSections = ({ notes, sources, provenance }: Told, method: readonly Block[]): Section[] => [
  { heading: 'Notes', blocks: [{ kind: 'notes', items: notes }] },
  {
    heading: 'How it was done',
    blocks: [...method, { kind: 'notes', items: sources.map(({ citation }) => citation) }],
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
          {
            key: 'versions',
            value: Object.entries(provenance.versions)
              .map(([name, version]) => `${name} ${version}`)
              .join(', '),
          },
        ],
      },
    ],
  },
];

export const footerOf = ({ provenance }: Pick<Told, 'provenance'>, files: string): string =>
  `Made by Fumarole ${provenance.versions['fumarole'] ?? ''}. Files beside this page: ${files}.`;
