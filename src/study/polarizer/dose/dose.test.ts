// The road of a dose: exact numbers against closed forms, draws against exact variances, settings against their mistakes.
import { describe, expect, test } from 'vitest';
import { libraryMolecule } from '../../../physics/spins/index.ts';
import { designProfile, fieldTable } from '../../../transfer/design/index.ts';
import { memoryFiles } from '../../../../test/memory-files.ts';
import { convertedParaFraction, storedParaFraction } from '../../../hydrogen/index.ts';
import { endOfReaction } from '../../../reaction/index.ts';
import { DEFAULT_DOSE, withDefaults } from './settings/defaults.ts';
import { doseOutput } from './output/output.ts';
import { numberAt } from './settings/places.ts';
import { reactionOf } from './reactor.ts';
import { doseResultSchema } from './output/result.ts';
import { DEFAULT_INPUT, doseRoad, readDose, type DoseStudy } from './road.ts';
import { doseSettingsSchema, faultsOf, type DoseChanges } from './settings/settings.ts';
import { doseSummary } from './output/summary.ts';

const NONE = memoryFiles({});
const MEASURED: DoseChanges = {
  batch: {
    product: 'fumarate, set B',
    productSpecies: 'fumarate',
    volume_mL: 2,
    concentration_mM: { fumarate: 90 },
    catalysts: [],
    orderKept: 0.5,
    age_s: [5],
    weight: [1],
    field_T: 5e-5,
    time_s: 60,
  },
  legs: [
    { leg: 'transfer', temperature_K: 300 },
    { leg: 'transport', duration_s: 14, field_T: 1, temperature_K: 300 },
    { leg: 'line', duration_s: 7, field_T: 1, temperature_K: 300, deadVolume_mL: 0.5 },
  ],
};
const road = (file: DoseChanges): DoseStudy =>
  doseRoad({ settings: withDefaults(file), where: undefined, isDefault: false }, NONE);
/** Only the field cycle before what the test looks at. */
const certain = (file: DoseChanges, uncertain: DoseChanges['uncertain'] = {}): DoseStudy => {
  const settings = { ...withDefaults({ ...MEASURED, ...file }), uncertain };
  return doseRoad({ settings, where: undefined, isDefault: false }, NONE);
};
const read = (yaml: string): DoseStudy =>
  doseRoad(readDose('dose.yaml', memoryFiles({ 'dose.yaml': yaml })), memoryFiles({}));

const standard = doseRoad(DEFAULT_INPUT, NONE);

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
  });
});

