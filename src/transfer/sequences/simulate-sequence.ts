// A whole transfer by a pulse sequence, from settings to result: start, motion, bounds, course, and what a reader must know.
import { ScienceError } from '../../base/index.ts';
import { complexMultiply, adjointOf, conjugateBy } from '../../math/complex/index.ts';
import { readSpins, type Spins, type SpinSystem } from '../../physics/spins/index.ts';
import { polarizationBounds, spaceForBounds, type Bounds } from '../bounds.ts';
import { DEFAULT_EVOLVE } from '../propagate/evolve.ts';
import type { Profile } from '../profile.ts';
import { startFrom, type AdditionSettings } from '../simulate.ts';
import { checkSequence } from './check-sequence.ts';
import { sequenceCourse, type SequenceCourse } from './course.ts';
import { carrierFrequencies_Hz, intoRotatingFrame, labSequence } from './lab/to-lab.ts';
import { evolveInLab } from './lab/evolve-lab.ts';
import { polarizationVectors, sequenceMotion, unitaryMove } from './motion.ts';
import type { PulseSequence } from './record.ts';
import { relaxingMove, type SequenceRelaxation } from './relaxing-motion.ts';
import { frameOf, sequenceStart } from './start.ts';

export interface SequenceSettings {
  readonly paraFraction: number;
  readonly addition: AdditionSettings;
  readonly sequence: PulseSequence;
  /** `rotating`: secular couplings between isotopes, pulses seen by their isotope alone. `lab`: full couplings, fields that oscillate along one line and reach all spins. */
  readonly frame?: 'rotating' | 'lab';
  /** Of the lab frame: the field along z that the sequence plays in, to its end; field_T of the sequence then only sets the carriers. Constant at field_T if not given. */
  readonly profile?: Profile;
  /** Of the rotating frame. */
  readonly relaxation?: SequenceRelaxation;
  /** All amplitudes times this; 1 if not given. */
  readonly b1Scale?: number;
  /** Of the lab frame; 1e-6 if not given. */
  readonly tolerance?: number;
  /** Points of the course; 0 or not given: none. */
  readonly points?: number;
}

export interface SequenceOutcome {
  /** By label, along the lab z axis at the end: 2<Iz> for spins 1/2. */
  readonly polarization: Readonly<Record<string, number>>;
  /** By label: x, y, z in the frame that turns with the carriers. */
  readonly vector: Readonly<Record<string, readonly [number, number, number]>>;
  /** What any unitary motion could make of the start. */
  readonly bounds: Readonly<Record<string, Bounds>>;
  /** Lab: twice the difference of the last two runs, by their order. Rotating: how far the motion is from unitary, times the number of states; with relaxation
   * what cutting it into pieces of the course changes. */
  readonly reachedError: number;
  readonly end: 'converged' | 'step-limit';
  readonly course: SequenceCourse | undefined;
  readonly notes: readonly string[];
}

export const LAB_TOLERANCE = 1e-6;
/** Points of the course in larger molecules, where each is dear. */
const FEW_POINTS = 24;

/** Throws where the sequence does not fit the molecule, or the molecule is too large. */
export function simulateSequence(system: SpinSystem, settings: SequenceSettings): SequenceOutcome {
  const { paraFraction, addition, sequence, frame = 'rotating', b1Scale = 1, tolerance = LAB_TOLERANCE } = settings;
  if (!(paraFraction >= 0 && paraFraction <= 1))
    throw new ScienceError('format', `is ${paraFraction}; expected a number from 0 to 1`, { where: 'paraFraction' });
  const spins = readSpins(system);
  checkSequence(sequence, spins);
  if (settings.profile !== undefined && frame !== 'lab')
    throw new ScienceError('argument', 'a field that changes needs frame lab', { where: 'profile' });
  if (settings.relaxation !== undefined && frame === 'lab')
    throw new ScienceError('argument', 'is for the rotating frame; leave it out, or the lab frame', { where: 'relaxation' }); // prettier-ignore
  const order = (4 * paraFraction - 1) / 3;
  const start = sequenceStart(spins, addition);
  const points = Math.min(settings.points ?? 0, spins.dimension > 64 ? FEW_POINTS : Infinity);
  const ended =
    frame === 'lab'
      ? inLab(spins, start, sequence, { b1Scale, tolerance, points }, settings.profile)
      : settings.relaxation
        ? inRelaxing(spins, start, sequence, b1Scale, points, settings.relaxation)
        : inRotating(spins, start, sequence, b1Scale, points);
  const vectors = polarizationVectors(spins, ended.density);
  const vectorOf = (k: number): readonly [number, number, number] =>
    [0, 1, 2].map((a) => order * vectors[3 * k + a]!) as unknown as [number, number, number];
  const notes = notesOf(spins, sequence, frame);
  if (ended.end !== 'converged') notes.push(`The steps ran out before the tolerance ${tolerance} was reached.`);
  return {
    polarization: Object.fromEntries(spins.labels.map((label, k) => [label, vectorOf(k)[2]])),
    vector: Object.fromEntries(spins.labels.map((label, k) => [label, vectorOf(k)])),
    bounds: boundsFor(spins, addition, order),
    reachedError: Math.abs(order) * ended.reachedError,
    end: ended.end,
    course: ended.course && {
      time_s: ended.course.time_s,
      vectors: ended.course.vectors.map(
        (axes) => axes.map((values) => values.map((p) => order * p)) as unknown as SequenceCourse['vectors'][number],
      ),
    },
    notes,
  };
}

