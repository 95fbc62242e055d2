import { copy } from '../../js/clipboard.js';

const COPIED_MS = 1600;

/** @param {HTMLElement} root what WatchLink.razor rendered */
export function create(root) {
  const undo = new AbortController();
  const address = root.querySelector('[data-watch-address]');
  const button = root.querySelector('[data-action=copy-watch-link]');
  const label = button.textContent;
  address.addEventListener('focus', () => address.select(), { signal: undo.signal });
  button.addEventListener('click', async () => {
    await copy(address.value);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = label), COPIED_MS);
  }, { signal: undo.signal });
  return { dispose: () => undo.abort() };
}
