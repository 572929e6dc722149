import type { ModelPorts } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Blobs, Records } from "../../store/index.ts";

/** What a reference is found, or made, with. */
export interface ReferenceDeps {
  readonly registry: Registry;
  readonly state: { readonly records: Pick<Records, "collection">; readonly blobs: Blobs };
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
}
