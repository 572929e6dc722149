// Walks and explains forests. Every function takes the address of an image that src/model/trees/image.ts laid out.
export { sumRow, sumRows } from "./walk/sum";
export { contrastRows, explainRow } from "./walk/shap";
