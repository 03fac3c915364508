export { symmetricEigen, symmetricValues, type Eigen } from './symmetric-eigen.ts';
export { tridiagonalValues } from './tridiagonal.ts';
export { hermitianEigen, type HermitianEigen } from './hermitian-eigen.ts';
export {
  adjointOf,
  complexFromReal,
  complexIdentity,
  complexMultiply,
  complexMultiplyInto,
  conjugateBy,
  kronecker,
  traceOfProduct,
} from './dense.ts';
export { complexSolve } from './solve.ts';
export { complexExponential, unitaryOfSymmetric } from './exponential.ts';
