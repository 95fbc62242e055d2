// Words come from the server in the reader's language; here values are put into them.

/** "Epoch {0} of {1}" with its values, as string.Format does it. */
export function fill(text, ...values) {
  return text.replace(/\{(\d+)\}/g, (place, index) => values[index] ?? place);
}
