// table: 13C spectra, SLIC and S2hM at high field. Origin: an independent Python oracle (numpy, scipy), file highfield.json; conventions as there, set A unless said.
/** After 90 degrees along x at 1.4 T, carrier on the line. State 0: thermal polarization of 1.4 T and 298.15 K; 1: 95% para, dephased at 50 uT, 50 nT to 2 uT in 4 s, adiabatic to 1 mT. */
export const LINES: readonly (readonly [state: number, frequency_Hz: number, re: number, im: number])[] = [
  [0, -15.791770008456933, 0.0, -1.747860043200004e-9],
  [0, -4.899999999999999, 0.0, -1.5082399223986798e-7],
  [0, 0, 0.0, -2.981522643933359e-7],
  [0, 4.899999999999999, 0.0, -1.5082399223986798e-7],
  [0, 15.791770008456933, 0, -1.747860043200004e-9],
  [1, -15.791770008456933, 0.0, -5.1654507804172054e-5],
  [1, -4.899999999999999, 0.0, -0.0009265464207361043],
  [1, 0, 0.0, 0.22251699154040203],
  [1, 4.899999999999999, 0.0, 0.22605246370177787],
  [1, 15.791770008456933, 0.0, 0.0026605802473950663],
];

/** 2<Sx> from the pure singlet. */
export const SLIC: readonly (readonly [set: string, nutation_Hz: number, duration_s: number, px: number])[] = [
  ['A', 13.7, 0.1, -0.22606455272657805],
  ['A', 13.7, 0.2, -0.4164877704289246],
  ['A', 13.7, 0.2941176470588236, -0.17824954773138574],
  ['A', 13.7, 0.5, -0.287978313507813],
  ['A', 15.7, 0.1, -0.2585604162349009],
  ['A', 15.7, 0.2, -0.7660958401678981],
  ['A', 15.7, 0.2941176470588236, -0.998549547665934],
  ['A', 15.7, 0.5, -0.20439929932685819],
  ['A', 16.2, 0.1, -0.2560251782992466],
  ['A', 16.2, 0.2, -0.73837307842966],
  ['A', 16.2, 0.2941176470588236, -0.9137756590214965],
  ['A', 16.2, 0.5, -0.11306615562526928],
];

/** Half an echo of the S2hM trains below. */
export const S2HM_TAU_s = 0.01583103096525076;

/** From the pure singlet. */
export const S2HM: readonly (readonly [n1: number, n2: number, px: number, py: number, pz: number])[] = [
  [1, 1, 0.0, 0.06700445294693246, 0.0],
  [3, 5, -1.3877787807814457e-17, 0.5501314792994235, -1.1102230246251565e-16],
  [7, 7, 0.0, 0.9746714198007275, -1.3877787807814457e-16],
  [10, 4, -2.7755575615628914e-17, -0.661561881143644, 2.7755575615628914e-17],
];
