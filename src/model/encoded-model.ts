/** Bytes of a model of ours behind its body, at most: the signature is among them. */
const MOST_HEAD = 2 ** 20;

/** Whether a file looks like what `encodeModel` writes: JSON whose keys are in order of name, so that its kind stands behind the body. */
export function isEncodedModel(bytes: Uint8Array): boolean {
  if (bytes[0] !== "{".charCodeAt(0)) return false;
  const start = Math.max(0, bytes.length - MOST_HEAD);
  const parts: string[] = [];
  for (let at = start; at < bytes.length; at += 8192)
    parts.push(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + 8192)));
  return parts.join("").includes('"kind":"alidade.model"');
}
