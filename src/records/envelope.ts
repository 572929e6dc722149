/**
 * What wraps every record that is stored for years. `sealed` is reserved for fields encrypted with a key per subject,
 * so that erasure by deleting a key needs no new format.
 */
export interface Envelope<Kind extends string = string, Body = unknown> {
  /** Version of the body's shape. */
  readonly v: 1;
  readonly kind: Kind;
  /** Unique within its kind. For an outcome it is the idempotency key. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The entity that the record is about, as text. */
  readonly subject?: string;
  readonly sealed?: string;
  readonly body: Body;
}
