// Quantities of voxels (or regions): one named column each, with its unit.

export interface Column {
  /** As the map's file is called: `ratio_malate`, `rate_malate_perS_se` ... */
  readonly name: string;
  /** What a person reads: "malate / fumarate AUC ratio". */
  readonly label: string;
  /** Empty for a pure number. */
  readonly unit: string;
  readonly values: Float64Array;
}

export interface Quantities {
  readonly columns: readonly Column[];
  /** How each fit ended, [row]. */
  readonly ends: readonly string[];
}

/** Values of a named column. Throws (a programming error) where there is none. */
export function columnOf(quantities: Quantities, name: string): Column {
  const column = quantities.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
}
