// A transfer by radio frequency from its file to its folder, and mistakes in the file.
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../../../test/memory-files.ts';
import { messageOf } from '../../../base/index.ts';
import { readTransfer, transferRoad } from '../transfer/road.ts';
import { sequenceOutput } from './output.ts';
import { sequenceResultSchema } from './result.ts';
import { isSequenceTransfer, readSequenceTransfer, sequenceRoad, type SequenceStudy } from './road.ts';

const context = {
  versions: { fumarole: '0' },
  command: 'fumarole transfer',
  created: '2026-01-01T00:00:00Z',
  inputs: [],
};
const S2HM = `system: fumarate, set A
paraFraction: 0.95
addition: { dephasedAt_T: 1.4 }
sequence: { name: s2hm, field_T: 1.4 }
`;
const EVENTS = `system: fumarate, set A
paraFraction: 1
addition: { pure: true }
sequence:
  name: SLIC by hand
  field_T: 1.4
  events:
    - { kind: lock, isotope: 13C, nutation_Hz: 15.7, phase_deg: 0, duration_s: 0.2941176470588236 }
    - { kind: loop, times: 2, events: [ { kind: delay, duration_s: 0 } ] }
    - { kind: pulse, isotope: 13C, angle_deg: 90, phase_deg: -90 }
`;
const study = (text: string, more: Record<string, string> = {}): SequenceStudy => {
  const files = memoryFiles({ 't.yaml': text, ...more });
  return sequenceRoad(readSequenceTransfer('t.yaml', files), files);
};

describe('events during a field profile', () => {
  const profile = '{ kind: linear, from_T: 0, to_T: 2.0e-6, duration_s: 0.2 }';
  const cycle = `system: fumarate, set A\nparaFraction: 0.95\naddition: { dephasedAt_T: 5.0e-5 }\nprofile: ${profile}\n`;
  const during = (events: string): SequenceStudy =>
    study(`${cycle}sequence: { frame: lab, field_T: 2.0e-6, events: [${events}] }\npoints: 10\n`);
  const LOCK = (nutation_Hz: number): string =>
    `{ kind: lock, isotope: 13C, nutation_Hz: ${nutation_Hz}, phase_deg: 0, duration_s: 0.1 }`;
  test('are the field cycle alone where their amplitude is 0, and turn over what an ideal pulse turns over', () => {
    const files = memoryFiles({ 't.yaml': cycle });
    const alone = transferRoad(readTransfer('t.yaml', files), files).outcome.polarization;
    const silent = during(LOCK(0));
    const turned = during(
      '{ kind: delay, duration_s: 0.2 }, { kind: pulse, isotope: 13C, angle_deg: 180, phase_deg: 0 }',
    );
    for (const label of ['Ha', 'Hb', 'C1']) {
      expect(Math.abs(silent.outcome.polarization[label]! - alone[label]!)).toBeLessThan(2e-6);
      const sign = label === 'C1' ? -1 : 1;
      expect(Math.abs(turned.outcome.polarization[label]! - sign * alone[label]!)).toBeLessThan(2e-6);
    }
    expect(Math.abs(during(LOCK(3)).outcome.polarization['C1']! - alone['C1']!)).toBeGreaterThan(0.01);
    expect(silent.explanation[0]).toMatch(/of 200 ms while the field goes from 0 to 2 µT leaves C1/);
    const { files: written, result } = sequenceOutput(silent, context);
    expect(sequenceResultSchema.parse(JSON.parse(String(written.get('result.json'))))).toEqual(result);
    expect(result.files).toEqual(expect.arrayContaining(['profile.csv', 'figures/profile.svg']));
    expect(String(written.get('profile.csv')).trim().split('\n').at(-1)).toBe('0.2,0.000002');
  });
  test('that last longer than the profile are refused', () => {
    expect(() =>
      during('{ kind: delay, duration_s: 0.3 }, { kind: pulse, isotope: 1H, angle_deg: 90, phase_deg: 0 }'),
    ).toThrow(/something happens at 0\.3 s, but the field profile runs from 0 to 0\.2 s/);
  });
});

