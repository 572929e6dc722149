import { keyUnfit } from "./errors.ts";

/** The caller's own name for a question: 1 to 255 printable ASCII characters. Throws `wire.key-unfit`. */
export function readKey(text: string): string {
  if (!/^[\x20-\x7e]{1,255}$/.test(text)) throw keyUnfit({ got: JSON.stringify(text.slice(0, 60)) });
  return text;
}
