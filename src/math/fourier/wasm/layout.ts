// The row of numbers that tells the kernel where everything stands; names and places as in assembly/fourier.as.

const FIELD = {
  NZ: 0,
  NY: 1,
  NX: 2,
  GZ: 3,
  GY: 4,
  GX: 5,
  PITCH: 6,
  WIDTH: 7,
  DEGREE: 8,
  SAMPLES: 9,
  IMAGE: 10,
  VOLUME: 11,
  SLAB: 12,
  GRID: 13,
  ROLL_Z: 14,
  ROLL_Y: 15,
  ROLL_X: 16,
  FIRST: 17,
  AWAY: 18,
  ORDER: 19,
  COEFFICIENTS: 20,
  SCRATCH: 21,
  ROW_TABLE: 22,
  PLANE_TABLE: 23,
  DATA: 24,
  WORK: 25,
  PLAN_Z: 26,
  PLAN_Y: 27,
  PLAN_X: 28,
  MOST_Z: 29,
  MOST_Y: 30,
  REACH_Z: 31,
  REACH_Y: 32,
  AXES: 33,
  TRAJECTORY: 34,
  KEYS: 35,
  COUNTS: 36,
  FACTORS: 37,
} as const;

type FieldName = keyof typeof FIELD;
export const FIELDS = Object.keys(FIELD).length;

/** [FIELDS]; what is not given is 0. */
export function fieldsOf(values: Partial<Record<FieldName, number>>): Int32Array {
  const out = new Int32Array(FIELDS);
  for (const [name, value] of Object.entries(values)) out[FIELD[name as FieldName]] = value;
  return out;
}

/** Three sizes; missing axes are put in front, one point long. */
export const three = (sizes: readonly number[]): readonly [number, number, number] =>
  [1, 1, 1, ...sizes].slice(-3) as unknown as readonly [number, number, number];

/** Groups of lanes of lines of `points` that are worked on together: the longest lines still stand in the cache. */
export const groupsOf = (points: number): number => Math.max(1, Math.min(4, Math.floor(2 ** 14 / (32 * points))));
