import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/memory-files.ts';
import { messageOf } from '../../base/index.ts';
import { filledShare, frameNoise_mM } from './limits.ts';
import { planOutput } from './output.ts';
import { planResultSchema } from './result.ts';
import { delivered_mM, planRoad, readPlan } from './road.ts';
import { DEFAULT_COIL, DEFAULT_PLAN, planSettingsSchema, type PlanSettings } from './settings.ts';

/** The default with fewer choices. */
const SMALL: PlanSettings = {
  ...DEFAULT_PLAN,
  search: {
    start_s: [10, 25],
    repetition_s: [2, 4],
    nFrames: [10, 20],
    voxel_mm: [2, 3, 4, 6],
    designs: ['constant', 'maximumProduct', 'level'],
    longest_s: 120,
  },
};
const CONTEXT = {
  versions: { fumarole: 'x' },
  command: 'fumarole plan',
  created: '2026-01-01T00:00:00.000Z',
  inputs: [],
};
const study = planRoad(SMALL);

describe('a plan', () => {
  it('takes the design with the lowest limit, and lists the others', () => {
    const limits = study.ranked.map(({ limit }) => limit);
    expect(limits.length).toBe(3);
    expect([...limits].sort((a, b) => a - b)).toEqual(limits);
  });
  it('takes the voxel with the lowest limit', () => {
    const { voxel_mm, limit } = study.limitByVoxel.find(({ diameter_mm }) => diameter_mm === 6)!;
    const least = voxel_mm[limit.indexOf(Math.min(...limit))]!;
    expect(Math.abs(least - study.voxel_mm)).toBeLessThan(1.1);
  });
  it('sees less with less dose and smaller places', () => {
    for (const { limit } of study.limitByDose)
      limit.forEach((value, i) => i > 0 && expect(value).toBeLessThan(limit[i - 1]!));
    const [small, , large] = study.limitByVoxel.map(({ limit }) => limit[30]!);
    expect(small).toBeGreaterThan(large!);
  });
  it('has no bias and the planned limit where nothing is off', () => {
    for (const { factor, bias, limit } of study.robustness.courses) {
      const at = factor.indexOf(1);
      expect(Math.abs(bias[at]!)).toBeLessThan(1e-8);
      expect(limit[at]).toBeCloseTo(study.ranked[0].limit, 10);
    }
  });
  it('shows a metabolite longer with a longer T1, and no series longer than a single pulse', () => {
    for (const { lines } of study.visibility.metabolites) {
      const single = lines.find(({ angle_deg }) => angle_deg === undefined)!.until_s;
      for (const { until_s } of lines)
        until_s.forEach((time, i) => {
          expect(time).toBeLessThanOrEqual(single[i]!);
          if (i > 0) expect(time).toBeGreaterThanOrEqual(until_s[i - 1]!);
        });
    }
  });
  it('says what is assumed, and no longer where a number was given', () => {
    expect(study.notes[0]).toMatch(/^ASSUMED.*the dose.*the coil and its noise/);
    const measured = planRoad({ ...SMALL, dose: { ...SMALL.dose, polarization: 0.25 } });
    expect(measured.notes[0]).not.toContain('the dose');
  });
  it('is the same for the same settings', () => expect(planRoad(SMALL)).toEqual(study));
  it('delivers dose / volume x polarization x share of the voxel', () =>
    expect(delivered_mM(DEFAULT_PLAN)).toBeCloseTo(((60 * 0.2) / 6.25) * 0.3 * 0.3 * 1, 12));
});

