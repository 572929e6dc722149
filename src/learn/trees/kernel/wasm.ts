import { fromBase64, known } from "../../../kernel/index.ts";
import { code } from "../_grow-kernel.ts";

/** What is used of WebAssembly, in words of our own: a pure room sees neither Node's types nor a browser's. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: SharedMemory } },
  ) => { readonly exports: unknown };
}

/** What the kernel offers. */
export interface GrowExports {
  /** Runs a job of so many parts with whoever helps. 0: a helper vanished with a part of it. */
  dispatch(control: number, job: number, parts: number): number;
}

const wasm: Wasm | undefined = (globalThis as { readonly WebAssembly?: Wasm }).WebAssembly;

/** As much as 32-bit addresses reach: 4 GB, of which only what is used is ever backed. */
const PAGES = 65_536;
export const PAGE_BYTES = 65_536;

let compiled: object | undefined;

/** The compiled kernel, made once: later fits start with code that has been optimised. Undefined where there is none. */
export function growModule(): object | undefined {
  if (wasm === undefined) return undefined;
  compiled ??= new wasm.Module(known(fromBase64(code), "the kernel's code"));
  return compiled;
}

/** A larger memory is not kept for the next fit. */
const KEPT = 1 << 26;

let idle: SharedMemory | undefined;

/** A memory for one fit, fresh or left by an earlier one; undefined where memory cannot be had. */
export function growMemory(): SharedMemory | undefined {
  const left = idle;
  idle = undefined;
  if (left !== undefined) return left;
  try {
    return wasm === undefined ? undefined : new wasm.Memory({ initial: 1, maximum: PAGES, shared: true });
  } catch {
    return undefined;
  }
}

/** Leaves a memory for the next fit: reserving addresses costs more than a small fit. */
export function leaveMemory(memory: SharedMemory): void {
  if (memory.buffer.byteLength <= KEPT && controlsOf(memory) < MOST_CONTROLS) idle = memory;
}

/** Bytes of a control block; see `kernels/grow/crew.ts`. */
const CONTROL = 768;
/** So many fit into the first page, beside their number. */
const MOST_CONTROLS = Math.floor(PAGE_BYTES / CONTROL) - 1;

function controlsOf({ buffer }: SharedMemory): number {
  return new Int32Array(buffer, 0, 1)[0] as number;
}

/**
 * The address of a control block that no fit has used. The memory may be an earlier fit's, and a helper of that fit may
 * wake up late: it finds its own fit over, and nothing of this one.
 */
export function freshControl(memory: SharedMemory): number {
  const used = controlsOf(memory);
  new Int32Array(memory.buffer, 0, 1)[0] = used + 1;
  return CONTROL * (used + 1);
}

/** The kernel over a memory. */
export function instantiate(module: object, memory: SharedMemory): GrowExports {
  const { Instance } = wasm as Wasm;
  return new Instance(module, { env: { memory } }).exports as GrowExports;
}
