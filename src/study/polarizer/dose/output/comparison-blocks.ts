// Other ways to a dose beside this road, as a table of ranges with its sources below.
import type { Figured, Method } from '../../../../dose/index.ts';
import type { Block } from '../../../../plot/index.ts';
import { statusWord } from '../../../status-word.ts';
import type { DoseStudy } from '../road.ts';
import { plain } from './words.ts';

export function comparisonBlocks({ methods, dose, stages, uncertainty }: DoseStudy): Block[] {
  const range = (figure: Figured | undefined, show: (value: number) => string): string => {
    if (figure === undefined) return '–';
    const words = figure.low === figure.high ? show(figure.low) : `${show(figure.low)} to ${show(figure.high)}`;
    return UNREAD.includes(figure.status) ? `${words} (${statusWord(figure.status)})` : words;
  };
  const quantiles = uncertainty?.spread.polarization.quantiles;
  const share = (value: number): string => `${Number((100 * value).toPrecision(2))}%`;
  const sourcesOf = ({ time_min, polarization, cost, effectiveDose_mSv }: Method): string =>
    Object.entries({
      Time: time_min,
      Polarization: polarization,
      Cost: cost,
      'Effective dose': effectiveDose_mSv,
    })
      .flatMap(([what, figure]) => (figure === undefined ? [] : [`${what}: ${figure.source}`]))
      .join('. ');
  return [
    {
      kind: 'table',
      columns: [
        { label: 'method' },
        { label: 'time per dose', unit: 'min', align: 'right' },
        { label: '13C polarization', align: 'right' },
        { label: 'initial cost, expected', unit: 'DNP = 1', align: 'right' },
        { label: 'effective dose', unit: 'mSv', align: 'right' },
      ],
      rows: [
        [
          'this road',
          (stages.at(-1)!.time_s! / 60).toFixed(1),
          quantiles === undefined ? share(dose.polarization) : `${share(quantiles[0]!)} to ${share(quantiles.at(-1)!)}`,
          '–',
          '0',
        ],
        ...methods.map(({ method, time_min, polarization, cost, effectiveDose_mSv }) => [
          method,
          range(time_min, plain),
          range(polarization, share),
          range(cost, plain),
          range(effectiveDose_mSv, plain),
        ]),
      ],
      caption:
        'Figures as found, as ranges. This road: computed, its time without setting up and cleaning. Put in the numbers of your own institution under comparison.',
    },
    { kind: 'notes', items: methods.map((one) => `${one.method}. ${sourcesOf(one)}.`) },
  ];
}

/** Of figures that nobody here has read at their source. */
const UNREAD: readonly Figured['status'][] = ['assumed', 'memory-unverified', 'secondary'];
