// table: field sweeps of fumarate, set B, with relaxation by random fields, from 50 nT to 2 uT, 95% para, dephased at 50 uT. Origin: an independent Python oracle (numpy, scipy), file relaxation.json.
/** 13C at the end. */
export const RELAXING_SWEEPS: readonly (readonly [
  kind: string,
  duration_s: number,
  t1H_s: number,
  t1C_s: number,
  pC1: number,
])[] = [
  ['linear', 0.2, 8.0, 40.0, -0.13428918892406758],
  ['linear', 1.0, 8.0, 40.0, -0.370348862577204],
  ['linear', 4.0, 8.0, 40.0, -0.6457638331891026],
  ['linear', 0.5, 30.0, 60.0, -0.34610329832139486],
  ['linear', 2.0, 30.0, 60.0, -0.630464121225363],
  ['const_adiab', 0.2, 8.0, 40.0, -0.7292367643433606],
  ['const_adiab', 1.0, 8.0, 40.0, -0.7740194583254925],
  ['const_adiab', 4.0, 8.0, 40.0, -0.4879275788093176],
  ['const_adiab', 0.5, 30.0, 60.0, -0.8406440578197054],
  ['const_adiab', 2.0, 30.0, 60.0, -0.8250710662342263],
];
