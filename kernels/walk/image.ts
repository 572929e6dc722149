// The layout of a forest's image, byte for byte as src/model/trees/image.ts writes it. Addresses inside an image count
// from its start.
//
// Head: sixteen 32-bit numbers. Node, 16 bytes, the child of a met test right behind its parent:
//   0  f64  threshold; or i32, where its set's bits are; or, in a leaf, the value or the number of the vector
//   8  i32  where its lane of cells is, plus 1 when the test is a set: its cells are 32-bit numbers of bits
//  12  i32  from the next node to the child of a test not met; -16 in a leaf, so that a step stays where it is
// A leaf reads lane 0, which is NaN in every row: its test is never met.

@inline export function trees(image: i32): i32 { return i32.load(image, 0); }
@inline export function width(image: i32): i32 { return i32.load(image, 4); }
@inline export function roots(image: i32): i32 { return image + i32.load(image, 8); }
@inline export function cells(image: i32): i32 { return image + i32.load(image, 12); }
@inline export function sums(image: i32): i32 { return image + i32.load(image, 16); }
/** 0 when leaves hold single values. */
@inline export function vectors(image: i32): i32 { return i32.load(image, 20); }
/** Whether some test is a set. */
@inline export function mixed(image: i32): bool { return i32.load(image, 24) != 0; }
/** A leaf of no tree: where a row or tree too few waits. */
@inline export function nil(image: i32): i32 { return image + i32.load(image, 28); }
/** Room for the eight nodes of a descent. */
@inline export function places(image: i32): i32 { return image + 32; }
