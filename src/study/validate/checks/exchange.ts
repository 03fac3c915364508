// Reversible exchange of SABRE type: steady states and time courses.
import {
  exchangeCourse,
  exchangeModel,
  exchangeReadout,
  exchangeStart,
  exchangeSteadyState,
  type ExchangeModel,
} from '../../../transfer/index.ts';
import { once, type Check } from '../check.ts';
import { COURSE, EXCHANGE_MODELS, STEADY } from '../data/exchange.ts';

function modelOf(name: string): ExchangeModel {
  const { free, couplings_Hz, ...rates } = EXCHANGE_MODELS[name]!;
  const [hydrides, first, second] = couplings_Hz;
  return exchangeModel({
    ...rates,
    complex: {
      name,
      spins: [
        { label: 'H1', isotope: '1H' },
        { label: 'H2', isotope: '1H' },
        { label: 'X', isotope: free },
      ],
      couplings_Hz: { 'H1-H2': hydrides!, 'H1-X': first!, 'H2-X': second! },
      para: ['H1', 'H2'],
    },
  });
}

const common = {
  topic: 'exchange',
  unit: '',
  tolerance: 1e-8,
  source: 'numpy equations and Spinguin 0.2.0, which agree to 1e-10',
  status: 'computed',
} as const;

export const exchange: readonly Check[] = [
  ...STEADY.flatMap(([model, field_T, free, bound, singletOrder]): Check[] => {
    const steady = once(() => {
      const one = modelOf(model);
      return exchangeReadout(one, exchangeSteadyState(one, field_T).x);
    });
    const conditions = `${model.replace('_', ', ')}, steady state at ${field_T * 1e9} nT`;
    return [
      { ...common, conditions, quantity: 'polarization of the free ligand', expected: free, ours: () => steady().free },
      {
        ...common,
        conditions,
        quantity: 'polarization of the bound ligand',
        expected: bound,
        ours: () => steady().complex[2]!,
      },
      {
        ...common,
        conditions,
        quantity: 'singlet order of the hydrides',
        expected: singletOrder,
        ours: () => steady().singletOrder,
      },
    ];
  }),
  ...COURSE.map(([model, field_T, time_s, free]): Check => ({
    ...common,
    quantity: 'polarization of the free ligand',
    conditions: `${model.replace('_', ', ')}, ${time_s} s at ${field_T * 1e9} nT from disorder`,
    expected: free,
    ours: () => {
      const one = modelOf(model);
      return exchangeReadout(one, exchangeCourse(one, field_T, exchangeStart(one), [time_s])[0]!).free;
    },
  })),
];
