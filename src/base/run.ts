// Progress and giving up, without clocks or promises.

export interface Run {
  /** Called between blocks of work; throws a ScienceError of kind 'aborted' if the user gave up. */
  step(done: number, total: number, what: string): void;
}
export const QUIET: Run = { step: () => undefined };
