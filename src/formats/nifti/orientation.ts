// Quaternions of NIfTI-1 to matrices and back (nifti1.h, METHOD 2; nifti1_io.c nifti_mat44_to_quatern, public domain).

/** 3 x 4 affine from b, c, d, the offsets, the voxel steps and qfac. */
export function affineOfQuaternion(quaternion: readonly number[], steps: readonly number[]): number[] {
  let [b, c, d] = quaternion as [number, number, number];
  const rest = 1 - (b * b + c * c + d * d);
  let a = 0;
  if (rest < 1e-7) {
    // a half turn; b, c, d are made a unit vector, as the reference code does
    const norm = Math.hypot(b, c, d);
    [b, c, d] = [b / norm, c / norm, d / norm];
  } else {
    a = Math.sqrt(rest);
  }
  const [, dx, dy, dzAbs] = steps as [number, number, number, number];
  const dz = steps[0]! < 0 ? -dzAbs : dzAbs;
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
  ];
  return rotation.flatMap((row, n) => [row[0]! * dx, row[1]! * dy, row[2]! * dz, quaternion[3 + n]!]);
}

export interface Quaternion {
  /** Scalar part, not negative; not stored in the file. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** -1 where i, j, k make a left-handed triple. */
  readonly qfac: 1 | -1;
  /** Largest gap between the unit axes and the rotation; 0 for an affine without shear. */
  readonly shear: number;
}

/** The rotation in an affine whose axes stand at right angles. */
export function quaternionOfAffine(affine: readonly number[]): Quaternion {
  const column = (n: number): [number, number, number] => {
    const length = Math.hypot(affine[n]!, affine[n + 4]!, affine[n + 8]!);
    return [affine[n]! / length, affine[n + 4]! / length, affine[n + 8]! / length];
  };
  const [x, y, z] = [column(0), column(1), column(2)];
  const cross = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
  const qfac = cross[0]! * z[0] + cross[1]! * z[1] + cross[2]! * z[2] < 0 ? -1 : 1;
  const w = z.map((value) => value * qfac) as [number, number, number];
  const shear = Math.max(
    ...cross.map((value, n) => Math.abs(value - w[n]!)),
    Math.abs(x[0] * y[0] + x[1] * y[1] + x[2] * y[2]),
  );
  const row = (n: 0 | 1 | 2): readonly [number, number, number] => [x[n], y[n], w[n]];
  const [r0, r1, r2] = [row(0), row(1), row(2)];
  // the largest of the four is taken from the diagonal, so that nothing is divided by a small number
  const squares = [r0[0] + r1[1] + r2[2], r0[0] - r1[1] - r2[2], r1[1] - r0[0] - r2[2], r2[2] - r0[0] - r1[1]];
  const largest = squares.indexOf(Math.max(...squares));
  const root = Math.sqrt(Math.max(0, 1 + squares[largest]!));
  const half = root / 2;
  const f = 0.5 / root;
  let parts: number[];
  if (largest === 0) parts = [half, f * (r2[1] - r1[2]), f * (r0[2] - r2[0]), f * (r1[0] - r0[1])];
  else if (largest === 1) parts = [f * (r2[1] - r1[2]), half, f * (r0[1] + r1[0]), f * (r0[2] + r2[0])];
  else if (largest === 2) parts = [f * (r0[2] - r2[0]), f * (r0[1] + r1[0]), half, f * (r1[2] + r2[1])];
  else parts = [f * (r1[0] - r0[1]), f * (r0[2] + r2[0]), f * (r1[2] + r2[1]), half];
  const norm = Math.hypot(...parts) * (parts[0]! < 0 ? -1 : 1);
  const [a, b, c, d] = parts.map((part) => part / norm) as [number, number, number, number];
  return { a, b, c, d, qfac, shear };
}
