/** Running text. A part between backticks is set as code. */
export interface Paragraph {
  readonly kind: "paragraph";
  readonly text: string;
}

export function paragraph(text: string): Paragraph {
  return Object.freeze({ kind: "paragraph", text });
}
