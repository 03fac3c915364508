import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { blochMcConnell } from '../../physics/encoding/index.ts';
import type { RfPulse, Sequence, SequenceBlock } from '../../records/index.ts';
import { MOUSE_SCANNER } from '../design/hardware.ts';
import { bssfpSequence } from '../design/readouts/bssfp.ts';
import { hardBlock, sequenceOf, slabBlocks } from '../design/readouts/parts.ts';
import { spiralReadout } from '../design/readouts/spiral.ts';
import { staticSignal } from '../raw/static-signal.ts';
import { blochSignal, type Spins } from './bloch-signal.ts';
import { playedWindows } from './windows.ts';

const hardware = MOUSE_SCANNER;
const random = new Random(11);
const spins = (n: number, change: Partial<Spins> = {}): Spins => ({
  position_m: Float64Array.from({ length: 3 * n }, () => 0.01 * (random.next() - 0.5)),
  magnetization: Float64Array.from({ length: n }, () => 0.5 + random.next()),
  frequency_Hz: new Float64Array(n),
  t1_s: new Float64Array(n).fill(Infinity),
  t2_s: new Float64Array(n).fill(Infinity),
  ...change,
});
const window = (nSamples: number, dwell_s: number): SequenceBlock => ({
  duration_s: nSamples * dwell_s,
  gradients: [undefined, undefined, undefined],
  sampling: { delay_s: 0, nSamples, dwell_s, frequencyOffset_Hz: 0, phaseOffset_rad: 0 },
});

describe('phases of a sequence', () => {
  const { blocks } = spiralReadout({ hardware, matrix: 8, fov_m: 0.02, nInterleaves: 1, bandwidth_Hz: 100e3 });
  const n = 12;
  const some = spins(n, { frequency_Hz: Float64Array.from({ length: n }, (_, i) => 60 * i - 300) });
  const [excite] = slabBlocks({ hardware, thickness_m: 0.006, flip_rad: 0.7, duration_s: 1e-3, timeBandwidth: 4 });
  const signalOf = (rf: Partial<RfPulse>, receiver: Partial<NonNullable<SequenceBlock['sampling']>>): Float64Array => {
    const received = blocks.map((block) => (block.sampling === undefined ? block : { ...block, sampling: { ...block.sampling, ...receiver } })); // prettier-ignore
    const sequence = sequenceOf('phases', hardware, [{ ...excite, rf: { ...excite.rf, ...rf } }, ...received]);
    return blochSignal(sequence, some)[0]!;
  };
  const apart = (a: Float64Array, b: Float64Array): number =>
    Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / Math.max(...a.map(Math.abs));
  const plain = signalOf({}, {});

  it('that rise by 2 pi f t are an offset by f: of a pulse and of the receiver', () => {
    const f = 220;
    const { time_s, phase_rad } = excite.rf;
    const rising = phase_rad.map((phase, i) => phase + 2 * Math.PI * f * time_s[i]!);
    expect(apart(signalOf({ frequencyOffset_Hz: f }, {}), signalOf({ phase_rad: rising }, {}))).toBeLessThan(1e-12);
    expect(apart(plain, signalOf({ phase_rad: rising }, {}))).toBeGreaterThan(0.1);
    const { nSamples, dwell_s } = blocks.find(({ sampling }) => sampling !== undefined)!.sampling!;
    const receiver = Float64Array.from({ length: nSamples }, (_, i) => 2 * Math.PI * f * (i + 0.5) * dwell_s);
    expect(apart(signalOf({}, { frequencyOffset_Hz: f }), signalOf({}, { phase_rad: receiver }))).toBeLessThan(1e-12);
  });
  it('that follow the field are refused without one', () =>
    expect(() => signalOf({ frequencyOffset_ppm: 3 }, {})).toThrow(/an offset in ppm, and no field.*\(at block 1\)/));
  it('of a pulse are taken off by the same phase of the receiver', () => {
    for (const phaseOffset_rad of [0.4, 2, -1.3])
      expect(apart(plain, signalOf({ phaseOffset_rad }, { phaseOffset_rad }))).toBeLessThan(1e-12);
  });
  it('of the receiver that follow an offset take the turning of spins off', () => {
    const on = spins(1, { position_m: new Float64Array(3), frequency_Hz: Float64Array.of(180) });
    const hard = hardBlock(hardware, 0.3);
    const listen = window(64, 1e-4);
    const heard = (frequencyOffset_Hz: number): Float64Array =>
      blochSignal(sequenceOf('fid', hardware, [hard, { ...listen, sampling: { ...listen.sampling!, frequencyOffset_Hz } }]), on)[0]!; // prettier-ignore
    const turns = (signal: Float64Array): number => {
      const phase = (i: number): number => Math.atan2(signal[2 * i + 1]!, signal[2 * i]!);
      return Math.max(...Array.from({ length: 63 }, (_, i) => Math.abs(Math.sin((phase(i + 1) - phase(i)) / 2))));
    };
    expect(turns(heard(180))).toBeLessThan(1e-12);
    expect(turns(heard(-180))).toBeGreaterThan(0.1);
  });
});

