// Which nucleus a frequency at a field belongs to: vendor headers often say 1H of a 13C scan.

/** Absolute gyromagnetic ratio over 2 pi. IUPAC 2001 (Harris et al., Pure Appl. Chem. 73:1795), to 0.1 %; only used to tell nuclei apart. */
const GAMMA_MHzPerT: readonly (readonly [nucleus: string, gamma_MHzPerT: number])[] = [
  ['1H', 42.577],
  ['2H', 6.536],
  ['3He', 32.434],
  ['7Li', 16.548],
  ['13C', 10.7084],
  ['15N', 4.317],
  ['17O', 5.772],
  ['19F', 40.078],
  ['23Na', 11.269],
  ['31P', 17.235],
  ['129Xe', 11.86],
];
/** Field tags are rounded (2.89 T is written 3): nuclei nearer than this to each other cannot be told apart. */
const TOLERANCE = 0.015;

/** The nucleus nearest to a frequency at a field; undefined where none is within 1.5 %. */
export function nucleusAt(frequency_MHz: number, b0_T: number): string | undefined {
  const gamma = frequency_MHz / b0_T;
  let best: string | undefined;
  let least = TOLERANCE;
  for (const [nucleus, known] of GAMMA_MHzPerT) {
    const gap = Math.abs(gamma / known - 1);
    if (gap < least) {
      least = gap;
      best = nucleus;
    }
  }
  return best;
}

/** True where two spellings mean the same nucleus: 13C, C13, ^13^C. */
export function sameNucleus(a: string, b: string): boolean {
  const parts = (text: string): string =>
    `${/\d+/.exec(text)?.[0] ?? ''}${/[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? ''}`;
  return parts(a) === parts(b);
}
