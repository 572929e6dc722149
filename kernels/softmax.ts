// Scores, softmax and gradients of a block of rows. Numbers are doubles; a row's outputs start at `row * stride`, stride even.
export { pull } from "./softmax/pull";
export { score } from "./softmax/score";
export { slopes } from "./softmax/slopes";
