// Two independent simulators, JEMRIS (integrates the Bloch equations) and KomaMRI, on the same phantoms and sequences: the signal equation of this project meets
// them at least as well as they meet each other. Data: shared folder, from KomaMRI's own comparison.
import { describe, expect, it } from 'vitest';
import { openHdf5, type Hdf5File } from '../../src/formats/hdf5/read.ts';
import { readPulseq } from '../../src/formats/pulseq/index.ts';
import { kSpaceOf } from '../../src/scanner/sequence/index.ts';
import { staticSignal, type StaticVoxels } from '../../src/scanner/raw/static-signal.ts';
import { SHARED, sharedFile } from '../shared.ts';

const FOLDER = 'data/simulators/jemris-koma';
const open = (file: string): Hdf5File => openHdf5(sharedFile(`${FOLDER}/${file}`), file);

/** All numbers of a dataset, of 4 or 8 bytes. */
function numbers(file: Hdf5File, path: string, width: 4 | 8): Float64Array {
  const { count, element } = file.dataset(path);
  return Float64Array.from(
    Array.from({ length: count }, (_, i) => {
      const bytes = element(i);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return Array.from({ length: bytes.byteLength / width }, (__, part) => (width === 8 ? view.getFloat64(8 * part, true) : view.getFloat32(4 * part, true))); // prettier-ignore
    }).flat(),
  );
}

/** Phantoms [y, x, (M0, 1/T1, 1/T2, ., .)], rates in 1/ms, voxels of 1 mm about the middle. */
function phantom(file: string): StaticVoxels {
  const hdf5 = open(file);
  const [ny, nx] = hdf5.dataset('/sample/data').shape as [number, number];
  const data = numbers(hdf5, '/sample/data', 8);
  const full = Array.from({ length: nx * ny }, (_, v) => v).filter((v) => data[5 * v]! > 0);
  return {
    position_m: Float64Array.from(full.flatMap((v) => [1e-3 * ((v % nx) - (nx - 1) / 2), 1e-3 * (Math.floor(v / nx) - (ny - 1) / 2), 0])), // prettier-ignore
    magnetization: Float64Array.from(full.flatMap((v) => [data[5 * v]!, 0])),
    frequency_Hz: new Float64Array(full.length),
    t2Star_s: Float64Array.from(full, (v) => 1e-3 / data[5 * v + 2]!),
  };
}

/** k, and time since the centre of the pulse, of all samples; k at `at_s` (since the start) in place of the samples' own times where given. */
function played(file: string, at_s?: Float64Array): { readonly k: Float64Array; readonly time_s: Float64Array } {
  const { sequence } = readPulseq(sharedFile(`${FOLDER}/sequences/${file}`), file);
  const { windows } = kSpaceOf(sequence);
  const k = Float64Array.from(windows.flatMap(({ k_perM }) => [...k_perM]));
  const own = Float64Array.from(windows.flatMap(({ time_s }) => [...time_s]));
  const { delay_s, center_s } = sequence.blocks[0]!.rf!;
  const since = (times: Float64Array): Float64Array => times.map((t) => t - delay_s - center_s);
  if (at_s === undefined) return { k, time_s: since(own) };
  let n = 0;
  const between = Float64Array.from([...at_s].flatMap((t) => {
    while (n < own.length - 2 && own[n + 1]! < t) n++;
    const share = (t - own[n]!) / (own[n + 1]! - own[n]!);
    return [0, 1, 2].map((axis) => k[3 * n + axis]! + share * (k[3 * (n + 1) + axis]! - k[3 * n + axis]!));
  })); // prettier-ignore
  return { k: between, time_s: since(at_s) };
}

const every = (data: Float64Array, step: number, width: number): Float64Array =>
  data.filter((_, i) => Math.floor(i / width) % step === 0);

/** rms of c a - b over that of b, with the complex c that fits best: the programs scale their signals differently. */
function apart(a: Float64Array, b: Float64Array): number {
  let re = 0,
    im = 0,
    aa = 0,
    bb = 0;
  for (let i = 0; i < a.length; i += 2) {
    re += a[i]! * b[i]! + a[i + 1]! * b[i + 1]!;
    im += a[i]! * b[i + 1]! - a[i + 1]! * b[i]!;
    aa += a[i]! * a[i]! + a[i + 1]! * a[i + 1]!;
    bb += b[i]! * b[i]! + b[i + 1]! * b[i + 1]!;
  }
  return Math.sqrt(Math.max(0, 1 - (re * re + im * im) / (aa * bb)));
}

const jemrisOf = (folder: string): { readonly signal: Float64Array; readonly time_s: Float64Array } => {
  const file = open(`${folder}/signals.h5`);
  const channel = numbers(file, '/signal/channels/00', 8);
  return {
    signal: channel.filter((_, i) => i % 3 < 2),
    time_s: numbers(file, '/signal/times', 8).map((t) => t * 1e-3),
  };
};
/** MATLAB's HDF5 stands behind a block of 512 bytes, and its superblock says so: taken off here. */
function komaOf(folder: string): Float64Array {
  const bytes = sharedFile(`${FOLDER}/${folder}/signal_koma.mat`).slice(512);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(24, 0n, true);
  view.setBigUint64(40, BigInt(bytes.length), true);
  return numbers(openHdf5(bytes, folder), '/signal', 4);
}

describe.skipIf(SHARED === undefined)('the signal equation against two simulators', () => {
  it('column, echo-planar: KomaMRI to 1e-4, JEMRIS as closely as KomaMRI does', () => {
    const { k, time_s } = played('epi_100x100_TE100_FOV230.seq');
    const ours = staticSignal(phantom('column1d.h5'), k, time_s);
    const jemris = jemrisOf('a.column1d').signal,
      koma = komaOf('a.column1d');
    expect(apart(ours, koma)).toBeLessThan(1e-4);
    expect(apart(ours, jemris)).toBeLessThan(0.0107);
    expect(Math.abs(apart(koma, jemris) - 0.0107)).toBeLessThan(5e-4);
  });

  it('brain, spiral: JEMRIS closer than KomaMRI is, at its own sample times', () => {
    // The file rounds the dwell time to a nanosecond, 8 us over the readout; JEMRIS wrote its times down. Its gradient samples stand at the begin of their
    // raster time, half of which is 5 us, where Pulseq puts them in the middle.
    const step = 12;
    const { signal, time_s } = jemrisOf('e.brain_spiral');
    const moved = played(
      'spiral_100x100_FOV230_SPZ_INTER1.seq',
      every(time_s, step, 1).map((t) => t + 5e-6),
    );
    const ours = staticSignal(phantom('brain.h5'), moved.k, moved.time_s.map((t) => t - 5e-6)); // prettier-ignore
    const jemris = every(signal, step, 2),
      koma = every(komaOf('e.brain_spiral'), step, 2);
    expect(apart(ours, jemris)).toBeLessThan(0.0125);
    expect(apart(koma, jemris)).toBeGreaterThan(0.02);
  });
});
