// The road of a dose: exact numbers against closed forms.
import { describe, expect, test } from 'vitest';
import { NONE, certain } from '../../../../test/dose-roads.ts';
import { libraryMolecule } from '../../../physics/spins/index.ts';
import { designProfile, fieldTable } from '../../../transfer/design/index.ts';
import { memoryFiles } from '../../../../test/memory-files.ts';
import { convertedParaFraction, storedParaFraction } from '../../../hydrogen/index.ts';
import { DEFAULT_DOSE } from './settings/defaults.ts';
import { doseOutput } from './output/output.ts';
import { doseResultSchema } from './output/result.ts';
import { doseSummary } from './output/summary.ts';
import { DEFAULT_INPUT, doseRoad, readDose, type DoseStudy } from './road.ts';
import { doseSettingsSchema, faultsOf } from './settings/settings.ts';

const standard = doseRoad(DEFAULT_INPUT, NONE);

describe('the default road', () => {
  test('loses at every stage what its factors say, from pure parahydrogen to the syringe', () => {
    const { stages, dose } = standard;
    const product = stages.reduce((all, stage) => all * stage.polarizationFactor, 1);
    expect(Math.abs(product / dose.polarization - 1)).toBeLessThan(1e-12);
    const amount = stages.reduce((all, stage) => all * stage.amountFactor, 1);
    const first = standard.made.batch;
    const made_mol = first.concentration_mM['fumarate']! * first.volume_m3;
    const last = stages.at(-1)!;
    expect(Math.abs((last.concentration_mM! * last.volume_m3!) / (made_mol * amount) - 1)).toBeLessThan(1e-12);
  });
  test('begins with the hydrogen of a 25 K converter and its storage', () => {
    const { conversion, storage } = DEFAULT_DOSE.hydrogen;
    const converted = convertedParaFraction({ name: '', temperature_K: 25 }, conversion);
    expect(standard.gas).toEqual({ converted, stored: storedParaFraction(converted, storage.time_s, storage) });
    expect(standard.stages[0]!.polarization).toBeCloseTo((4 * converted - 1) / 3, 14);
  });
  test('gives the published 25% at 86% para right after the field cycle, which its order lifetime was chosen for', () => {
    const after = standard.stages.find(({ kind }) => kind === 'transfer')!.polarization;
    expect(after * ((4 * 0.86 - 1) / 3 / standard.stages[1]!.polarization)).toBeCloseTo(0.25, 2);
  });
  test('says what 100,000 times at 1.5 T is', () => {
    expect(doseSummary(standard).join('\n')).toMatch(/x the thermal polarization at 1.5 T .*100,000 x is 12.93%/);
    const [at15] = standard.enhancements;
    expect(at15!.times * at15!.thermal).toBeCloseTo(standard.dose.polarization, 14);
  });
  test('is what its schemas let through, from settings to result', () => {
    expect(faultsOf(DEFAULT_DOSE)).toEqual([]);
    expect(doseSettingsSchema.parse(DEFAULT_DOSE)).toEqual(DEFAULT_DOSE);
    const context = {
      versions: { fumarole: '0' },
      command: 'fumarole dose',
      created: '2000-01-01T00:00:00Z',
      inputs: [],
    };
    const { result, files } = doseOutput(standard, context);
    expect(doseResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect([...files.keys()].sort()).toEqual(result.files);
    for (const [, text] of files) expect(text).not.toMatch(/\b(NaN|undefined)\b/);
    expect(files.get('report.html')).toContain('ASSUMED');
    expect(files.get('report.html')).toContain('<td>recalled</td>');
    expect([files.get('report.html'), ...doseSummary(standard)].join()).not.toContain('memory-unverified');
  });
});

describe('a batch that was measured', () => {
  test('goes along the legs by closed forms', () => {
    const study = certain({});
    const { efficiency } = study.fieldCycle;
    const exact = ((4 * study.gas.stored - 1) / 3) * 0.5 * Math.abs(efficiency) * 0.9 * Math.exp(-21 / 28);
    expect(study.dose.polarization).toBeCloseTo(exact, 12);
    expect(study.dose.concentration_mM).toBeCloseTo(90, 12);
    expect(study.stages.at(-1)!.volume_m3).toBeCloseTo(1.5e-6, 15);
    expect(study.dose.volume_m3).toBeCloseTo(2.5e-7, 15);
  });
  test('decays by T1 against field where that is known', () => {
    const study = certain({ molecule: { t1Table: { field_T: [0.1, 1, 3], t1_s: [50, 40, 30] } } });
    expect(study.stages.at(-1)!.lifetime_s).toBe(40);
    expect(study.notes.join()).not.toContain('One T1');
  });
});

describe('a designed field cycle', () => {
  // The molecule, losses and couplings of the default road.
  const sample = {
    system: {
      ...libraryMolecule('fumarate, set B').system,
      couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 5.8, 'Hb-C1': 3.2 },
    },
    paraFraction: 1,
    addition: { dephasedAt_T: 5e-5 },
    target: 'C1',
    relaxation: { model: 'randomFields', T1_s: { Ha: 8, Hb: 8, C1: 40 } },
  } as const;
  const limits = { field_T: [0, 2e-6], slew_TPerS: 1e-4, bandwidth_Hz: 500 } as const;
  const design = designProfile(sample, { points: 100, maxSteps: 60, gain: 1e-4, duration_s: 0.3, limits });
  const { time_s, field_T } = fieldTable(design.profile, design, 501);
  const csv = `time_s,field_T\n${Array.from(time_s, (time, i) => `${time},${field_T[i]}`).join('\n')}\n`;
  const withProfile = (profile: string): DoseStudy => {
    const files = memoryFiles({
      'profile.csv': csv,
      'dose.yaml': `transfer: { profile: ${profile} }\nuncertain: {}\n`,
    });
    return doseRoad(readDose('dose.yaml', files), files);
  };
  test('from the profile.csv of fumarole design lifts what reaches the syringe by what it gains itself', () => {
    const [designed, slower] = ['', ', duration_s: 0.6'].map((more) => withProfile(`{ kind: csv, file: profile.csv${more} }`)) as [DoseStudy, DoseStudy]; // prettier-ignore
    const adiabatic = withProfile('{ kind: constantAdiabaticity, from_T: 0, to_T: 2.0e-6, duration_s: 0.3 }');
    const gain = designed.dose.polarization / adiabatic.dose.polarization;
    expect(gain).toBeCloseTo(design.polarization / design.compared.constantAdiabaticity, 2);
    expect(gain).toBeGreaterThan(1.04);
    expect(designed.dose.polarization).toBeGreaterThan(1.04 * standard.dose.polarization);
    expect(designed.settings.transfer.profile.duration_s).toBeCloseTo(0.3, 12);
    expect(slower.settings.transfer.profile.duration_s).toBe(0.6);
    expect(slower.dose.polarization).toBeLessThan(designed.dose.polarization);
    expect(designed.settings.uncertain).not.toHaveProperty('transfer.profile.duration_s');
  });
  test('says the line of a fault in its file', () => {
    const files = memoryFiles({ 'profile.csv': 'time_s,field_T\n0,0\n1,NaN\n', 'dose.yaml': 'transfer: { profile: { kind: csv, file: profile.csv } }\n' }); // prettier-ignore
    expect(() => readDose('dose.yaml', files)).toThrow(
      /field_T is 'NaN'; expected a finite number.*profile\.csv, line 3/,
    );
  });
});
