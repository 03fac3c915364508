// Pulseq files through the command line: what is written, what a scanner cannot play, and bad files in one line with nothing written.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePulseq } from '../../src/formats/pulseq/index.ts';
import type { Sequence } from '../../src/records/index.ts';
import { bssfpSequence, csiSequence, epiReadout, epsiSequence, idealSpiralSequence, MOUSE_SCANNER, pulseAcquireSequence, shotsSequence, spiralReadout, spiralStack } from '../../src/scanner/index.ts'; // prettier-ignore
import { sequenceFileResultSchema } from '../../src/study/sequence/index.ts';
import { command, inTemp, pathsUnder, writeFiles } from './command.ts';

const hardware = MOUSE_SCANNER;
const pulse = { hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 };
const spiral = { hardware, matrix: 16, fov_m: 0.04, bandwidth_Hz: 250e3 } as const;
const epi = (kind: 'symmetric' | 'flyback', rampSampling: boolean): Sequence =>
  shotsSequence({ name: 'epi', pulse, readouts: [epiReadout({ hardware, matrix: [16, 8], fov_m: [0.04, 0.03], bandwidth_Hz: 100e3, order: 'sequential', kind, rampSampling }).blocks], repetition_s: 0.1 }).sequence; // prettier-ignore
const spirals = (nInterleaves: number): Sequence =>
  shotsSequence({ name: 'spiral', pulse, readouts: Array.from({ length: nInterleaves }, (_, interleaf) => spiralReadout({ ...spiral, nInterleaves, interleaf }).blocks), repetition_s: 0.1 }).sequence; // prettier-ignore
const csi = (nz: number): Sequence => csiSequence({ hardware, matrix: [4, 4, nz], fov_m: [0.04, 0.04, 0.02], flip_rad: 0.2, repetition_s: 0.08, nSpectral: 64, spectralWidth_Hz: 5000 }).sequence; // prettier-ignore
const epsi = (kind: 'flyback' | 'symmetric'): Sequence => epsiSequence({ hardware, matrix: [16, 4, 1], fov_m: [0.04, 0.04, 0.02], flip_rad: 0.2, repetition_s: 0.1, kind, nSpectral: 8, bandwidth_Hz: 50e3 }).sequence; // prettier-ignore

const DESIGNED: Readonly<Record<string, () => Sequence>> = {
  'pulse and acquire': () => pulseAcquireSequence({ pulse: { ...pulse, thickness_m: 0.02 }, flips_rad: [0.2, 0.3], repetition_s: 0.3, nSpectral: 128, spectralWidth_Hz: 4000 }).sequence, // prettier-ignore
  'CSI, 2D': () => csi(1),
  'CSI, 3D': () => csi(3),
  'EPSI, flyback': () => epsi('flyback'),
  'EPSI, symmetric': () => epsi('symmetric'),
  'EPI, symmetric': () => epi('symmetric', false),
  'EPI, flyback': () => epi('flyback', false),
  'EPI, ramps sampled': () => epi('symmetric', true),
  'spiral, single-shot': () => spirals(1),
  'spiral, interleaved': () => spirals(3),
  'stack of spirals': () => shotsSequence({ name: 'stack', pulse, readouts: spiralStack({ spiral: { ...spiral, nInterleaves: 2 }, nPartitions: 3, depth_m: 0.02 }), repetition_s: 0.1 }).sequence, // prettier-ignore
  'IDEAL spiral': () => idealSpiralSequence({ spiral: { ...spiral, nInterleaves: 1 }, pulse: { thickness_m: 0.004, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 }, nEchoes: 3, echoShift_s: 1e-3, repetition_s: 0.06 }).sequence, // prettier-ignore
  '3D bSSFP': () => bssfpSequence({ hardware, matrix: [16, 4, 3], fov_m: [0.04, 0.03, 0.02], flip_rad: 0.6, bandwidth_Hz: 50e3 }).sequence, // prettier-ignore
};

const SCANNER = `nucleus: 13C
gamma_MHzPerT: ${hardware.gamma_HzPerT / 1e6}
b0_T: 1.5
largestGradient_mTPerM: 400
largestSlew_TPerMPerS: 2000
largestB1_uT: 200
gradientRaster_us: 10
rfRaster_us: 1
adcRaster_us: 0.1
blockRaster_us: 10
rfDeadTime_us: 100
rfRingdown_us: 30
adcDeadTime_us: 10
`;
const textOf = (sequence: Sequence): string => writePulseq(sequence, '1.5').text;
const GOOD = textOf(epsi('flyback'));