describe('a sequence by name', () => {
  const here = study(
    `${S2HM}robustness: { x: { quantity: b1Scale, from: 0.9, to: 1.1, points: 5 }, y: { quantity: jScale, from: 0.9, to: 1.1, points: 3 } }\n`,
  );
  const { files, result } = sequenceOutput(here, context);
  test('is near what any control could reach, and says so', () => {
    expect(here.outcome.polarization['C1']).toBeCloseTo((0.9862 * 2.8) / 3, 4);
    expect(here.explanation[0]).toMatch(/^S2hM of 459 ms at 1\.4 T leaves C1 with 92\.0%: 99% of the 93\.3%/);
    expect(here.notes.join()).toMatch(/literature was recalled/);
  });
  test('with relaxation says what that takes, and holds its map against what there is without', () => {
    const relaxed = study(`${S2HM}relaxation: { T1_s: { Ha: 8, Hb: 8, C1: 40 } }\nrobustness: { x: { quantity: b1Scale, from: 0.9, to: 1.1, points: 3 }, y: { quantity: jScale, from: 0.9, to: 1.1, points: 3 } }\n`); // prettier-ignore
    const plain = study(S2HM);
    const reached = Math.abs(relaxed.outcome.polarization['C1']!);
    expect(relaxed.unrelaxed).toBeCloseTo(plain.outcome.polarization['C1']!, 12);
    expect(reached).toBeLessThan(Math.abs(relaxed.unrelaxed!) - 0.05);
    expect(relaxed.order * relaxed.robustness!.polarization[4]!).toBeCloseTo(relaxed.unrelaxed!, 10);
    expect(relaxed.explanation[1]).toMatch(/^Without relaxation it would be/);
    expect(relaxed.notes.join(' ')).toMatch(/robustness map are without relaxation/);
  });
  test('writes files that are what the result says', () => {
    expect(sequenceResultSchema.parse(JSON.parse(String(files.get('result.json'))))).toEqual(result);
    expect([...files.keys()].sort()).toEqual(result.files);
    expect(result.files).toEqual(
      expect.arrayContaining([
        'course.csv',
        'figures/robustness.svg',
        'figures/sequence.svg',
        'robustness.csv',
        'sequence.json',
      ]),
    );
    expect(result.robustness!.polarization[1]![2]).toBeCloseTo(result.polarization['C1']!, 12);
    const last = String(files.get('course.csv')).trim().split('\n').at(-1)!.split(',').map(Number);
    expect(last[9]).toBeCloseTo(result.polarization['C1']!, 12);
    expect(String(files.get('robustness.csv'))).toMatch(/^b1Scale,jScale,polarization\n/);
    expect(String(files.get('figures/sequence.svg'))).toContain('>×7</text>');
    const report = String(files.get('report.html'));
    for (const words of ['Research use only', 'tau = 1 / (4 Je)', 'Stevanato', '180 x', '90% is left'])
      expect(report).toContain(words);
    expect(report).not.toMatch(/NaN|undefined|<script/);
  });
  test('comes back from its own sequence.json to the same polarization', () => {
    const again = study(S2HM.replace('{ name: s2hm, field_T: 1.4 }', '{ file: sequence.json }'), {
      'sequence.json': String(files.get('sequence.json')),
    });
    expect(again.outcome.polarization).toEqual(here.outcome.polarization);
  });
  test('optimised is no worse, and shows its parameters', () => {
    const best = study(S2HM.replace('field_T: 1.4 }', 'field_T: 1.4, optimise: true, options: { n1: 8 } }'));
    expect(Math.abs(best.outcome.polarization['C1']!)).toBeGreaterThan(0.9);
    const out = sequenceOutput(best, context);
    expect(out.result.optimised).toMatchObject({ end: 'converged' });
    expect(out.result.optimised!.after).toBeCloseTo(best.outcome.polarization['C1']!, 10);
    expect(String(out.files.get('report.html'))).toContain('from the couplings');
  });
});

describe('a sequence written out', () => {
  test('gives the reference number of SLIC', () => {
    expect(study(EVENTS).outcome.polarization['C1']).toBeCloseTo(-0.998549547665934, 9);
    expect(study(EVENTS).notes.join()).toMatch(/Carriers were not given/);
  });
  test('runs in the lab frame too', () => {
    const lab = study(
      `${EVENTS.replace('field_T: 1.4', 'field_T: 2.0e-4\n  frame: lab')}tolerance: 1.0e-4\npoints: 20\n`,
    );
    expect(lab.outcome.polarization['C1']).toBeLessThan(-0.9);
    expect(lab.outcome.reachedError).toBeLessThan(1e-4);
    expect(lab.outcome.course.time_s.length).toBe(21);
  });
});

