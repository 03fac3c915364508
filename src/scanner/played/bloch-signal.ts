// Any sequence played on spins by the Bloch equations, spin by spin: the definition that quicker ways are held against. Pulses are steps of constant field;
// between pulses spins turn by the exact integral of the gradients and relax.
import { ScienceError } from '../../base/index.ts';
import type { RfPulse, Sequence, SequenceBlock } from '../../records/index.ts';
import { blockIntegral, sampleTimes_s } from '../sequence/k-space.ts';
import { polylineOf } from '../sequence/polyline.ts';
import { useOf } from '../sequence/pulse.ts';

export interface Spins {
  /** [spin, 3]. */
  readonly position_m: Float64Array;
  /** [spin]: along the field at the start; hyperpolarized, so that it relaxes to nothing. */
  readonly magnetization: Float64Array;
  readonly frequency_Hz: Float64Array;
  readonly t1_s: Float64Array;
  readonly t2_s: Float64Array;
  /** [spin]: actual over nominal B1; 1 where absent. */
  readonly b1?: Float64Array;
}

/**
 * Signal [sample], interleaved, of each sampling window, against the receiver's phase: real and positive after a pulse of phase 0 where receiver and spin have no offset.
 * `spoiled`: what is across the field is gone before each excitation, as after a spoiler or a wait of many T2*. Throws where samples are taken during a pulse,
 * and for offsets that follow the field (Pulseq 1.5), which need one: put them into Hz and rad first.
 */
export function blochSignal(sequence: Sequence, spins: Spins, spoiled = false): Float64Array[] {
  const { position_m, magnetization, frequency_Hz, t1_s, t2_s } = spins;
  const n = magnetization.length;
  const m = new Float64Array(3 * n);
  for (let v = 0; v < n; v++) m[3 * v + 2] = magnetization[v]!;
  const out: Float64Array[] = [];
  const known = new Map<SequenceBlock, Float64Array>();
  const free = (area: ArrayLike<number>, time_s: number): void => {
    for (let v = 0; v < n; v++) {
      const turns = area[0]! * position_m[3 * v]! + area[1]! * position_m[3 * v + 1]! + area[2]! * position_m[3 * v + 2]! + frequency_Hz[v]! * time_s; // prettier-ignore
      const decay = Math.exp(-time_s / t2_s[v]!);
      const c = decay * Math.cos(2 * Math.PI * turns),
        s = -decay * Math.sin(2 * Math.PI * turns);
      const x = m[3 * v]!,
        y = m[3 * v + 1]!;
      m[3 * v] = x * c - y * s;
      m[3 * v + 1] = x * s + y * c;
      m[3 * v + 2] = m[3 * v + 2]! * Math.exp(-time_s / t1_s[v]!);
    }
  };
  sequence.blocks.forEach((block, index) => {
    const { rf, sampling, duration_s } = block;
    for (const one of [rf, sampling])
      if ((one?.frequencyOffset_ppm ?? 0) !== 0 || (one?.phaseOffset_radPerMHz ?? 0) !== 0)
        throw new ScienceError('unsupported', 'an offset in ppm, and no field; give it in Hz', { where: `block ${index + 1}` }); // prettier-ignore
    const lines = block.gradients.map((event) => event && polylineOf(event));
    const areas = (times_s: Float64Array): Float64Array => blockIntegral(block, lines, times_s);
    if (rf !== undefined) {
      if (sampling !== undefined)
        throw new ScienceError('unsupported', 'samples in the block of a pulse', { where: `block ${index + 1}` });
      if (spoiled && useOf(rf) === 'excitation') for (let i = 0; i < m.length; i++) if (i % 3 < 2) m[i] = 0;
      const [begin_s, end_s] = [rf.delay_s, rf.delay_s + rf.duration_s];
      const at = areas(Float64Array.of(begin_s, end_s, duration_s));
      free(at.subarray(0, 3), begin_s);
      let motion = known.get(block);
      if (motion === undefined) known.set(block, (motion = pulseMotion(rf, areas, spins)));
      moveInto(m, motion);
      free(
        [0, 1, 2].map((axis) => at[6 + axis]! - at[3 + axis]!),
        duration_s - end_s,
      );
      return;
    }
    if (sampling !== undefined) {
      const times_s = sampleTimes_s(sampling);
      const area = areas(times_s);
      const signal = new Float64Array(2 * times_s.length);
      times_s.forEach((t, sample) => {
        let re = 0,
          im = 0;
        for (let v = 0; v < n; v++) {
          const turns = area[3 * sample]! * position_m[3 * v]! + area[3 * sample + 1]! * position_m[3 * v + 1]! + area[3 * sample + 2]! * position_m[3 * v + 2]! + frequency_Hz[v]! * t; // prettier-ignore
          const decay = Math.exp(-t / t2_s[v]!);
          const c = decay * Math.cos(2 * Math.PI * turns),
            s = -decay * Math.sin(2 * Math.PI * turns);
          re += m[3 * v]! * c - m[3 * v + 1]! * s;
          im += m[3 * v]! * s + m[3 * v + 1]! * c;
        }
        // the receiver turns as pulses do; one of phase 0 brings Mz to y
        const phase = sampling.phaseOffset_rad + 2 * Math.PI * sampling.frequencyOffset_Hz * (t - sampling.delay_s) + (sampling.phase_rad?.[sample] ?? 0) - Math.PI / 2; // prettier-ignore
        const c = Math.cos(phase),
          s = Math.sin(phase);
        signal[2 * sample] = re * c - im * s;
        signal[2 * sample + 1] = re * s + im * c;
      });
      out.push(signal);
    }
    free(areas(Float64Array.of(duration_s)), duration_s);
  });
  return out;
}

