// A figure of the report.
export interface Figure {
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}