describe('a mistake', () => {
  const said = (text: string, from: string | RegExp, to: string): string => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${String(from)} is not in the text`);
    try {
      study(changed, {
        'bad.yaml': 'name: x\nfield_T: 1\nevents:\n  - { kind: pulse, isotope: 15N, angle_deg: 90, phase_deg: 0 }\n',
      });
    } catch (thrown) {
      return messageOf(thrown);
    }
    return 'nothing';
  };
  test.each([
    [
      'an unknown sequence',
      S2HM,
      's2hm',
      's2hn',
      /sequence\.name: no sequence is called 's2hn'; did you mean 's2hm'\?.*t\.yaml, line 4/,
    ],
    [
      'no name',
      S2HM,
      'name: s2hm, ',
      '',
      /expected a name \(slic, s2hm, adapt, phInept, goldman, esotheric\), events or a file/,
    ],
    ['no field', S2HM, ', field_T: 1.4', '', /sequence\.field_T: is missing/],
    ['an unknown key', S2HM, 'field_T: 1.4 }', 'fieldT: 1.4 }', /unknown key 'fieldT'; did you mean 'field_T'\?/],
    [
      'an unknown option',
      S2HM,
      'field_T: 1.4 }',
      'field_T: 1.4, options: { tau: 1 } }',
      /no 'tau'; nearest is 'tau_s'.*sequence\.options\.tau/,
    ],
    [
      'limits without optimise',
      S2HM,
      'field_T: 1.4 }',
      'field_T: 1.4, limits: { b1_sd: 0.1 } }',
      /are limits of optimise: true/,
    ],
    ['an unknown target', S2HM, 'field_T: 1.4 }', 'field_T: 1.4, target: C2 }', /did you mean 'C1'/],
    ['a proton as target', S2HM, 'field_T: 1.4 }', 'field_T: 1.4, target: Ha }', /target Ha is 1H/],
    [
      'profile and sequence',
      S2HM,
      'paraFraction',
      'profile: { kind: constant, field_T: 0, duration_s: 1 }\nparaFraction',
      /a profile or a sequence, not both.*line 2/,
    ],
    [
      'relaxation without times',
      S2HM,
      'paraFraction',
      'relaxation: {}\nparaFraction',
      /relaxation.T1_s: the time of Ha is missing/,
    ],
    [
      'Redfield relaxation',
      S2HM,
      'paraFraction',
      'relaxation: { model: redfield, tauC_s: 1.0e-11, field_T: 1.4 }\nparaFraction',
      /relaxation: model redfield goes with a profile/,
    ],
    [
      'an unknown kind of event',
      EVENTS,
      'kind: lock',
      'kind: look',
      /is 'look'; expected delay or pulse or lock or together or loop; did you mean 'lock'\?.*line 8/,
    ],
    [
      'an unknown isotope',
      EVENTS,
      '13C, angle',
      '15N, angle',
      /events\[2\]\.isotope: fumarate, set A has no 15N; there are 1H, 13C.*line 10/,
    ],
    [
      'a negative delay',
      EVENTS,
      'duration_s: 0 }',
      'duration_s: -1 }',
      /duration_s: is -1; expected at least 0.*line 9/,
    ],
    [
      'a misspelt key of an event',
      EVENTS,
      'phase_deg: 0,',
      'phase: 0,',
      /unknown key 'phase'; did you mean 'phase_deg'\?/,
    ],
    [
      'a fault in the file of a sequence',
      S2HM,
      '{ name: s2hm, field_T: 1.4 }',
      '{ file: bad.yaml }',
      /has no 15N.*bad\.yaml, events\[0\]\.isotope/,
    ],
    ['a field beside a file', S2HM, 'name: s2hm', 'file: bad.yaml', /stands in the file/],
    [
      'an axis that runs backwards',
      S2HM,
      'paraFraction',
      'robustness: { x: { quantity: jScale, from: 1, to: 0.5 } }\nparaFraction',
      /expected more than from/,
    ],
  ])('%s is one line with its place', (_, text, from, to, says) => {
    expect(said(text, from, to)).toMatch(says);
    expect(said(text, from, to)).not.toMatch(/\n/);
  });
});

test('a file is told from one with a profile, also where the key is misspelt', () => {
  const is = (text: string): boolean => isSequenceTransfer('t.yaml', memoryFiles({ 't.yaml': text }));
  expect(is(S2HM)).toBe(true);
  expect(is(S2HM.replace('sequence', 'sequense'))).toBe(true);
  expect(is('system: a\nprofile: { kind: constant }\n')).toBe(false);
  expect(is('system: a\nprofil: { kind: constant }\n')).toBe(false);
  expect(is('a: [')).toBe(false);
});
