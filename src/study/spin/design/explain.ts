// Three sentences: what the design reaches, where it differs from constant adiabaticity and why, what is left to gain.
import { fieldText, percentText } from '../words.ts';
import type { DesignStudy } from './study.ts';

/** The field counts as near the crossing within this part of it. */
const NEAR = 0.25;

export function explainDesign({
  design,
  sample,
  bestConstant,
  crossing,
  courses,
  ceiling,
}: Omit<DesignStudy, 'explanation' | 'notes'>): string[] {
  const { target } = sample;
  const text = (value: number): string => percentText(value).replace('−', '-');
  const seconds = (time: number): string => `${Number(time.toPrecision(3))} s`;
  const { constantAdiabaticity, linear } = design.compared;
  const gain = 100 * bestConstant.gain;
  const out = [
    `In ${seconds(design.duration_s)} the design brings ${target} to ${text(design.polarization)}; in the same time constant adiabaticity gives ` +
      `${text(constantAdiabaticity)} and a straight ramp ${text(linear)}; constant adiabaticity at its best duration, ${seconds(bestConstant.duration_s)}, gives ` +
      `${text(bestConstant.polarization)}: ${gain >= 0 ? `the design gains ${gain.toFixed(1)}% of that` : `more than the design in its shorter time; allow longer durations`}.`,
    whereItDiffers({ design, crossing, courses }),
  ];
  out.push(
    ceiling === undefined
      ? 'How much any field along z could reach is not known: the system is too large to say.'
      : `Fields along z could at best reach ${text(ceiling)} without relaxation; ${sample.relaxation ? 'the rest is lost to relaxation, inhomogeneity and the limits of the coil, which is why the best duration is a short one' : 'the rest is lost to inhomogeneity, the limits of the coil and the time that was given'}.`,
  );
  return out;
}

function whereItDiffers({ design, crossing, courses }: Pick<DesignStudy, 'design' | 'crossing' | 'courses'>): string {
  if (!crossing) return 'No single avoided crossing does the work: many levels share the polarization.';
  const near = ({ field_T }: { readonly field_T: Float64Array }): string => {
    const inside = field_T.filter((field) => Math.abs(field - crossing.field_T) < NEAR * Math.abs(crossing.field_T));
    return `${Math.round((100 * inside.length) / field_T.length)}%`;
  };
  const half_s = 1 / (2 * crossing.gap_Hz);
  const half = `${Number(half_s.toPrecision(3))} s`;
  return (
    `The design is within ${100 * NEAR}% of the avoided crossing at ${fieldText(crossing.field_T)} (gap ${crossing.gap_Hz.toPrecision(3)} Hz) for ${near(courses.design)} of its time, ` +
    `constant adiabaticity for ${near(courses.constantAdiabaticity)}: ` +
    (design.duration_s < 3 * half_s
      ? `a design need not follow the levels, it may jump to where they meet, let the two states turn into each other (half a turn at the gap takes ${half}), and leave when the turn is done.`
      : `half a turn of the two states at the gap takes ${half}, so there is time to follow the levels, and the design shapes when and how fast it passes them.`)
  );
}

/** `0.12 percentage points less than designed`. */
export function lossText(loss: number): string {
  if (Math.abs(loss) < 5e-5) return 'less than 0.005 percentage points from what was designed';
  return `${(100 * Math.abs(loss)).toPrecision(2)} percentage points ${loss > 0 ? 'less' : 'more'} than designed`;
}
