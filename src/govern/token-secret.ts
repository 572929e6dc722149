import { hashBytes, hexOf } from "../kernel/index.ts";

const SHAPE = /^alidade_([0-9a-f]{12})_([0-9a-f]{64})$/;

/**
 * A new secret of 256 random bits: `alidade_`, the digits of its id, and the bits. The word in front lets scanners of
 * source code find one that was left lying about. `random(n)` gives n bytes.
 */
export function newSecret(random: (bytes: number) => Uint8Array): { readonly id: string; readonly secret: string } {
  const digits = hexOf(random(6));
  return { id: `tok_${digits}`, secret: `alidade_${digits}_${hexOf(random(32))}` };
}

/** What is stored of a secret. A plain hash will do: nobody guesses 256 random bits, so it need not be slow. */
export function secretHash(secret: string): string {
  return hashBytes(secret);
}

/** The id of the token that a text claims to be the secret of; undefined when it does not look like one. */
export function secretParts(text: string): { readonly id: string } | undefined {
  const digits = SHAPE.exec(text)?.[1];
  return digits === undefined ? undefined : { id: `tok_${digits}` };
}
