// What is written over a picture: orientation letters, a scale bar, and the hatch of voxels without a number.
import { decimalExponent } from '../number-text.ts';
import { coordinate, element, lineFrom, textAt } from '../svg.ts';

export interface Orientation {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** Neutral and thin, so that the anatomy shows through and no colour map is mistaken for it. */
export const HATCH = { paper: '#808080', paperOpacity: 0.25, stroke: '#ffffff', strokeOpacity: 0.5 } as const;

export function drawLetters(orientation: Orientation, x: number, y: number, width: number, height: number): string {
  const size = width < 200 ? 10 : 12;
  const style = { size, bold: true, fill: '#ffffff', halo: '#000000' };
  const inset = 4;
  return (
    textAt(x + inset, y + height / 2 + size * 0.36, orientation.left, style) +
    textAt(x + width - inset, y + height / 2 + size * 0.36, orientation.right, { ...style, anchor: 'end' }) +
    textAt(x + width / 2, y + inset + size * 0.73, orientation.top, { ...style, anchor: 'middle' }) +
    textAt(x + width / 2, y + height - inset, orientation.bottom, { ...style, anchor: 'middle' })
  );
}

/** The longest of 1, 2 or 5 times a power of ten up to a third of `shown_mm`. */
export function scaleBarLength_mm(shown_mm: number): number {
  const power = Number(`1e${decimalExponent(shown_mm / 3)}`);
  const steps = [5, 2, 1].map((step) => Number((step * power).toPrecision(1)));
  return steps.find((length) => length <= shown_mm / 3) ?? steps[2]!;
}

/** At the lower left of a picture that is `shown_mm` wide. */
export function drawScaleBar(shown_mm: number, x: number, y: number, width: number, height: number): string {
  const length_mm = scaleBarLength_mm(shown_mm);
  const px = (width * length_mm) / shown_mm;
  const left = x + 7;
  const base = y + height - 8;
  const style = { size: width < 200 ? 10 : 11, fill: '#ffffff', halo: '#000000' };
  return (
    lineFrom(left - 1, base, left + px + 1, base, '#000000', 4.5) +
    lineFrom(left, base, left + px, base, '#ffffff', 2.5) +
    textAt(left, base - 6, `${length_mm} mm`, style)
  );
}

/** Veiled voxels with diagonals that run on from voxel to voxel, in voxel widths; `squash` is the height of a voxel, `scale` its pixels. */
export function drawHatch(nColumns: number, mask: Uint8Array, squash: number, scale: number): string {
  let cells = '';
  let strokes = '';
  const down = (rows: number): string => coordinate(rows * squash, 4);
  mask.forEach((flag, at) => {
    if (flag === 0) return;
    const column = at % nColumns;
    const row = Math.floor(at / nColumns);
    cells += `M${column} ${down(row)}h1v${down(1)}h-1z`;
    strokes += `M${column} ${down(row + 1)}l1 ${down(-1)}`;
  });
  if (cells === '') return '';
  const width = coordinate(0.9 / scale, 4);
  return (
    element('path', { d: cells, fill: HATCH.paper, 'fill-opacity': HATCH.paperOpacity }) +
    element('path', { d: strokes, stroke: HATCH.stroke, 'stroke-opacity': HATCH.strokeOpacity, 'stroke-width': width })
  );
}
