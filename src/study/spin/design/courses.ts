// Polarization on the way: the design, constant adiabaticity and a straight ramp of the same duration, in the field as it was asked for.
import {
  comparedPrograms,
  fieldTable,
  waysThrough,
  type Design,
  type FieldLimits,
  type Sample,
} from '../../../transfer/design/index.ts';
import { groupPolarizations } from '../../../physics/spins/index.ts';
import { adiabaticLimit, simulateTransfer } from '../../../transfer/index.ts';

export interface Course {
  readonly time_s: Float64Array;
  readonly field_T: Float64Array;
  readonly polarization: Float64Array;
  /** Of the target once the field has then risen slowly to `HIGH_T`, without relaxation. */
  readonly kept: number;
}
export interface Courses {
  readonly design: Course;
  readonly constantAdiabaticity: Course;
  readonly linear: Course;
}

/** Where samples are used. */
export const HIGH_T = 1.4;
const POINTS = 201;
/** Fields by which a profile is handed on: more than the propagation needs between them to be straight. */
const FIELDS = 1601;

export function coursesOf(sample: Sample, design: Design, limits: FieldLimits): Courses {
  const { duration_s, profile } = design;
  const table = fieldTable(profile, design, FIELDS);
  const even = Float64Array.from({ length: FIELDS }, (_, i) => (duration_s * i) / (FIELDS - 1));
  const programs = comparedPrograms(waysThrough(sample, limits), duration_s, FIELDS);
  const course = (times_s: ArrayLike<number>, fields_T: ArrayLike<number>): Course => {
    const { system, paraFraction, addition, relaxation, target } = sample;
    const outcome = simulateTransfer(system, {
      paraFraction,
      addition,
      profile: {
        kind: 'table',
        time_s: Array.from(times_s),
        field_T: Array.from(fields_T),
      },
      points: POINTS,
      tolerance: 1e-5,
      ...(relaxation && { relaxation }),
    });
    const { time_s, field_T, polarization } = outcome.course!;
    const { space, state } = outcome.final;
    const end_T = field_T.at(-1)!;
    const high = adiabaticLimit(space, state, end_T, end_T < 0 ? -HIGH_T : HIGH_T);
    const group = space.groups.findIndex((members) => members.includes(space.spins.labels.indexOf(target)));
    return { time_s, field_T, polarization: polarization[target]!, kept: groupPolarizations(space, high)[group]! };
  };
  return {
    design: course(table.time_s, table.field_T),
    constantAdiabaticity: course(even, programs.constantAdiabaticity.command_T),
    linear: course(even, programs.linear.command_T),
  };
}
