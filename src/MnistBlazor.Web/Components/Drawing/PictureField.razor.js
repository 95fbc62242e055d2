/**
 * A picture that is dropped on the pad or pasted into the page goes the way of a chosen one.
 * @param {HTMLElement} root holds the field for files, and is on the pad
 */
export function create(root) {
  const field = root.querySelector('input[type=file]');
  const pad = root.closest('.pad');
  const listeners = new AbortController();
  const on = (target, name, handle) => target.addEventListener(name, handle, { signal: listeners.signal });
  on(pad, 'dragover', event => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  });
  on(pad, 'drop', event => {
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