type Ended = Pick<SequenceOutcome, 'reachedError' | 'end' | 'course'> & { readonly density: Float64Array };

function inRotating(
  spins: Spins,
  start: Float64Array,
  sequence: PulseSequence,
  b1Scale: number,
  points: number,
): Ended {
  const frame = frameOf(sequence, spins);
  const motion = sequenceMotion(spins, frame, { b1Scale });
  const { unitary, size } = motion;
  const u = unitary(sequence.events);
  const gram = complexMultiply(u, adjointOf(u, size), size);
  let worst = 0;
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++)
      worst = Math.max(worst, Math.hypot(gram[2 * (i * size + k)]! - Number(i === k), gram[2 * (i * size + k) + 1]!));
  return {
    density: conjugateBy(u, start, size),
    reachedError: worst * size,
    end: 'converged',
    course:
      points > 0 ? sequenceCourse(spins, start, sequence.events, unitaryMove(motion), points, { b1Scale }) : undefined,
  };
}

function inRelaxing(
  spins: Spins,
  start: Float64Array,
  { events, ...sequence }: PulseSequence,
  b1Scale: number,
  points: number,
  relaxation: SequenceRelaxation,
): Ended {
  const move = relaxingMove(spins, frameOf({ events, ...sequence }, spins), relaxation);
  const { density } = sequenceCourse(spins, start, events, move, 0, { b1Scale });
  const course = sequenceCourse(spins, start, events, move, Math.max(2, points), { b1Scale });
  const off = polarizationVectors(spins, course.density).map((p, i) => p - polarizationVectors(spins, density)[i]!);
  return {
    density,
    reachedError: Math.max(...off.map(Math.abs)),
    end: 'converged',
    course: points > 0 ? course : undefined,
  };
}

function inLab(
  spins: Spins,
  start: Float64Array,
  sequence: PulseSequence,
  settings: { b1Scale: number; tolerance: number; points: number },
  given: Profile | undefined,
): Ended {
  const { b1Scale, tolerance, points } = settings;
  const { profile: constant, fields, turns } = labSequence(sequence, spins, { b1Scale });
  const profile = given ?? constant;
  const samples_s = Array.from({ length: points > 0 ? points + 1 : 0 }, (_, i) => (profile.duration_s * i) / points);
  const lab = evolveInLab(spins, start, profile, fields, { ...DEFAULT_EVOLVE, tolerance, turns, samples_s });
  const carriers = carrierFrequencies_Hz(sequence, spins);
  const turned = lab.samples.map((row, i) =>
    spins.isotopes.map((isotope, k) => {
      const angle = 2 * Math.PI * carriers.get(isotope)! * samples_s[i]!;
      const [x, y, z] = [row[3 * k]!, row[3 * k + 1]!, row[3 * k + 2]!];
      return [Math.cos(angle) * x - Math.sin(angle) * y, Math.sin(angle) * x + Math.cos(angle) * y, z];
    }),
  );
  return {
    density: intoRotatingFrame(lab.density, sequence, spins, profile.duration_s),
    reachedError: lab.reachedError,
    end: lab.end,
    course:
      points > 0
        ? {
            time_s: Float64Array.from(samples_s),
            vectors: spins.labels.map(
              (_, k) =>
                [0, 1, 2].map((a) =>
                  Float64Array.from(turned, (row) => row[k]![a]!),
                ) as unknown as SequenceCourse['vectors'][number],
            ),
          }
        : undefined,
  };
}

function boundsFor(spins: Spins, addition: AdditionSettings, order: number): Record<string, Bounds> {
  const space = spaceForBounds(spins);
  const state = startFrom(space, addition);
  return Object.fromEntries(
    spins.labels.map((label, k) => {
      const { highest, lowest } = polarizationBounds(space, state, k).any!;
      return [
        label,
        { highest: Math.max(order * highest, order * lowest), lowest: Math.min(order * highest, order * lowest) },
      ];
    }),
  );
}

/** Two isotopes are far enough apart for secular couplings where their Larmor frequencies differ by so many couplings. */
const SECULAR_RATIO = 100;

function notesOf(spins: Spins, sequence: PulseSequence, frame: 'rotating' | 'lab'): string[] {
  if (frame === 'lab') return [];
  let nearest = Infinity;
  for (let i = 0; i < spins.n; i++) {
    for (let k = 0; k < i; k++) {
      const j = Math.abs(spins.j_Hz[i * spins.n + k]!);
      if (spins.isotopes[i] === spins.isotopes[k] || j === 0) continue;
      const apart_Hz =
        (Math.abs(spins.gamma_radPerSPerT[i]! - spins.gamma_radPerSPerT[k]!) * Math.abs(sequence.field_T)) /
        (2 * Math.PI);
      nearest = Math.min(nearest, apart_Hz / j);
    }
  }
  return nearest < SECULAR_RATIO
    ? [
        `At ${sequence.field_T} T the Larmor frequencies of coupled isotopes differ by only ${nearest.toPrecision(2)} times their coupling: secular couplings are doubtful there; use frame: lab.`,
      ]
    : [];
}
