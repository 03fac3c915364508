export {
  checkFraction,
  paraFraction,
  rotorModel,
  ROTOR_MODELS,
  SECOND_RADIATION_CONSTANT_cmK,
  singletOrder,
  type ParaFraction,
  type RotorModel,
} from './para-fraction.ts';
export { mixedParaFraction, storageTime_s, storedParaFraction, type GasPart, type Storage } from './storage.ts';
export { convertedParaFraction, CONVERTERS, type Converter } from './converter.ts';