describe('draws', () => {
  test('are the same for the same seed, and all inputs are ranked', () => {
    const again = doseRoad(DEFAULT_INPUT, NONE);
    expect(again.uncertainty!.draws.polarization).toEqual(standard.uncertainty!.draws.polarization);
    expect(standard.uncertainty!.ranked.map(({ place }) => place).sort()).toEqual(
      Object.keys(DEFAULT_DOSE.uncertain).sort(),
    );
    expect(standard.uncertainty!.failed).toBe(0);
    const totals = standard.uncertainty!.ranked.map(({ polarization }) => polarization.total);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });
  test('of what the polarization is linear in have the exact spread, and an index of 1', () => {
    const study = certain({}, { 'transfer.quality': { uniform: [0.6, 1] } });
    const { spread, ranked } = study.uncertainty!;
    const perQuality = study.dose.polarization / DEFAULT_DOSE.transfer.quality;
    expect(Math.abs(spread.polarization.sd / ((perQuality * 0.4) / Math.sqrt(12)) - 1)).toBeLessThan(0.01); // 2048 stratified draws
    expect(Math.abs(spread.polarization.mean / (perQuality * 0.8) - 1)).toBeLessThan(1e-3);
    expect(ranked[0]!.polarization.total).toBeCloseTo(1, 1);
    expect(ranked[0]!.atHigh.polarization).toBeCloseTo(perQuality * 0.98, 12);
  });
  test('of a time have the spread of the exponential', () => {
    const study = certain({}, { 'legs.transport.duration_s': { uniform: [0, 28] } });
    const mean = (28 / 28) * (1 - Math.exp(-1)); // mean of exp(-t/28) over [0, 28]
    expect(
      Math.abs(study.uncertainty!.spread.polarization.mean / ((study.dose.polarization / Math.exp(-0.5)) * mean) - 1),
    ).toBeLessThan(1e-3);
  });
  test('of the para fraction alone move the polarization in proportion to (4x - 1)/3', () => {
    const [whole, half] = [certain({ hydrogen: { conversion: 1 } }), certain({ hydrogen: { conversion: 0.5 } })];
    const order = (study: DoseStudy): number => (4 * study.gas.stored - 1) / 3;
    expect(half.dose.polarization / whole.dose.polarization).toBeCloseTo(order(half) / order(whole), 10);
  });
  test('through the surfaces agree with exact runs within the error that is said', () => {
    const { surfaces } = standard.uncertainty!;
    const settings = JSON.parse(JSON.stringify(DEFAULT_DOSE)) as typeof DEFAULT_DOSE;
    const level = endOfReaction(reactionOf(settings, 1, 1e-8));
    const values = surfaces.reactor.inputs.map(({ place }, k) => {
      const number = numberAt(settings, place);
      const changed = number.value * (k % 2 === 0 ? 1.2 : 0.85);
      number.set(changed);
      return changed;
    });
    const exact = endOfReaction(reactionOf(settings, 1, 1e-8));
    const [product, kept] = surfaces.reactor.at(values);
    expect(
      Math.abs(product! / (exact.concentration_mM['fumarate']! / level.concentration_mM['fumarate']!) - 1),
    ).toBeLessThan(surfaces.reactor.error[0]!.largest);
    expect(Math.abs(kept! / (exact.order / level.order) - 1)).toBeLessThan(surfaces.reactor.error[1]!.largest);
    for (const { rms } of [...surfaces.reactor.error, ...surfaces.fieldCycle.error]) expect(rms).toBeLessThan(0.05);
  });
  test('end where an exact road at the same numbers ends', () => {
    for (const place of [
      'molecule.orderLifetime_s',
      'transfer.T1_s.1H',
      'reaction.kLa_perS',
      'legs.precipitation.yield',
    ]) {
      const one = standard.uncertainty!.ranked.find((input) => input.place === place)!;
      const settings = JSON.parse(JSON.stringify({ ...DEFAULT_DOSE, uncertain: {} })) as typeof DEFAULT_DOSE;
      numberAt(settings, place).set(one.low);
      const exact = doseRoad({ settings, where: undefined, isDefault: false }, NONE).dose.polarization;
      // Surfaces are a few percent off at the ends of ranges; what goes around them is exact.
      expect(Math.abs(one.atLow.polarization / exact - 1)).toBeLessThan(place.startsWith('legs') ? 1e-12 : 0.05);
    }
  });
  test('are not there where nothing is uncertain', () => {
    const study = certain({});
    expect(study.uncertainty).toBeUndefined();
    expect(study.dose.polarizationSd).toBe(0);
    expect(doseOutput(study, { versions: {}, command: '', created: '', inputs: [] }).result.uncertainty).toBeNull();
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

describe('settings', () => {
  test('stand over the defaults, and a number that is given is certain', () => {
    const study = read(
      'molecule: { t1_s: 45 }\nhydrogen: { converter_K: 77.36 }\nuncertain: { hydrogen.converter_K: { uniform: [77, 80] } }',
    );
    const places = study.uncertainty!.ranked.map(({ place }) => place);
    expect(places).toContain('hydrogen.converter_K');
    expect(places).not.toContain('molecule.t1_s');
    expect(places).toContain('molecule.orderLifetime_s');
    expect(study.gas.converted).toBeCloseTo(0.5, 2);
  });
  test('name a molecule by its own couplings and legs by their own names', () => {
    const study = road({
      ...MEASURED,
      batch: { ...MEASURED.batch!, product: 'maleate', concentration_mM: { maleate: 30 }, productSpecies: 'maleate' },
      uncertain: { 'legs.transport.duration_s': { triangular: [10, 20] }, 'batch.orderKept': { normal: 0.05 } },
    });
    expect(study.dose.molecule).toBe('maleate');
    expect(study.uncertainty!.spread.polarization.sd).toBeGreaterThan(0);
  });
  test('choose a reactor of the library, with its conditions', () => {
    const study = read('reaction: { system: maleate from acetylenedicarboxylate }\nmonteCarlo: { draws: 64 }');
    expect(study.dose.molecule).toBe('maleate');
    expect(study.settings.reaction!.bubbling_s).toBe(30);
    expect(study.uncertainty!.ranked.map(({ place }) => place)).not.toContain('reaction.rateFactors.trans addition');
  });
  test.each([
    ['reaction: { system: maleate }', /system: is 'maleate'; expected .*did you mean/],
    ['reaction: { pressure_Pa: -3 }', /reaction.pressure_Pa: is -3; expected more than 0.*line 1/],
    ['reaction: { presure_Pa: 3 }', /unknown key 'presure_Pa'; did you mean 'pressure_Pa'/],
    [
      'reaction: { pressure_Pa: 20000 }',
      /leaves no hydrogen; raise the pressure \(at dose.yaml, reaction.pressure_Pa\)/,
    ],
    ['reaction: { kLa_perS: 0 }', /kLa_perS.*no hydrogen|no hydrogen.*kLa/i],
    ['hydrogen: { conversion: 0 }', /the gas is normal hydrogen/],
    ['molecule: { t1_s: -1 }', /molecule.t1_s: is -1; expected more than 0/],
    ['molecule: { t1_s: 20, t1Table: { field_T: [1], t1_s: [20] } }', /one of t1_s and t1Table.*line 1/],
    [
      'legs:\n  - { leg: transfer, temperature_K: 300 }\n  - { leg: filtraton, duration_s: 1 }',
      /legs\[1\].leg: is 'filtraton'; expected hold or .*did you mean 'filtration'.*line 3/,
    ],
    [
      'legs:\n  - { leg: transport, duration_s: 1, field_T: 1, temperature_K: 300 }',
      /there are 0 legs of kind transfer; expected one/,
    ],
    [
      'legs:\n  - { leg: transfer, temperature_K: 300 }\n  - { leg: line, duration_s: 1, field_T: 1, temperature_K: 300, deadVolume_mL: 3 }',
      /2 mL come in and 3 mL stay behind; nothing is left \(at dose.yaml, legs.line\)/,
    ],
    ['uncertain:\n  molecule.t1_s: { uniform: [60, 20] }', /the range \[60, 20\] is reversed.*line 2/],
    ['uncertain:\n  molecule.t1_s: { triangular: [40, 60] }', /does not hold the value itself, 28.*line 2/],
    [
      'uncertain: { molecule.t1: { uniform: [1, 2] } }',
      /no number stands at 'molecule.t1'; did you mean 'molecule.t1_s'/,
    ],
    ['uncertain: { molecule.t1_s: { normal: 10 } }', /reaches -12, which cannot be/],
    ['uncertain: { molecule.t1_s: { uniform: [1, 2], normal: 3 } }', /expected one of uniform/],
    ['transfer: { couplings_Hz: { Ha-C2: 3 } }', /has no coupling 'Ha-C2'; did you mean 'Ha-C1'/],
    [
      'reaction: { rateFactors: { trans additon: 2 } }',
      /no reaction is called 'trans additon'; did you mean 'trans addition'/,
    ],
    ['comparison: [ { method: ours, time_min: { low: 3, high: 2, status: read, source: us } } ]', /reversed/],
  ])('that cannot be are one line: %s', (yaml, says) => {
    let message = '';
    try {
      read(yaml);
    } catch (thrown) {
      message = (thrown as Error).message;
    }
    expect(message).toMatch(says);
    expect(message).toContain('dose.yaml');
    expect(message).not.toContain('\n');
  });
});
