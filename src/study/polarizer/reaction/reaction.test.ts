import { describe, expect, test } from 'vitest';
import { DEFAULT_REACTION, REACTORS, simulateReaction, sweepYields } from '../../../reaction/index.ts';
import { parseSettings } from '../../index.ts';
import { ageFigure, courseFigure, reactionSettingsOf, reactionSettingsSchema, yieldFigure } from './index.ts';

const read = (text: string) => reactionSettingsOf(parseSettings(reactionSettingsSchema, text, 'reactor.yaml'));

const OWN = `
ownSystem:
  name: styrene
  species:
    H2: { pieces: { H2: 1 } }
    styrene: { pieces: { arene: 1 } }
    ethylbenzene: { pieces: { arene: 1, H2: 1 } }
    Rh: { pieces: { Rh: 1 } }
  reactions:
    - name: addition
      stoichiometry: { styrene: -1, H2: -1, ethylbenzene: 1 }
      orders: { styrene: 1, H2: 1, Rh: 1 }
      k: { value: 1.0e-2, range: [1.0e-3, 1.0e-1] }
      activation_JPerMol: 50000
      pairTo: ethylbenzene
  reference_K: 298.15
  precursor: styrene
  product: ethylbenzene
  molecule: none
  catalyst: Rh
  solvent: methanol
temperature_K: 298.15
initial_mM: { styrene: 50, Rh: 2 }
`;

describe('the file of a reactor', () => {
  test('without anything in it is the default', () => {
    expect(read('{}')).toEqual(DEFAULT_REACTION);
  });
  test('names a reactor of the library and changes what it says', () => {
    const settings = read('system: maleate from acetylenedicarboxylate\nbubbling_s: 12\n');
    expect(settings).toEqual({ ...REACTORS[1]!, bubbling_s: 12 });
  });
  test('holds a system of its own', () => {
    const outcome = simulateReaction(read(OWN));
    expect(outcome.yields['ethylbenzene']).toBeGreaterThan(0.9);
    expect(outcome.batch.productSpecies).toBe('ethylbenzene');
    expect(outcome.notes[0]).toMatch(/1 of the 1 rate constants of 'styrene' are ASSUMED/);
  });
  test.each([
    ['presure_Pa: 1e5', /unknown key 'presure_Pa'; did you mean 'pressure_Pa'\?.*line 1/],
    ['pressure_Pa: -1', /pressure_Pa: is -1; expected more than 0.*line 1/],
    ['system: maleat from acetylenedicarboxylate', /did you mean 'maleate from acetylenedicarboxylate'\?/],
    [OWN.replace('value: 1.0e-2', 'value: fast'), /k: expected a number, or \{ value/],
    [
      OWN.replace('styrene: 1, H2: 1', 'styren: 1, H2: 1'),
      /no species 'styren'; did you mean 'styrene'\?.*addition, orders/,
    ],
  ])('says in one line what is wrong: %#', (text, message) => {
    expect(() => simulateReaction(read(text))).toThrow(message);
  });
});

describe('the figures', () => {
  const outcome = simulateReaction(DEFAULT_REACTION);
  test('name what they show', () => {
    const course = courseFigure(DEFAULT_REACTION, outcome);
    for (const words of [
      'fumarate',
      'succinate',
      'maleate',
      'acetylenedicarboxylate',
      'dissolved H₂',
      'time (s)',
      'singlet order',
    ])
      expect(course).toContain(words);
    expect(course).toContain('85 °C, 9.5 bar absolute');
    expect(ageFigure(outcome)).toContain('age (s)');
    const sweeps = [
      sweepYields(DEFAULT_REACTION, 'temperature_K', [333.15, 353.15]),
      sweepYields(DEFAULT_REACTION, 'pressure_Pa', [2e5, 1e6]),
    ];
    const yields = yieldFigure(DEFAULT_REACTION, sweeps);
    expect(yields).toContain('temperature (°C)');
    expect(yields).toContain('pressure, absolute (bar)');
    for (const svg of [course, yields]) expect(svg).not.toMatch(/NaN|Infinity/);
  });
  test('there is none of the ages where nothing is ordered', () => {
    expect(ageFigure({ ...outcome, ages: undefined })).toBeUndefined();
  });
});
