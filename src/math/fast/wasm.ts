// Small WebAssembly modules kept as base64 in the source: what is needed to start them, without browser or Node types.

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports?: object) => { readonly exports: unknown };
};

/** The exports of a fresh instance, or undefined where WebAssembly with SIMD is missing. */
export function wasmExports<Exports>(base64: string): Exports | undefined {
  return wasmStarter<Exports>(base64)?.();
}

/** Makes fresh instances of a module that is compiled once, or undefined where WebAssembly with SIMD is missing. */
export function wasmStarter<Exports>(base64: string): (() => Exports) | undefined {
  const abort = (): never => {
    throw new Error('a kernel aborted');
  };
  try {
    const module = new WebAssembly.Module(bytesOf(base64));
    return () => new WebAssembly.Instance(module, { env: { abort } }).exports as Exports;
  } catch {
    return undefined;
  }
}

function bytesOf(base64: string): Uint8Array {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const clean = base64.replace(/=+$/, '');
  const out = new Uint8Array(Math.floor((clean.length * 3) / 4));
  let bits = 0,
    held = 0,
    at = 0;
  for (const letter of clean) {
    held = (held << 6) | letters.indexOf(letter);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 255;
    }
  }
  return out;
}
