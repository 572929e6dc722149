/** As much of the platform's WebAssembly as a kernel needs. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Platform {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** The platform's WebAssembly; undefined where there is none. */
export function platformWasm(): Platform | undefined {
  return (globalThis as { readonly WebAssembly?: Platform }).WebAssembly;
}
