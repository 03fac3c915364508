// table: thermal polarization and enhancement. Origin: an independent Python oracle (numpy, scipy), file thermal.json, tanh(gamma hbar B / 2kT).
/** Thermal polarizations. */
export const THERMAL: readonly (readonly [
  nucleus: string,
  field_T: number,
  temperature_K: number,
  polarization: number,
])[] = [
  ['1H', 1.5, 298.15, 5.140189553859748e-6],
  ['1H', 3.0, 310.15, 9.882621411877407e-6],
  ['13C', 5e-5, 298.15, 4.3092569210124464e-11],
  ['13C', 1.4, 298.15, 1.2065919378828994e-6],
  ['13C', 1.5, 298.15, 1.2927770763030137e-6],
  ['13C', 1.5, 310.0, 1.2433596299992247e-6],
  ['13C', 3.0, 298.15, 2.5855541526017064e-6],
  ['13C', 7.0, 310.15, 5.799538711525517e-6],
  ['13C', 9.4, 298.15, 8.101403011326159e-6],
  ['13C', 14.1, 298.15, 1.2152104516656917e-5],
  ['15N', 9.4, 298.15, -3.2649876857033022e-6],
  ['129Xe', 1.5, 298.15, -1.4217834044339232e-6],
  ['129Xe', 3.0, 310.15, -2.7335464906090858e-6],
];

/** Of 13C. */
export const ENHANCEMENTS: readonly (readonly [
  polarization: number,
  field_T: number,
  temperature_K: number,
  enhancement: number,
])[] = [
  [0.01, 1.4, 298.15, 8287.806080940769],
  [0.05, 1.4, 310.0, 43086.02859452532],
  [0.1, 1.5, 298.15, 77352.85675545273],
  [0.13, 1.5, 310.0, 104555.42938938839],
  [0.2, 3.0, 298.15, 77352.856755582],
  [0.3, 3.0, 310.0, 120640.8800648654],
  [0.4, 7.0, 298.15, 66302.44864829836],
  [0.45, 7.0, 310.0, 77554.8514709811],
  [0.5, 9.4, 298.15, 61717.70485938985],
  [0.6, 9.4, 310.0, 77004.81706407966],
];

/** What 100,000 times the thermal 13C signal at 1.5 T is as a polarization. */
export const HUNDRED_THOUSAND: readonly (readonly [temperature_K: number, polarization: number])[] = [
  [298.15, 0.12927770763030139],
  [300.0, 0.1284804950999154],
  [310.0, 0.12433596299992247],
];
