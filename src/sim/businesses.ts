import type { Business, BusinessOptions } from "./business.ts";
import { feed } from "./feed/feed.ts";
import { payments } from "./payments/payments.ts";
import { storefront } from "./storefront/storefront.ts";
import { ward } from "./ward/ward.ts";

/** Every business by name: for whoever treats them alike. */
export const businesses: Readonly<
  Record<"feed" | "payments" | "storefront" | "ward", (options: BusinessOptions) => Business>
> = Object.freeze({ feed, payments, storefront, ward });
