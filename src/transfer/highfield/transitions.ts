// All lines of a sample: block against the block one quantum above, the density and F+ between their eigenvectors.
import { makeMatrixKernel, plainMatrices, type EigenRows, type MatrixKernel } from '../../math/fast/index.ts';
import { pulsedDensity, transverseAfter, type HardPulse } from './hard-pulse.ts';
import {
  blockMatrix_Hz,
  highFieldSector,
  ladderOf,
  type HighFieldSector,
  type SparseRows,
} from './high-field-blocks.ts';
import { frameOffsets_Hz, type RotatingFrame } from './frame.ts';
import { componentsOf, type Component, type Sample, type Sector } from './sample.ts';

export interface Detection {
  readonly isotope: string;
  readonly frame: RotatingFrame;
  /** Hard pulses right before, in order; none for a density that a sequence left. */
  readonly pulses?: readonly HardPulse[];
  readonly kernel?: 'plain' | 'wasm';
}

/** Takes one line: amplitude re + i im at exp(+2 pi i frequency t), and the error of an amplitude that does not matter. */
export type LineSink = (frequency_Hz: number, re: number, im: number, negligible: number) => void;

let held: MatrixKernel | undefined;
/** The twin, compiled at first use; it holds no state between calls. */
const twin = (): MatrixKernel => (held ??= makeMatrixKernel());

/**
 * Hands the lines of Tr[(Fx + iFy) rho(t)] to `sink`; lines of the same frequency come more than once. Lines below `nothing` times the largest
 * sum that the lines between their two blocks can have (Cauchy-Schwarz) are left out.
 */
export function forEachLine(sample: Sample, detection: Detection, nothing: number, sink: LineSink): void {
  const { isotope, frame, pulses = [] } = detection;
  const kernel = detection.kernel === 'plain' ? plainMatrices : twin();
  for (const component of componentsOf(sample, isotope)) {
    const offsets_Hz = frameOffsets_Hz(component.spins, frame);
    for (const content of component.sectors) {
      const sector = highFieldSector(component, content.twiceK, isotope);
      const source = sourceOf(component, content, pulses, isotope);
      let above: EigenRows | undefined;
      sector.blocks.forEach((block, b) => {
        const upper = sector.blocks[b - 1];
        if (upper?.hasLower !== true) above = undefined;
        if (above === undefined && !block.hasLower) return;
        const n = block.states.length;
        const here = kernel.eigen(blockMatrix_Hz(component, sector, block, offsets_Hz), n);
        if (above) pairLines({ kernel, component, sector, isotope, source, above, here, b }, nothing, sink);
        above = block.hasLower ? here : undefined;
      });
    }
  }
}

/** The part of the density that F+ sees: factor times a sum of slope K-, or a whole density. */
type Source =
  | { readonly factor: readonly [number, number]; readonly slope: Float64Array; readonly even: number | undefined }
  | { readonly density: Float64Array };

function sourceOf(component: Component, sector: Sector, pulses: readonly HardPulse[], isotope: string): Source {
  const { content } = sector;
  if ('density' in content) return { density: pulsedDensity(component, sector, content.density, pulses) };
  const [x, y] = transverseAfter(pulses, isotope);
  const { slope } = content;
  const seen = slope.filter((_, g) => component.spins.isotopes[component.sites[g]!] === isotope);
  // Kx x + Ky y = (x + i y)/2 K- + ...
  return { factor: [x / 2, y / 2], slope, even: seen.every((value) => value === seen[0]) ? seen[0] : undefined };
}

interface Pair {
  readonly kernel: MatrixKernel;
  readonly component: Component;
  readonly isotope: string;
  readonly sector: HighFieldSector;
  readonly source: Source;
  readonly above: EigenRows;
  readonly here: EigenRows;
  /** Number of the lower block. */
  readonly b: number;
}

function pairLines(pair: Pair, nothing: number, sink: LineSink): void {
  const { source } = pair;
  const raise = raisingBetween(pair);
  let rho: Scaled;
  if ('density' in source) {
    const [re, im] = densityBetween(pair, source.density);
    rho = { re: re ?? raise, im: im ?? raise, byRe: re ? 1 : 0, byIm: im ? 1 : 0 };
  } else {
    const { factor, slope, even } = source;
    const one = even === undefined ? raisingBetween(pair, slope) : raise;
    const by = even ?? 1;
    rho = { re: one, im: one, byRe: by * factor[0], byIm: by * factor[1] };
  }
  emit(pair, raise, rho, nothing, sink);
}

