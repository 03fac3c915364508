// What is asked of the scanner, and whether it can be.
import { nearestName, ScienceError } from '../../base/index.ts';
import { voxelSize_mm, type Geometry, type TissueLine } from '../../records/index.ts';
import { flipsOf, type FlipDesign } from '../flips/schedule.ts';
import type { ReadoutKind } from '../design/shot.ts';
import { checkCoil, type Coil } from './coil.ts';
import { K_FILTERS, type KFilter } from './point-spread.ts';

export interface Channel {
  /** Name of the image series: a substance ('malate') or a line ('malate C1'). */
  readonly name: string;
  /** Names of the lines that its pulse excites and its image adds up; the lines of the substance `name` if not given. */
  readonly lines?: readonly string[] | undefined;
  readonly flips: FlipDesign;
  readonly t2Star_s: number;
}

export interface Protocol {
  readonly b0_T: number;
  /** From the begin of the injection to the first excitation. */
  readonly start_s: number;
  readonly repetition_s: number;
  readonly nFrames: number;
  /** Of images made directly; where `readout` says how k-space is run through, that decides. */
  readonly echoTime_s: number;
  /** How k-space is run through after each pulse; not given: at once, at the echo time (a raw scan takes echo-planar lines then). */
  readonly readout?: ReadoutKind;
  /** All are excited at the begin of a frame, each by one pulse that leaves the others alone. */
  readonly channels: readonly Channel[];
  /** Samples of k-space, and voxels of the image, along x, y, z of the tissue's field of view. */
  readonly matrix: readonly [number, number, number];
  /** `3D`: phase encoding along z, all samples count for every voxel; `slices`: slices of even profile, each with its own samples. */
  readonly encoding: '3D' | 'slices';
  readonly filter: KFilter;
  /** Complex samples per second. */
  readonly bandwidth_Hz: number;
  readonly coil: Coil;
  readonly images: 'magnitude' | 'complex';
}

/** A channel with its numbers. */
export interface ReadyChannel {
  readonly name: string;
  /** Indices into the tissue's lines. */
  readonly lines: readonly number[];
  /** Frequency of each line against the mean of the channel, Hz. */
  readonly offset_Hz: readonly number[];
  readonly flips_rad: Float64Array;
  readonly t2Star_s: number;
}

/** Throws, with the place, where a protocol cannot be run on such tissue. */
export function readyChannels(protocol: Protocol, lines: readonly TissueLine[], frequency_Hz: number): ReadyChannel[] {
  checkProtocol(protocol);
  const names = new Set<string>();
  const taken = new Map<number, string>();
  return protocol.channels.map((channel, c) => {
    const where = `channels[${c}], ${channel.name}`;
    const fail = (message: string): never => {
      throw new ScienceError('argument', message, { where });
    };
    if (names.has(channel.name)) fail('two channels have this name; each image needs a name of its own');
    names.add(channel.name);
    if (!(channel.t2Star_s > 0)) fail(`t2Star_s is ${channel.t2Star_s}; expected seconds, more than 0`);
    const known = channel.lines === undefined ? lines.map((line) => line.substance) : lines.map((line) => line.name);
    const wanted = channel.lines ?? [channel.name];
    if (wanted.length === 0) fail('lines is empty; name at least one line');
    for (const name of wanted)
      if (!known.includes(name))
        fail(
          `unknown metabolite '${name}'; did you mean '${nearestName(name, known) ?? ''}'? The tissue has ${[...new Set(known)].join(', ')}`,
        );
    const indices = [...known.keys()].filter((at) => wanted.includes(known[at]!));
    for (const at of indices) {
      if (taken.has(at)) fail(`${lines[at]!.name} is excited by ${taken.get(at)!} too; a line belongs to one channel`);
      taken.set(at, channel.name);
    }
    const centre_ppm = indices.reduce((sum, at) => sum + lines[at]!.shift_ppm, 0) / indices.length;
    return {
      name: channel.name,
      lines: indices,
      offset_Hz: indices.map((at) => (lines[at]!.shift_ppm - centre_ppm) * 1e-6 * frequency_Hz),
      flips_rad: flipsOf(channel.flips, protocol, `${where}, flips`),
      t2Star_s: channel.t2Star_s,
    };
  });
}

function checkProtocol(protocol: Protocol): void {
  const fail = (name: string, value: unknown, expected: string): never => {
    throw new ScienceError('argument', `${name} is ${String(value)}; expected ${expected}`, { where: 'protocol' });
  };
  const { start_s, repetition_s, nFrames, echoTime_s, matrix, filter, bandwidth_Hz, b0_T, channels } = protocol;
  if (!(b0_T > 0) || !(b0_T < 50)) fail('b0_T', b0_T, 'a field in tesla');
  if (!(start_s >= 0) || !Number.isFinite(start_s))
    fail('start_s', start_s, 'seconds after the begin of the injection');
  if (!(repetition_s > 0) || !Number.isFinite(repetition_s)) fail('repetition_s', repetition_s, 'seconds, more than 0');
  if (!Number.isInteger(nFrames) || nFrames < 1) fail('nFrames', nFrames, 'a whole number of frames, at least 1');
  if (!(echoTime_s >= 0) || !(echoTime_s < repetition_s))
    fail('echoTime_s', echoTime_s, 'seconds, less than repetition_s. Was it given in ms?');
  if (!(bandwidth_Hz > 0) || !Number.isFinite(bandwidth_Hz)) fail('bandwidth_Hz', bandwidth_Hz, 'samples per second');
  if (matrix.some((n) => !Number.isInteger(n) || n < 1))
    fail('matrix', `[${matrix.join(', ')}]`, 'whole numbers, at least 1');
  if (!Object.hasOwn(K_FILTERS, filter)) fail('filter', filter, Object.keys(K_FILTERS).join(' or '));
  if (channels.length === 0) fail('channels', 'empty', 'at least one metabolite to image');
  const sampling = samplingTime_s(protocol) * channels.length;
  if (sampling > repetition_s)
    fail('repetition_s', repetition_s, `at least the ${sampling.toPrecision(3)} s that sampling all channels takes`);
  checkCoil(protocol.coil);
}

/** All samples that count for one voxel. */
export function samplingTime_s({ matrix: [nx, ny, nz], encoding, bandwidth_Hz }: Protocol): number {
  return (nx * ny * (encoding === '3D' ? nz : 1)) / bandwidth_Hz;
}

/** The image's grid: the tissue's field of view, cut into `matrix` voxels. */
export function imageGeometry({ shape, affineRas_mm: a }: Geometry, matrix: Protocol['matrix']): Geometry {
  const factor = shape.map((n, axis) => n / matrix[axis]!);
  const affine = [0, 1, 2].flatMap((row) => {
    const columns = [0, 1, 2].map((axis) => a[4 * row + axis]! * factor[axis]!);
    const shift = [0, 1, 2].reduce((sum, axis) => sum + (a[4 * row + axis]! * (factor[axis]! - 1)) / 2, 0);
    return [...columns, a[4 * row + 3]! + shift];
  });
  return { shape: [matrix[0], matrix[1], matrix[2]], affineRas_mm: affine };
}

export function voxel_m3(geometry: Geometry): number {
  return voxelSize_mm(geometry).reduce((product, size) => product * size, 1e-9);
}
