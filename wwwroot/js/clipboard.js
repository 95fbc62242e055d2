/**
 * Puts what an element says on the clipboard. Where the browser refuses, the text is selected, to be copied by hand.
 * @param {HTMLElement} element a field or any other
 * @returns {Promise<boolean>} whether it is on the clipboard
 */
export async function copy(element) {
  const text = element.value ?? element.textContent;
  const copied = navigator.clipboard ? await navigator.clipboard.writeText(text).then(() => true, () => false) : copyByField(text);
  if (!copied) select(element);
  return copied;
}

/** No clipboard outside https and localhost, such as a classroom's http://192.168.…: the old way still works there. */
function copyByField(text) {
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}

function select(element) {
  if (element.select) element.select();
  else getSelection().selectAllChildren(element);
}
