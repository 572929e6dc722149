/** The catalogue: every field and feature, who uses it, what it costs, and what it is worth. */
export type { Catalogue, CatalogueFeature, CatalogueField, FeatureValue, Twins } from "./catalogue.ts";
export { type CatalogueDeps, type Catalogued, catalogueOf } from "./catalogue-of.ts";
export { keepFeatures } from "./kept-features.ts";
export { earningsOf, type HeadOutputs } from "./money.ts";
