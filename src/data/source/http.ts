import { didYouMean, milliseconds } from "../../kernel/index.ts";
import { refusing, type SourceOptions, type SourceRef, sourceRef } from "./ref.ts";
import type { SecretRef } from "./secret.ts";

/** How the next page is asked for. Places in the answer are names with dots: `meta.next`. */
export type HttpPaging =
  /** The answer holds the address of the next page; `link` alone reads the `Link` header instead. */
  | { readonly by: "link"; readonly at?: string }
  /** The answer holds what is passed on as a parameter. */
  | { readonly by: "cursor"; readonly at: string; readonly parameter: string }
  /** The parameter counts rows, from 0. */
  | { readonly by: "offset"; readonly parameter: string }
  /** The parameter counts pages. `first` defaults to 1. */
  | { readonly by: "page"; readonly parameter: string; readonly first?: number };

export interface HttpOptions extends SourceOptions {
  /** Where the list of rows stands in the answer. Default: the answer is the list. */
  readonly rows?: string;
  /** Default: one page. With it, rows are expected to be added at the end, and a later pull goes on there. */
  readonly paging?: HttpPaging;
  readonly query?: Readonly<Record<string, string | number | SecretRef>>;
  readonly headers?: Readonly<Record<string, string | SecretRef>>;
  /** Fields that are columns even where no row has them yet. */
  readonly columns?: readonly string[];
  /** The longest that one page may take. Default `"30s"`. */
  readonly timeout?: string;
  /** Further tries of a page that failed for the moment. Default 5. */
  readonly retries?: number;
  /** The largest page in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
}

const OPTIONS = ["rows", "paging", "query", "headers", "columns", "timeout", "retries", "maxBytes", "key"];
const BY = ["link", "cursor", "offset", "page"];

/** Rows of a JSON API, page by page. Throws `data.source-invalid`. */
export function http(path: string, options: HttpOptions = {}): SourceRef<"http", HttpOptions> {
  const ref = sourceRef("http", path, { options, allowed: OPTIONS });
  const refuse = refusing("http");
  if (!/^https?:\/\/[^/\s]+/i.test(path)) refuse("needs an address that begins with https:// or http://.");
  if (/^https?:\/\/[^/]*@/i.test(path)) refuse("takes no password in its address: put it into `headers` with env().");
  const { paging, timeout = "30s", retries = 5, maxBytes = 1 } = options;
  if (paging !== undefined && !BY.includes(paging.by))
    refuse(`pages by ${BY.join(", ")}. Got "${paging.by}".${didYouMean(String(paging.by), BY)}`);
  if (paging !== undefined && paging.by !== "link" && !paging.parameter) refuse("needs a `paging.parameter`.");
  if (paging?.by === "cursor" && !paging.at) refuse("needs a `paging.at`: where the answer holds the next cursor.");
  if (!Number.isSafeInteger(retries) || retries < 0) refuse(`needs \`retries\` of 0 or more. Got ${retries}.`);
  if (!(maxBytes > 0)) refuse(`needs a \`maxBytes\` above 0. Got ${maxBytes}.`);
  milliseconds(timeout);
  return ref;
}
