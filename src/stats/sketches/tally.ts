import { fromBase64, known } from "../../kernel/index.ts";
import { code } from "./_tally-kernel.ts";

/** What is used of WebAssembly, in words of our own: a pure room sees neither Node's types nor a browser's. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
  }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: object } },
  ) => { readonly exports: unknown };
}

/** The kernel's functions, of addresses and a number of values. */
interface TallyKernel {
  count(at: number, values: number, n: number): void;
  sum(at: number, values: number, n: number): void;
  pair(at: number, xs: number, ys: number, n: number): void;
}

/** A kernel and its memory: what it works on at `at`, a block of values, and another beside it. */
export interface Tally {
  readonly kernel: TallyKernel;
  readonly buffer: ArrayBuffer;
  readonly at: number;
  readonly xs: number;
  readonly ys: number;
}

/** Values of a block, at most. */
export const TALLY_ROWS = 32_768;
/** Fewer are done before a block is copied. */
const WORTH = 1_024;
const PAGE = 65_536;
/** A counter of 4,096 values with all its room, rounded up to pages. */
const STATE_PAGES = 4;
const BLOCK_PAGES = (TALLY_ROWS * 8) / PAGE;

const wasm: Wasm | undefined = (globalThis as { readonly WebAssembly?: Wasm }).WebAssembly;
let made: Tally | null | undefined;

/** The kernel for so many values, made when it is first worth it; undefined where plain loops are as good, or all there is. */
export function tallyFor(values: number): Tally | undefined {
  if (values < WORTH || wasm === undefined) return undefined;
  made ??= make(wasm);
  return made ?? undefined;
}

function make({ Module, Memory, Instance }: Wasm): Tally | null {
  try {
    const pages = STATE_PAGES + 2 * BLOCK_PAGES;
    const memory = new Memory({ initial: pages, maximum: pages });
    const module = new Module(known(fromBase64(code), "the kernel's code"));
    const kernel = new Instance(module, { env: { memory } }).exports as TallyKernel;
    const xs = STATE_PAGES * PAGE;
    return { kernel, buffer: memory.buffer, at: 0, xs, ys: xs + BLOCK_PAGES * PAGE };
  } catch {
    // A place that forbids machine code made on the spot, or has no memory left: the plain loops take over.
    return null;
  }
}

/** Calls `use` for each block of a range. */
export function eachBlock(
  { start, end }: { readonly start: number; readonly end: number },
  use: (from: number, to: number) => void,
): void {
  for (let from = start; from < end; from += TALLY_ROWS) use(from, Math.min(end, from + TALLY_ROWS));
}
