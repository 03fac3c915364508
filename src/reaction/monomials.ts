// Right sides that are sums of monomials, k times a product of states: f, its exact Jacobian, and the derivative of the Jacobian along a direction.

export interface Monomial {
  readonly k: number;
  /** Indices of the states that are multiplied; one that stands twice is squared. Empty: a constant. */
  readonly factors: readonly number[];
  /** State and amount: its slope gets amount * k * product. */
  readonly changes: readonly (readonly [state: number, amount: number])[];
}

export function valueOf({ k, factors }: Monomial, y: Float64Array): number {
  let value = k;
  for (const i of factors) value *= y[i]!;
  return value;
}

export function rhsInto(out: Float64Array, monomials: readonly Monomial[], y: Float64Array): void {
  out.fill(0);
  for (const one of monomials) {
    const value = valueOf(one, y);
    for (const [state, amount] of one.changes) out[state]! += amount * value;
  }
}

/** out[i * n + j] = df_i / dy_j. */
export function jacobianInto(out: Float64Array, monomials: readonly Monomial[], y: Float64Array): void {
  const n = y.length;
  out.fill(0);
  for (const { k, factors, changes } of monomials) {
    for (let at = 0; at < factors.length; at++) {
      let slope = k;
      for (let i = 0; i < factors.length; i++) if (i !== at) slope *= y[factors[i]!]!;
      for (const [state, amount] of changes) out[state * n + factors[at]!]! += amount * slope;
    }
  }
}

/** out[i * n + j] = sum over l of d2f_i / dy_j dy_l * direction_l. */
export function jacobianAlongInto(
  out: Float64Array,
  monomials: readonly Monomial[],
  y: Float64Array,
  direction: Float64Array,
): void {
  const n = y.length;
  out.fill(0);
  for (const { k, factors, changes } of monomials) {
    for (let at = 0; at < factors.length; at++) {
      let slope = 0;
      for (let along = 0; along < factors.length; along++) {
        if (along === at) continue;
        let part = k * direction[factors[along]!]!;
        for (let i = 0; i < factors.length; i++) if (i !== at && i !== along) part *= y[factors[i]!]!;
        slope += part;
      }
      for (const [state, amount] of changes) out[state * n + factors[at]!]! += amount * slope;
    }
  }
}
