// Files of a dose: over the defaults, and their mistakes.
import { describe, expect, test } from 'vitest';
import { MEASURED, read, road } from '../../../../../test/dose-roads.ts';

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
      /leaves no hydrogen; raise the pressure \(at dose.yaml, line 1, reaction.pressure_Pa\)/,
    ],
    ['reaction: { kLa_perS: 0 }', /kLa_perS.*no hydrogen|no hydrogen.*kLa/i],
    ['reaction: { wait_s: 1.0e6 }', /reaction.wait_s: is 1000000; expected at most 3600.*line 1/],
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
      /2 mL come in and 3 mL stay behind; nothing is left \(at dose.yaml, line 3, legs.line\)/,
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
