// table
// Every number of the animal that a person may change, with its range and where it comes from: what a sensitivity ranking runs over.

/** `read`: at the source; `secondary`: another's table; `derived`: arithmetic on such; `recalled`: from memory, unverified; `assumed`: nobody here has it. */
export type ValueStatus = 'read' | 'secondary' | 'derived' | 'recalled' | 'assumed';

export interface SourcedValue {
  readonly value: number;
  /** Range that the sources or ignorance leave open. */
  readonly low: number;
  readonly high: number;
  readonly status: ValueStatus;
  readonly source: string;
  readonly what: string;
}

const of = (
  what: string,
  value: number,
  [low, high]: readonly [number, number],
  status: ValueStatus,
  source: string,
): SourcedValue => ({ value, low, high, status, source, what });

const BROWN = 'Brown 1997 as quoted in PBTK codes';
const SHAH = 'Shah and Betts 2012 as typed in ubiquity';
const NOBODY = 'no published value found';

export const MOUSE_VALUE_TABLE = {
  bodyMass_g: of('body mass', 25, [20, 30], 'assumed', 'adult mouse'),
  cardiacOutput_mLPerMin: of(
    'cardiac output',
    17.3,
    [11.3, 20],
    'derived',
    `${BROWN}: 0.275 BW^0.75; ${SHAH}: 11.3; Janssen 2002: 20`,
  ),
  hematocrit: of('hematocrit', 0.45, [0.39, 0.49], 'read', 'humane-endpoints.info'),
  bloodVolume_mLPerKg: of('blood volume', 78, [76, 96], 'read', 'humane-endpoints.info 76-80; Riches 1973: 85-96'),
  liverBloodFraction: of(
    'blood in liver, large vessels apart',
    0.155,
    [0.12, 0.31],
    'derived',
    `${SHAH}: 15.5%; ${BROWN}: 31% with large vessels`,
  ),
  liverInterstitialFraction: of('interstitium of liver', 0.2, [0.12, 0.24], 'derived', `${SHAH}; rat ECV by MRI 18%`),
  portalFlowShare: of(
    'gut, stomach and spleen, share of cardiac output',
    0.141,
    [0.12, 0.24],
    'secondary',
    `${BROWN}; ${SHAH}: 24%`,
  ),
  hepaticArteryShare: of(
    'hepatic artery, share of cardiac output',
    0.02,
    [0.02, 0.05],
    'secondary',
    `${BROWN}; 10-28% of hepatic flow in mouse and rat`,
  ),
  kidneyFlowShare: of(
    'both kidneys, share of cardiac output',
    0.091,
    [0.091, 0.18],
    'secondary',
    `${BROWN}; ${SHAH}: 18%`,
  ),
  liverExchange_perS: of(
    'plasma-interstitium exchange of liver, PS per volume',
    0.3,
    [0.03, 1],
    'assumed',
    'fenestrated sinusoids: flow-limited',
  ),
  necroticPerfusion: of('perfusion of necrotic over intact liver', 0.5, [0.2, 1], 'assumed', NOBODY),
  openCellShare: of('share of dead cells that fumarate reaches', 0.9, [0.6, 1], 'assumed', NOBODY),
  fumaraseOpen_perS: of(
    'fumarate to malate where all cells are open and all fumarase is free',
    0.05,
    [0.005, 0.2],
    'assumed',
    `${NOBODY}; recalled 0.001-0.03 /s apparent in necrotic tissue`,
  ),
  mitochondrialRelease: of(
    'share of fumarase that has left the mitochondria of dead cells',
    0.6,
    [0.1, 1],
    'assumed',
    'rat: fumarase seen in mitochondria only (doi:10.1007/s00418-006-0249-3), or also in the cytosol (doi:10.1093/oxfordjournals.jbchem.a133394)',
  ),
  fumaraseKeq: of(
    'malate over fumarate at equilibrium, 37 C',
    3.28,
    [3.28, 4.6],
    'derived',
    'Gajewski and Goldberg: 4.20 at 25 C, -15.67 kJ/mol',
  ),
  plasmaFumarase_perS: of(
    'fumarate to malate in plasma when the whole liver is dead',
    0.003,
    [0, 0.02],
    'assumed',
    `${NOBODY}; none in healthy rat blood (PMC5240145)`,
  ),
  kmFumarate_mM: of(
    'Michaelis constant of fumarate',
    0.1,
    [0.005, 1],
    'recalled',
    'pig heart 5 uM; with phosphate about 0.1 mM',
  ),
  kmMalate_mM: of('Michaelis constant of malate', 0.5, [0.025, 5], 'recalled', 'pig heart 25 uM; medium-dependent'),
  fumarateUptake_perS: of(
    'loss of fumarate into intact cells',
    0,
    [0, 0.005],
    'assumed',
    'not on the time scale of a scan (hokudai.ac.jp 2021)',
  ),
  filtrationFraction: of(
    'kidney plasma flow that is filtered and lost from view',
    0.25,
    [0.15, 0.35],
    'recalled',
    'textbook',
  ),
  fumarateT1_s: of('13C T1 of fumarate in plasma', 28, [20, 60], 'secondary', 'preset citing doi:10.1021/jacs.9b10094'),
  malateT1_s: of('13C T1 of malate in plasma', 28, [15, 40], 'assumed', 'editable estimate of a preset'),
  ureaT1_s: of('13C T1 of urea in plasma', 46, [20, 50], 'secondary', 'water, 3 T, 37 C; cites PMC4011557'),
  pyruvateT1_s: of('13C T1 of pyruvate in plasma', 30, [25, 60], 'secondary', 'human 3 T model, cites PMC7484340'),
  lactateT1_s: of('13C T1 of lactate in plasma', 24, [20, 30], 'secondary', 'human 3 T, cites PMC8776582'),
  alanineT1_s: of('13C T1 of alanine in plasma', 25, [20, 30], 'assumed', 'estimate of a preset'),
  tissueT1Share: of('T1 in tissue over T1 in plasma', 0.85, [0.6, 1], 'assumed', NOBODY),
  lactateLiver_perS: of('pyruvate to lactate in liver', 0.02, [0.005, 0.05], 'assumed', 'toolbox demos use 0.05'),
  lactateElsewhere_perS: of('pyruvate to lactate in other tissue', 0.01, [0.002, 0.05], 'assumed', NOBODY),
  alanineLiver_perS: of('pyruvate to alanine in liver', 0.01, [0.002, 0.03], 'assumed', NOBODY),
  necroticMetabolism: of('lactate and alanine made in necrotic over intact liver', 0.1, [0, 0.5], 'assumed', NOBODY),
  necrosisMost: of(
    'necrotic share of liver at the highest doses',
    0.65,
    [0.4, 0.8],
    'recalled',
    'fasted C57BL/6, 300 mg/kg: 40-60% at 12-24 h',
  ),
  necrosisDose_mgPerKg: of(
    'acetaminophen dose of half that',
    250,
    [150, 500],
    'assumed',
    'strain and fasting: A/J injured at 300, C57BL/6 at 400-500 mg/kg',
  ),
  necrosisSteepness: of('Hill coefficient of the dose', 4, [2, 8], 'assumed', NOBODY),
  necrosisHalfTime_h: of(
    'hours to half of the necrosis',
    5,
    [3, 8],
    'recalled',
    'visible at 3-6 h, maximal at 12-24 h',
  ),
  repairFrom_h: of(
    'hours at which repair begins',
    30,
    [24, 48],
    'assumed',
    'regeneration at 24-48 h (B6C3F1, 200 mg/kg)',
  ),
  repairTime_h: of('time constant of repair, hours', 30, [15, 60], 'assumed', NOBODY),
  lobule_mm: of('distance between central veins', 0.5, [0.4, 0.7], 'recalled', 'mouse lobule'),
  patchiness: of('relative spread of necrosis over millimetres', 0.35, [0, 0.7], 'assumed', NOBODY),
} satisfies Record<string, SourcedValue>;

export type MouseValueName = keyof typeof MOUSE_VALUE_TABLE;
export type MouseValues = { readonly [K in MouseValueName]: number };
export const DEFAULT_VALUES = Object.fromEntries(
  Object.entries(MOUSE_VALUE_TABLE).map(([name, { value }]) => [name, value]),
) as unknown as MouseValues;
