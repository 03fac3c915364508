// Para fractions, thermal polarization, enhancement.
import { paraFraction, rotorModel, singletOrder } from '../../../hydrogen/index.ts';
import { enhancement, isotope, thermalPolarization } from '../../../physics/spins/index.ts';
import { ORACLE, type Check } from '../check.ts';
import { PARA_FRACTIONS } from '../data/hydrogen.ts';
import { ENHANCEMENTS, HUNDRED_THOUSAND, THERMAL } from '../data/thermal.ts';

const gammaOf = (nucleus: string): number => isotope(nucleus, 'validate').gamma_radPerSPerT;

export const gasAndThermal: readonly Check[] = [
  ...PARA_FRACTIONS.map(([model, temperature_K, fraction]): Check => ({
    topic: 'para fraction',
    quantity: 'equilibrium para fraction',
    conditions: `${temperature_K} K, ${model} rotor`,
    unit: '',
    expected: fraction,
    tolerance: 1e-12,
    source: ORACLE,
    status: 'computed',
    ours: () => paraFraction(temperature_K, rotorModel(model)).fraction,
  })),
  {
    topic: 'para fraction',
    quantity: 'para fraction near 20 K',
    conditions: '20 K; 99.7% (Wolfram), 99.8% (Rock 1969)',
    unit: '',
    expected: [0.997, 0.998],
    tolerance: 5e-4,
    source: 'nosmut.com/Spin_isomers_of_hydrogen.html',
    status: 'read',
    ours: () => paraFraction(20).fraction,
  },
  {
    topic: 'para fraction',
    quantity: 'para fraction at room temperature',
    conditions: '298.15 K',
    unit: '',
    expected: 0.25,
    tolerance: 5e-3,
    source: 'nosmut.com/Spin_isomers_of_hydrogen.html',
    status: 'read',
    ours: () => paraFraction(298.15).fraction,
  },
  ...(
    [
      [1, 1],
      [0.86, 0.813333333333333],
      [0.5, 1 / 3],
      [0.25, 0],
    ] as const
  ).map(([x, order]): Check => ({
    topic: 'para fraction',
    quantity: 'singlet order (4x - 1)/3',
    conditions: `x = ${x}`,
    unit: '',
    expected: order,
    tolerance: 1e-12,
    source: 'closed form',
    status: 'computed',
    ours: () => singletOrder(x),
  })),
  ...THERMAL.map(([nucleus, field_T, temperature_K, polarization]): Check => ({
    topic: 'thermal polarization',
    quantity: `thermal polarization of ${nucleus}`,
    conditions: `${field_T} T, ${temperature_K} K`,
    unit: '',
    expected: polarization,
    tolerance: 1e-10,
    relative: true,
    source: ORACLE,
    status: 'computed',
    ours: () => thermalPolarization(gammaOf(nucleus), field_T, temperature_K),
  })),
  {
    topic: 'thermal polarization',
    quantity: 'thermal polarization of 13C',
    conditions: '3 T, body to room temperature; printed as 0.00026%',
    unit: '',
    expected: 2.6e-6,
    tolerance: 5e-8,
    source: 'doi:10.1038/s41467-023-40539-9, introduction',
    status: 'read',
    ours: () => thermalPolarization(gammaOf('13C'), 3, 298.15),
  },
  ...ENHANCEMENTS.map(([polarization, field_T, temperature_K, factor]): Check => ({
    topic: 'enhancement',
    quantity: '13C enhancement over thermal',
    conditions: `P = ${polarization}, ${field_T} T, ${temperature_K} K`,
    unit: 'x',
    expected: factor,
    tolerance: 1e-10,
    relative: true,
    source: ORACLE,
    status: 'computed',
    ours: () => enhancement(polarization, gammaOf('13C'), field_T, temperature_K),
  })),
  ...HUNDRED_THOUSAND.map(([temperature_K, polarization]): Check => ({
    topic: 'enhancement',
    quantity: '"100,000 x at 1.5 T" as 13C polarization',
    conditions: `${temperature_K} K; the factor: hokudai.ac.jp/news/2021/02/10mri.html`,
    unit: '',
    expected: polarization,
    tolerance: 1e-10,
    relative: true,
    source: ORACLE,
    status: 'computed',
    ours: () => 1e5 * thermalPolarization(gammaOf('13C'), 1.5, temperature_K),
  })),
];
