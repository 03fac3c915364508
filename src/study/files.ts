// How a road reaches its input files. `edge` makes one over a disk or over files a person picked in a browser.

/** What was read, for the provenance. */
export interface InputFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface StudyFiles {
  /** Bytes of a file; `path` as written in the study file, relative to it. Throws a ScienceError where it cannot be read. */
  read(path: string): Uint8Array;
  /** Paths of the plain files in a folder, sorted; undefined if `path` is not a folder. */
  list(path: string): readonly string[] | undefined;
  /** Everything read so far, in order. */
  inputs(): readonly InputFile[];
}
