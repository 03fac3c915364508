// table: exchange of SABRE type. Origin: own equations in numpy and Spinguin 0.2.0 (commit 02e9b50), which agree to 1e-10; file exchange.json. Couplings and rates are illustrations.
export interface ExchangeCase {
  readonly free: string;
  /** Of hydride and hydride, first and second hydride and ligand. */
  readonly couplings_Hz: readonly number[];
  readonly ligandRate_perS: number;
  readonly hydrogenRate_perS: number;
  readonly complexOverFree: number;
  readonly complexR1_perS: readonly number[];
  readonly freeR1_perS: number;
  readonly paraFraction: number;
}

export const EXCHANGE_MODELS: Readonly<Record<string, ExchangeCase>> = {
  SABRE15N_linear: {
    free: '15N',
    couplings_Hz: [-8.0, -20.0, 0.0],
    ligandRate_perS: 20.0,
    hydrogenRate_perS: 20.0,
    complexOverFree: 0.1,
    complexR1_perS: [1.0, 1.0, 0.1],
    freeR1_perS: 0.05,
    paraFraction: 1.0,
  },
  SABRE15N_fastligand: {
    free: '15N',
    couplings_Hz: [-8.0, -20.0, 0.0],
    ligandRate_perS: 20.0,
    hydrogenRate_perS: 5.0,
    complexOverFree: 0.1,
    complexR1_perS: [1.0, 1.0, 0.1],
    freeR1_perS: 0.05,
    paraFraction: 1.0,
  },
};

/** Steady states. */
export const STEADY: readonly (readonly [
  model: string,
  field_T: number,
  free: number,
  bound: number,
  singletOrder: number,
])[] = [
  ['SABRE15N_linear', 1e-7, 0.20456289271319572, 0.20967696503102554, 0.3357882306365567],
  ['SABRE15N_linear', 4e-7, 0.31725684801476617, 0.3251882692151354, 0.4075607705627926],
  ['SABRE15N_linear', 1e-6, 0.17415874343322696, 0.17851271201905755, 0.5217079412639662],
  ['SABRE15N_fastligand', 1e-7, 0.07274876660290813, 0.07456748576798097, 0.11675210252606887],
  ['SABRE15N_fastligand', 4e-7, 0.12777274146400458, 0.1309670600006046, 0.16913903202646913],
  ['SABRE15N_fastligand', 1e-6, 0.08627463320535345, 0.08843149903548711, 0.2689970402029782],
];

/** Polarization of the free ligand against time, from disorder. */
export const COURSE: readonly (readonly [model: string, field_T: number, time_s: number, free: number])[] = [
  ['SABRE15N_linear', 4e-7, 0.1, 0.012401469273878474],
  ['SABRE15N_linear', 4e-7, 1.0, 0.15914458382946972],
  ['SABRE15N_fastligand', 4e-7, 0.1, 0.003477374479964157],
  ['SABRE15N_fastligand', 4e-7, 1.0, 0.04872605214236647],
];
