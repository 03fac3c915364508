// What is not even over the injured animal, over its anatomy: its field, and what the loops hear.
import { quantile } from '../../../math/index.ts';
import { resliceNearest } from '../../../picture/index.ts';
import { roundRange, type MapPanel } from '../../../plot/index.ts';
import type { Volume } from '../../../records/index.ts';
import { sliceOf, sliceView } from '../../map/display.ts';
import type { Judged } from '../findings.ts';
import type { ExperimentStudy } from '../study.ts';
import { busiest, drawn, panels, type Figure } from './maps.ts';

export const unevenFigures = ({ injured, settings }: ExperimentStudy): Figure[] => [
  ...fieldFigure(injured, settings.scanner.field),
  ...coilsFigure(injured),
];

/** Before and after the shim. */
function fieldFigure(injured: Judged, asked: ExperimentStudy['settings']['scanner']['field']): Figure[] {
  const { field } = injured.animal;
  if (field === undefined || asked === undefined) return [];
  const { shim, over } = asked;
  const isShimmed = shim !== 'frequency';
  const maps = isShimmed ? [field.before, field.after] : [field.before];
  const [, most] = roundRange(0, quantile(Float64Array.from(maps.flatMap((map) => shown(injured, map)), Math.abs).sort(), 0.95), 5); // prettier-ignore
  const all = [
    ...row(injured, blank(field.after), 'anatomy'),
    ...row(injured, field.before, 'frequency set'),
    ...(isShimmed ? row(injured, field.after, 'shimmed') : []),
  ];
  const title = 'The field that the animal makes in itself';
  return [
    {
      name: 'field',
      svg: drawn(title, all, 'viridis', [-most, most], '13C frequency offset', 'Hz'),
      caption: `Susceptibility of lung, fat, bone, veins and the air around, ${isShimmed ? `shimmed over the ${over} (${shim})` : `with the frequency set over the ${over}`}; outlined: the liver. Standard deviation over the liver ${field.before_Hz.toFixed(1)} Hz with the frequency set${isShimmed ? `, ${field.after_Hz.toFixed(1)} Hz shimmed` : ''}.`,
    },
  ];
}

function coilsFigure(injured: Judged): Figure[] {
  const { heard } = injured.animal;
  if (heard === undefined) return [];
  const [, most] = roundRange(0, quantile(Float64Array.from(shown(injured, heard)).sort(), 0.98), 5);
  return [
    {
      name: 'loops',
      svg: drawn(
        'What the loops hear together',
        [...row(injured, blank(heard), 'anatomy'), ...row(injured, heard, 'loops')],
        'viridis',
        [0, most],
        'signal to noise over that of a volume coil',
      ),
      caption:
        'Signal to noise of the best combination of the loops over that of the one volume coil; outlined: the liver. It is 1 in the middle of the array by assumption, and grows towards the wires.',
    },
  ];
}

const blank = ({ geometry, data }: Volume): Volume => ({ geometry, data: new Float64Array(data.length).fill(NaN) });

/** The slices of the other maps, the liver outlined. */
function row(injured: Judged, map: Volume, what: string): MapPanel[] {
  const { geometry } = map;
  const liver = Uint8Array.from(resliceNearest(injured.animal.liver, geometry, 0).data, (share) => (share > 0.5 ? 1 : 0)); // prettier-ignore
  const slices = busiest(injured);
  return panels(injured, map, slices).map((panel, i) => ({
    ...panel,
    label: `${what}, slice ${slices[i]! + 1}`,
    regions: [{ name: 'liver', mask: sliceOf(liver, geometry.shape, slices[i]!, sliceView(geometry)), colour: '#ffffff' }], // prettier-ignore
  }));
}

/** What is in those slices. */
function shown(injured: Judged, { geometry, data }: Volume): number[] {
  const plane = geometry.shape[0] * geometry.shape[1];
  return busiest(injured)
    .flatMap((k) => Array.from(data.subarray(k * plane, (k + 1) * plane)))
    .filter(Number.isFinite);
}
