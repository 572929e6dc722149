import { PbfWriter } from "pbf";
import { bytesAt, eachField, textAt } from "./fields.ts";

/**
 * The same model with one float output alone, and without the nodes that make lists of maps: runtimes give tensors only.
 * Every other byte stays as it was.
 */
export function withOutput(model: Uint8Array, output: string): Uint8Array {
  return rewritten(model, "the model", (number, bytes, out) => {
    out.writeBytesField(number, number === 7 ? graphWithOutput(bytes, output) : bytes);
  });
}

function graphWithOutput(graph: Uint8Array, output: string): Uint8Array {
  const kept = rewritten(graph, "the graph", (number, bytes, out) => {
    if (number === 12 || (number === 1 && operatorOf(bytes) === "ZipMap")) return;
    out.writeBytesField(number, bytes);
  });
  const out = new PbfWriter();
  out.writeMessage(12, writeFloats, output);
  const added = out.finish();
  const whole = new Uint8Array(kept.length + added.length);
  whole.set(kept);
  whole.set(added, kept.length);
  return whole;
}

/** ValueInfoProto: a tensor of floats whose shape is left open. */
function writeFloats(name: string, out: PbfWriter): void {
  out.writeStringField(1, name);
  out.writeMessage(
    2,
    (type: number, at) => at.writeMessage(1, (each: number, end) => end.writeVarintField(1, each), type),
    1,
  );
}

function operatorOf(node: Uint8Array): string {
  let op = "";
  eachField(node, "a node", ({ number, at }) => {
    if (number === 4) op = textAt(at);
  });
  return op;
}

/** Copies a message field by field; `write` decides about those that hold bytes. */
function rewritten(
  message: Uint8Array,
  what: string,
  write: (number: number, bytes: Uint8Array, out: PbfWriter) => void,
): Uint8Array {
  const out = new PbfWriter();
  eachField(message, what, ({ number, at }) => {
    if (at.type === 2) write(number, bytesAt(at), out);
    else if (at.type === 0) out.writeVarintField(number, at.readVarint());
    else at.skip(at.type);
  });
  return out.finish();
}
