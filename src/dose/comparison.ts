// table: what a dose takes and gives by other ways, copied from the facts of this project with source and status. Ranges, never better than their status.

export type FigureStatus = 'read' | 'secondary' | 'computed' | 'derived' | 'memory-unverified' | 'assumed';

/** A range as found; low and high are the same where one number was given. */
export interface Figured {
  readonly low: number;
  readonly high: number;
  readonly status: FigureStatus;
  readonly source: string;
}

export interface Method {
  readonly method: string;
  /** From one dose to the next. */
  readonly time_min?: Figured;
  /** 13C polarization shortly before injection. */
  readonly polarization?: Figured;
  /** Initial cost; dissolution DNP is 1. */
  readonly cost?: Figured;
  /** To an adult, for one examination. */
  readonly effectiveDose_mSv?: Figured;
}

const NO_RADIATION: Figured = { low: 0, high: 0, status: 'derived', source: 'no radionuclide' };
const JNM = 'jnm.snmjournals.org, markup 68658, adult average';
const JACC = 'onlinejacc highwire table 30838, Table 2';
const CIRCULATION = 'PMC2735894, Table 3';
const TECHNOLOGISTS = 'tech.snmjournals.org, markup 3834, coefficients likely of an older weighting';

/** Facts E.dnp.*, dnp.pol, pol.*, hok.cost, dose.*, E.dose*. */
export const METHODS: readonly Method[] = [
  {
    method: 'parahydrogen, published for fumarate',
    time_min: {
      low: 10,
      high: 10,
      status: 'memory-unverified',
      source: 'Gierse 2023, J Am Chem Soc 145:5960 (recalled)',
    },
    polarization: {
      low: 0.13,
      high: 0.45,
      status: 'memory-unverified',
      source:
        '25% in the reactor read (Eills 2019); 13-20% purified (Gierse 2023) and 30-45% (Knecht 2021, PMC8020773) recalled',
    },
    cost: { low: 0.1, high: 0.1, status: 'read', source: 'KAKENHI 18K19385, 2019: 1/10 expected, not measured' },
    effectiveDose_mSv: NO_RADIATION,
  },
  {
    method: 'dissolution DNP',
    time_min: {
      low: 60,
      high: 90,
      status: 'read',
      source: 'about 1 h (doi:10.1038/s41598-022-15380-7); full duty cycle 1.5 h (PMC9270333)',
    },
    polarization: {
      low: 0.32,
      high: 0.5,
      status: 'read',
      source: '38 ± 6% 19 s after dissolution (PMC9270333); about 50% (doi:10.1038/s41467-023-40539-9)',
    },
    cost: { low: 1, high: 1, status: 'derived', source: 'by definition; about a million dollars (PMC6042716)' },
    effectiveDose_mSv: NO_RADIATION,
  },
  {
    method: 'PET, 18F-FDG',
    effectiveDose_mSv: {
      low: 7,
      high: 14,
      status: 'read',
      source: `7 at 370 MBq (${JACC}); 7.4 (${JNM}); 14 at 740 MBq (${CIRCULATION})`,
    },
  },
  {
    method: 'SPECT, 99mTc-sestamibi',
    effectiveDose_mSv: {
      low: 6.7,
      high: 15.5,
      status: 'read',
      source: `6.7 (${JNM}); 9 (${CIRCULATION}); 15.5 (${TECHNOLOGISTS})`,
    },
  },
  {
    method: 'SPECT, 201Tl',
    effectiveDose_mSv: {
      low: 22.4,
      high: 41,
      status: 'read',
      source: `41 at 185 MBq (${CIRCULATION}); 22.4 (${TECHNOLOGISTS})`,
    },
  },
  {
    method: 'SPECT, 99mTc-HIDA (liver)',
    effectiveDose_mSv: { low: 4.6, high: 4.6, status: 'read', source: `4.6 (${TECHNOLOGISTS})` },
  },
];

/** Rows of one's own beside or in place of those: a row of the same method replaces the figures it gives. */
export function withOwnFigures(methods: readonly Method[], own: readonly Method[]): Method[] {
  const known = methods.map((one) => ({ ...one, ...own.find(({ method }) => method === one.method) }));
  return [...known, ...own.filter(({ method }) => !methods.some((one) => one.method === method))];
}
