// When each point of k-space was sampled in its shot: what a field map needs along echo-planar lines.
import { ScienceError } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';
import { imageReadouts } from './kspace.ts';

/**
 * [z, y, x] seconds since k = 0 along y, on the encoded matrix, from the first image. `echoSpacing_s` between lines in the order of acquisition; absent: from the time stamps
 * of the readouts. Throws where these do not tell the lines apart.
 */
export function lineTimes_s(scan: RawScan, encodingIndex: number, echoSpacing_s?: number): Float64Array {
  const encoding = scan.encodings[encodingIndex]!;
  const [nx, ny, nz] = encoding.encodedMatrix;
  const readouts = imageReadouts(scan, encodingIndex);
  const { counters: first } = readouts[0]!;
  const shot = readouts.filter(({ counters: c }) => c.frame === first.frame && c.contrast === first.contrast && c.slice === first.slice && c.partition === first.partition && c.average === first.average); // prettier-ignore
  const starts = shot.map(({ start_s }, n) => (echoSpacing_s === undefined ? start_s : n * echoSpacing_s));
  if (new Set(starts).size < shot.length) {
    throw new ScienceError('format', 'the time stamps do not tell the lines of a shot apart; give echoSpacing_s', { where: scan.name }); // prettier-ignore
  }
  const centre = shot.findIndex(({ counters }) => counters.line === encoding.lines.center);
  const out = new Float64Array(nz * ny * nx);
  shot.forEach(({ counters, dwell_s, reversed }, n) => {
    const y = counters.line - encoding.lines.center + (ny >> 1);
    for (let z = 0; z < nz; z++) {
      for (let x = 0; x < nx; x++) {
        const along = (x - (nx >> 1)) * dwell_s * (reversed ? -1 : 1);
        out[(z * ny + y) * nx + x] = starts[n]! - starts[Math.max(0, centre)]! + along;
      }
    }
  });
  return out;
}