describe('a designed sequence', () => {
  it.each(Object.entries(DESIGNED))('%s can be played as it was written, and is drawn', async (name, make) => {
    await inTemp(async (folder) => {
      writeFiles(folder, new Map([['in/a.seq', textOf(make())], ['in/scanner.yaml', SCANNER]])); // prettier-ignore
      const out = join(folder, 'out');
      const told = await command('sequence', join(folder, 'in/a.seq'), '--hardware', join(folder, 'in/scanner.yaml'), '--out', out); // prettier-ignore
      expect([told.code, told.err]).toEqual([0, '']);
      expect(told.out).toContain('can play it: no limit is passed');
      const result = sequenceFileResultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
      expect([result.nViolations, result.signature]).toEqual([0, 'valid']);
      const paths = pathsUnder(out);
      expect(paths).toEqual(expect.arrayContaining(['figures/pulse-1.svg', 'figures/sequence.svg', 'report.html', 'result.json'])); // prettier-ignore
      if (name === 'pulse and acquire') {
        expect(paths).not.toContain('figures/k-space.svg');
        expect(told.out).toContain('All samples stand at the centre of k-space');
        return;
      }
      // samples are seen as lines, or as points where they stay in one place
      const kSpace = readFileSync(join(out, 'figures/k-space.svg'), 'utf8');
      expect(kSpace).toMatch(/<circle|<path d="M[^"]*L/);
      expect(kSpace).not.toMatch(/NaN|Infinity/);
    });
  });
});

const TIRED = SCANNER.replace('mTPerM: 400', 'mTPerM: 50');
const PROTON = SCANNER.replace('13C', '1H').replace(/gamma_MHzPerT: .*/, 'gamma_MHzPerT: 42.577');

describe('a sequence beyond the scanner', () => {
  const run = async (scanner: string, ...flags: string[]) =>
    inTemp(async (folder) => {
      writeFiles(folder, new Map([['a.seq', GOOD], ['scanner.yaml', scanner]])); // prettier-ignore
      const out = join(folder, 'out');
      const told = await command('sequence', join(folder, 'a.seq'), '--hardware', join(folder, 'scanner.yaml'), ...(flags.includes('--json') ? [] : ['--out', out]), ...flags); // prettier-ignore
      return { ...told, paths: existsSync(out) ? pathsUnder(out) : [] };
    });

  it.each<readonly [string, RegExp, string]>([
    ['gradients', /^fumarole: a\.seq: block \d+ at [\d.]+ ms: x gradient of [\d.]+ mT\/m; the scanner has 50: lower it and play it longer; \d+ more \(in all \d+ gradient.*\), see .*report\.html\n$/, TIRED], // prettier-ignore
    ['slopes', /^fumarole: a\.seq: block \d+ at [\d.]+ ms: x gradient changes by \d+ T\/m\/s; the scanner has 100: lengthen its ramps; .*\n$/, SCANNER.replace('PerS: 2000', 'PerS: 100')], // prettier-ignore
    ['rasters', /^fumarole: a\.seq: block 2 at [\d.]+ ms: .* is not on the raster of 7 us: round it to the raster; .*\n$/, SCANNER.replace('gradientRaster_us: 10', 'gradientRaster_us: 7')], // prettier-ignore
    ['B1', /^fumarole: a\.seq: block 1 at 0 ms: RF of [\d.]+ uT; the scanner has 1: lengthen the pulse or lower its angle; .*\n$/, SCANNER.replace('B1_uT: 200', 'B1_uT: 1')], // prettier-ignore
    ['waits', /^fumarole: a\.seq: block 1 at 0 ms: RF starts after 100 us; the scanner needs 300 us: delay the pulse in its block; .*\n$/, SCANNER.replace('DeadTime_us: 100', 'DeadTime_us: 300')], // prettier-ignore
    ['nucleus', /^fumarole: a\.seq: the sequence was made for 13C, the scanner is set to 1H: give the hardware file of that nucleus, or design the sequence for this one\n$/, PROTON], // prettier-ignore
    ['gamma of another nucleus', /^fumarole: a\.seq: gamma of 13C is 10.70\d* MHz\/T, the hardware says 42.577: correct one of them\n$/, SCANNER.replace(/gamma_MHzPerT: .*/, 'gamma_MHzPerT: 42.577')], // prettier-ignore
  ])('%s: exit code 1 and one line; the report is written all the same', async (_name, says, scanner) => {
    const { code, err, out, paths } = await run(scanner);
    expect(err).toMatch(says);
    expect([code, err.match(/\n/g)!.length]).toEqual([1, 1]);
    expect(out).toMatch(/cannot play it as it is/);
    expect(paths).toEqual(expect.arrayContaining(['report.html', 'result.json']));
  });

  it('with --json the result stands on stdout and the line on stderr', async () => {
    const { code, err, out } = await run(TIRED, '--json');
    const { violations, violationsPerLimit, nViolations } = sequenceFileResultSchema.parse(JSON.parse(out));
    expect(code).toBe(1);
    expect(err).toMatch(/^fumarole: a\.seq: block \d+ at [^\n]+\n$/);
    expect(violations[0]).toMatchObject({ axis: 'x', limit: 'gradient', allowed: 50, unit: 'mT/m' });
    expect(violations[0]!.value).toBeGreaterThan(50);
    expect(Object.values(violationsPerLimit).reduce((sum, n) => sum + n, 0)).toBe(nViolations);
  });

  it('comes with all files of a good one', async () => {
    const [bad, good] = [await run(TIRED), await run(SCANNER)];
    expect([good.code, good.err, bad.paths]).toEqual([0, '', good.paths]);
  });
});