/** [spin, 3, 3] of a pulse: a rotation about the field in a step about each of its samples, relaxation in equal parts before and after each. */
function pulseMotion(rf: RfPulse, areas: (times_s: Float64Array) => Float64Array, spins: Spins): Float64Array {
  const { position_m, frequency_Hz, t1_s, t2_s, b1 } = spins;
  const { time_s, duration_s, delay_s } = rf;
  const steps = time_s.length;
  const borders = Float64Array.from({ length: steps + 1 }, (_, i) =>
    i === 0 ? 0 : i === steps ? duration_s : 0.5 * (time_s[i - 1]! + time_s[i]!),
  );
  const area = areas(borders.map((t) => delay_s + t));
  const out = new Float64Array(9 * frequency_Hz.length);
  for (let v = 0; v < frequency_Hz.length; v++) {
    const motion = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1); // rows x, y, z; a column is where one axis went
    const relax = (dt: number): void => {
      const across = Math.exp(-dt / t2_s[v]!),
        along = Math.exp(-dt / t1_s[v]!);
      for (let i = 0; i < 9; i++) motion[i] = motion[i]! * (i < 6 ? across : along);
    };
    for (let i = 0; i < steps; i++) {
      const dt = borders[i + 1]! - borders[i]!;
      if (dt <= 0) continue;
      const b = (b1?.[v] ?? 1) * rf.amplitude_Hz[i]!;
      // what precesses at +f turns by exp(-2 pi i f t), and a phase that rises by 2 pi f t hits it
      const phase = -(rf.phase_rad[i]! + rf.phaseOffset_rad + 2 * Math.PI * rf.frequencyOffset_Hz * time_s[i]!);
      let z = frequency_Hz[v]!;
      for (let axis = 0; axis < 3; axis++) z += ((area[3 * i + 3 + axis]! - area[3 * i + axis]!) / dt) * position_m[3 * v + axis]!; // prettier-ignore
      relax(dt / 2);
      turn(motion, b * Math.cos(phase), b * Math.sin(phase), z, dt);
      relax(dt / 2);
    }
    out.set(motion, 9 * v);
  }
  return out;
}

/** Columns turned about a field in Hz, left-handed (Rodrigues). */
function turn(motion: Float64Array, x_Hz: number, y_Hz: number, z_Hz: number, time_s: number): void {
  const field = Math.sqrt(x_Hz * x_Hz + y_Hz * y_Hz + z_Hz * z_Hz);
  if (field === 0) return;
  const [x, y, z] = [x_Hz / field, y_Hz / field, z_Hz / field];
  const c = Math.cos(2 * Math.PI * field * time_s),
    s = Math.sin(2 * Math.PI * field * time_s);
  for (let column = 0; column < 3; column++) {
    const mx = motion[column]!,
      my = motion[3 + column]!,
      mz = motion[6 + column]!;
    const along = (1 - c) * (x * mx + y * my + z * mz);
    motion[column] = c * mx + s * (my * z - mz * y) + along * x;
    motion[3 + column] = c * my + s * (mz * x - mx * z) + along * y;
    motion[6 + column] = c * mz + s * (mx * y - my * x) + along * z;
  }
}

function moveInto(m: Float64Array, motion: Float64Array): void {
  for (let v = 0; v < m.length / 3; v++) {
    const x = m[3 * v]!,
      y = m[3 * v + 1]!,
      z = m[3 * v + 2]!;
    for (let row = 0; row < 3; row++) {
      const at = 9 * v + 3 * row;
      m[3 * v + row] = motion[at]! * x + motion[at + 1]! * y + motion[at + 2]! * z;
    }
  }
}