describe('its output', () => {
  const { files, result } = planOutput(study, CONTEXT);
  it('is a result that the schema takes, with figures and a report', () => {
    expect(planResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect([...files.keys()].sort()).toEqual([
      'figures/limit.svg',
      'figures/robustness.svg',
      'figures/schedule.svg',
      'figures/visibility.svg',
      'report.html',
      'result.json',
      'schedule.csv',
    ]);
    expect(result.summary.join(' ')).toMatch(/five minutes/);
    expect(String(files.get('schedule.csv')).split('\n')[0]).toBe(
      'frame,time_s,flip_fumarate_deg,flip_malate_deg,snr_fumarate,snr_malate',
    );
  });
  it('has no number in words that is not one', () => {
    for (const [path, content] of files)
      if (path !== 'result.json') expect(String(content)).not.toMatch(/NaN|undefined|Infinity/);
  });
  it('says so where nothing can be seen', () => {
    const weak = planRoad({ ...SMALL, dose: { ...SMALL.dose, polarization: 0.001 } });
    expect(planOutput(weak, CONTEXT).result.summary[1]).toContain('even complete necrosis is not seen');
  });
});

describe('limits', () => {
  it('know how much of a voxel a place fills, on average over the grid', () => {
    // Edge a of the cube of the same volume against the voxel's edge 1; by sampling the place of the grid.
    for (const a of [0.4, 1, 1.5, 2.5]) {
      let sum = 0;
      const n = 20_000;
      for (let i = 0; i < n; i++) {
        const from = (i + 0.5) / n;
        let best = 0;
        for (let cell = -1; cell < 6; cell++)
          best = Math.max(best, Math.min(from + a, cell + 1) - Math.max(from, cell));
        sum += best / n;
      }
      expect(Math.cbrt(filledShare(a / Math.cbrt(Math.PI / 6), 1))).toBeCloseTo(sum, 6);
    }
  });
  it('take noise that goes as one over the volume', () =>
    expect(frameNoise_mM(DEFAULT_PLAN, 8) / frameNoise_mM(DEFAULT_PLAN, 64)).toBeCloseTo(8, 12));
});

describe('a plan file', () => {
  const read = (yaml: string): PlanSettings => readPlan('plan.yaml', memoryFiles({ 'plan.yaml': yaml }));
  it('stands over the default', () => {
    expect(read('title: mine')).toEqual({ ...DEFAULT_PLAN, title: 'mine' });
    const given = read('dose: { volume_uL: 100 }\ntissue: { T1_s: { malate: 15 }, arrival: { delay_s: 6 } }\n');
    expect(given.dose).toEqual({ ...DEFAULT_PLAN.dose, volume_uL: 100 });
    expect(given.tissue.T1_s).toEqual({ fumarate: 28, malate: 15 });
    expect(given.tissue.arrival).toEqual({ delay_s: 6, alpha: 3, beta_s: 3 });
    const { coil } = read('scanner: { coil: { noiseFigure_dB: 3 } }').scanner;
    expect(coil).toEqual({ ...DEFAULT_COIL, noiseFigure_dB: 3 });
  });
  it('takes times of other metabolites in place of those of the default', () => {
    const T1_s = '{ pyruvate: 40, lactate: 25 }';
    const { tissue } = read(
      `dose: { substrate: pyruvate }\ntissue: { product: lactate, T1_s: ${T1_s}, washOut_perS: { pyruvate: 0, lactate: 0 } }\n`,
    );
    expect(tissue.T1_s).toEqual({ pyruvate: 40, lactate: 25 });
  });
  it('leaves assumed what it does not give', () => {
    const search = '{ start_s: [10], repetition_s: [2], nFrames: [10], voxel_mm: [3], designs: [constant] }';
    const notes = (tissue: string): string =>
      planRoad(read(`search: ${search}\ntissue: { T1_s: ${tissue} }\n`)).notes[0]!;
    expect(notes('{ malate: 15 }')).toContain('T1 in the animal');
    expect(notes('{ malate: 15, fumarate: 30 }')).not.toContain('T1 in the animal');
  });
});

describe('mistakes in the file', () => {
  const text = JSON.stringify(DEFAULT_PLAN, null, 1);
  const said = (from: string | RegExp, to: string): string => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    try {
      readPlan('plan.yaml', memoryFiles({ 'plan.yaml': changed }));
    } catch (thrown) {
      return messageOf(thrown);
    }
    return 'nothing';
  };
  it('are none in the default', () => {
    expect(readPlan('plan.yaml', memoryFiles({ 'plan.yaml': text }))).toEqual(DEFAULT_PLAN);
    expect(planSettingsSchema.parse(DEFAULT_PLAN)).toEqual(DEFAULT_PLAN);
  });
  it.each([
    ['dose: { polarization: 2 }', /dose\.polarization: is 2.*line 1/],
    ['tissue: { product: lactate }', /tissue\.T1_s: that of lactate is missing \(at plan\.yaml, line 1\)/],
    ['dose: { substrate: malate }', /tissue\.product is 'malate' as the substrate/],
    ['tissue: { T1_s: { malat: 20 } }', /^tissue\.T1_s\.malat: unknown metabolite 'malat'/],
    ['search: { repetition_s: [0.05] }', /is shorter than the 0\.105 s/],
    ['dosis: { polarization: 0.2 }', /unknown key 'dosis'; did you mean 'dose'/],
  ])('are found in what is given and in what that does to the default: %s', (yaml, says) =>
    expect(() => readPlan('plan.yaml', memoryFiles({ 'plan.yaml': yaml }))).toThrow(says),
  );
  it.each([
    [
      '"polarization": 0.3',
      '"polarization": 30',
      /dose\.polarization: is 30; expected at most 1 \(at plan\.yaml, line \d+\)/,
    ],
    ['"malate": 20', '"malat": 20', /unknown metabolite 'malat'; did you mean 'malate'\?.*line \d+/],
    ['"malate": 20', '"malate": 0', /^tissue\.T1_s\.malate: is 0; expected more than 0/],
    ['"product": "malate"', '"product": "fumarate"', /each needs a name of its own/],
    ['"leastSnr": 3', '"leastSnr": -3', /leastSnr: is -3; expected more than 0/],
    ['"sampling_s": 0.05', '"sampling_s": 5', /is shorter than the 10 s that sampling both metabolites takes/],
    ['"longest_s"', '"longest"', /unknown key 'longest'; did you mean 'longest_s'/],
    ['"nFrames": [', '"nFrames": [ 2.5,', /nFrames/],
    ['"repetition_s": [', '"repetition_s": [ 0,', /repetition_s/],
    ['"constant",', '"constnat",', /did you mean 'constant'/],
    ['"power": 0.95', '"power": 95', /target\.power: is 95/],
  ] as const)('%s -> %s are answered with one line', (from, to, says) => expect(said(from, to)).toMatch(says));
  it('in combination are said too', () =>
    expect(() => planRoad({ ...SMALL, search: { ...SMALL.search, longest_s: 5 } })).toThrow('longest_s = 5 s'));
});
