// What this machine does at best, in processor time of one core: products and sums of WebAssembly SIMD in registers, and bytes through memory.

/** Written and read: 64 MB, more than the caches hold of it. */
const WORDS = 2 ** 24;
const STEPS = 1_000_000;
/** Of a step: eight vectors of four numbers, a product and a sum each. */
const FLOPS_PER_STEP = 64;
const TRIES = 9;

/*
 * AssemblyScript 0.28.20, asc -O3 --noAssert --runtime stub --enable simd:
 * export function products(n: i32): f32 {
 *   const f = f32x4.splat(0.999), one = f32x4.splat(0.001); let a = f32x4.splat(1), b = f32x4.splat(2) ... i = f32x4.splat(8);
 *   for (let k = 0; k < n; k++) { a = f32x4.add(f32x4.mul(a, f), one); ... i = f32x4.add(f32x4.mul(i, f), one); }
 *   return lane 0 of the sum of a ... i }
 */
const PRODUCTS =
  'AGFzbQEAAAABBgFgAX8BfQMCAQAFAwEAAAcVAghwcm9kdWN0cwAABm1lbW9yeQIACtUEAdIEAgh7AX/9DAAAgD8AAIA/AACAPwAAgD8hAf0MAAAAQAAAAEAAAABAAAAAQCEC/QwAAEBA' +
  'AABAQAAAQEAAAEBAIQP9DAAAgEAAAIBAAACAQAAAgEAhBP0MAACgQAAAoEAAAKBAAACgQCEF/QwAAMBAAADAQAAAwEAAAMBAIQb9DAAA4EAAAOBAAADgQAAA4EAhB/0MAAAAQQAAAEEA' +
  'AABBAAAAQSEIA0AgACAJSgRAIAH9DHe+fz93vn8/d75/P3e+fz/95gH9DG8SgzpvEoM6bxKDOm8Sgzr95AEhASAC/Qx3vn8/d75/P3e+fz93vn8//eYB/QxvEoM6bxKDOm8SgzpvEoM6' +
  '/eQBIQIgA/0Md75/P3e+fz93vn8/d75/P/3mAf0MbxKDOm8SgzpvEoM6bxKDOv3kASEDIAT9DHe+fz93vn8/d75/P3e+fz/95gH9DG8SgzpvEoM6bxKDOm8Sgzr95AEhBCAF/Qx3vn8/' +
  'd75/P3e+fz93vn8//eYB/QxvEoM6bxKDOm8SgzpvEoM6/eQBIQUgBv0Md75/P3e+fz93vn8/d75/P/3mAf0MbxKDOm8SgzpvEoM6bxKDOv3kASEGIAf9DHe+fz93vn8/d75/P3e+fz/9' +
  '5gH9DG8SgzpvEoM6bxKDOm8Sgzr95AEhByAI/Qx3vn8/d75/P3e+fz93vn8//eYB/QxvEoM6bxKDOm8SgzpvEoM6/eQBIQggCUEBaiEJDAELCyABIAL95AEgAyAE/eQB/eQBIAUgBv3k' +
  'ASAHIAj95AH95AH95AH9HwAL';

export interface Machine {
  /** Products and sums of float32 a second. */
  readonly flops_perS: number;
  /** Bytes read plus bytes written a second, where 64 MB are copied. */
  readonly bytes_perS: number;
}

/** The best of some tries. */
export function measureMachine(): Machine {
  const { products } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(PRODUCTS, 'base64')), {})
    .exports as {
    products: (n: number) => number;
  };
  const from = new Float32Array(WORDS).fill(1),
    to = new Float32Array(WORDS).fill(2);
  return {
    flops_perS: best(() => products(STEPS), STEPS * FLOPS_PER_STEP),
    bytes_perS: best(() => to.set(from), 8 * WORDS),
  };
}

function best(work: () => unknown, amount: number): number {
  let most = 0;
  for (let i = 0; i < TRIES; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    most = Math.max(most, (1e6 * amount) / (user + system));
  }
  return most;
}

export interface Limit {
  readonly time_s: number;
  readonly why: string;
}

/** The least time for so much arithmetic and so many bytes through memory: the longer of the two. */
export function limitOf({ flops_perS, bytes_perS }: Machine, flops: number, bytes: number): Limit {
  const arithmetic_s = flops / flops_perS,
    memory_s = bytes / bytes_perS;
  return arithmetic_s > memory_s
    ? { time_s: arithmetic_s, why: `${(flops / 1e6).toPrecision(3)} Mflop at ${(flops_perS / 1e9).toFixed(0)} Gflop/s` }
    : { time_s: memory_s, why: `${(bytes / 1e6).toPrecision(3)} MB at ${(bytes_perS / 1e9).toFixed(0)} GB/s` };
}
