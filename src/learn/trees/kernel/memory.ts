import { defineError, type ErrorConstructor } from "../../../kernel/index.ts";
import type { Arena } from "../arena.ts";
import { PAGE_BYTES, type SharedMemory } from "./wasm.ts";

/** The kernel's memory is used up. */
export const memoryFull: ErrorConstructor<{ readonly bytes: number }> = defineError("learn.memory-full", {
  headline: "Too much for the tree kernel's memory",
  message: ({ bytes }: { readonly bytes: number }) =>
    `The tree kernel reaches 4 GB of memory. This fit needs ${bytes} bytes or more.`,
  hint: () => "Learn from fewer rows or fewer features.",
});

/** Every array starts on a cache line of its own, so that threads do not share one by accident. */
const LINE = 64;

/** Hands out stretches of a shared memory, one after another, growing it as need be. The first page stays free. */
export function arenaOver(memory: SharedMemory): Arena {
  let next = PAGE_BYTES;
  /** Beyond it, memory is as it came: zero. What is there now may be left from an earlier fit. */
  let touched = memory.buffer.byteLength;
  const take = (bytes: number): [SharedArrayBuffer, number] => {
    const at = next;
    const end = at + Math.ceil(bytes / LINE) * LINE;
    const lacking = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
    if (lacking > 0) growBy(memory, lacking, end);
    // By doubles: shared memory is filled an element at a time.
    if (at < touched) new Float64Array(memory.buffer, at, (Math.min(end, touched) - at) / 8).fill(0);
    touched = Math.max(touched, end);
    next = end;
    return [memory.buffer, at];
  };
  return {
    floats: (length) => new Float64Array(...take(length * 8), length),
    singles: (length) => new Float32Array(...take(length * 4), length),
    ints: (length) => new Int32Array(...take(length * 4), length),
    bytes: (length) => new Uint8Array(...take(length), length),
    scoped(work) {
      const before = next;
      try {
        return work();
      } finally {
        next = before;
      }
    },
  };
}

function growBy(memory: SharedMemory, pages: number, bytes: number): void {
  try {
    memory.grow(pages);
  } catch (thrown) {
    throw memoryFull({ bytes }, thrown);
  }
}