describe('spins by the Bloch equations', () => {
  it('after a hard pulse are the static signal times the sine of its angle, along a spiral', () => {
    const flip_rad = 0.4;
    const { blocks } = spiralReadout({ hardware, matrix: 12, fov_m: 0.02, nInterleaves: 1, bandwidth_Hz: 100e3 });
    const sequence = sequenceOf('spiral', hardware, [hardBlock(hardware, flip_rad), ...blocks]);
    const n = 20;
    const some = spins(n, { frequency_Hz: new Float64Array(n).fill(40), t2_s: new Float64Array(n).fill(0.03), t1_s: new Float64Array(n).fill(20) }); // prettier-ignore
    const [signal] = blochSignal(sequence, some);
    const [{ k_perM, since_s }] = playedWindows(sequence) as [ReturnType<typeof playedWindows>[0]];
    const magnetization = Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? some.magnetization[i >> 1]! * Math.sin(flip_rad) : 0)); // prettier-ignore
    const exact = staticSignal({ position_m: some.position_m, magnetization, frequency_Hz: some.frequency_Hz, t2Star_s: some.t2_s }, k_perM, since_s); // prettier-ignore
    const size = Math.hypot(...exact.subarray(0, 2));
    // off resonance and relaxation during a pulse of some microseconds
    signal!.forEach((s, i) => expect(Math.abs(s - exact[i]!) / size).toBeLessThan(1e-4));
  });

  it('agree with Bloch and McConnell through a slab pulse, its gradient and rest', () => {
    const [excite, rephase] = slabBlocks({ hardware, thickness_m: 0.006, flip_rad: 0.7, duration_s: 1e-3, timeBandwidth: 4 }); // prettier-ignore
    const sequence = sequenceOf('slab', hardware, [excite, rephase, window(1, 1e-3)]);
    const { rf } = excite;
    const gradient = excite.gradients[2]!;
    if (gradient.kind !== 'trapezoid') throw new Error('expected a trapezoid');
    for (const z of [0, 1.5e-3, 3e-3, 5e-3]) {
      const one = spins(1, { position_m: Float64Array.of(0, 0, z), magnetization: Float64Array.of(1), t2_s: Float64Array.of(0.05), t1_s: Float64Array.of(10), frequency_Hz: Float64Array.of(25) }); // prettier-ignore
      const [signal] = blochSignal(sequence, one);
      const pool = { pools: [{ frequency_Hz: 25, t1_s: 10, t2_s: 0.05, equilibrium: 0 }], rates_perS: [] };
      const rest = (seconds: number, area: number, m: Float64Array): Float64Array => blochMcConnell(pool, { dwell_s: seconds, b1_Hz: new Float64Array(2), gradient_HzPerM: Float64Array.of(area / seconds) }, m, z); // prettier-ignore
      const b1_Hz = Float64Array.from({ length: 2 * rf.time_s.length }, (_, i) => rf.amplitude_Hz[i >> 1]! * (i % 2 === 0 ? Math.cos(rf.phase_rad[i >> 1]!) : Math.sin(rf.phase_rad[i >> 1]!))); // prettier-ignore
      let m = rest(rf.delay_s, 0, Float64Array.of(0, 0, 1));
      m = blochMcConnell(pool, { dwell_s: hardware.rfRaster_s, b1_Hz, gradient_HzPerM: new Float64Array(rf.time_s.length).fill(gradient.amplitude_HzPerM) }, m, z); // prettier-ignore
      const tail = gradient.amplitude_HzPerM * (gradient.flat_s - rf.duration_s + gradient.fall_s / 2);
      m = rest(excite.duration_s - rf.delay_s - rf.duration_s, tail, m);
      const back = rephase.gradients[2]!;
      if (back.kind !== 'trapezoid') throw new Error('expected a trapezoid');
      m = rest(rephase.duration_s, back.amplitude_HzPerM * (back.flat_s + (back.rise_s + back.fall_s) / 2), m);
      m = rest(0.5e-3, 0, m);
      expect(Math.hypot(signal![0]! - m[1]!, signal![1]! + m[0]!)).toBeLessThan(1e-5);
    }
  });

  it('with an offset of the pulse select the slab where the gradient makes up for it', () => {
    const [excite, rephase] = slabBlocks({ hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 1e-3, timeBandwidth: 6 }); // prettier-ignore
    const gradient = excite.gradients[2]!;
    if (gradient.kind !== 'trapezoid') throw new Error('expected a trapezoid');
    const rf: RfPulse = { ...excite.rf, frequencyOffset_Hz: 0.006 * gradient.amplitude_HzPerM };
    const sequence: Sequence = sequenceOf('moved', hardware, [{ ...excite, rf }, rephase, window(1, 1e-4)]);
    const size = (z: number): number => Math.hypot(...blochSignal(sequence, spins(1, { position_m: Float64Array.of(0, 0, z), magnetization: Float64Array.of(1) }))[0]!); // prettier-ignore
    expect(size(0.006)).toBeCloseTo(Math.sin(0.3), 3);
    expect(size(0)).toBeLessThan(1e-2);
    expect(size(-0.006)).toBeLessThan(1e-2);
  });

  it('off resonance see another slab: the chemical shift moves it by frequency over gradient', () => {
    const [excite, rephase] = slabBlocks({ hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 1e-3, timeBandwidth: 6 }); // prettier-ignore
    const gradient = excite.gradients[2]!;
    if (gradient.kind !== 'trapezoid') throw new Error('expected a trapezoid');
    const sequence = sequenceOf('slab', hardware, [excite, rephase, window(1, 1e-4)]);
    const offset_Hz = 0.003 * gradient.amplitude_HzPerM;
    const size = (z: number, f: number): number => Math.hypot(...blochSignal(sequence, spins(1, { position_m: Float64Array.of(0, 0, z), magnetization: Float64Array.of(1), frequency_Hz: Float64Array.of(f) }))[0]!); // prettier-ignore
    for (const z of [-2e-3, 0, 1e-3]) expect(size(z - 0.003, offset_Hz)).toBeCloseTo(size(z, 0), 3);
    expect(size(0, offset_Hz)).toBeLessThan(0.1 * size(0, 0));
  });

  it('in a balanced train without relaxation keep the sine of half the angle, on resonance', () => {
    const flip_rad = 0.8;
    const { sequence } = bssfpSequence({ hardware, matrix: [8, 4, 3], fov_m: [0.02, 0.02, 0.02], flip_rad, bandwidth_Hz: 50e3 }); // prettier-ignore
    const one = spins(1, { position_m: new Float64Array(3), magnetization: Float64Array.of(1) });
    for (const signal of blochSignal(sequence, one))
      for (let s = 0; s < signal.length; s += 2) {
        expect(signal[s]).toBeCloseTo(Math.sin(flip_rad / 2), 9);
        expect(Math.abs(signal[s + 1]!)).toBeLessThan(1e-9);
      }
  });

  it('refuse samples during a pulse', () => {
    const both: SequenceBlock = { ...window(4, 1e-4), rf: hardBlock(hardware, 0.1).rf };
    expect(() => blochSignal(sequenceOf('both', hardware, [both]), spins(1))).toThrow(/samples in the block of a pulse \(at block 1\)/); // prettier-ignore
  });
});
