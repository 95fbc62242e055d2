/**
 * Puts a text on the clipboard.
 * @returns {Promise<boolean>} whether the browser let it
 */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  // No clipboard outside https and localhost, such as a classroom's http://192.168.…: the old way still works there.
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}

/** Selects what an element says, for who has to copy it by hand. */
export function select(element) {
  if (element.matches('input, textarea')) {
    element.focus();
    element.select();
  } else {
    getSelection().selectAllChildren(element);
  }
}
