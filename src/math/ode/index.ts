export { factorLuInto, solveLuInto } from './lu.ts';
export { type JacobianInto, type RhsInto } from './rodas.ts';
export {
  DEFAULT_STIFF,
  integrateStiff,
  type StiffEnd,
  type StiffSettings,
  type StiffSolution,
} from './integrate-stiff.ts';
