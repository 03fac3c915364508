// A picture of a report.

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}