/** A real matrix between eigenvectors, [above, below] or, `turned`, [below, above]. */
type Between = Float64Array;

/** byRe re + i byIm im */
interface Scaled {
  readonly re: Between;
  readonly im: Between;
  readonly byRe: number;
  readonly byIm: number;
}

/** Products over states run over the smaller of two blocks; where that is the upper one, the lower one's vectors come first. */
const turned = ({ above, here }: Pair): boolean => above.values.length < here.values.length;

function emit(pair: Pair, raise: Between, { re, im, byRe, byIm }: Scaled, nothing: number, sink: LineSink): void {
  const { above, here } = pair;
  const m = above.values.length,
    n = here.values.length;
  const [stepAbove, stepBelow] = turned(pair) ? [1, m] : [n, 1];
  const negligible = nothing * Math.sqrt(squares(raise) * (byRe * byRe * squares(re) + byIm * byIm * squares(im)));
  const cut = negligible * negligible;
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < n; k++) {
      const place = i * stepAbove + k * stepBelow;
      const a = raise[place]!;
      const x = a * byRe * re[place]!,
        y = a * byIm * im[place]!;
      if (x * x + y * y > cut) sink(above.values[i]! - here.values[k]!, x, y, negligible);
    }
  }
}

const squares = (a: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * a[i]!;
  return sum;
};

/** K+ (each site times its slope) between the eigenvectors. */
function raisingBetween(pair: Pair, slope?: Float64Array): Between {
  const { kernel, component, sector, isotope, above, here, b } = pair;
  const m = above.values.length,
    n = here.values.length;
  const ladderFrom = (block: number, direction: 'up' | 'down'): SparseRows =>
    ladderOf(component, sector, sector.blocks[block]!, isotope, direction, slope);
  return turned(pair)
    ? kernel.timesTransposed(timesSparse(here.rows, n, n, ladderFrom(b - 1, 'down')), above.rows, n, m, m)
    : kernel.timesTransposed(timesSparse(above.rows, m, m, ladderFrom(b, 'up')), here.rows, m, n, n);
}

/** a [rows, width] times the transpose of a sparse matrix [columns, width]. */
function timesSparse(a: Float64Array, rows: number, width: number, { start, to, value }: SparseRows): Float64Array {
  const columns = start.length - 1;
  const out = new Float64Array(rows * columns);
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    // Four rows at once: each index is read once for all.
    const r0 = i * width,
      r1 = r0 + width,
      r2 = r1 + width,
      r3 = r2 + width;
    for (let s = 0; s < columns; s++) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0;
      for (let e = start[s]!, end = start[s + 1]!; e < end; e++) {
        const t = to[e]!,
          x = value[e]!;
        s0 += x * a[r0 + t]!;
        s1 += x * a[r1 + t]!;
        s2 += x * a[r2 + t]!;
        s3 += x * a[r3 + t]!;
      }
      const at = i * columns + s;
      out[at] = s0;
      out[at + columns] = s1;
      out[at + 2 * columns] = s2;
      out[at + 3 * columns] = s3;
    }
  }
  for (; i < rows; i++) {
    for (let s = 0; s < columns; s++) {
      let sum = 0;
      for (let e = start[s]!; e < start[s + 1]!; e++) sum += value[e]! * a[i * width + to[e]!]!;
      out[i * columns + s] = sum;
    }
  }
  return out;
}

/** Real and imaginary part of the density below the diagonal, transposed, between the eigenvectors; undefined where it is zero. */
function densityBetween(pair: Pair, density: Float64Array): readonly [Between | undefined, Between | undefined] {
  const { kernel, sector, above, here, b } = pair;
  const lower = sector.blocks[b]!.states,
    upper = sector.blocks[b - 1]!.states;
  const n = lower.length,
    m = upper.length;
  const part = (offset: 0 | 1): Between | undefined => {
    const inside = new Float64Array(n * m);
    let any = false;
    for (let s = 0; s < n; s++) {
      for (let t = 0; t < m; t++) {
        const x = density[2 * (lower[s]! * sector.size + upper[t]!) + offset]!;
        inside[turned(pair) ? t * n + s : s * m + t] = x;
        any ||= x !== 0;
      }
    }
    if (!any) return undefined;
    if (turned(pair)) {
      const half = kernel.timesTransposed(here.rows, inside, n, m, n);
      return kernel.timesTransposed(half, above.rows, n, m, m);
    }
    const half = kernel.timesTransposed(above.rows, inside, m, n, m);
    return kernel.timesTransposed(half, here.rows, m, n, n);
  };
  return [part(0), part(1)];
}
