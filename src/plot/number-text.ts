// Numbers as people read them: sensible digits, a real minus sign, powers of ten for the tiny and the huge.

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A whole number as superscript: -3 -> ⁻³. */
export function superscript(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => DIGITS[Number(digit)]!).join('');
  return power < 0 ? `⁻${digits}` : digits;
}

/** Decimal exponent of the leading digit after rounding to `digits` significant ones; 0 for 0. */
export function decimalExponent(value: number, digits = 15): number {
  return Number(value.toExponential(digits - 1).split('e')[1]);
}

/** `value` with `digits` significant digits; x10^n below 0.001 and from a million on. NaN gives an en dash. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const exponent = decimalExponent(value, digits);
  if (exponent < -3 || exponent >= 6) {
    const mantissa = value.toExponential(digits - 1).split('e')[0]!;
    return `${mantissa.replace('-', '−')}×10${superscript(exponent)}`;
  }
  return fixed(Number(value.toPrecision(digits)), Math.max(0, digits - 1 - exponent));
}

/** `0.0213 ± 0.0012`: the error with two significant digits, the value to the same place. Without a usable error, the value alone. */
export function formatWithError(value: number, error: number): string {
  if (!Number.isFinite(value) || !Number.isFinite(error) || error <= 0) return formatNumber(value);
  if (error < 1e-300) return formatNumber(value);
  const place = decimalExponent(error, 2) - 1;
  const top = Math.max(decimalExponent(error, 2), value === 0 ? -Infinity : decimalExponent(value));
  if (top < -3 || top >= 6) {
    const decimals = Math.min(15, Math.max(0, top - place));
    const scale = Number(`1e${top}`);
    return `(${fixed(value / scale, decimals)} ± ${fixed(error / scale, decimals)})×10${superscript(top)}`;
  }
  const decimals = Math.min(15, Math.max(0, -place));
  return `${fixed(value, decimals)} ± ${fixed(error, decimals)}`;
}

/** `toFixed` with a minus sign that is one, and no negative zero. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  if (!text.startsWith('-')) return text;
  return /[1-9]/.test(text) ? `−${text.slice(1)}` : text.slice(1);
}
