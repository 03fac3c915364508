// Work that can go to a thread: plain data in, plain data out.
import { pulseRotations, type PulseSteps } from '../../../physics/encoding/index.ts';
import { makeSpinSpace, readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import {
  evolveBatch,
  linearProfile,
  startFrom,
  type AdditionSettings,
  type RampSettings,
} from '../../../transfer/index.ts';
import { runAnimal, runTrials } from '../../../study/experiment/index.ts';
import { fftPart, nufftPart } from './fourier-part.ts';

export interface SweepTask {
  readonly system: SpinSystem;
  readonly addition: AdditionSettings;
  readonly ramps: readonly RampSettings[];
  readonly tolerance: number;
}

export interface SweepResult {
  /** [ramp, group], for pure parahydrogen. */
  readonly polarization: Float64Array;
  readonly reachedError: Float64Array;
}

export interface RotationsTask {
  readonly pulse: PulseSteps;
  readonly positions_m: Float64Array;
  readonly frequencies_Hz: Float64Array;
  readonly scale: number;
}

const MAX_STEPS = 4_000_000;

export const TASKS = {
  sweeps({ system, addition, ramps, tolerance }: SweepTask): SweepResult {
    const space = makeSpinSpace(readSpins(system), { heteronuclear: 'full' });
    const profiles = ramps.map(({ from_T, to_T, duration_s }) => linearProfile(from_T, to_T, duration_s));
    return evolveBatch(space, startFrom(space, addition), profiles, { tolerance, maxSteps: MAX_STEPS });
  },
  /** [position, frequency, (Re a, Im a, Re b, Im b)] */
  rotations: ({ pulse, positions_m, frequencies_Hz, scale }: RotationsTask): Float64Array =>
    pulseRotations(pulse, positions_m, frequencies_Hz, scale),
  /** One animal of the virtual experiment through its scan. */
  animal: runAnimal,
  trials: runTrials,
  fft: fftPart,
  nufft: nufftPart,
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<Name extends TaskName> = Parameters<(typeof TASKS)[Name]>[0];
export type TaskResult<Name extends TaskName> = ReturnType<(typeof TASKS)[Name]>;