it('--help says what the exit codes mean', async () =>
  expect((await command('sequence', '--help')).out).toMatch(/Exit code: 0 .*\n +1 with --hardware a limit is passed/));

const edited = (from: string | RegExp, to: string, text = GOOD): string => {
  expect(text).toMatch(from);
  return text.replace(from, to);
};
const BAD: readonly (readonly [name: string, says: RegExp, text: () => string, scanner?: string])[] = [
  ['empty', /\[VERSION\]/, () => ''],
  ['text', /\[VERSION\]/, () => 'hello\n'],
  ['cut short in its blocks', /at a\.seq(, line \d+)?\)/, () => GOOD.slice(0, GOOD.indexOf('[BLOCKS]') + 40)],
  [
    'cut short before its shapes',
    /shape 1 does not exist.*\(at a\.seq, line \d+\)/,
    () => GOOD.slice(0, GOOD.indexOf('[ADC]')),
  ],
  ['version 1.6', /Pulseq version 1\.6\.\d+; 1\.2 to 1\.5 are read.*\(at a\.seq, line \d+\)/, () => edited('minor 5', 'minor 6')], // prettier-ignore
  ['version 2', /Pulseq version 2\.5\.\d+; .*\(at a\.seq, line \d+\)/, () => edited('major 1', 'major 2')],
  ['a pulse that outlasts its block', /the RF pulse ends at .* \(at a\.seq, line \d+\)/, () => edited(/^\[BLOCKS\]\n1 \d+ /m, '[BLOCKS]\n1 1 ')], // prettier-ignore
  ['pulse and samples at once', /overlap; move one or use two blocks \(at a\.seq, line \d+\)/, () => edited(/^(\[BLOCKS\]\n1 \d+ 1 0 0 0) 0/m, '$1 1').replace(/^\[BLOCKS\]\n1 \d+/m, '[BLOCKS]\n1 9999')], // prettier-ignore
  ['an infinite gradient', /expected a finite number \(at a\.seq, line \d+\)/, () => edited(/^(\[TRAP\]\n\d+) \S+/m, '$1 1e999')], // prettier-ignore
  ['a ramp that ends before it begins', /\(at a\.seq, line \d+\)/, () => edited(/^(\[TRAP\]\n\d+ \S+) \d+/m, '$1 -30')],
  ['a million million samples', /\d+ samples; expected at most .*\(at a\.seq, line \d+\)/, () => edited(/^(\[ADC\]\n\d+) \d+/m, '$1 1000000000000')], // prettier-ignore
  ['no nucleus in the hardware file', /nucleus.*scanner\.yaml/, () => GOOD, SCANNER.replace('nucleus: 13C\n', '')],
  ['a negative gradient limit', /largestGradient_mTPerM.*scanner\.yaml, line 4/, () => GOOD, SCANNER.replace('mTPerM: 400', 'mTPerM: -400')], // prettier-ignore
];

it.each(BAD.map(([name, says, text, scanner = SCANNER]) => ({ name, says, text, scanner })))(
  '$name is refused in one line, and nothing is written',
  async ({ says, text, scanner }) => {
    await inTemp(async (folder) => {
      writeFiles(folder, new Map([['a.seq', text()], ['scanner.yaml', scanner]])); // prettier-ignore
      const out = join(folder, 'out');
      const told = await command('sequence', join(folder, 'a.seq'), '--hardware', join(folder, 'scanner.yaml'), '--out', out); // prettier-ignore
      expect(told.err).toMatch(says);
      expect(told.err).toMatch(/^fumarole: [^\n]+\n$/);
      expect([told.code, told.out, existsSync(out)]).toEqual([1, '', false]);
    });
  },
);
