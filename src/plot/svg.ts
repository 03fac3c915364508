// Text of SVG elements: escaping, rounding and the few shapes that figures are made of. Leaves layout to the figures.
import { ScienceError } from '../base/index.ts';

/** Stands in every drawing, report and exported image. */
export const RESEARCH_USE_ONLY = 'Research use only, not for diagnosis.';

/** The rasterizer carries DejaVu Sans and its bold cut only; browsers without it fall back to a face of like widths. */
export const FONT_FAMILY = 'DejaVu Sans, Verdana, Arial, sans-serif';

/** Ink on white paper, darkest first; every text colour keeps a contrast of at least 4.5 to 1. */
export const INK = { strong: '#111111', text: '#333333', soft: '#666666', line: '#b4b4b4', faint: '#ececec' } as const;

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Safe as XML or HTML text and inside quoted attributes; characters that XML forbids become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A coordinate with at most `decimals` decimals and no trailing zeros, so that the same drawing is the same text everywhere. */
export function coordinate(value: number, decimals = 2): string {
  if (!Number.isFinite(value)) {
    throw new ScienceError('argument', `a drawing coordinate is ${value}; expected a finite number`);
  }
  const text = value.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

/** One element; `children` are finished markup, attribute values are escaped here, undefined ones left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(value)}"`;
  }
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

export interface TextStyle {
  /** In the units of the drawing, 12 if not given. */
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Outline in this colour under the letters, for text on images. */
  readonly halo?: string;
}

/** A line of text with its baseline at (x, y). */
export function textAt(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 12, bold = false, fill = INK.text, anchor = 'start', halo } = style;
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      'font-weight': bold ? 'bold' : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      fill,
      stroke: halo,
      'stroke-width': halo === undefined ? undefined : 2.4,
      'stroke-linejoin': halo === undefined ? undefined : 'round',
      'paint-order': halo === undefined ? undefined : 'stroke',
    },
    escapeText(content),
  );
}

/** A straight stroke. */
export function lineFrom(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string {
  return element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width });
}

/** `M x y L x y ...`; a point that is not finite lifts the pen. */
export function polyline(xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let path = '';
  let down = false;
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      down = false;
      continue;
    }
    path += `${down ? 'L' : 'M'}${coordinate(x)} ${coordinate(y)}`;
    down = true;
  }
  return path;
}

/** A whole drawing on white, `width` x `height` user units (pixels at natural size), with its name for screen readers. */
export function drawing(width: number, height: number, name: string, ...children: readonly string[]): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      role: 'img',
      'font-family': FONT_FAMILY,
    },
    element('title', {}, escapeText(name)),
    element('desc', {}, RESEARCH_USE_ONLY),
    element('rect', { width, height, fill: '#ffffff' }),
    ...children,
  );
}
