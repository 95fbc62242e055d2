/**
 * A picture that is dropped on the pad or pasted into the page goes the way of a chosen one.
 * @param {HTMLElement} root holds the field for files; the pad stands beside it
 */
export function create(root) {
  const field = root.querySelector('input[type=file]');
  const panel = root.parentElement;
  const listeners = new AbortController();
  const on = (target, name, handle) => target.addEventListener(name, handle, { signal: listeners.signal });
  on(panel, 'dragover', event => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  });
  on(panel, 'drop', event => {
    if (event.target === field || event.dataTransfer.files.length === 0) return; // the field takes its own
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  on(document, 'paste', event => {
    if (event.clipboardData.files.length > 0 && !event.target.closest?.('input, textarea')) take(event.clipboardData.files);
  });

  function take(files) {
    if (field.disabled) return;
    const one = new DataTransfer();
    one.items.add(files[0]);
    field.files = one.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  return { dispose: () => listeners.abort() };
}
