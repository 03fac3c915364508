// What the coil makes of a design: the samples of its driver, the polarization that they give, and that of a current that was measured.
import {
  coilSamples,
  polarizationsIn,
  programOfCurrent,
  sentProgram,
  type CoilSamples,
  type Design,
  type Program,
  type Sample,
} from '../../../transfer/design/index.ts';
import { ScienceError } from '../../../base/index.ts';
import type { StudyFiles } from '../../files.ts';
import { readCoilCsv } from '../profile-file.ts';
import type { DesignFile } from './settings.ts';

/** Of a field cycle. */
const STRONGEST_T = 1e-3;

export interface CoilOutcome {
  readonly samples: CoilSamples;
  /** Mean over the conditions of the sample, with the current as the driver puts it out. */
  readonly polarization: number;
  /** Size of the design's polarization less that of what is sent. */
  readonly loss: number;
  /** Of the current in `coil.measured`. */
  readonly measured: { readonly file: string; readonly duration_s: number; readonly polarization: number } | undefined;
}

export function coilOutcome(
  sample: Sample,
  design: Design,
  { measured, ...coil }: NonNullable<DesignFile['coil']>,
  files: StudyFiles,
): CoilOutcome {
  const samples = coilSamples(design, coil);
  const polarization = meanPolarization(sample, sentProgram(samples, coil, design));
  return {
    samples,
    polarization,
    loss: Math.abs(design.polarization) - Math.abs(polarization),
    measured: measured === undefined ? undefined : simulateMeasured(sample, measured, coil.constant_TPerA, files),
  };
}

/** A measured current is what flowed: it is followed as it is, without the low-pass. */
function simulateMeasured(
  sample: Sample,
  file: string,
  constant_TPerA: number,
  files: StudyFiles,
): CoilOutcome['measured'] {
  const { time_s, current_A } = readCoilCsv(file, files);
  const largest_A = Math.max(...current_A.map(Math.abs));
  if (largest_A * constant_TPerA > STRONGEST_T)
    throw new ScienceError('format', `current_A reaches ${largest_A}, a field of ${(largest_A * constant_TPerA).toPrecision(3)} T; was it given in mA?`, { where: file }); // prettier-ignore
  const program = programOfCurrent(time_s, current_A, constant_TPerA);
  return { file, duration_s: program.duration_s, polarization: meanPolarization(sample, program) };
}

function meanPolarization(sample: Sample, program: Program): number {
  const conditions = sample.conditions!;
  const each = polarizationsIn(sample, program, conditions);
  const total = conditions.reduce((sum, { weight }) => sum + weight, 0);
  return each.reduce((sum, p, m) => sum + (conditions[m]!.weight * p) / total, 0);
}
