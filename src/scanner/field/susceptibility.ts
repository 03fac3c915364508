// The field that tissue makes for itself: susceptibility convolved with the dipole, by Fourier transform (Salomir et al. 2003; Marques and Bowtell 2005).
import { ScienceError } from '../../base/index.ts';
import { fftN, smoothSize } from '../../math/fourier/index.ts';
import type { Triple } from '../played/shapes.ts';

/**
 * Volume susceptibility, SI. Schenck 1996 (air, water at 37 C), Maniewski et al. 1988 (lung), Szczepaniak et al. 2002 (fat), Hopkins and Wehrli 1997 (cortical bone):
 * see SOURCES.md. Venous blood: tissue plus 4 pi 0.27e-6 of deoxygenated cells (Spees et al. 2001), hematocrit 0.45, oxygenation 0.7 ASSUMED.
 */
export const SUSCEPTIBILITY = { air: 0.36e-6, tissue: -9.05e-6, lung: -4e-6, fat: -7.79e-6, bone: -8.86e-6, venousBlood: -8.59e-6 } as const; // prettier-ignore

export interface FieldGrid {
  /** In the order of the array, last axis fastest. */
  readonly shape: Triple;
  readonly spacing_m: Triple;
}

export interface FieldSettings extends FieldGrid {
  /** Of the main field, along the axes of the array; of any length. */
  readonly direction: Triple;
  /** Susceptibility of what lies around the grid. */
  readonly around: number;
  readonly b0_T: number;
  /** gamma / (2 pi). */
  readonly gamma_HzPerT: number;
}

/**
 * Frequency [voxel] in Hz against that far away, as a nucleus in the voxel feels it (sphere of Lorentz taken off): b0 gamma F^-1 [(1/3 - (k b)^2 / k^2) F chi].
 * The grid is doubled, so that repeats of the object stand a field of view away. Throws where sizes do not fit.
 */
export function susceptibilityField_Hz(susceptibility: ArrayLike<number>, settings: FieldSettings): Float64Array {
  const { shape, spacing_m, around, b0_T, gamma_HzPerT } = settings;
  const direction = checked(susceptibility, settings);
  const wide = shape.map((n) => smoothSize(2 * n)) as unknown as Triple;
  const data = new Float64Array(2 * wide[0] * wide[1] * wide[2]);
  const place = (a: number, b: number, c: number): number => 2 * ((a * wide[1] + b) * wide[2] + c);
  const each = (size: Triple, visit: (a: number, b: number, c: number) => void): void => {
    for (let a = 0; a < size[0]; a++)
      for (let b = 0; b < size[1]; b++) for (let c = 0; c < size[2]; c++) visit(a, b, c);
  };
  let v = 0;
  each(shape, (a, b, c) => (data[place(a, b, c)] = susceptibility[v++]! - around));
  const spectrum = fftN(data, wide, [0, 1, 2], { scale: 'none' });
  const k = wide.map((n, axis) => Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? i : i - n) / (n * spacing_m[axis]!))); // prettier-ignore
  each(wide, (a, b, c) => {
    const [x, y, z] = [k[0]![a]!, k[1]![b]!, k[2]![c]!];
    const along = x * direction[0] + y * direction[1] + z * direction[2];
    const square = x * x + y * y + z * z;
    const dipole = square === 0 ? 0 : 1 / 3 - (along * along) / square;
    const at = place(a, b, c);
    spectrum[at] = spectrum[at]! * dipole;
    spectrum[at + 1] = spectrum[at + 1]! * dipole;
  });
  const field = fftN(spectrum, wide, [0, 1, 2], { inverse: true, scale: 'mean' });
  const out = new Float64Array(shape[0] * shape[1] * shape[2]);
  v = 0;
  each(shape, (a, b, c) => (out[v++] = b0_T * gamma_HzPerT * field[place(a, b, c)]!));
  return out;
}

function checked(
  susceptibility: ArrayLike<number>,
  { shape, spacing_m, direction, b0_T, around }: FieldSettings,
): Triple {
  // prettier-ignore
  const fail = (message: string): never => {
    throw new ScienceError('argument', message, { where: 'susceptibility' });
  };
  checkGrid(susceptibility, { shape, spacing_m }, 'susceptibility');
  const length = Math.hypot(...direction);
  if (!(length > 0) || !Number.isFinite(length)) fail(`the direction of the field is [${direction.join(', ')}]; expected a vector`); // prettier-ignore
  if (!(b0_T > 0)) fail(`b0_T is ${b0_T}; expected tesla above 0`);
  // 0.01 is far beyond tissue: parts per million were meant
  for (let v = 0; v < susceptibility.length; v++)
    if (!(Math.abs(susceptibility[v]! - around) < 0.01)) fail(`voxel ${v} is ${susceptibility[v]!}; expected an SI value such as -9e-6. Was it given in ppm?`); // prettier-ignore
  return [direction[0] / length, direction[1] / length, direction[2] / length];
}

/** Throws where values do not fill the grid, or the grid has no size. */
export function checkGrid(values: ArrayLike<number>, { shape, spacing_m }: FieldGrid, where: string): void {
  const count = shape[0] * shape[1] * shape[2];
  if (!shape.every((n) => Number.isInteger(n) && n > 0) || !spacing_m.every((d) => d > 0 && Number.isFinite(d)))
    throw new ScienceError('argument', `a grid of [${shape.join(', ')}] voxels of [${spacing_m.join(', ')}] m; expected sizes above 0`, { where }); // prettier-ignore
  if (values.length !== count) throw new ScienceError('argument', `${values.length} values for ${count} voxels`, { where }); // prettier-ignore
}
